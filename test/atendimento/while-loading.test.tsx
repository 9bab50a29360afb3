import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, onTestFinished, test } from 'vitest'
import type { TicketOutcome } from '#src/atendimento/send/outcome.ts'
import { FirstNotice, FirstWords } from '#src/atendimento/while-loading.tsx'
import type { Sessao } from '#src/contract/page-context.ts'
import { outcomes } from './outcomes.ts'
import { AtDesk } from './send/at-desk.tsx'

type Props = Parameters<typeof FirstWords>[0]

function show(outcome: Props['outcome'], onNext = () => {}, sessao: Sessao | null = null) {
  onTestFinished(() => {
    document.title = ''
  })
  render(
    <AtDesk sessao={sessao}>
      <FirstWords
        outcome={outcome}
        chave="7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01"
        typed={undefined}
        sentWhen="às 10:58"
        onResend={() => () => {}}
        onNext={onNext}
      />
    </AtDesk>,
  )
}

test('while the rest of the receipt is on its way the protocol is there, exact, with the next ticket', async () => {
  let clicks = 0
  show(outcomes.opened, () => {
    clicks += 1
  })

  expect(screen.getByRole('heading', { level: 1, name: 'Atendimento aberto' })).toHaveFocus()
  expect(document.getElementById('protocolo')?.textContent).toBe('201811161058216')
  expect(document.title).toBe('Atendimento aberto')
  await userEvent.setup().click(screen.getByRole('button', { name: 'Abrir próximo atendimento' }))
  expect(clicks).toBe(1)
})

test.each(['demonstration', 'real office'])(
  'in a %s the first words say whether it may be said',
  (where) => {
    const demo = where === 'demonstration'
    const atendente = { nome: 'Ana Souza', usuario: 'ana' }
    show(outcomes.opened, undefined, { atendente, modo: 'local', demo })

    const warning = screen.queryByText('DEMONSTRAÇÃO: não dite este protocolo')
    expect(warning !== null).toBe(demo)
  },
)

test('of a send that nobody knows the end of the first word is not to open another', () => {
  show(outcomes.unknown)

  expect(
    screen.getByRole('heading', { level: 1, name: 'Não sei se o atendimento foi aberto' }),
  ).toHaveFocus()
  expect(screen.getByText(/^Não abra outro ainda\./)).toBeInTheDocument()
  expect(document.getElementById('protocolo')).toBeNull()
})

test.each<[TicketOutcome, string, boolean]>([
  [outcomes['not-sent'], 'Nada foi aberto', false],
  [outcomes['record-lost'], 'Não sei se o atendimento foi aberto', true],
  [outcomes['refused-in-doubt'], 'O HubSoft recusou este atendimento', true],
])(
  'above the form it is a notice, which warns where a ticket may stand: $0.kind',
  (outcome, title, warns) => {
    render(
      <FirstNotice
        outcome={outcome}
        isSessionOver={false}
        onSendAgain={() => {}}
        onAskNow={() => {}}
      />,
    )

    const notice = screen.getByRole('region', { name: title })
    expect(notice).toHaveTextContent('Se o resto desta tela não aparecer, recarregue a página.')
    expect(notice.textContent?.includes('Não abra outro ainda.')).toBe(warns)
  },
)
