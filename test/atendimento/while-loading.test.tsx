import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { OutcomeScreenProps } from '#src/atendimento/outcome-screen.tsx'
import type { TicketOutcome } from '#src/atendimento/send/outcome.ts'
import type { Desk } from '#src/atendimento/send/use-desk.ts'
import { NoticeWhileLoading, OutcomeWhileLoading } from '#src/atendimento/while-loading.tsx'
import { button } from './on-screen.ts'
import { outcomes } from './outcomes.ts'
import { showOutcome } from './show-outcome.tsx'

const show = (outcome: OutcomeScreenProps['outcome'], desk?: Partial<Desk>) =>
  showOutcome(outcome, desk, OutcomeWhileLoading)

test('while the rest of the receipt is on its way the protocol is there, exact, with the next ticket', async () => {
  const title = show(outcomes.opened)

  expect(title).toHaveTextContent('Atendimento aberto')
  expect(title).toHaveFocus()
  expect(document.getElementById('protocolo')?.textContent).toBe('201811161058216')
  expect(document.title).toBe('Atendimento aberto')
  await userEvent.setup().click(button('Abrir próximo atendimento'))
  expect(location.pathname).toBe('/')
})

test.each([
  ['demonstration', true],
  ['real office', false],
])('in a %s the first words say whether it may be said', (_where, demo) => {
  const atendente = { nome: 'Ana Souza', usuario: 'ana' }
  show(outcomes.opened, { sessao: { atendente, modo: 'local', demo } })

  const warning = screen.queryByText('DEMONSTRAÇÃO: não dite este protocolo')
  expect(warning !== null).toBe(demo)
})

const restMayCome = 'Se o resto desta tela não aparecer, recarregue a página.'

test.each<[OutcomeScreenProps['outcome'], string, boolean]>([
  [outcomes.unknown, 'Não sei se o atendimento foi aberto', true],
  [outcomes['record-lost'], 'Não sei se o atendimento foi aberto', true],
  [outcomes['refused-in-doubt'], 'O HubSoft recusou este atendimento', true],
  [outcomes['never-arrived'], 'Não há registro deste envio', true],
  [outcomes.refused, 'O HubSoft não abriu este atendimento', false],
])('in place of the form it warns where a ticket may stand: $0.kind', (outcome, title, warns) => {
  expect(show(outcome)).toHaveTextContent(title)

  expect(screen.getByText(new RegExp(restMayCome)).textContent?.trim()).toBe(
    warns ? `Não abra outro ainda. ${restMayCome}` : restMayCome,
  )
  expect(document.getElementById('protocolo')).toBeNull()
})

test.each<[TicketOutcome, string, boolean]>([
  [outcomes['not-sent'], 'Nada foi aberto', false],
  [outcomes.unreachable, 'Não consigo falar com o servidor', true],
])('above the form it is a notice, and warns where one may: $0.kind', (outcome, title, warns) => {
  render(<NoticeWhileLoading outcome={outcome} isSessionOver={false} onSendAgain={() => {}} />)

  const notice = screen.getByRole('region', { name: title })
  expect(notice).toHaveTextContent(restMayCome)
  expect(notice.textContent?.includes('Não abra outro ainda.')).toBe(warns)
})
