/** What an address said of a call, as it stood there. */
export type FromAddress = { query: string; fragment: string }

const bar = 'barra'

type Address = Pick<Location, 'search' | 'hash'>

/** What of the query isn't about a call. */
function keptOf({ search }: Address) {
  const asked = new URLSearchParams(search).get(bar)
  return asked === null ? '' : `?${new URLSearchParams({ [bar]: asked })}`
}

/** Whether it says more than the page's own address does. */
export const saysOfCall = (address: Address) =>
  address.hash !== '' || address.search !== keptOf(address)

/**
 * Takes what the address says of a call out of it, before it gets into the history, a copied link or a log. What
 * `?barra` asks for stays. Nothing else may have looked at the address by then.
 *
 * @returns null where there was nothing; nor is what another address than `/` says about any form
 */
export function takeFromAddress(): FromAddress | null {
  const { pathname, search, hash } = location
  if (!saysOfCall(location)) return null
  history.replaceState(history.state, '', pathname + keptOf(location))
  return pathname === '/' ? { query: search, fragment: hash } : null
}
