export const homePath = '/'
export const ticketRoute = '/atendimentos/:chave'

/** A send's own address (design §5): reloading it asks what came of the send. */
export const addressOf = (chave: string) => `/atendimentos/${chave}`

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** The key in a send's address; null where there is none, or what can't be one. */
export function readChave(typed = ''): string | null {
  return uuid.test(typed) ? typed.toLowerCase() : null
}
