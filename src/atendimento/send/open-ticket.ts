import type { Posted } from '../../contract/nova-mensagem.ts'
import type { TicketOutcome } from './outcome.ts'

/** A ticket that is open already, to which something may be added. */
export type OpenTicket = {
  id_atendimento: number
  /** Digits; null where nobody here knows it any more. */
  protocolo: string | null
  /** By which what was added can be looked for; null where it was never told. */
  id_cliente_servico: number | null
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

/** What is known of a send of this text, which the answers that tell least don't say: that it is added to a ticket. */
export function asAdded(outcome: TicketOutcome, to: OpenTicket | undefined): TicketOutcome {
  if (!to || outcome.message || outcome.enviado) return outcome
  const { id_atendimento, id_cliente_servico: serviceId } = to
  return { ...outcome, message: { to: id_atendimento, ...(serviceId !== null && { serviceId }) } }
}
