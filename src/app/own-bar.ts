const key = 'novo-atendimento:barra'

/**
 * Whether the page shows a bar of its own: not where its address asks for none (`?barra=nao`), as in the frame of a
 * host that has one. Kept for the tab, since the address changes with the first send; where storage is blocked it
 * lasts until a reload.
 */
export function hasOwnBar(): boolean {
  const asked = new URLSearchParams(location.search).get('barra')
  try {
    if (asked === 'nao') sessionStorage.setItem(key, asked)
    else if (asked !== null) sessionStorage.removeItem(key)
    return sessionStorage.getItem(key) !== 'nao'
  } catch {
    return asked !== 'nao'
  }
}
