import { emptyTicket } from '../../contract/fields.ts'
import { formatPhone } from '../../contract/format-phone.ts'
import type { Posted } from '../../contract/nova-mensagem.ts'
import { asSent } from './as-sent.ts'
import type { Sent, Text } from './draft.ts'
import type { OpenTicket } from './open-ticket.ts'
import type { TicketOutcome } from './outcome.ts'
import type { TypedTicket } from './typed-ticket.ts'

/**
 * What went out. What the gateway has of it counts first: this tab may have been a copy with another text.
 * Undefined where nobody has it, or only the rules of before took it.
 */
export function postedOf(
  outcome: Pick<TicketOutcome, 'enviado' | 'message'>,
  sent: Sent | null | undefined,
): Posted | undefined {
  const { message } = outcome
  if (!message) return outcome.enviado ?? (sent ? asSent(sent.typed) : undefined)
  return postedIn({ message: { text: sent?.typed.descricao, ...message } })
}

/** The ticket that this is added to; undefined where it opens one. */
export function addedTo(posted: Posted | undefined): OpenTicket | undefined {
  if (!posted || !('mensagem' in posted)) return undefined
  const { id_atendimento, id_cliente_servico = null } = posted
  return { id_atendimento, protocolo: null, id_cliente_servico }
}

/** What went out, as far as the gateway has it. */
export function postedIn(outcome: Partial<Pick<TicketOutcome, 'enviado' | 'message'>>) {
  const { enviado, message } = outcome
  if (!message || message.text === undefined) return enviado
  const { to: id_atendimento, text: mensagem, serviceId: id_cliente_servico } = message
  return {
    id_atendimento,
    mensagem,
    ...(id_cliente_servico !== undefined && { id_cliente_servico }),
  }
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

/** The same with the ticket that it is added to, for a form. */
export const textOf = (posted: Posted): Text => ({
  typed: toTyped(posted),
  appendsTo: addedTo(posted),
})
