import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { rowByRow } from '#src/gateway/journal/row-by-row.ts'
import type { SendState, TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { newTicket } from '../running.ts'
import { answered, deadlineAt, rowOf, sentAt, states, ticket } from './a-row.ts'
import { journalBeside, keepRows, openJournal } from './open-journal.ts'

const minute = 60_000
const hour = 60 * minute
const later = (ms: number) => new Date(sentAt.getTime() + ms)

const opens = answered({ kind: 'opened', atendimento: ticket('1001'), foundByLook: false })
const notSent = answered({ kind: 'not-sent', reason: 'unreachable' })
const silence = answered({ kind: 'uncertain', saidNo: false })

type Journal = Awaited<ReturnType<typeof openJournal>>

async function put({ database }: Journal, said: Partial<TicketRow>) {
  const row = rowOf({ key: randomUUID(), ...said })
  await keepRows(database, row)
  return row.key
}

test('a new key is claimed: on disk for every connection, and due a second after its deadline', async () => {
  const journal = await openJournal()

  const claimed = await journal.claim(rowOf())

  const expected = { ...rowOf(), nextLookAt: new Date(deadlineAt.getTime() + 1000) }
  expect(claimed).toEqual(expected)
  expect(await journalBeside(journal).find(rowOf().key)).toEqual(expected)
  expect(journal.changes).toEqual([{ row: expected, isChanged: true, effects: [] }])
})

test('of what stands for a service, a message is no ticket that was opened, and comes back as one', async () => {
  const journal = await openJournal()
  const opened = await put(journal, { state: states.opened })
  const novo = { id_atendimento: 300, mensagem: 'Ligou de novo.' }
  const added = await put(journal, { state: states.opened, messageTo: 300, novo })
  const ofNone = await put(journal, { serviceId: null, messageTo: 300, novo })

  for (const found of [
    await journal.openedOf(11000, 50),
    await journal.sentSince(11000, new Date(0), 50),
  ]) {
    expect(found.map(({ key }) => key)).toEqual([opened])
  }
  expect(await journal.find(added)).toMatchObject({ serviceId: 11000, messageTo: 300, novo })
  expect(await journal.find(ofNone)).toMatchObject({ serviceId: null, messageTo: 300, novo })
})

test('what whoever asks has seen of a row is a guess: what has become of it since then counts', async () => {
  const journal = await openJournal()
  const [told, lost] = [
    await put(journal, { state: states.opened, version: 2 }),
    await put(journal, { state: states.unknown, version: 2 }),
  ]
  const seenOf = (key: string) => rowOf({ key, state: states.sending })
  const { novo } = rowOf()
  const send = { novo, sentAt: later(minute), deadlineAt: later(2 * minute) }
  const resent = { kind: 'resent', as: { owner: 'this gateway', attempt: 2 }, send } as const

  const refused = await journal.apply(told, answered(states.refused), later(1), seenOf(told))
  const repeated = await journal.apply(lost, resent, later(minute), seenOf(lost))

  expect(refused).toMatchObject({ row: { state: states.opened, version: 2 }, isChanged: false })
  expect(repeated).toMatchObject({ row: { state: states.sending, version: 3 }, isChanged: true })
})

test('a key that nobody claimed is not found, and nothing happens to it', async () => {
  const { find, apply, changes } = await openJournal()

  expect(await find(rowOf().key)).toBeUndefined()
  expect(await apply(rowOf().key, opens, sentAt)).toBeNull()
  expect(changes).toEqual([])
})

test('a key that proved not sent is claimed again by its attendant, with any text', async () => {
  const { claim, apply, find } = await openJournal()
  await claim(rowOf())
  await apply(rowOf().key, { kind: 'looked', at: later(1), found: null }, later(2))
  await apply(rowOf().key, notSent, later(3))
  const again = rowOf({
    novo: { ...newTicket, descricao: 'Outra coisa.' },
    bodyHash: 'hash of other fields',
    owner: 'another gateway',
    firstSentAt: later(hour),
    sentAt: later(hour),
    deadlineAt: later(hour + minute),
    since: later(hour),
  })

  const claimed = await claim(again)

  const nextLookAt = later(hour + minute + 1000)
  expect(claimed).toEqual({ ...again, looks: [], nextLookAt, version: 4 })
  expect(await find(rowOf().key)).toEqual(claimed)
})

test('what arrived before its key proved not sent, or before somebody was told so, is not recorded any more', async () => {
  const { claim, apply, find, fence } = await openJournal()
  await claim(rowOf())
  const seen = await apply(rowOf().key, notSent, later(3))

  expect(await claim(rowOf({ since: later(2) }))).toBeNull()
  expect(await fence(rowOf().key, later(minute))).toMatchObject({ state: states['not-sent'] })
  // Whoever has read it before takes nothing of that back.
  await apply(rowOf().key, { kind: 'looked', at: later(4), found: [] }, later(4), seen?.row)
  expect(await fence(rowOf().key, later(4))).toMatchObject({ since: later(minute + 1) })
  expect(await claim(rowOf({ since: later(minute) }))).toBeNull()
  expect(await find(rowOf().key)).toMatchObject({ state: states['not-sent'] })
  const next = rowOf({ since: later(minute + 1) })
  expect(await claim(next)).toMatchObject({ state: states.sending })
  expect(await fence(rowOf().key, later(hour))).toMatchObject({ since: next.since })
})

test('of a key that nobody sent a fence says nothing but that', async () => {
  const { claim, find, fence, database } = await openJournal()

  expect(await fence(rowOf().key, later(minute))).toBeUndefined()
  expect(await find(rowOf().key)).toBeUndefined()
  expect(await claim(rowOf())).toBeNull()
  const next = rowOf({ since: later(minute + 1) })
  const nextLookAt = new Date(deadlineAt.getTime() + 1000)
  expect(await claim(next)).toEqual({ ...next, nextLookAt, version: 2 })
  expect(await database.selectFrom('ticket').select('usuario').execute()).toEqual([
    { usuario: 'ana' },
  ])
})

test('what is sent by such a key is a message, or a ticket again, as a whole', async () => {
  const { claim, apply, find } = await openJournal()
  const novo = { id_atendimento: 300, mensagem: 'Ligou de novo.' }
  const message = { novo, messageTo: 300, serviceId: null }

  for (const [place, kind] of [{}, message, {}].entries()) {
    const claimed = await claim(rowOf({ ...kind, since: later(place * minute) }))

    expect(claimed).toMatchObject(kind)
    expect(await find(rowOf().key)).toEqual(claimed)
    await apply(rowOf().key, notSent, later(place * minute + 3))
  }
})

test.each([
  ['sending', 'ana'],
  ['uncertain', 'ana'],
  ['unknown', 'ana'],
  ['opened', 'ana'],
  ['refused', 'ana'],
  ['not-sent', 'bia'],
] as const)('a key of Ana’s that is %s is taken, for %s, too', async (kind, usuario) => {
  const journal = await openJournal()
  const key = await put(journal, { state: states[kind] })
  const known = await journal.find(key)

  expect(await journal.claim(rowOf({ key, attendant: { usuario, nome: 'B' } }))).toBeNull()

  expect(await journal.find(key)).toEqual(known)
})

test('of two gateways that claim one key at once one gets it, new or not sent', async () => {
  const one = await openJournal()
  const other = journalBeside(one)
  for (const isKnown of [false, true]) {
    for (let times = 0; times < 20; times += 1) {
      const key = randomUUID()
      if (isKnown) await put(one, { key, state: states['not-sent'] })

      const claims = await Promise.all([
        one.claim(rowOf({ key, owner: 'one' })),
        other.claim(rowOf({ key, owner: 'other' })),
      ])

      const winners = claims.filter((claim) => claim !== null)
      expect(winners).toHaveLength(1)
      expect(await one.find(key)).toEqual(winners[0])
    }
  }
})

test('each change is kept, counted and told; what changes nothing is not', async () => {
  const { claim, apply, find, changes } = await openJournal()
  const { key } = rowOf()
  await claim(rowOf())

  const changed = await apply(key, opens, later(1000))
  const same = await apply(key, silence, later(2000))

  expect(changed).toMatchObject({
    row: { state: states.opened, since: later(1000), nextLookAt: null, version: 2 },
    isChanged: true,
  })
  expect(same).toEqual({ row: changed?.row, isChanged: false, effects: [] })
  expect(await find(key)).toEqual(changed?.row)
  expect(changes.slice(1)).toEqual([changed])
})

test('whatever two gateways learn at the same time, nothing of it is lost', async () => {
  const one = await openJournal()
  const other = journalBeside(one)
  const key = await put(one, { state: states.uncertain })
  const at = (place: number) => later(hour + place)

  const events = Array.from({ length: 30 }, (_, place) =>
    (place % 2 ? one : other).apply(key, { kind: 'looked', at: at(place), found: null }, at(place)),
  )
  await Promise.all([...events, other.apply(key, opens, later(hour))])

  const row = await one.find(key)
  expect(row?.state.kind).toBe('opened')
  expect(row?.looks).toHaveLength(30)
  expect(row?.version).toBe(32)
})

test('a customer is told while a late look finds a second ticket, and neither is lost', async () => {
  const one = await openJournal()
  const other = journalBeside(one)
  const key = await put(one, { state: states.opened })
  const at = later(hour)
  const found = [ticket('1001'), ticket('1002')]

  await Promise.all([
    one.apply(key, { kind: 'looked', at, found }, at),
    other.apply(key, { kind: 'told', by: 'email', at }, at),
    one.apply(key, { kind: 'told', by: 'email', at: later(2 * hour) }, at),
  ])

  const row = await one.find(key)
  expect(row?.state).toMatchObject({ kind: 'opened', others: ['1002'] })
  expect(row).toMatchObject({ told: { kind: 'told', by: 'email' }, looks: [{ at }], version: 3 })
})

test('what the database does not take rejects and is told to nobody', async () => {
  const { claim, apply, find, database, changes } = await openJournal()
  await claim(rowOf())
  await database.schema.alterTable('ticket').renameColumn('key', 'lost').execute()
  const isMissing = /no such column|no column named|does not exist/

  await expect(claim(rowOf({ key: randomUUID() }))).rejects.toThrow(isMissing)
  await expect(apply(rowOf().key, opens, sentAt)).rejects.toThrow(isMissing)
  await expect(find(rowOf().key)).rejects.toThrow(isMissing)
  await sql`ALTER TABLE ticket RENAME COLUMN lost TO key`.execute(database)
  expect(changes).toHaveLength(1)
})

const everyState: SendState[] = [
  ...Object.values(states),
  { kind: 'not-sent', reason: 'account-refused' },
  { kind: 'not-sent', reason: 'not-recorded' },
  { kind: 'not-sent', reason: 'one-by-one' },
  { kind: 'not-sent', reason: 'hubsoft-down', sinceMs: 1_795_528_701_000 },
  { kind: 'not-sent', reason: 'too-many', retryAfterS: 30 },
  { kind: 'uncertain', saidNo: true },
  { kind: 'uncertain', saidNo: true, refusal: { sentences: ['Não.'], permission: true } },
  { kind: 'unknown', couldNotLook: true },
  {
    kind: 'opened',
    atendimento: ticket('20181116105821600001'),
    others: ['2', '3'],
    foundByLook: true,
  },
  {
    kind: 'opened',
    atendimento: { ...ticket('1001'), cliente: null },
    others: [],
    foundByLook: false,
  },
  { kind: 'refused', sentences: ['“Não” é não. 🙂', ''], permission: true, inDoubt: true },
  { kind: 'refused', sentences: [], permission: false, inDoubt: false, isNoRoute: true },
]

test.each(everyState.map((state) => [state.kind, state] as const))(
  'what is known of a send comes back as it was: %s %o',
  async (_kind, state) => {
    const journal = await openJournal()
    const key = await put(journal, { state })

    expect((await journal.find(key))?.state).toEqual(state)
  },
)

test('the fields, the looks and the times come back as they were', async () => {
  const { claim, find } = await openJournal()
  const row = rowOf({
    attendant: { usuario: "o'hara\n", nome: 'Zoë | "A"' },
    novo: {
      id_cliente_servico: 11000,
      descricao: `${'🙂'.repeat(3900)}'"\\\n`,
      nome: 'Bianca',
      telefone: '37999112233',
      email: 'a@b.br',
      abrir_os: true,
      id_tipo_atendimento: 5,
    },
    call: '1764324000.17',
    looks: [
      { at: later(1), wasRead: true },
      { at: later(2), wasRead: false },
    ],
    attempt: 7,
    firstSentAt: later(-hour),
  })

  await claim(row)

  expect(await find(row.key)).toEqual({
    ...row,
    nextLookAt: new Date(deadlineAt.getTime() + 1000),
  })
})

test.each([
  ['an outcome that is no JSON', "ticket SET outcome = 'aberto'"],
  ['an outcome of another state', "ticket SET outcome = '{}'"],
  ['looks that are none', `ticket SET looks = '[{"at":"ontem"}]'`],
  ['fields that are none', `ticket_text SET enviado = '{"nome":"Bianca"}'`],
])('a row that no version of ours has written is no outcome: %s', async (_what, update) => {
  const journal = await openJournal()
  const key = await put(journal, { state: states.unknown })
  await sql`UPDATE ${sql.raw(update)}`.execute(journal.database)

  await expect(journal.find(key)).rejects.toThrow()
  await expect(journal.apply(key, opens, sentAt)).rejects.toThrow()
})

test('what an attendant sent since then is listed newest first, with what is not known or not told of before', async () => {
  const journal = await openJournal()
  const told = { kind: 'told', by: 'telefone', at: sentAt } as const
  const send = (kind: SendState['kind'], ms: number, said: Partial<TicketRow> = {}) =>
    put(journal, { state: states[kind], sentAt: later(ms), told, ...said })
  const bia = { attendant: { usuario: 'bia', nome: 'Bia' } }
  const old = {
    sending: await send('sending', -9),
    uncertain: await send('uncertain', -8),
    unknown: await send('unknown', -7),
  }
  const notTold = [
    await send('opened', -4, { told: { kind: 'not-yet' } }),
    await send('opened', -3, { told: { kind: 'not-yet' } }),
  ].reverse()
  for (const kind of ['opened', 'refused', 'not-sent'] as const) await send(kind, -1)
  await send('opened', -1, { told: { kind: 'not-asked' } })
  const recent = [await send('opened', 0), await send('refused', 1), await send('not-sent', 2)]
  const open = await send('unknown', 3)
  for (const kind of ['opened', 'unknown'] as const) await send(kind, 4, bia)
  await send('opened', -5, { ...bia, told: { kind: 'not-yet' } })

  const keys = (await journal.sentBy('ana', sentAt, { most: 300 })).rows.map(({ key }) => key)

  const known = [...recent.reverse(), ...notTold]
  expect(keys).toEqual([open, ...known, old.unknown, old.uncertain, old.sending])

  // Part by part, what isn't known comes first, and last what is older and not told.
  const part = async (from: number) => {
    const { rows, next } = await journal.sentBy('ana', sentAt, { from, most: 3 })
    return [...rows.map(({ key }) => key), next]
  }
  expect(await part(0)).toEqual([open, old.unknown, old.uncertain, 3])
  expect(await part(3)).toEqual([...recent.slice(0, 2), old.sending, 6])
  expect(await part(6)).toEqual([recent[2], ...notTold, null])
  // Of the last no more at once than is asked for, however many there are.
  const few = (from: number) => journal.sentBy('ana', sentAt, { from, most: 300, mostOlder: 1 })
  const first = await few(0)
  expect(first.rows.map(({ key }) => key)).not.toContain(notTold[1])
  expect([first.rows.length, first.next]).toEqual([8, 8])
  expect((await few(8)).rows.map(({ key }) => key)).toEqual([notTold[1]])
  expect((await few(8)).next).toBeNull()
})

test('of many that are older and not told the newest come first, each once, however far on', async () => {
  const journal = await openJournal()
  const notTold = (ms: number) =>
    put(journal, { state: states.opened, sentAt: later(ms), told: { kind: 'not-yet' } })
  const keys = [await notTold(1)]
  for (let ms = -1; ms >= -11; ms--) keys.push(await notTold(ms))

  const parts: string[][] = []
  for (let from: number | null = 0; from !== null; ) {
    const { rows, next } = await journal.sentBy('ana', sentAt, { from, most: 2 })
    parts.push(rows.map(({ key }) => key))
    from = next
  }

  expect([parts.flat(), parts.length]).toEqual([keys, 6])
})

test('what is not known is counted, but for what is still being sent', async () => {
  const journal = await openJournal()
  expect(await journal.countNotKnown(sentAt)).toEqual({ count: 0, oldest: null })
  for (const kind of ['opened', 'refused', 'not-sent', 'sending'] as const) {
    await put(journal, { state: states[kind], sentAt: later(-hour) })
  }
  await put(journal, { state: states.uncertain, sentAt: later(2) })
  await put(journal, { state: states.unknown, sentAt: later(1) })

  const before = new Date(deadlineAt.getTime() - 1)
  expect(await journal.countNotKnown(before)).toEqual({ count: 2, oldest: later(1) })
  expect(await journal.countNotKnown(deadlineAt)).toEqual({ count: 3, oldest: later(-hour) })
})

test('everything that is not known is listed, the oldest first', async () => {
  const journal = await openJournal()
  for (const kind of ['opened', 'refused', 'not-sent'] as const) {
    await put(journal, { state: states[kind] })
  }
  const young = await put(journal, { state: states.sending, sentAt: later(9) })
  const old = await put(journal, { state: states.unknown, sentAt: later(1) })

  expect((await journal.allNotKnown()).map(({ key }) => key)).toEqual([old, young])
})

test('what is due comes the longest due first, and no more than was asked for', async () => {
  const journal = await openJournal()
  const plan = (ms: number | null) =>
    put(journal, { state: states.unknown, nextLookAt: ms === null ? null : later(ms) })
  const [second, first] = [await plan(-1), await plan(-2)]
  const third = await plan(0)
  await plan(1)
  await plan(null)

  expect(await journal.due(sentAt, 50)).toEqual([first, second, third])
  expect(await journal.due(sentAt, 2)).toEqual([first, second])
  expect(await journal.nextLookAt()).toEqual(later(-2))
})

test('where nothing is planned there is no next look', async () => {
  const journal = await openJournal()
  await put(journal, { state: states.opened })

  expect(await journal.nextLookAt()).toBeNull()
  expect(await journal.due(later(24 * hour), 50)).toEqual([])
})

test('rows are changed in one order, whichever they were found in, or each of two would wait for the other', async () => {
  const { database } = await openJournal()
  const order: string[] = []

  const changed = await rowByRow(database, ['b', 'c', 'a'], async (_within, id) => {
    order.push(id)
    return id !== 'c'
  })

  expect([order, changed]).toEqual([['a', 'b', 'c'], { found: 3, changed: 2 }])
})
