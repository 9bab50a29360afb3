import * as z from 'zod/mini'
import { successLike } from './answer.ts'
import { listedId, listedName } from './listed-name.ts'
import { readOf } from './question.ts'

/** An entry of a list of HubSoft's; `purpose` is what a kind of work order is for: `cliente_servico`, `pop`, … */
export type ListEntry = { id: number; name: string; purpose?: string }

const status = z.string().check(z.regex(successLike))

/** From where a ticket may have come; the lists' keys follow no rule (hubsoft §7). */
export const contactOrigins = readOf<ListEntry[]>(
  'api/v1/integracao/configuracao/origem_contato',
  z.pipe(
    z.object({
      status,
      origem_contatos: z.array(z.object({ id_origem_contato: listedId, descricao: listedName })),
    }),
    z.transform(({ origem_contatos }) =>
      origem_contatos.map((one) => ({ id: one.id_origem_contato, name: one.descricao })),
    ),
  ),
)

/** What a work order may be. */
export const workOrderTypes = readOf<ListEntry[]>(
  'api/v1/integracao/configuracao/tipo_ordem_servico',
  z.pipe(
    z.object({
      status,
      tipo_ordem_servicos: z.array(
        z.object({ id_tipo_ordem_servico: listedId, descricao: listedName, destino: listedName }),
      ),
    }),
    z.transform(({ tipo_ordem_servicos }) =>
      tipo_ordem_servicos.map(({ id_tipo_ordem_servico: id, descricao: name, destino }) => ({
        id,
        name,
        purpose: destino,
      })),
    ),
  ),
)
