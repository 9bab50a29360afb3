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

const hour = 3_600_000

/** A journal in which one send came to this, and another was made so much later. */
async function journalAfter(state: SendState, laterMs: number) {
  const journal = createMemoryJournal()
  const row = await journal.claim(rowOf('old', hour))
  await journal.settle(row, state)
  await journal.claim(rowOf('new', hour + laterMs))
  return journal
}

test.each([opened, refused, received])(
  'what is known is let go of after 48 h: $kind',
  async (state) => {
    const kept = await journalAfter(state, 48 * hour)
    const gone = await journalAfter(state, 48 * hour + 1)

    expect((await kept.find('old'))?.state).toEqual(state)
    expect(await gone.find('old')).toBeUndefined()
    expect(await gone.find('new')).toBeDefined()
  },
)

test.each(['waiting', 'sending', 'uncertain'] as const)(
  'what is not known is never let go of: %s',
  async (kind) => {
    const journal = await journalAfter({ kind }, 365 * 24 * hour)

    expect((await journal.find('old'))?.state).toEqual({ kind })
  },
)

test('a day after day of sends does not grow: two days of them are kept', async () => {
  const journal = createMemoryJournal()

  for (let place = 0; place < 10 * 24; place += 1) {
    const row = await journal.claim(rowOf(`k${place}`, place * hour))
    await journal.settle(row, opened)
  }

  expect(await journal.sentBy('ana', new Date(0), new Date(240 * hour))).toHaveLength(49)
})

test('a clock that was set back does not keep everything', async () => {
  const journal = await journalAfter(opened, 365 * 24 * hour)
  const row = await journal.claim(rowOf('since', 2 * hour))
  await journal.settle(row, opened)

  await journal.claim(rowOf('last', 60 * hour))

  expect(await journal.find('since')).toBeUndefined()
})

test('an opened ticket is told as it was sent, and its key is spent', async () => {
  const journal = createMemoryJournal()
  const row = await journal.claim(rowOf('k', 5 * hour))
  await journal.settle(row, opened)
  const asSent = { ...rowOf('k', 5 * hour), state: opened }

  expect(await journal.find('k')).toEqual(asSent)
  expect(await journal.claim(rowOf('k', 6 * hour))).toEqual(asSent)
  expect(await journal.sentBy('ana', new Date(5 * hour), new Date())).toEqual([asSent])
  expect(await journal.sentBy('ana', new Date(5 * hour + 1), new Date())).toEqual([])
  expect(await journal.sentBy('bia', new Date(0), new Date())).toEqual([])
})

test('sends are told newest first, whatever came of them', async () => {
  const journal = createMemoryJournal()
  for (const [place, state] of [opened, refused, opened, received].entries()) {
    await journal.settle(await journal.claim(rowOf(`k${place}`, place)), state)
  }

  const sent = await journal.sentBy('ana', new Date(0), new Date())

  expect(sent.map(({ key }) => key)).toEqual(['k3', 'k2', 'k1', 'k0'])
})
