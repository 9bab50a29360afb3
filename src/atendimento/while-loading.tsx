import { Notice } from '../ui/notice.tsx'
import paper from '../ui/paper.module.css'
import { Screen } from '../ui/screen.tsx'
import type { OutcomeNoticeProps } from './form/outcome-notice.tsx'
import type { LastScreenProps } from './last-screen.tsx'
import { DemoWarning } from './receipt/demo-warning.tsx'
import { NextTicket } from './receipt/next-ticket.tsx'
import { useDesk } from './send/desk.ts'
import { isEditable, titleOf, traitsOf } from './send/outcome-traits.ts'

const restMayCome = 'Se o resto desta tela não aparecer, recarregue a página.'

/** What a send came to, above its form. */
export function FirstNotice({ outcome, isSessionOver }: OutcomeNoticeProps) {
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

/** What can't wait for the rest of the last screen, whose file is still on its way or didn't come. */
export function FirstWords({ outcome, onNext }: LastScreenProps) {
  const { sessao } = useDesk()
  const isOpened = outcome.kind === 'opened'
  return (
    <Screen title={titleOf(outcome)} isWide>
      {isOpened && sessao?.demo && <DemoWarning />}
      {isOpened && (
        <p id="protocolo" translate="no">
          {outcome.atendimento.protocolo}
        </p>
      )}
      <p className={paper.onScreen}>
        {isOpened ? 'Anote o protocolo.' : 'Não abra outro ainda.'} {restMayCome}
      </p>
      <NextTicket onNext={onNext} />
    </Screen>
  )
}
