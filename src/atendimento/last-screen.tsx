import type { Sessao } from '../contract/page-context.ts'
import { UnknownScreen } from './doubt/unknown-screen.tsx'
import { Receipt } from './receipt/receipt.tsx'
import type { GatewayApi } from './send/gateway-api.ts'
import type { TicketOutcome } from './send/outcome.ts'
import type { TypedTicket } from './send/typed-ticket.ts'

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
