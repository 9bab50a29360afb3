const key = 'novo-atendimento:barra'

const asked = () => new URLSearchParams(location.search).get('barra')

/** Whether what was served has one: the gateway goes by the address alone. */
export const isBarServed = () => asked() !== 'nao'

/**
 * Whether the page shows a bar of its own: not where its address asks for none (`?barra=nao`), as in the frame of a
 * host that has one. Kept for the tab, since the address changes with the first send; where storage is blocked it
 * lasts until a reload.
 */
export function hasOwnBar(): boolean {
  const word = asked()
  try {
    if (word === 'nao') sessionStorage.setItem(key, word)
    else if (word !== null) sessionStorage.removeItem(key)
    return sessionStorage.getItem(key) !== 'nao'
  } catch {
    return isBarServed()
  }
}
