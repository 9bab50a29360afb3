import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createProtocolsTold } from '#src/gateway/journal/protocols-told.ts'
import type { TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { rowOf, states, ticket } from './a-row.ts'
import { keepRows, openJournal } from './open-journal.ts'

const bia = { usuario: 'bia', nome: 'Bia' }

/** A send of Ana's that opened HubSoft's ticket of that id. */
const opening = (id_atendimento: number, said: Partial<TicketRow> = {}) =>
  rowOf({
    key: randomUUID(),
    state: { ...states.opened, atendimento: { ...ticket('1001'), id_atendimento } },
    ...said,
  })

async function open(...rows: TicketRow[]) {
  const { database, ...journal } = await openJournal()
  if (rows.length > 0) await keepRows(database, ...rows)
  let nowMs = Date.parse('2026-11-28T10:00:00Z')
  const told = createProtocolsTold({
    database,
    journal,
    clock: { wallMs: () => nowMs },
    now: () => new Date(nowMs),
  })
  return {
    ...told,
    pass: (ms: number) => {
      nowMs += ms
      return new Date(nowMs)
    },
    at: () => new Date(nowMs),
    untell: ({ key }: TicketRow) =>
      journal.apply(key, { kind: 'told', by: null, at: new Date(nowMs) }, new Date(nowMs)),
    toldOf: async ({ key }: TicketRow) => (await journal.find(key))?.told,
  }
}

test('a ticket that nobody opened here is noted as given, by the last way and since when', async () => {
  const { note, of, pass, at } = await open()
  expect(await of(11000, [7])).toEqual(new Map())

  const first = at()
  expect(await note(7, 'ana', 'telefone')).toEqual({ by: 'telefone', at: first })
  const later = pass(60_000)
  expect(await note(7, 'bia', 'telefone')).toEqual({ by: 'telefone', at: first })
  expect(await note(7, 'bia', 'whatsapp')).toEqual({ by: 'whatsapp', at: later })
  expect(await of(11000, [6, 7, 8])).toEqual(new Map([[7, { by: 'whatsapp', at: later }]]))

  expect(await note(7, 'ana', null)).toBeNull()
  expect(await of(11000, [7])).toEqual(new Map())
})

test('where it is the attendant’s own send, that is told, and taken back with it', async () => {
  const [own, longer] = [opening(7), opening(70)]
  const { note, toldOf, at } = await open(own, opening(8), longer)

  await note(7, 'ana', 'telefone')
  expect(await toldOf(own)).toEqual({ kind: 'told', by: 'telefone', at: at() })
  expect(await toldOf(longer)).toEqual({ kind: 'not-yet' })
  await note(7, 'ana', null)
  expect(await toldOf(own)).toEqual({ kind: 'not-yet' })
})

test.each<[string, Partial<TicketRow>]>([
  ['another attendant’s', { attendant: bia }],
  ['not opened', { state: states.unknown }],
])('a send that is %s is not told by it', async (_what, said) => {
  const row = opening(7, said)
  const { note, toldOf } = await open(row)

  await note(7, 'ana', 'telefone')

  expect(await toldOf(row)).toEqual({ kind: 'not-yet' })
})

test('what is taken back on the day’s list is taken back of its ticket', async () => {
  const own = opening(7)
  const { note, of, untell, at } = await open(own)
  const noted = { by: 'telefone', at: at() }
  expect(await note(7, 'ana', 'telefone')).toEqual(noted)
  expect(await of(11000, [7])).toEqual(new Map([[7, noted]]))

  await untell(own)

  expect(await of(11000, [7])).toEqual(new Map())
})

test('what is noted of a send on the day’s list is known of its ticket, and the last note counts', async () => {
  const at = new Date('2026-11-28T11:00:00Z')
  const { of, note, pass } = await open(opening(7, { told: { kind: 'told', by: 'email', at } }))

  expect(await of(11000, [7])).toEqual(new Map([[7, { by: 'email', at }]]))
  await note(7, 'bia', 'telefone')
  expect((await of(11000, [7])).get(7)?.by).toBe('email')
  pass(2 * 3_600_000)
  await note(7, 'bia', 'outro')
  expect((await of(11000, [7])).get(7)?.by).toBe('outro')
})

test('what the attendant added to it is told, too, and a colleague’s addition isn’t', async () => {
  const own = opening(7, { messageTo: 7 })
  const others = opening(7, { messageTo: 7, attendant: bia })
  const elsewhere = opening(8, { messageTo: 8 })
  const { note, of, toldOf, at } = await open(own, others, elsewhere)

  expect(await note(7, 'ana', 'telefone')).toEqual({ by: 'telefone', at: at() })

  expect(await toldOf(own)).toEqual({ kind: 'told', by: 'telefone', at: at() })
  expect((await toldOf(others))?.kind).toBe('not-yet')
  expect((await toldOf(elsewhere))?.kind).toBe('not-yet')
  // The ticket's own list knows of it all the same.
  expect(await of(11000, [7])).toEqual(new Map([[7, { by: 'telefone', at: at() }]]))

  await note(7, 'ana', null)

  expect((await toldOf(own))?.kind).toBe('not-yet')
})
