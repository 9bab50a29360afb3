import { render, screen } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { ConferringScreen } from '#src/atendimento/doubt/conferring-screen.tsx'
import type { TicketOutcome } from '#src/atendimento/send/outcome.ts'
import { eventually } from '../on-screen.ts'
import { enviado, outcomes } from '../outcomes.ts'
import { AtDesk } from '../send/at-desk.tsx'

const show = (outcome: TicketOutcome, isSessionOver = false) => (
  <AtDesk>
    <ConferringScreen
      outcome={outcome}
      draft={null}
      isSessionOver={isSessionOver}
      onAskNow={() => {}}
    />
  </AtDesk>
)

test('what is said comes into a region that is there by then, and the next sentence into the same', async () => {
  const changed: Node[] = []
  const observer = new MutationObserver((records) => {
    changed.push(...records.map(({ target }) => target))
  })
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
  onTestFinished(() => observer.disconnect())

  const { rerender } = render(show(outcomes.pending))

  const [region] = screen
    .getAllByRole('status')
    .filter((one) => one.textContent?.startsWith('Sem resposta até agora.'))
  await eventually(() => changed).toContain(region)
  rerender(show(outcomes.unreachable))
  expect(region).toHaveTextContent(/^Não consigo falar com o servidor\./)
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
  // It is no news to whoever hears the region.
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Conferindo…')
})

test('what the gateway remembers is shown, and without a text nothing claims to be one', () => {
  const { rerender } = render(show({ ...outcomes.pending, enviado }))
  expect(screen.getByRole('region', { name: 'O que foi enviado' })).toHaveTextContent(
    'Bianca Couto',
  )

  rerender(show(outcomes.pending))

  expect(screen.queryByRole('region', { name: 'O que foi enviado' })).toBeNull()
})

test('while the page asks to sign in, that has the focus and the title', () => {
  render(show(outcomes['not-told-signed-out'], true))

  expect(document.body).toHaveFocus()
  expect(document.title).toBe('Entre de novo para continuar')
})
