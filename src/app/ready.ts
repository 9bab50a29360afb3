const name = 'novo-atendimento:pronta'

/** From now on the page takes clicks and keys itself. */
export const tellReady = () => document.dispatchEvent(new Event(name))

export const whenReady = (act: () => void) => document.addEventListener(name, act, { once: true })
