import { Notice } from '../ui/notice.tsx'
import { Screen } from '../ui/screen.tsx'
import type { OutcomeNoticeProps } from './form/outcome-notice.tsx'
import type { TicketOutcome } from './send/outcome.ts'
import { titleOf } from './send/outcome-traits.ts'

/** Why nothing can be told of the send that the address names; undefined where that is only on its way. */
const untold = (outcome: TicketOutcome | undefined) =>
  outcome?.kind === 'not-told' && (
    <>
      <p>Não abra outro ainda.</p>
      <p role="status">{outcome.reason}</p>
    </>
  )

/** A send's address was opened where nothing is known of it yet: the gateway is being asked. */
export function AskingScreen({ outcome }: { outcome: TicketOutcome | undefined }) {
  const why = untold(outcome)
  return why ? (
    <Screen key="untold" title={titleOf(outcome)} tone="warning">
      {why}
    </Screen>
  ) : (
    <Screen title="Consultando o envio…" heading="Consultando o envio">
      <p role="status">Perguntando ao servidor o que houve com este envio…</p>
    </Screen>
  )
}

/** Above the form of that send, where this tab has its text. */
export function NoticeWhileLoading({ outcome }: OutcomeNoticeProps) {
  const why = untold(outcome)
  return (
    why && (
      <Notice tone="warning" title={titleOf(outcome)}>
        {why}
      </Notice>
    )
  )
}

/** Of the list of what was sent today. */
export function ShiftLogWhileLoading({ isInVain }: { isInVain: boolean }) {
  return (
    <Screen title="Meus envios de hoje" isWide>
      <p role="status">
        {isInVain ? 'Não consegui carregar esta tela: recarregue a página.' : 'Carregando a lista…'}
      </p>
    </Screen>
  )
}
