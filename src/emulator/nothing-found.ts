import { phpJson } from './wire.ts'

const notFound = (what: string) => ({ status: 'error', msg: `${what} não encontrado` })

/** "None" as HubSoft may say it where it doesn't answer an empty list (hubsoft §16). */
export const nothingFound = {
  'http-404': (what: 'Atendimento' | 'Cliente') => phpJson(notFound(what), 404),
  error: (what: 'Atendimento' | 'Cliente') => phpJson(notFound(what)),
}
