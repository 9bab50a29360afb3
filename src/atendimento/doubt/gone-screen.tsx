import styles from '../../ui/screen.module.css'
import { SupportCode } from '../../ui/support-code.tsx'
import { useScreenHeading } from '../../ui/use-screen-heading.ts'
import { Refusal } from '../form/outcome-notice.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import type { TicketOutcome } from '../send/outcome.ts'
import { noRecordTitle, titleOf } from '../send/titles.ts'
import { toTyped } from '../send/typed-ticket.ts'
import { InDoubt } from './in-doubt.tsx'
import { SentFields } from './sent-fields.tsx'

type GoneScreenProps = {
  outcome: Extract<TicketOutcome, { kind: 'refused' | 'not-sent' }>
  chave: string
  onNext: () => void
}

const gone = 'O texto já foi apagado.'

/**
 * A send that leaves nothing to be typed: none of its text is left, or it was refused and may stand all the
 * same; a form would be one click from a second ticket.
 */
export function GoneScreen({ outcome, chave, onNext }: GoneScreenProps) {
  const isRefused = outcome.kind === 'refused'
  const isUnheard = !isRefused && outcome.isUnheard
  const title = isUnheard ? noRecordTitle : titleOf(outcome)
  const heading = useScreenHeading(title)
  return (
    <div className={styles.screen}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {isRefused && (
        <Refusal outcome={outcome} text={outcome.enviado ? '' : gone}>
          {outcome.isInDoubt && <InDoubt outcome={outcome} chave={chave} />}
        </Refusal>
      )}
      {outcome.enviado && <SentFields typed={toTyped(outcome.enviado)} />}
      {isUnheard && (
        <p>
          O servidor não sabe deste envio, nem esta aba. Se o endereço é antigo, o registro já foi
          apagado. Antes de abrir outro, procure no HubSoft.
        </p>
      )}
      {!isRefused && !isUnheard && <p>Este envio não abriu nada. {gone}</p>}
      <NextTicket onNext={onNext} />
      <SupportCode id={outcome.requestId} />
    </div>
  )
}
