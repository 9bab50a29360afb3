import paper from '../ui/paper.module.css'
import { useScreenHeading } from '../ui/use-screen-heading.ts'
import { demoWarning } from './demo-warning.ts'
import type { LastScreenProps } from './last-screen.tsx'
import { NextTicket } from './next-ticket.tsx'

/** What the last screen is called, by what came of the send. */
export const lastTitles = {
  opened: 'Atendimento aberto',
  unknown: 'Não sei se o atendimento foi aberto',
} as const

/** What can't wait for the rest of the last screen, whose file is still on its way or didn't come. */
export function FirstWords({ outcome, sessao, onNext }: LastScreenProps) {
  const isOpened = outcome.kind === 'opened'
  const title = lastTitles[outcome.kind]
  const heading = useScreenHeading(title)
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {isOpened && sessao?.demo && (
        <p>
          <strong>{demoWarning}</strong>
        </p>
      )}
      {isOpened && (
        <p id="protocolo" translate="no">
          {outcome.atendimento.protocolo}
        </p>
      )}
      <p className={paper.onScreen}>
        {isOpened ? 'Anote o protocolo.' : 'Não abra outro ainda.'} Se o resto desta tela não
        aparecer, recarregue a página.
      </p>
      <NextTicket onNext={onNext} />
    </>
  )
}
