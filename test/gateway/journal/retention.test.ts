import { createHash, randomUUID } from 'node:crypto'
import { copyFileSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '#src/gateway/database/database.ts'
import { raiseFence } from '#src/gateway/journal/fence.ts'
import { createJournal } from '#src/gateway/journal/journal.ts'
import { createRetention, mostTold } from '#src/gateway/journal/retention.ts'
import { fromStored, selectStored } from '#src/gateway/journal/stored-row.ts'
import type { SendState, TicketRow } from '#src/gateway/journal/ticket-row.ts'
import type { Answer } from '#src/gateway/journal/transition.ts'
import { keepLog } from '../keep-log.ts'
import { newTicket, openHouse } from '../running.ts'
import { arrivingAt, rowOf, states } from './a-row.ts'
import { keepRows, newDatabaseFile, openTestDatabase, testOfFiles } from './open-journal.ts'
import { atendimento, novo, sentences } from './said-of-zulmira.ts'

const [hour, day] = [3_600_000, 86_400_000]
const now = Date.parse('2026-11-24T12:00:00Z')

const opened = { ...states.opened, atendimento, others: ['202611240000099'] }
const refused = { ...states.refused, sentences }
const notSent: SendState = { kind: 'not-sent', reason: 'too-many', retryAfterS: 9 }
const { unknown, uncertain, sending } = states

/** A row that came into its state `agoMs` ago. */
function rowIn(state: SendState, agoMs: number, said: Partial<TicketRow> = {}): TicketRow {
  const [since, sentAt] = [new Date(now - agoMs), new Date(now - agoMs - 1000)]
  const key = randomUUID()
  return rowOf({ ...arrivingAt(sentAt), key, novo, state, since, version: 7, ...said })
}

/** A journal whose clock and timer the test moves. */
async function openJournal({
  journalDays = 90,
  file = newDatabaseFile(),
  at = now,
  isShared = false,
} = {}) {
  const database = await openTestDatabase(file)
  const world = { now: at, fails: '' }
  const { log, text, lines } = keepLog()
  const timers: { ms: number; run: () => void }[] = []
  let planned = Promise.withResolvers<void>()
  const retention = createRetention({
    database: Object.assign(
      database.withPlugin({
        transformQuery({ node }) {
          if (node.kind === world.fails) throw new Error('disk is full')
          return node
        },
        transformResult: async ({ result }) => result,
      }),
      {
        isShared,
        async leaveNoTraces(ofTexts: boolean) {
          if (world.fails === 'traces') throw new Error('disk is full')
          return database.leaveNoTraces(ofTexts)
        },
      },
    ),
    journalDays,
    now: () => new Date(world.now),
    log,
    after(ms, run) {
      const timer = { ms, run }
      timers.push(timer)
      planned.resolve()
      return () => timers.splice(timers.indexOf(timer), 1)
    },
  })
  await retention.start()

  /** Lets the next sweep come, and waits for its end. */
  async function sweep() {
    planned = Promise.withResolvers<void>()
    timers.shift()?.run()
    await planned.promise
  }

  const order: string[] = []
  /** In the order in which they were kept. */
  const stored = async () =>
    (await selectStored(database).execute()).toSorted(
      (one, other) => order.indexOf(one.key) - order.indexOf(other.key),
    )

  return {
    file,
    database,
    world,
    text,
    lines,
    timers,
    sweep,
    stop: retention.stop,
    keep(...rows: TicketRow[]) {
      order.push(...rows.map(({ key }) => key))
      return keepRows(database, ...rows)
    },
    stored,
    rows: async () => (await stored()).map(fromStored),
  }
}

const hasText = ({ novo }: TicketRow) => novo !== null

/** How often each word stands anywhere in the database's files. */
function countIn(file: string, words: string[]): number[] {
  const bytes = ['', '-wal', '-shm'].map((ending) => readFileSync(file + ending, 'latin1')).join()
  return words.map((word) => bytes.split(word).length - 1)
}

const sendCount = 1500
const isFresh = (index: number) => index % 4 === 0

/** One of many sends: every fourth is of this morning and of Benedita, the others are older and of Zulmira. */
function sendOf(index: number): { row: TicketRow; answer: Answer; at: Date } {
  const nome = isFresh(index) ? 'benedita' : 'zulmira'
  // Mostly short, since pages that hold several rows are what SQLite moves rows between.
  const textOf = (from: number) =>
    `${nome} `.repeat(Math.floor(1000 * (((from * 7919) % 997) / 997) ** 4))
  // Some go altogether.
  const staleMs = index % 20 === 1 ? 91 * day : day + hour
  const at = new Date(now - (isFresh(index) ? hour : staleMs))
  const sent = {
    ...novo,
    descricao: textOf(index),
    nome: `${nome} Prado`,
    telefone: `${nome}-37999887766`,
    email: `${nome}@exemplo.com.br`,
  }
  const cliente = { codigo_cliente: 1, nome_razaosocial: nome }
  const told = { ...atendimento, descricao_abertura: textOf(index + 1), cliente }
  const answers: Answer[] = [
    { kind: 'opened', foundByLook: false, atendimento: told },
    { ...states.refused, sentences: [textOf(index + 2), nome] },
  ]
  const answer = answers[index % 3] ?? { kind: 'not-sent', reason: 'unreachable' }
  // By its key a row has its place: always the same, so that it leaves the same behind.
  const key = createHash('sha256').update(String(index)).digest('hex')
  return { row: rowOf({ ...arrivingAt(at), key, novo: sent }), answer, at }
}

const sends = Array.from({ length: sendCount }, (_, index) => sendOf(index))

/** Several are under way at any time: an answer makes a row grow that others already follow. */
async function sendMany(database: Database) {
  const journal = createJournal({ database, settleMs: 60_000 })
  // Nobody pulls the plug here.
  await sql`PRAGMA synchronous = OFF`.execute(database)
  for (let index = 0; index < sends.length + 8; index += 1) {
    const sending = sends[index]
    if (sending) await journal.claim(sending.row)
    const settled = sends[index - 8]
    if (!settled) continue
    const { row, answer, at } = settled
    await journal.apply(row.key, { kind: 'answered', by: row, answer }, at)
  }
  return journal
}

const ofZulmira = ['zulmira', 'zulmira-37999887766', 'zulmira@exemplo']

testOfFiles(
  'nothing of a customer is left in any file once it is a day old, however the rows lay',
  async () => {
    const { file, database, sweep, rows } = await openJournal()
    const journal = await sendMany(database)
    const fresh = sends.filter((_, index) => isFresh(index)).map(({ row }) => row.key)
    const kept = await Promise.all(fresh.map(journal.find))
    const [before = 0] = countIn(file, ofZulmira)
    expect(before).toBeGreaterThan(5000)

    await sweep()

    expect(countIn(file, ofZulmira)).toEqual([0, 0, 0])
    const left = await rows()
    expect(left).toHaveLength(sendCount - sendCount / 20)
    expect(left.filter(hasText)).toHaveLength(fresh.length)
    expect(await Promise.all(fresh.map(journal.find))).toEqual(kept)
  },
)

testOfFiles(
  'nor is it after a kill between the removal and what follows, and another start',
  async () => {
    const [killed, copy] = [await openJournal(), newDatabaseFile()]
    await sendMany(killed.database)
    killed.world.fails = 'traces'
    await killed.sweep()
    for (const ending of ['', '-wal', '-shm']) copyFileSync(killed.file + ending, copy + ending)
    expect(countIn(copy, ofZulmira)[0]).toBeGreaterThan(0)
    const { file, sweep, lines, rows } = await openJournal({ file: copy })

    await sweep()

    expect(lines()).toEqual([])
    expect(countIn(file, ofZulmira)).toEqual([0, 0, 0])
    expect(await rows()).toEqual(await killed.rows())
  },
)

test('the text goes, and what else is known of the send stays', async () => {
  const { keep, sweep, rows } = await openJournal()
  const sent = [opened, refused, notSent].map((state) => rowIn(state, day))
  await keep(...sent)

  await sweep()

  // By its hash a text could be guessed at.
  const forgotten = { novo: null, bodyHash: '', version: 8 }
  const [openedSince, refusedSince, notSentSince] = sent
  const cliente = { codigo_cliente: 12, nome_razaosocial: null }
  const left = { ...atendimento, descricao_abertura: null, cliente }
  expect(await rows()).toEqual([
    { ...openedSince, ...forgotten, state: { ...opened, atendimento: left } },
    { ...refusedSince, ...forgotten, state: { ...refused, sentences: [] } },
    { ...notSentSince, ...forgotten },
  ])
})

test.each<[string, SendState, number, boolean]>([
  ['opened a day ago', opened, day, true],
  ['opened just under a day ago', opened, day - 1, false],
  ['refused a day ago', refused, day, true],
  ['proved not sent a day ago', notSent, day, true],
  ['not known for 7 days', unknown, 7 * day, true],
  ['not known for just under 7 days', unknown, 7 * day - 1, false],
  ['being verified for 80 days', uncertain, 80 * day, false],
  ['being sent for 80 days', sending, 80 * day, false],
])('the text of what was %s is forgotten, or not yet', async (_what, state, agoMs, isForgotten) => {
  const { keep, sweep, rows } = await openJournal()
  const row = rowIn(state, agoMs)
  await keep(row)

  await sweep()

  const [after] = await rows()
  expect(after && hasText(after)).toBe(!isForgotten)
  if (!isForgotten) expect(after).toEqual(row)
})

test('what is found of a send whose customer was forgotten is kept without them', async () => {
  const { database, keep, rows } = await openJournal()
  const row = rowIn(unknown, 8 * day, { novo: null })
  await keep(row)
  const journal = createJournal({ database, settleMs: 60_000 })
  const at = new Date(now)

  await journal.apply(row.key, { kind: 'looked', at, found: [atendimento] }, at)

  const [after] = await rows()
  const { protocolo } = atendimento
  expect(after).toMatchObject({ state: { kind: 'opened', atendimento: { protocolo } }, novo: null })
  expect(JSON.stringify(after)).not.toMatch(/Zulmira|Sem sinal/)
})

test('what can’t be read is forgotten like anything else', async () => {
  const { database, keep, sweep, stored } = await openJournal()
  for (const part of [
    `ticket_text SET enviado = '{"nome":"Zulmira'`,
    `ticket_text SET said = '"Zulmira"'`,
    `ticket SET outcome = '{'`,
  ]) {
    const row = rowIn(opened, day)
    await keep(row)
    await sql`UPDATE ${sql.raw(part)} WHERE key = ${row.key}`.execute(database)
  }

  await sweep()

  const texts = (await stored()).map(({ enviado: text, said }) => [text, said])
  expect(texts).toEqual(Array(3).fill([null, null]))
})

test('a row is kept for as many days as are set, and longer while it is being verified', async () => {
  const { keep, sweep, rows } = await openJournal({ journalDays: 3 })
  // Nor does it count when they were sent by a clock that was wrong.
  const sentAt = new Date(now - 400 * day)
  const young = [opened, refused, notSent, unknown].map((state) =>
    rowIn(state, 3 * day - 1, { sentAt }),
  )
  const old = [opened, refused, notSent].map((state) => rowIn(state, 3 * day))
  const oldUnknown = rowIn(unknown, 7 * day)
  const newlyUnknown = rowIn(unknown, 7 * day - 1)
  const verified = [uncertain, sending].map((state) => rowIn(state, 30 * day))
  await keep(...young, ...old, oldUnknown, newlyUnknown, ...verified)

  await sweep()

  const keysOf = (all: TicketRow[]) => all.map(({ key }) => key)
  expect(keysOf(await rows())).toEqual(keysOf([...young, newlyUnknown, ...verified]))
})

test('that a key was never sent is kept for a day', async () => {
  const { database, sweep, stored } = await openJournal()
  const [young, old] = [randomUUID(), randomUUID()]
  await raiseFence(database, young, now - day + 1)
  await raiseFence(database, old, now - day)

  await sweep()

  expect((await stored()).map(({ key }) => key)).toEqual([young])
})

/** Each run's clock when it begins, of which the first one sends. */
test.each<[string, number[]]>([
  ['was ahead when it was sent', [now + 400 * day, now]],
  [
    'stood back when it was sent, and so was another time',
    [now - 400 * day, now, now - 400 * day, now],
  ],
  ['was ahead at one start', [now, now + 91 * day, now]],
])('where the clock %s nothing goes before its time, and all in the end', async (_what, starts) => {
  const [sentAt = now] = starts
  const said: unknown[] = []
  let run = await openJournal({ at: sentAt })
  const { file } = run
  await run.keep(...[opened, refused, notSent, unknown].map((state) => rowIn(state, now - sentAt)))
  for (const at of starts.slice(1)) {
    await run.sweep()
    await run.stop()
    await run.database.destroy()
    run = await openJournal({ file, at })
    said.push(run.lines().map(({ level, msg }) => [level, msg]))
  }
  const counts = async (laterMs: number) => {
    run.world.now = now + laterMs
    await run.sweep()
    const rows = await run.rows()
    return [rows.length, rows.filter(hasText).length]
  }

  const jumped = [[40, 'the clock jumped between two runs: what is kept ages from now on']]
  expect(said).toEqual(starts.slice(1).map(() => jumped))
  expect(await counts(hour)).toEqual([4, 4])
  expect(await counts(day)).toEqual([4, 1])
  expect(await counts(7 * day)).toEqual([4, 0])
  expect(await counts(90 * day)).toEqual([0, 0])
})

const aNote = { told_by: 'telefone', told_at: now, usuario: 'ana' } as const

test('where gateways share its time, a jump of it while they run counts anew, too', async () => {
  const { keep, sweep, rows, world, lines } = await openJournal({ isShared: true })
  await keep(rowIn(opened, 0))
  await sweep()

  world.now = now + 91 * day
  await sweep()

  expect((await rows()).map(hasText)).toEqual([true])
  const msg = 'the clock jumped between two runs: what is kept ages from now on'
  expect(lines()).toMatchObject([{ msg }])
})

/** Notes of protocols that were given, each so long ago. */
async function noteTold(database: Database, ...agoMs: number[]) {
  const noted = agoMs.map((ms, place) => ({ ticket_id: place + 1, since: now - ms, ...aNote }))
  await database.insertInto('protocol_told').values(noted).execute()
}

/** So many, each a millisecond before the last. */
const noteMany = (database: Database, count: number) =>
  sql`
    INSERT INTO protocol_told (ticket_id, told_by, told_at, usuario, since)
    WITH RECURSIVE places(place) AS (
      SELECT 0 UNION ALL SELECT place + 1 FROM places WHERE place + 1 < ${sql.lit(count)}
    )
    SELECT place + 1, 'telefone', ${sql.lit(now)}, 'ana', ${sql.lit(now)} - place FROM places
  `.execute(database)

const ticketsTold = async (database: Database) =>
  (
    await database.selectFrom('protocol_told').select('ticket_id').orderBy('ticket_id').execute()
  ).map(({ ticket_id }) => ticket_id)

test('that a customer was given a protocol is kept for as many days as are set', async () => {
  const { database, sweep } = await openJournal({ journalDays: 3 })
  await noteTold(database, 3 * day - 1, 3 * day, 30 * day, 0)

  await sweep()

  expect(await ticketsTold(database)).toEqual([1, 4])
})

test('of more such notes than anybody makes the oldest go', async () => {
  const { database, sweep } = await openJournal()
  await noteMany(database, mostTold + 250)

  await sweep()

  const left = await ticketsTold(database)
  expect([left.length, left.at(0), left.at(-1)]).toEqual([mostTold, 1, mostTold])
})

test('what was counted in a window that is over goes', async () => {
  const { database, sweep } = await openJournal()
  const counts = [-1, 0, 1].map((ms) => ({ id: `sends ${ms}`, counted: 1, ends_at: now + ms }))
  await database.insertInto('counter').values(counts).execute()

  await sweep()

  expect(await database.selectFrom('counter').select('id').execute()).toEqual([{ id: 'sends 1' }])
})

test('such a note that lies ahead of the clock at a start is of today', async () => {
  const { database, file, stop } = await openJournal()
  await noteTold(database, -30 * day)
  await stop()
  await database.destroy()

  const next = await openJournal({ file })

  const noted = next.database.selectFrom('protocol_told').select('since')
  expect(await noted.execute()).toEqual([{ since: now }])
})

test('a weekend without the gateway counts like any other time', async () => {
  const before = await openJournal()
  await before.keep(rowIn(opened, 0), rowIn(opened, 88 * day))
  await before.stop()
  await before.database.destroy()

  const { sweep, rows, lines } = await openJournal({ file: before.file, at: now + 2.9 * day })
  await sweep()

  expect((await rows()).map(hasText)).toEqual([false])
  expect(lines().map(({ msg }) => msg)).toEqual(['the journal was swept'])
})

for (const [what, agoMs, table] of [
  ['deleted', 91 * day, 'ticket'],
  ['forgotten', 2 * day, 'ticket_text'],
] as const)
  testOfFiles(`others get their turn after each 50 rows that are ${what}`, async () => {
    const { file, keep, sweep } = await openJournal()
    await keep(...Array.from({ length: 180 }, () => rowIn(opened, agoMs)))
    const another = new DatabaseSync(file, { readOnly: true })
    onTestFinished(() => another.close())
    const countLeft = another.prepare(`SELECT count(*) AS left FROM ${table}`)
    const seen: unknown[] = []
    let turn = setImmediate(function look() {
      seen.push(countLeft.get()?.left)
      turn = setImmediate(look)
    })

    await sweep()

    clearImmediate(turn)
    expect(seen).toEqual(expect.arrayContaining([130, 80, 30]))
  })

/** Each change of a table counts it up. */
const versionOf = async (database: Database) => {
  const { rows } = await sql<{ schema_version: number }>`PRAGMA schema_version`.execute(database)
  return rows[0]?.schema_version ?? 0
}

testOfFiles(
  'the texts are made anew once after the start, and whenever something was removed',
  async () => {
    const { database, keep, sweep } = await openJournal()
    const made: number[] = []

    for (let sweeps = 0; sweeps < 8; sweeps += 1) {
      if (sweeps === 2 || sweeps === 3) await keep(rowIn(opened, day))
      if (sweeps === 6) await keep(rowIn(opened, 91 * day))
      const before = await versionOf(database)
      await sweep()
      if ((await versionOf(database)) > before) made.push(sweeps)
    }

    // The first is for what a former run may have left.
    expect(made).toEqual([0, 2, 3, 6])
    expect(await database.selectFrom('ticket_text').selectAll().execute()).toEqual([])
  },
)

test('it sweeps soon after the start, then every hour, and after a stop no more', async () => {
  const { timers, sweep, stop } = await openJournal()
  expect(timers.map(({ ms }) => ms)).toEqual([1000])

  await sweep()
  expect(timers.map(({ ms }) => ms)).toEqual([hour])
  await sweep()
  expect(timers.map(({ ms }) => ms)).toEqual([hour])
  await stop()
  expect(timers).toEqual([])
})

test('it logs how many rows it swept, and nothing of what was in them', async () => {
  const { keep, sweep, text, lines } = await openJournal()
  await keep(rowIn(opened, day), rowIn(refused, day), rowIn(opened, 91 * day))

  await sweep()
  await sweep()

  expect(lines().map(({ msg, deleted, forgotten }) => [msg, deleted, forgotten])).toEqual([
    ['the journal was swept', 1, 2],
  ])
  expect(text()).not.toContain('Zulmira')
})

testOfFiles('a sweep that fails is logged, and the next one does its work', async () => {
  const { database, keep, sweep, rows, text, lines, timers } = await openJournal()
  await keep(rowIn(opened, day))
  await sql`PRAGMA query_only = ON`.execute(database)

  await sweep()

  expect(lines().map(({ level, msg }) => [level, msg])).toEqual([[50, 'the journal was not swept']])
  expect(text()).not.toContain('Zulmira')
  expect(timers.map(({ ms }) => ms)).toEqual([hour])
  await sql`PRAGMA query_only = OFF`.execute(database)
  await sweep()
  expect((await rows()).map(hasText)).toEqual([false])
})

testOfFiles(
  'what another program’s look keeps in the log is gone from it an hour later',
  async () => {
    const { file, database, keep, sweep, lines } = await openJournal()
    await keep(rowIn(opened, day))
    await sql`PRAGMA busy_timeout = 0`.execute(database)
    const reader = new DatabaseSync(file)
    onTestFinished(() => {
      if (reader.isOpen) reader.close()
    })
    reader.exec('BEGIN')
    reader.prepare('SELECT * FROM ticket').all()

    await sweep()

    expect(lines().map(({ msg }) => msg)).toEqual([
      'the journal was swept',
      'the journal was not swept',
    ])
    expect(countIn(file, ['Zulmira'])[0]).toBeGreaterThan(0)
    reader.close()
    await sweep()
    expect(countIn(file, ['Zulmira'])).toEqual([0])
  },
)

testOfFiles('texts that can’t be made anew stay, and an hour later it is tried again', async () => {
  const { database, keep, sweep, rows, lines } = await openJournal()
  const row = rowIn(opened, hour)
  await keep(row)
  await sql`CREATE TABLE ticket_text_anew (key text)`.execute(database)
  const first = await versionOf(database)
  await sweep()
  expect(lines().map(({ msg }) => msg)).toEqual(['the journal was not swept'])
  expect([await versionOf(database), await rows()]).toEqual([first, [row]])

  await sql`DROP TABLE ticket_text_anew`.execute(database)
  await sweep()

  expect(await versionOf(database)).toBeGreaterThan(first)
  expect(await rows()).toEqual([row])
})

testOfFiles('a stop waits for the rows being removed, and no more are', async () => {
  const { database, keep, sweep, stop, rows, timers } = await openJournal()
  await keep(...Array.from({ length: 180 }, () => rowIn(opened, 2 * day)))
  const first = await versionOf(database)

  void sweep()
  await stop()

  const left = () => rows().then((all) => all.filter(hasText).length)
  expect(await left()).toBe(130)
  await new Promise(setImmediate)
  expect(await left()).toBe(130)
  expect(await versionOf(database)).toBe(first)
  expect(timers).toEqual([])
})

testOfFiles('a gateway forgets a send after the days that are set', async () => {
  const DATABASE_URL = `file:${newDatabaseFile()}`
  const openAfter = (days: number) =>
    openHouse({
      env: { DATABASE_URL, JOURNAL_DAYS: '2' },
      clock: { wallMs: () => now + days * day, monotonicMs: () => performance.now() },
    })
  const key = randomUUID()
  const first = await openAfter(0)
  await first.post(newTicket, { key })
  await first.stopGateway()

  const later = await openAfter(2.1)

  await expect.poll(async () => (await later.ask(key)).status).toBe(404)
})
