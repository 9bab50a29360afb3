import { expect, test } from 'vitest'
import { shownAtendimento } from '#src/contract/atendimento.ts'
import {
  createMemoryJournal,
  type JournalRow,
  type SendState,
} from '#src/gateway/journal/memory-journal.ts'
import { seedAnswer } from '../samples.ts'
import { newTicket } from './running.ts'

const opened: SendState = {
  kind: 'opened',
  atendimento: shownAtendimento.parse(seedAnswer.atendimento),
}
const refused: SendState = { kind: 'refused', sentences: ['Não.'], permission: false }
const received: SendState = { kind: 'received', reason: 'unreachable' }

function rowOf(key: string, atMs = 0): JournalRow {
  return {
    key,
    attendant: { usuario: 'ana', nome: 'Ana' },
    novo: newTicket,
    attempt: 1,
    sentAt: new Date(atMs),
    deadlineAt: new Date(atMs + 20_000),
    settleAt: new Date(atMs + 60_000),
    state: { kind: 'waiting' },
  }
}

test.each([opened, refused, received])(
  'what came of a send is not made uncertain by who gave up waiting for it: $kind',
  async (state) => {
    const journal = createMemoryJournal()
    const row = await journal.claim(rowOf('k'))
    await journal.settle(row, state)

    await journal.settle(row, { kind: 'uncertain' })

    expect((await journal.find('k'))?.state).toEqual(state)
  },
)

test.each(['waiting', 'sending'] as const)('what was %s may become uncertain', async (kind) => {
  const journal = createMemoryJournal()
  const row = await journal.claim(rowOf('k'))
  await journal.settle(row, { kind })

  await journal.settle(row, { kind: 'uncertain' })

  expect((await journal.find('k'))?.state).toEqual({ kind: 'uncertain' })
})

test.each([opened, refused, received])('what was uncertain may still be: $kind', async (state) => {
  const journal = createMemoryJournal()
  const row = await journal.claim(rowOf('k'))
  await journal.settle(row, { kind: 'uncertain' })

  await journal.settle(row, state)

  expect((await journal.find('k'))?.state).toEqual(state)
})

test('an opened ticket stays opened, whatever is said later', async () => {
  const journal = createMemoryJournal()
  const row = await journal.claim(rowOf('k'))
  await journal.settle(row, opened)

  for (const state of [refused, received]) await journal.settle(row, state)

  expect((await journal.find('k'))?.state).toEqual(opened)
})
