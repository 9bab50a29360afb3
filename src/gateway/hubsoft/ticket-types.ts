import * as z from 'zod/mini'
import { successLike } from './answer.ts'
import { readOf } from './question.ts'

// Q22
const digits = z.string().check(z.regex(/^\d{1,10}$/))

const tiposAtendimento = z.object({
  status: z.string().check(z.regex(successLike)),
  tipos_atendimento: z.array(
    z.object({
      // What can't be read is none that somebody meant.
      id_tipo_atendimento: z.catch(z.union([z.int(), z.pipe(digits, z.transform(Number))]), 0),
      descricao: z.catch(z.string(), ''),
    }),
  ),
})

export type TicketTypes = z.infer<typeof tiposAtendimento>

/** HubSoft's ticket types: a read that concerns nobody. */
export const ticketTypes = readOf(
  'api/v1/integracao/configuracao/tipo_atendimento',
  tiposAtendimento,
)
