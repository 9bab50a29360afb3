/** What an address said of a call, as it stood there. */
export type FromAddress = { query: string; fragment: string }

const bar = 'barra'

/**
 * Takes what the address says of a call out of it, before it gets into the history, a copied link or a log. What
 * `?barra` asks for stays. Nothing else may have looked at the address by then.
 *
 * @returns null where there was nothing; nor is what another address than `/` says about any form
 */
export function takeFromAddress(): FromAddress | null {
  const { pathname, search, hash } = location
  const asked = new URLSearchParams(search).get(bar)
  const kept = asked === null ? '' : `?${new URLSearchParams({ [bar]: asked })}`
  if (!hash && search === kept) return null
  history.replaceState(history.state, '', pathname + kept)
  return pathname === '/' ? { query: search, fragment: hash } : null
}
