import * as z from 'zod/mini'
import { successLike } from './answer.ts'
import { listedId, listedName } from './listed-name.ts'
import { readOf } from './question.ts'

const tiposAtendimento = z.object({
  status: z.string().check(z.regex(successLike)),
  tipos_atendimento: z.array(z.object({ id_tipo_atendimento: listedId, descricao: listedName })),
})

export type TicketTypes = z.infer<typeof tiposAtendimento>

/** HubSoft's ticket types: a read that concerns nobody. */
export const ticketTypes = readOf(
  'api/v1/integracao/configuracao/tipo_atendimento',
  tiposAtendimento,
)
