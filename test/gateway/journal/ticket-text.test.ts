import { randomUUID } from 'node:crypto'
import type { KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import { createJournal } from '#src/gateway/journal/journal.ts'
import type { TicketRow } from '#src/gateway/journal/ticket-row.ts'
import type { Answer } from '#src/gateway/journal/transition.ts'
import { rowOf, sentAt, states } from './a-row.ts'
import { openJournal } from './open-journal.ts'
import { atendimento, novo, sentences } from './said-of-zulmira.ts'

const sending = () => rowOf({ key: randomUUID(), novo })

const opened: Answer = { kind: 'opened', atendimento, foundByLook: false }
const refused: Answer = { ...states.refused, sentences }
const thrown: Answer = {
  kind: 'uncertain',
  saidNo: true,
  refusal: { sentences, permission: false },
}
const notSent: Answer = { kind: 'not-sent', reason: 'unreachable' }

async function open() {
  const { database } = await openJournal()
  let isFull = false
  const refusing: KyselyPlugin = {
    transformQuery({ node }) {
      const into = node.kind === 'InsertQueryNode' ? node.into?.table.identifier.name : null
      if (isFull && into === 'ticket_text') throw new Error('disk is full')
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const journal = createJournal({ database: database.withPlugin(refusing), settleMs: 60_000 })
  return {
    database,
    journal,
    answer: (row: TicketRow, answer: Answer) =>
      journal.apply(row.key, { kind: 'answered', by: row, answer }, sentAt),
    refuseTexts() {
      isFull = true
    },
  }
}

test.each([opened, refused, thrown, notSent])(
  'of a send and its answer ($kind) the ticket holds nothing of people',
  async (told) => {
    const { database, journal, answer } = await open()
    const row = sending()
    await journal.claim(row)
    const applied = await answer(row, told)

    const tickets = await database.selectFrom('ticket').selectAll().execute()

    expect(JSON.stringify(tickets)).not.toMatch(/Zulmira|Sem sinal|37999887766/)
    expect(await journal.find(row.key)).toEqual(applied?.row)
  },
)

test('a send whose text can’t be kept is not recorded at all', async () => {
  const { journal, refuseTexts } = await open()
  refuseTexts()
  const row = sending()

  await expect(journal.claim(row)).rejects.toThrow('disk is full')

  expect(await journal.find(row.key)).toBeUndefined()
})

test('an answer whose text can’t be kept changes nothing', async () => {
  const { journal, answer, refuseTexts } = await open()
  const row = sending()
  const claimed = await journal.claim(row)
  refuseTexts()

  await expect(answer(row, opened)).rejects.toThrow('disk is full')

  expect(await journal.find(row.key)).toEqual(claimed)
})

test('what says nothing of people leaves their text alone', async () => {
  const { journal, answer, refuseTexts } = await open()
  const row = sending()
  await journal.claim(row)
  refuseTexts()

  const applied = await answer(row, { kind: 'uncertain', saidNo: false })

  expect(applied?.isChanged).toBe(true)
  expect(await journal.find(row.key)).toEqual(applied?.row)
})

test('a person’s resend of a forgotten send keeps what they send', async () => {
  const { database, journal, answer } = await open()
  const row = sending()
  await journal.claim({ ...row, state: { kind: 'unknown', couldNotLook: true } })
  await database.deleteFrom('ticket_text').execute()
  const as = { owner: 'a gateway', attempt: 2 }

  const resent = await journal.apply(row.key, { kind: 'resent', as, send: row }, sentAt)
  const told = await answer({ ...row, ...as }, opened)

  expect(resent?.isChanged).toBe(true)
  expect(await journal.find(row.key)).toEqual(told?.row)
})
