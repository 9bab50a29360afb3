import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import type { ListedAttendant } from '#src/gateway/session/attendants-file.ts'
import { createSessions } from '#src/gateway/session/sessions.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { keepLog } from '../keep-log.ts'

const [second, minute, hour] = [1000, 60_000, 3_600_000]
const start = Date.parse('2026-03-02T12:00:00Z')
const ana = { usuario: 'ana', nome: 'Ana Lima', senha: 'hash-da-senha-da-ana' }
const bia = { usuario: 'bia', nome: 'Bia Couto', senha: 'hash-da-senha-da-bia' }
const shown = { usuario: 'ana', nome: 'Ana Lima' }

/** Sessions over a database of their own, with a clock and a list that the test sets. */
async function openSessions() {
  const file = join(await temporaryFolder(), 'banco.db')
  const database = await openSqlite(file)
  onTestFinished(() => database.destroy())
  const world = { now: start, listed: [ana, bia] }
  const { log, lines } = keepLog()
  const sessions = createSessions({
    database,
    clock: { wallMs: () => world.now },
    attendants: {
      find: (usuario): ListedAttendant | undefined =>
        world.listed.find((one) => one.usuario === usuario),
    },
    log,
  })
  const rows = () => database.selectFrom('session').selectAll().execute()
  const said = () => lines().map(({ msg }) => msg)
  return { ...sessions, file, database, world, said, rows }
}

test('a session is found by its id, of which each has its own, and by nothing else', async () => {
  const { begin, find } = await openSessions()
  const [id, another] = [await begin(ana), await begin(ana)]

  expect(await find(id, false)).toEqual(shown)
  expect(another).not.toBe(id)
  // 32 bytes.
  expect(id).toMatch(/^[\w-]{43}$/)
  for (const other of [`${id.slice(0, -1)}-`, id.slice(0, -1), `${id}A`, '', '%', "' OR 1=1 --"]) {
    expect(await find(other, false)).toBeNull()
  }
})

test('who reads the database can neither take over a session nor try passwords', async () => {
  const { begin, rows } = await openSessions()
  const id = await begin(ana)

  const kept = JSON.stringify(await rows())

  expect(kept).not.toContain(id)
  expect(kept).not.toContain(ana.senha)
  expect(kept).toContain('"usuario":"ana"')
})

test.each<[string, number, boolean]>([
  ['59 min 59 s idle', 59 * minute + 59 * second, true],
  ['60 min idle', 60 * minute, false],
  ['a day idle', 24 * hour, false],
  ['a clock set back by seconds', -30 * second, true],
  ['a clock set back by an hour', -hour, false],
  ['a clock set back by a year', -365 * 24 * hour, false],
])('after %s a session stands: %s', async (_what, laterMs, stands) => {
  const { begin, find, world } = await openSessions()
  const id = await begin(ana)

  world.now = start + laterMs

  expect(await find(id, true)).toEqual(stands ? shown : null)
})

test('a session in use lasts 12 h, and no longer', async () => {
  const { begin, find, world } = await openSessions()
  const id = await begin(ana)

  for (let halves = 1; halves < 24; halves += 1) {
    world.now = start + halves * 30 * minute
    expect(await find(id, true)).toEqual(shown)
  }
  world.now = start + 12 * hour - 1
  expect(await find(id, true)).toEqual(shown)
  world.now = start + 12 * hour
  expect(await find(id, true)).toBeNull()
})

test('what the page asks by itself does not keep a session alive', async () => {
  const { begin, find, world } = await openSessions()
  const id = await begin(ana)

  for (world.now = start; world.now < start + hour; world.now += 10 * minute) {
    expect(await find(id, false)).toEqual(shown)
  }

  expect(await find(id, false)).toBeNull()
})

test('that a session is in use is written at most once a minute', async () => {
  const { begin, find, world, rows } = await openSessions()
  const id = await begin(ana)
  const lastSeen = async () => ((await rows())[0]?.last_seen_at ?? 0) - start

  const seen: number[] = []
  for (const laterMs of [59 * second, minute, minute + 59 * second, 2 * minute]) {
    world.now = start + laterMs
    await find(id, true)
    seen.push(await lastSeen())
  }

  expect(seen).toEqual([0, minute, minute, 2 * minute])
})

test('a session that can’t be extended stands all the same, a sweep is left for later, and the log says so', async () => {
  const { begin, find, sweep, world, said, database } = await openSessions()
  const id = await begin(ana)
  await sql`PRAGMA query_only = 1`.execute(database)

  world.now = start + 30 * minute

  expect(await find(id, true)).toEqual(shown)
  await sweep()
  expect(said()).toEqual([
    'a session was not extended',
    'sessions that are over were not swept out',
  ])
})

test('while another program holds the database, whoever is signed in waits less than it does', async () => {
  const { begin, find, world, file } = await openSessions()
  const id = await begin(ana)
  world.now = start + 30 * minute
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')

  const written = begin(bia).catch(() => 'not written')
  const first = await Promise.race([written, find(id, true)])
  other.close()

  expect(first).toEqual(shown)
  await written
})

test.each([
  ['another password ends', [{ ...ana, senha: 'outro-hash' }, bia], null],
  ['a list without them ends', [bia], null],
  ['another name is told in', [{ ...ana, nome: 'Ana Reis' }, bia], { ...shown, nome: 'Ana Reis' }],
])(
  '%s every session of that attendant at once, and of nobody else',
  async (_what, listed, told) => {
    const { begin, find, world } = await openSessions()
    const anas = [await begin(ana), await begin(ana)]
    const bias = await begin(bia)

    world.listed = listed

    for (const id of anas) expect(await find(id, true)).toEqual(told)
    expect(await find(bias, true)).toEqual({ usuario: 'bia', nome: 'Bia Couto' })
  },
)

test('only the sessions that are named end', async () => {
  const { begin, find, end } = await openSessions()
  const [one, another] = [await begin(ana), await begin(ana)]

  await end([])
  await end([one, 'desconhecida'])

  expect([await find(one, false), await find(another, false)]).toEqual([null, shown])
})

test('what is over by time is swept out of the database, and nothing else', async () => {
  const { begin, find, sweep, world, rows } = await openSessions()
  const old = await begin(ana)
  for (let halves = 1; halves < 24; halves += 1) {
    world.now = start + halves * 30 * minute
    await find(old, true)
  }
  world.now = start + 11 * hour
  await begin(ana) // idle for an hour soon
  world.now = start + 14 * hour
  await begin(ana) // from a clock that was wrong
  world.now = start + 11 * hour + 1
  const fresh = await begin(bia)

  world.now = start + 12 * hour
  await sweep()

  expect((await rows()).map(({ usuario }) => usuario)).toEqual(['bia'])
  expect(await find(fresh, false)).toMatchObject({ usuario: 'bia' })
})
