import { phpJson } from '../wire.ts'

const notFound = { status: 'error', msg: 'Atendimento não encontrado' }

/** "None" as HubSoft may say it where it doesn't answer an empty list (hubsoft §16). */
export const noTickets = {
  'http-404': () => phpJson(notFound, 404),
  error: () => phpJson(notFound),
}
