import { Screen } from '../../ui/screen.tsx'
import { SupportCode } from '../../ui/support-code.tsx'
import { Refusal } from '../form/outcome-notice.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import type { Refused } from '../send/outcome.ts'
import { titleOf } from '../send/outcome-traits.ts'
import { toTyped } from '../send/typed-ticket.ts'
import { SentFields } from './sent-fields.tsx'
import { WhereToLook } from './where-to-look.tsx'

type RefusedScreenProps = { outcome: Refused; chave: string }

/**
 * A refusal without a form: none of its text is left, or it may stand all the same, and a form would be one
 * click from a second ticket.
 */
export function RefusedScreen({ outcome, chave }: RefusedScreenProps) {
  const { kind, enviado, requestId } = outcome
  return (
    <Screen title={titleOf(outcome)}>
      <Refusal outcome={outcome} text={enviado ? '' : 'O texto já foi apagado.'}>
        {kind !== 'refused' && (
          <p>
            {kind === 'refused-again'
              ? 'Uma tentativa anterior deste envio ainda pode ter sido aberta.'
              : 'O HubSoft recusou, mas o atendimento ainda pode aparecer: continuo procurando.'}{' '}
            <strong>Não abra outro ainda.</strong>{' '}
            <WhereToLook chave={chave} serviceId={enviado?.id_cliente_servico} />
          </p>
        )}
      </Refusal>
      {enviado && <SentFields typed={toTyped(enviado)} />}
      <NextTicket />
      <SupportCode id={requestId} />
    </Screen>
  )
}
