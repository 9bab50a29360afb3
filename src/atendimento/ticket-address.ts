export const homePath = '/'
export const ticketRoute = '/atendimentos/:chave'

/** A send's own address (design §5): reloading it asks what came of the send. */
export const addressOf = (chave: string) => `/atendimentos/${chave}`
