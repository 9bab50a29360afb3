import type { Sessao } from '../contract/page-context.ts'
import { Receipt } from './receipt/receipt.tsx'
import type { TypedTicket } from './sent-tickets.ts'
import type { TicketOutcome } from './ticket-outcome.ts'
import { UnknownScreen } from './unknown-screen.tsx'

export type LastScreenProps = {
  outcome: Extract<TicketOutcome, { kind: 'opened' | 'unknown' | 'lost' }>
  chave: string
  typed: TypedTicket | undefined
  sentTime: string | undefined
  sessao: Sessao | null
  onNext: () => void
}

/** Where a send leads that leaves nothing to be typed. */
export function LastScreen({ outcome, sessao, ...rest }: LastScreenProps) {
  if (outcome.kind === 'opened') {
    return (
      <Receipt
        ticket={outcome.atendimento}
        sent={outcome.enviado}
        openedBy={outcome.openedBy}
        attendantUser={sessao?.atendente.usuario ?? ''}
        isDemo={sessao?.demo ?? false}
        onNext={rest.onNext}
      />
    )
  }
  return (
    <UnknownScreen
      {...rest}
      looks={outcome.kind === 'unknown' ? outcome.looks : 0}
      isLost={outcome.kind === 'lost'}
      requestId={outcome.kind === 'lost' ? outcome.requestId : undefined}
    />
  )
}
