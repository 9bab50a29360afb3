import type { TicketOutcome } from './outcome.ts'

/** A ticket that is open already, to which something may be added. */
export type OpenTicket = {
  id_atendimento: number
  /** Digits; null where nobody here knows it any more. */
  protocolo: string | null
  /** By which what was added can be looked for; null where it was never told. */
  id_cliente_servico: number | null
}

/** What is known of a send of this text, which the answers that tell least don't say: that it is added to a ticket. */
export function asAdded(outcome: TicketOutcome, to: OpenTicket | undefined): TicketOutcome {
  if (!to || outcome.message || outcome.enviado) return outcome
  const { id_atendimento, id_cliente_servico: serviceId } = to
  return { ...outcome, message: { to: id_atendimento, ...(serviceId !== null && { serviceId }) } }
}
