import type { Sessao } from '../contract/page-context.ts'
import type { GatewayApi } from './gateway-api.ts'
import { Receipt } from './receipt/receipt.tsx'
import type { TypedTicket } from './sent-tickets.ts'
import type { TicketOutcome } from './ticket-outcome.ts'
import { UnknownScreen } from './unknown-screen.tsx'

export type LastScreenProps = {
  outcome: Extract<TicketOutcome, { kind: 'opened' | 'unknown' }>
  gateway: GatewayApi
  chave: string
  typed: TypedTicket | undefined
  /** "às 10:58" */
  sentWhen: string | undefined
  sessao: Sessao | null
  /** It goes out once more, as typed. What is returned is called where it didn't. */
  onResend: (typed: TypedTicket) => () => void
  onNext: () => void
}

/** Where a send leads that leaves nothing to be typed. */
export function LastScreen({ outcome, sessao, ...rest }: LastScreenProps) {
  if (outcome.kind === 'opened') {
    return (
      <Receipt
        opened={outcome}
        attendantUser={sessao?.atendente.usuario ?? ''}
        isDemo={sessao?.demo ?? false}
        onNext={rest.onNext}
      />
    )
  }
  return <UnknownScreen {...rest} outcome={outcome} />
}
