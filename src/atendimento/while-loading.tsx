import { Notice } from '../ui/notice.tsx'
import paper from '../ui/paper.module.css'
import { Screen } from '../ui/screen.tsx'
import type { OutcomeNoticeProps } from './form/outcome-notice.tsx'
import { DemoWarning } from './receipt/demo-warning.tsx'
import { NextTicket } from './receipt/next-ticket.tsx'
import type { TicketOutcome } from './send/outcome.ts'
import { isEditable, titleOf, titleWithoutText, traitsOf } from './send/outcome-traits.ts'
import { useDesk } from './send/use-desk.ts'

const restMayCome = 'Se o resto desta tela não aparecer, recarregue a página.'

/** What a send came to, above its form. */
export function NoticeWhileLoading({ outcome, isSessionOver }: OutcomeNoticeProps) {
  const waitsFor = outcome && traitsOf(outcome).waitsFor
  if (!outcome || waitsFor === 'answer' || waitsFor === 'look' || isSessionOver) return null
  return (
    <Notice tone="warning" title={titleOf(outcome)}>
      <p>
        {isEditable(outcome) ? '' : 'Não abra outro ainda.'} {restMayCome}
      </p>
    </Notice>
  )
}

/** What can't wait for the rest of an outcome's screen, whose file is still on its way or didn't come. */
export function OutcomeWhileLoading({ outcome }: { outcome: TicketOutcome }) {
  const { sessao } = useDesk()
  const isOpened = outcome.kind === 'opened'
  return (
    <Screen
      title={titleWithoutText(outcome)}
      tone={isOpened ? 'success' : 'warning'}
      foot={<NextTicket look={isOpened ? 'primary' : 'plain'} />}
      isWide
    >
      {isOpened && sessao?.demo && <DemoWarning />}
      {isOpened && (
        <p id="protocolo" translate="no">
          {outcome.atendimento.protocolo}
        </p>
      )}
      {outcome.kind === 'not-told' && <p>{outcome.reason}</p>}
      <p className={paper.onScreen}>
        {advise(outcome)} {restMayCome}
      </p>
    </Screen>
  )
}

function advise({ kind }: TicketOutcome): string {
  if (kind === 'opened') return 'Anote o protocolo.'
  return kind === 'refused' || kind === 'not-sent' ? '' : 'Não abra outro ainda.'
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
