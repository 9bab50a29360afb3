import * as z from 'zod/mini'
import type { Enviado, WireKey } from '../../contract/fields.ts'
import { formatPhone } from '../../contract/format-phone.ts'

// What a page of before has kept lacks what has come since.
const text = z._default(z.string(), '')
const tick = z._default(z.boolean(), false)

export const typedTicket = z.object({
  id_cliente_servico: text,
  nome: text,
  telefone: text,
  email: text,
  descricao: text,
  abrir_os: tick,
} satisfies Record<WireKey, typeof text | typeof tick>)

/** The form's fields as typed; all texts but the checkbox. */
export type TypedTicket = z.infer<typeof typedTicket>

export const emptyTicket: TypedTicket = typedTicket.parse({})

/** What the gateway remembers, as if it had been typed. */
export function toTyped({ email = '', ...enviado }: Enviado): TypedTicket {
  return {
    ...enviado,
    id_cliente_servico: String(enviado.id_cliente_servico),
    telefone: formatPhone(enviado.telefone),
    email,
  }
}
