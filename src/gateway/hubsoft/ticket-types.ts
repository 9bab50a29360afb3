import * as z from 'zod/mini'
import { successLike } from './answer.ts'
import { readOf } from './question.ts'

const tiposAtendimento = z.object({
  status: z.string().check(z.regex(successLike)),
  tipos_atendimento: z.array(z.object({})),
})

export type TicketTypes = z.infer<typeof tiposAtendimento>

/** Of HubSoft's ticket types nothing is read but how many there are: a read that concerns nobody. */
export const ticketTypes = readOf(
  'api/v1/integracao/configuracao/tipo_atendimento',
  tiposAtendimento,
)
