import { Badge } from '../../ui/badge.tsx'
import { Screen } from '../../ui/screen.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import type { TicketOutcome } from '../send/outcome.ts'
import { titleOf } from '../send/outcome-traits.ts'
import { wordsOf } from '../send/send-words.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import styles from './doubt.module.css'
import { NoProof } from './no-proof.tsx'
import { SentFields } from './sent-fields.tsx'
import { TellCaller } from './tell-caller.tsx'
import { WhereToLook } from './where-to-look.tsx'

type RecordLostScreenProps = {
  outcome: TicketOutcome
  chave: string
  typed: TypedTicket | undefined
  /** "às 10:58" */
  sentWhen: string | undefined
}

/** The gateway once said that it was sent, and knows nothing of it any more: only a person can find out. */
export function RecordLostScreen({ outcome, chave, typed, sentWhen }: RecordLostScreenProps) {
  const words = wordsOf(outcome)
  return (
    <Screen
      title={titleOf(outcome)}
      tone="warning"
      badge={<Badge tone="warning">a conferir</Badge>}
      foot={<NextTicket look="plain" />}
      beside={
        <>
          <WhereToLook chave={chave} serviceId={typed?.id_cliente_servico} words={words}>
            {words.byHandIfMissing}
          </WhereToLook>
          {typed && <SentFields typed={typed} isMessage={outcome.message !== undefined} />}
        </>
      }
    >
      <NoProof />
      <p className={styles.say}>
        <strong>{words.notAnother}</strong>{' '}
        {sentWhen ? `Os dados saíram ${sentWhen}` : 'Os dados saíram'}, e o servidor não tem mais
        registro deste envio.
      </p>
      <TellCaller wasSent={false} />
      <p>Procure no HubSoft, e avise o responsável pelo sistema.</p>
    </Screen>
  )
}
