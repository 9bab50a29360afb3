/** With which the page asks the gateway: for JSON, and in whose name; another window may be somebody else's by now. */
export const requestHeaders = (usuario: string | undefined) => ({
  accept: 'application/json',
  ...(usuario !== undefined && { 'x-atendente': encodeURIComponent(usuario.toWellFormed()) }),
})
