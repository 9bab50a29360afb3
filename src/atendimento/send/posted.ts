import type { Posted } from '../../contract/nova-mensagem.ts'
import { asSent } from './as-sent.ts'
import type { Sent } from './draft.ts'
import { postedIn } from './open-ticket.ts'
import type { TicketOutcome } from './outcome.ts'

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
