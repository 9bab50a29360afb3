import { UnknownScreen } from './doubt/unknown-screen.tsx'
import { Receipt } from './receipt/receipt.tsx'
import { asSent } from './send/as-sent.ts'
import { useDesk } from './send/desk.ts'
import type { Opened, Unknown } from './send/outcome.ts'
import type { TypedTicket } from './send/typed-ticket.ts'

export type LastScreenProps = {
  outcome: Opened | Unknown
  chave: string
  typed: TypedTicket | undefined
  /** "às 10:58" */
  sentWhen: string | undefined
  /** It goes out once more, as typed. What is returned is called where it didn't. */
  onResend: (typed: TypedTicket) => () => void
  onNext: () => void
}

/** Where a send leads that leaves nothing to be typed. */
export function LastScreen({ outcome, ...rest }: LastScreenProps) {
  const { sessao } = useDesk()
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
  const { typed } = rest
  return <UnknownScreen {...rest} outcome={outcome} typed={typed && asSent(typed)} />
}
