import { Screen } from '../../ui/screen.tsx'
import { SupportCode } from '../../ui/support-code.tsx'
import { Refusal } from '../form/outcome-notice.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import type { NotSent, Refused } from '../send/outcome.ts'
import { titleOf } from '../send/outcome-traits.ts'
import { toTyped } from '../send/typed-ticket.ts'
import { InDoubt } from './in-doubt.tsx'
import { SentFields } from './sent-fields.tsx'

type GoneScreenProps = {
  outcome: Refused | NotSent
  chave: string
  onNext: () => void
}

const gone = 'O texto já foi apagado.'

/**
 * A send that leaves nothing to be typed: none of its text is left, or it was refused and may stand all the
 * same; a form would be one click from a second ticket.
 */
export function GoneScreen({ outcome, chave, onNext }: GoneScreenProps) {
  const isUnheard = outcome.kind === 'never-arrived'
  const title = isUnheard ? 'Não há registro deste envio' : titleOf(outcome)
  return (
    <Screen title={title}>
      {'sentences' in outcome && (
        <Refusal outcome={outcome} text={outcome.enviado ? '' : gone}>
          {outcome.kind !== 'refused' && <InDoubt outcome={outcome} chave={chave} />}
        </Refusal>
      )}
      {outcome.enviado && <SentFields typed={toTyped(outcome.enviado)} />}
      {isUnheard && (
        <p>
          O servidor não sabe deste envio, nem esta aba. Se o endereço é antigo, o registro já foi
          apagado. Antes de abrir outro, procure no HubSoft.
        </p>
      )}
      {outcome.kind === 'not-sent' && <p>Este envio não abriu nada. {gone}</p>}
      <NextTicket onNext={onNext} />
      <SupportCode id={outcome.requestId} />
    </Screen>
  )
}
