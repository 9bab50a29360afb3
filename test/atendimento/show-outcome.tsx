import { render, screen } from '@testing-library/react'
import { onTestFinished } from 'vitest'
import { OutcomeScreen, type OutcomeScreenProps } from '#src/atendimento/outcome-screen.tsx'
import type { Desk } from '#src/atendimento/send/use-desk.ts'
import { chave } from './outcomes.ts'
import { AtDesk } from './send/at-desk.tsx'

/** An outcome's screen alone, as in a tab that knows no more of the send. Returns its heading. */
export function showOutcome(
  outcome: OutcomeScreenProps['outcome'],
  desk: Partial<Desk> = {},
  Shown = OutcomeScreen,
) {
  onTestFinished(() => {
    localStorage.clear()
    history.replaceState(null, '', '/')
    document.title = ''
  })
  history.replaceState(null, '', `/atendimentos/${chave}`)
  render(
    <AtDesk {...desk}>
      <Shown outcome={outcome} chave={chave} sent={null} />
    </AtDesk>,
  )
  return screen.getByRole('heading', { level: 1 })
}
