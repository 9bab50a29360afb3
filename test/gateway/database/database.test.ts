import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '#src/gateway/database/database.ts'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import { createWriteCheck, type TakesWrites } from '#src/gateway/database/write-check.ts'
import { newDatabaseFile, openTestDatabase } from '../journal/open-journal.ts'

const modeOf = (path: string) => statSync(path).mode & 0o777

const row = {
  id_hash: 'x',
  usuario: 'ana',
  password_mark: 'y',
  created_at: 1_800_000_000_000,
  last_seen_at: 1_800_000_000_000,
}

test('only this user may read the file, its journals, and a folder made for them', async () => {
  const folder = join(dirname(newDatabaseFile()), 'dados')
  const file = join(folder, 'banco.db')

  const database = await openTestDatabase(file)
  await database.insertInto('session').values(row).execute()

  const paths = [folder, file, `${file}-wal`, `${file}-shm`]
  expect(paths.map(modeOf)).toEqual([0o700, 0o600, 0o600, 0o600])
})

test('what others could read is closed to them, and their folder left as it is', async () => {
  const file = newDatabaseFile()
  const folder = dirname(file)
  chmodSync(folder, 0o755)
  await (await openSqlite(file)).destroy()
  const left = new DatabaseSync(file)
  left.exec('DELETE FROM session')
  onTestFinished(() => left.close())
  const paths = [file, `${file}-wal`, `${file}-shm`]
  for (const path of paths) chmodSync(path, 0o644)

  await openTestDatabase(file)

  expect(paths.map(modeOf)).toEqual([0o600, 0o600, 0o600])
  expect(modeOf(folder)).toBe(0o755)
})

test.each([
  ['journal_mode', 'wal'],
  // 2 is FULL: a commit is on the disk when it returns.
  ['synchronous', 2],
  // Who waits for another program holds nobody else up.
  ['busy_timeout', 0],
  // What is deleted is overwritten, and the third keeps it out of other files: 2 is MEMORY.
  ['secure_delete', 1],
  ['temp_store', 2],
])('its %s is %s', async (name, value) => {
  const database = await openTestDatabase()

  const { rows } = await sql<object>`PRAGMA ${sql.raw(name)}`.execute(database)

  expect(Object.values(rows[0] ?? {})).toEqual([value])
})

test('what SQLite can’t keep is refused', async () => {
  const database = await openTestDatabase()

  await expect(sql`SELECT ${true}`.execute(database)).rejects.toThrow('SQLite takes no boolean')
})

test('a transaction that fails leaves nothing', async () => {
  const database = await openTestDatabase()

  const failing = database.transaction().execute(async (within) => {
    await within.insertInto('session').values(row).execute()
    await within.insertInto('session').values(row).execute()
  })

  await expect(failing).rejects.toThrow('UNIQUE constraint failed')
  expect(await database.selectFrom('session').selectAll().execute()).toEqual([])
})

test('another program’s write can’t come between what a transaction reads and what it writes', async () => {
  const file = newDatabaseFile()
  const database = await openTestDatabase(file)
  const another = new DatabaseSync(file, { timeout: 0 })
  onTestFinished(() => another.close())

  await database.transaction().execute(async (within) => {
    await within.selectFrom('session').selectAll().execute()
    expect(() => another.exec('DELETE FROM session')).toThrow('database is locked')
    await within.insertInto('session').values(row).execute()
  })

  expect(await database.selectFrom('session').selectAll().execute()).toEqual([row])
})

test('a second gateway on a file does not start, and the first goes on', async () => {
  const file = newDatabaseFile()
  const first = await openSqlite(file)

  await expect(openSqlite(file)).rejects.toThrow(
    /^DATABASE_URL: "file:.*" não pode ser aberto \(outro gateway está com ele: /,
  )

  await first.insertInto('session').values(row).execute()
  // The refused one took nothing from the first: another process meets its lock still.
  const lock = `new (require('node:sqlite').DatabaseSync)(process.argv[1]).exec('BEGIN EXCLUSIVE')`
  const taken = spawnSync(process.execPath, ['-e', lock, `${file}-gateway`], { encoding: 'utf8' })
  expect(taken.stderr).toContain('database is locked')
  await first.destroy()
  const next = await openTestDatabase(file)
  expect(await next.selectFrom('session').selectAll().execute()).toEqual([row])
  expect(modeOf(`${file}-gateway`)).toBe(0o600)
})

test.each<[string, (path: string) => void, string]>([
  ['no database', (path) => writeFileSync(path, 'x'.repeat(5000)), 'file is not a database'],
  ['no file', (path) => mkdirSync(path), 'unable to open database file'],
])(
  'a lock that is %s is named, and not said to be a second gateway’s',
  async (_what, make, why) => {
    const file = newDatabaseFile()
    make(`${file}-gateway`)

    const opening = openSqlite(file)

    await expect(opening).rejects.toThrow(
      `não pode ser reservado a este gateway por "${file}-gateway": ${why}`,
    )
    await expect(opening).rejects.not.toThrow('outro gateway')
  },
)

test.each<[string, (file: string) => void, string]>([
  ['no database', (file) => writeFileSync(file, 'x'.repeat(5000)), 'file is not a database'],
  ['a folder', (file) => mkdirSync(file), 'não é um arquivo'],
  ['below a file', (file) => writeFileSync(join(file, '..'), ''), 'EEXIST'],
])('a path that is %s stops the start, naming DATABASE_URL', async (_what, make, reason) => {
  const own = newDatabaseFile()
  const file = reason === 'EEXIST' ? join(own, 'banco.db') : own
  make(file)

  await expect(openSqlite(file)).rejects.toThrow(
    new RegExp(
      `^DATABASE_URL: "file:${file}" não pode ser aberto \\(.*${reason}.*\\); esperado: file:CAMINHO`,
    ),
  )
})

test('a database of a later version stops the start', async () => {
  const file = newDatabaseFile()
  const database = await openSqlite(file)
  await sql`INSERT INTO kysely_migration VALUES ('999_later', '2030-01-01')`.execute(database)
  await database.destroy()

  await expect(openSqlite(file)).rejects.toThrow(/^DATABASE_URL: .*999_later/)
})

test('tables that can’t be brought up to date stay as they were', async () => {
  const file = newDatabaseFile()
  await (await openSqlite(file)).destroy()
  const older = new DatabaseSync(file)
  older.exec(`
    DELETE FROM kysely_migration WHERE name <> '001_session';
    DROP TABLE ticket_text;
    DROP INDEX ticket_by_age;
  `)
  const tables = () => older.prepare('SELECT name, sql FROM sqlite_schema').all()
  const before = tables()

  await expect(openSqlite(file)).rejects.toThrow(/^DATABASE_URL: .*already exists/)

  expect(tables()).toEqual(before)
  older.close()
})

/** A database whose writes are checked, with a clock that a test moves. */
async function openWatched() {
  const file = newDatabaseFile()
  const database = await openTestDatabase(file)
  const world = { now: 0 }
  const takesWrites = createWriteCheck({ database, nowMs: () => world.now })
  return { file, database, takesWrites, world }
}

test('a database that takes writes says so, however often it is asked, and keeps nothing of it', async () => {
  const { database, takesWrites, world } = await openWatched()
  await database.insertInto('session').values(row).execute()
  const pages = async () =>
    (await sql<{ page_count: number }>`PRAGMA page_count`.execute(database)).rows[0]?.page_count
  expect(await takesWrites()).toBe('ok')
  const before = await pages()

  for (let asked = 0; asked < 20; asked += 1) {
    world.now += 1000
    expect(await takesWrites()).toBe('ok')
  }

  expect(await database.selectFrom('session').selectAll().execute()).toEqual([row])
  expect(await pages()).toBe(before)
})

type Place = { file: string; database: Database }

async function fill({ database }: Place) {
  await sql`PRAGMA max_page_count = 1`.execute(database)
}

function unlinkAll({ file }: Place) {
  for (const path of [file, `${file}-wal`, `${file}-shm`]) unlinkSync(path)
}

// While another program holds it: unwritable.test.ts, where the file is another: lost-database.test.ts.
test.each<[string, TakesWrites, (place: Place) => unknown]>([
  ['is full', 'no-write', fill],
  ['was deleted', 'gone', unlinkAll],
  ['may only be read', 'no-write', ({ database }) => sql`PRAGMA query_only = ON`.execute(database)],
])('a database that %s takes no writes: %s', async (_what, word, make) => {
  const { file, database, takesWrites, world } = await openWatched()
  expect(await takesWrites()).toBe('ok')
  // What the checks gave back is room, too.
  await database
    .insertInto('session')
    .values({ ...row, usuario: 'x'.repeat(20_000) })
    .execute()

  await make({ file, database })
  world.now += 1000

  expect(await takesWrites()).toBe(word)
})

test('a database is written to once a second at most, however many ask whether it could be', async () => {
  const { database, takesWrites, world } = await openWatched()
  expect(await takesWrites()).toBe('ok')
  await sql`PRAGMA query_only = ON`.execute(database)

  world.now = 999
  expect(await takesWrites()).toBe('ok')
  world.now = 1000
  expect(await takesWrites()).toBe('no-write')
})

test('a write check is on the disk before it says yes', async () => {
  const { file, takesWrites } = await openWatched()
  const sizeOfLog = () => statSync(`${file}-wal`).size
  const before = sizeOfLog()

  await takesWrites()

  expect(sizeOfLog()).toBeGreaterThan(before)
})
