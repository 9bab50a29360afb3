import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { pendingMessage } from '#src/atendimento/form/pending-message.ts'
import { PendingStatus } from '#src/atendimento/form/pending-status.tsx'
import type { TicketOutcome } from '#src/atendimento/send/outcome.ts'

const since = new Date('2026-11-24T13:58:00Z')
const sending: TicketOutcome = { kind: 'sending' }
const opening = 'Abrindo o atendimento no HubSoft…'
const slow = 'Ainda abrindo. O HubSoft está demorando mais que o normal.'
const slower = 'Continuo esperando a resposta. Não recarregue e não envie de novo.'
const pending: TicketOutcome = { kind: 'pending', answers: 1 }
const checking = 'Sem resposta até agora. Estou conferindo no HubSoft se o atendimento foi aberto.'

// design A-14.
test.each<[TicketOutcome | undefined, number, string]>([
  [sending, 0, ''],
  [sending, 499, ''],
  [sending, 500, opening],
  [sending, 3999, opening],
  [sending, 4000, slow],
  [sending, 9999, slow],
  [sending, 10_000, slower],
  [sending, 600_000, slower],
  [pending, 0, checking],
  [pending, 3999, checking],
  [pending, 4000, 'Conferindo… Não envie de novo.'],
  [pending, 600_000, 'Conferindo… Não envie de novo.'],
  [
    { ...pending, couldNotLook: true },
    0,
    'Não consigo confirmar pela lista do HubSoft se o atendimento foi aberto; continuo tentando. Não envie de novo.',
  ],
  [{ kind: 'asking', why: 'reload' }, 0, 'Perguntando ao servidor o que houve com este envio…'],
  [
    { kind: 'not-told', reason: 'Sua sessão expirou.' },
    0,
    'Sua sessão expirou. Pergunto de novo sozinho. Não envie de novo.',
  ],
  [
    { kind: 'asking', why: 'lost-answer' },
    0,
    'A resposta se perdeu. Estou perguntando ao servidor o que houve. Não envie de novo.',
  ],
  [
    { kind: 'unreachable' },
    0,
    'Não consigo falar com o servidor. Pergunto de novo sozinho. Não envie de novo.',
  ],
  [
    { kind: 'not-told-signed-out', reason: 'Sua sessão expirou.' },
    0,
    'Entre de novo: depois pergunto sozinho. Não envie de novo.',
  ],
  [undefined, 60_000, ''],
  [{ kind: 'not-sent', msg: 'x' }, 60_000, ''],
])('$0.kind after $1 ms is told as “$2”', (outcome, elapsedMs, message) => {
  expect(pendingMessage(outcome, elapsedMs)).toBe(message)
})

test('how long it has been is for the eyes: readers hear each sentence once, without a count', async () => {
  render(
    <PendingStatus
      pendingMessage={pendingMessage}
      outcome={sending}
      sentAt={since}
      now={() => new Date(since.getTime() + 12_345)}
      otherwise="Falta corrigir 1 campo."
    />,
  )

  expect(screen.getByRole('status')).toBeEmptyDOMElement()
  expect(screen.getByText('há 12 s')).toHaveAttribute('aria-hidden', 'true')
  const said = await screen.findByText(opening)
  expect(screen.getByRole('status')).toBe(said)
  expect(said).not.toHaveTextContent(/\d/)
})

test('when nothing is under way the region says what else there is to say, and counts nothing', () => {
  render(
    <PendingStatus
      pendingMessage={pendingMessage}
      outcome={undefined}
      sentAt={since}
      now={() => new Date(since.getTime() + 12_345)}
      otherwise="Falta corrigir 1 campo."
    />,
  )

  expect(screen.getByRole('status')).toHaveTextContent('Falta corrigir 1 campo.')
  expect(screen.queryByText(/^há /)).toBeNull()
})
