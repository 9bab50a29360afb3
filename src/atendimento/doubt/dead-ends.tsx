import { Badge } from '../../ui/badge.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SupportCode } from '../../ui/support-code.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import type { NotOurs, NotSent } from '../send/outcome.ts'
import { titleOf, titleWithoutText } from '../send/outcome-traits.ts'
import { postedOf, toTyped } from '../send/posted.ts'
import { wordsOf } from '../send/send-words.ts'
import { SentFields } from './sent-fields.tsx'

/** It opened nothing, and this tab has none of its text to be sent again. */
export function NotSentScreen({ outcome }: { outcome: NotSent }) {
  const { message, requestId } = outcome
  const posted = postedOf(outcome, null)
  return (
    <Screen
      title={titleOf(outcome)}
      badge={<Badge>não enviado</Badge>}
      foot={<NextTicket />}
      beside={posted && <SentFields typed={toTyped(posted)} isMessage={message !== undefined} />}
    >
      <p>{`${wordsOf(outcome).nothingBySend} O texto já foi apagado.`}</p>
      <SupportCode id={requestId} />
    </Screen>
  )
}

/** An address of which neither the gateway nor this tab knows anything. */
export function NoRecordScreen({ outcome }: { outcome: NotSent }) {
  return (
    <Screen title={titleWithoutText(outcome)} tone="warning" foot={<NextTicket look="plain" />}>
      <p>
        O servidor não sabe deste envio, nem esta aba. Se o endereço é antigo, o registro já foi
        apagado. Antes de abrir outro, procure no HubSoft.
      </p>
      <SupportCode id={outcome.requestId} />
    </Screen>
  )
}

/** Another attendant's send. */
export function NotOursScreen({ outcome }: { outcome: NotOurs }) {
  return (
    <Screen title={titleOf(outcome)} foot={<NextTicket />}>
      <p>{outcome.msg}</p>
    </Screen>
  )
}
