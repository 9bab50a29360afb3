import { isWireKey, type WireKey, wireKeys } from '../../contract/fields.ts'
import { formatPhone } from '../../contract/format-phone.ts'
import type { Enviado } from '../../contract/novo-atendimento.ts'

/** The form's fields as typed; all texts but the checkbox. */
export type TypedTicket = { [Key in WireKey]: Key extends 'abrir_os' ? boolean : string }

export const emptyTicket: TypedTicket = {
  id_cliente_servico: '',
  nome: '',
  telefone: '',
  email: '',
  descricao: '',
  abrir_os: false,
}

/**
 * What a tab has kept, where a page of before may have known other fields; null where it is no ticket.
 * By hand: the schemas come after the first form, which is made of this.
 */
export function readTyped(kept: unknown): TypedTicket | null {
  if (typeof kept !== 'object' || kept === null) return null
  const known = Object.entries(kept).filter(([name]) => isWireKey(name))
  if (known.length === 0) return null
  const typed: TypedTicket = { ...emptyTicket, ...Object.fromEntries(known) }
  return wireKeys.every((name) => typeof typed[name] === typeof emptyTicket[name]) ? typed : null
}

/** What the gateway remembers, as if it had been typed. */
export function toTyped({ email = '', ...enviado }: Enviado): TypedTicket {
  return {
    ...enviado,
    id_cliente_servico: String(enviado.id_cliente_servico),
    telefone: formatPhone(enviado.telefone),
    email,
  }
}
