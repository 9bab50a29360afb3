import * as z from 'zod/mini'
import type { Enviado, WireKey } from '../../contract/fields.ts'
import { novoAtendimento } from '../../contract/novo-atendimento.ts'
import { formatPhone } from '../../contract/phone.ts'

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

/** What was typed in the form in which it was sent: "11.000" went out as 11000. */
export function asSent(typed: TypedTicket): TypedTicket {
  const read = novoAtendimento.safeParse(typed)
  return read.success ? toTyped(read.data) : typed
}
