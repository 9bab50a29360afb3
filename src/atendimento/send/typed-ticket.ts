import { emptyTicket, isWireKey, type WireKey, wireKeys } from '../../contract/fields.ts'
import { formatPhone } from '../../contract/format-phone.ts'
import type { Posted } from '../../contract/nova-mensagem.ts'

type Empty = typeof emptyTicket

/** The form's fields as typed. */
export type TypedTicket = { [Key in WireKey]: Empty[Key] extends string ? string : boolean }

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
export function toTyped(posted: Posted): TypedTicket {
  if ('mensagem' in posted) {
    const { mensagem: descricao, id_cliente_servico = '' } = posted
    return { ...emptyTicket, id_cliente_servico: String(id_cliente_servico), descricao }
  }
  const typed = Object.entries(posted).map(([name, value = '']) => [
    name,
    typeof value === 'number' ? String(value) : value,
  ])
  return { ...emptyTicket, ...Object.fromEntries(typed), telefone: formatPhone(posted.telefone) }
}
