import { Badge } from '../../ui/badge.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SupportCode } from '../../ui/support-code.tsx'
import { Refusal } from '../form/outcome-notice.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import type { Refused } from '../send/outcome.ts'
import { titleOf } from '../send/outcome-traits.ts'
import { postedOf, toTyped } from '../send/posted.ts'
import { wordsOf } from '../send/send-words.ts'
import styles from './doubt.module.css'
import { NoProof } from './no-proof.tsx'
import { SentFields } from './sent-fields.tsx'
import { WhereToLook } from './where-to-look.tsx'

type RefusedScreenProps = { outcome: Refused; chave: string }

/**
 * A refusal without a form: none of its text is left, or it may stand all the same, and a form would be one
 * click from a second ticket.
 */
export function RefusedScreen({ outcome, chave }: RefusedScreenProps) {
  const { kind, message, requestId } = outcome
  const posted = postedOf(outcome, null)
  const words = wordsOf(outcome)
  const isOver = kind === 'refused'
  return (
    <Screen
      title={titleOf(outcome)}
      tone={isOver ? 'error' : 'warning'}
      badge={
        <Badge tone={isOver ? 'error' : 'warning'}>{isOver ? 'recusado' : 'a conferir'}</Badge>
      }
      foot={<NextTicket look={isOver ? 'primary' : 'plain'} />}
      beside={
        <>
          {!isOver && (
            <WhereToLook chave={chave} serviceId={posted?.id_cliente_servico} words={words} />
          )}
          {posted && <SentFields typed={toTyped(posted)} isMessage={message !== undefined} />}
        </>
      }
    >
      <NoProof />
      {!isOver && (
        <p className={styles.say}>
          <strong>{words.notAnother}</strong>{' '}
          {kind === 'refused-again' ? words.earlierMayStand : words.mayAppear}
        </p>
      )}
      <div className={styles.refusal}>
        <Refusal outcome={outcome} text={posted ? '' : 'O texto já foi apagado.'} />
      </div>
      <SupportCode id={requestId} />
    </Screen>
  )
}
