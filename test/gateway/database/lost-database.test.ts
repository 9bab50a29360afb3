import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Database } from '#src/gateway/database/database.ts'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import { newDatabaseFile, openTestDatabase } from '../journal/open-journal.ts'

const isGone = expect.objectContaining({ code: 'DATABASE_GONE' })

/** A database in a folder of its own below another; closed after the test. */
async function openOne() {
  const folder = join(dirname(newDatabaseFile()), 'dados')
  const file = join(folder, 'banco.db')
  const gone: string[] = []
  const database = await openTestDatabase(file, { onGone: ({ what }) => gone.push(what) })
  return { folder, file, database, gone }
}

const sessionOf = (usuario: string) => ({
  id_hash: `hash of ${usuario}`,
  usuario,
  password_mark: '',
  created_at: 0,
  last_seen_at: 0,
})

const keep = (database: Database, usuario: string) =>
  database.insertInto('session').values(sessionOf(usuario)).execute()

async function usersIn(database: Database): Promise<string[]> {
  const rows = await database.selectFrom('session').select('usuario').orderBy('usuario').execute()
  return rows.map((row) => row.usuario)
}

/** Who is in the file at this path, as another program finds it. */
function usersAt(file: string): unknown[] {
  const another = new DatabaseSync(file, { readOnly: true })
  const rows = another.prepare('SELECT usuario FROM session ORDER BY usuario').all()
  another.close()
  return rows.map((row) => row.usuario)
}

/** One that knows of Ana and Caio, with a copy from before Caio, and one from before its log was emptied. */
async function openLosable() {
  const one = await openOne()
  const { file, database } = one
  await keep(database, 'ana')
  const copy = await copyOf(file)
  await keep(database, 'caio')
  const laterCopy = await copyOf(file)
  await database.leaveNoTraces(false)
  // What the log holds is neither of them.
  await sql`UPDATE session SET password_mark = 'x'`.execute(database)
  return { ...one, copy, laterCopy }
}

type Opened = Awaited<ReturnType<typeof openLosable>>

/** As the guide makes one. */
async function copyOf(file: string): Promise<Buffer> {
  const copy = `${file}.copia`
  const source = new DatabaseSync(file, { readOnly: true })
  await backup(source, copy)
  source.close()
  const bytes = readFileSync(copy)
  rmSync(copy)
  return bytes
}

function putInPlace(file: string, bytes: Buffer) {
  writeFileSync(`${file}.vindo`, bytes)
  renameSync(`${file}.vindo`, file)
}

/** None where no database stands there. */
function usersAtMost(file: string): unknown[] {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0 ? [] : usersAt(file)
}

function deleteAll({ file }: Opened) {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending)
}

test.each<[string, lose: (one: Opened) => unknown]>([
  ['its file is deleted', ({ file }) => rmSync(file)],
  ['its file and journals are deleted', deleteAll],
  ['its folder is deleted', ({ folder }) => rmSync(folder, { recursive: true })],
  ['its folder is put elsewhere', ({ folder }) => renameSync(folder, `${folder}-antigo`)],
  ['an empty file is put in its place', ({ file }) => putInPlace(file, Buffer.alloc(0))],
  ['a copy is put in its place', ({ file, copy }) => putInPlace(file, copy)],
  ['a copy is written over it', ({ file, copy }) => writeFileSync(file, copy)],
  [
    'an older copy of this run is written over it',
    ({ file, laterCopy }) => writeFileSync(file, laterCopy),
  ],
  ['it is emptied', ({ file }) => truncateSync(file)],
  ['its log is deleted', ({ file }) => rmSync(`${file}-wal`)],
  ['its log is emptied', ({ file }) => truncateSync(`${file}-wal`)],
  ['its log’s index is deleted', ({ file }) => rmSync(`${file}-shm`)],
])(
  'once %s nothing counts as kept or as known until a restart, and that is told once',
  async (_what, lose) => {
    const one = await openLosable()
    const { file, database, gone } = one

    await lose(one)

    await expect(usersIn(database)).rejects.toThrow(isGone)
    await expect(keep(database, 'bia')).rejects.toThrow(isGone)
    const transaction = database.transaction().execute((within) => keep(within, 'bia'))
    await expect(transaction).rejects.toThrow(isGone)
    expect(gone).toHaveLength(1)
    await database.destroy()
    expect(usersAtMost(file)).not.toContain('bia')
  },
)

test('a file that is put away and back again counts for nothing until a restart, which knows all', async () => {
  const { file, database } = await openLosable()
  renameSync(file, `${file}.fora`)
  await expect(usersIn(database)).rejects.toThrow(isGone)

  renameSync(`${file}.fora`, file)

  await expect(usersIn(database)).rejects.toThrow(isGone)
  await database.destroy()
  expect(usersAt(file)).toEqual(['ana', 'caio'])
})

test('a copy that is written over the open file is not mixed with the log of what was there', async () => {
  const { file, database, copy } = await openLosable()

  writeFileSync(file, copy)
  await expect(keep(database, 'bia')).rejects.toThrow(isGone)
  await database.destroy()

  expect(readFileSync(file).equals(copy)).toBe(true)
  const next = await openTestDatabase(file)
  expect(await usersIn(next)).toEqual(['ana'])
  const { rows } = await sql`PRAGMA integrity_check`.execute(next)
  expect(rows).toEqual([{ integrity_check: 'ok' }])
})

test('what this process brings from the log into the file is no change by others', async () => {
  const { file, database, gone } = await openLosable()
  const sizes = new Set<number>()

  for (let count = 0; count < 120; count += 1) {
    await keep(database, `${count} ${'x'.repeat(100_000)}`)
    sizes.add(statSync(file).size)
  }
  expect(await database.leaveNoTraces(false)).toBe(true)

  // By itself, too.
  expect(sizes.size).toBeGreaterThan(2)
  expect(statSync(`${file}-wal`).size).toBeLessThan(10_000)
  expect(await usersIn(database)).toHaveLength(122)
  expect(gone).toEqual([])
})

test('a log that somebody reads is emptied later, and nothing is lost meanwhile', async () => {
  const { file, database, gone } = await openLosable()
  const reader = new DatabaseSync(file)
  onTestFinished(() => reader.close())
  reader.exec('BEGIN')
  reader.prepare('SELECT usuario FROM session').all()

  expect(await database.leaveNoTraces(false)).toBe(false)
  await keep(database, 'bia')
  reader.exec('COMMIT')
  expect(await database.leaveNoTraces(false)).toBe(true)

  expect(await usersIn(database)).toEqual(['ana', 'bia', 'caio'])
  expect(gone).toEqual([])
})

test('after a kill at any moment of the emptying it opens as it was', async () => {
  const { folder, file, database } = await openLosable()
  const crashed: string[] = []
  function crash() {
    const place = `${folder}-${crashed.length}`
    mkdirSync(place)
    // As a crash leaves it: the index is made anew.
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, join(place, `banco.db${suffix}`))
    crashed.push(join(place, 'banco.db'))
  }
  const { exec } = DatabaseSync.prototype
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (
    this: DatabaseSync,
    text,
  ) {
    for (const part of text.split('; ')) {
      crash()
      exec.call(this, part)
    }
    crash()
  })
  await keep(database, 'bia')
  for (const _ of [1, 2]) await database.leaveNoTraces(false)
  spy.mockRestore()

  expect(crashed.length).toBeGreaterThan(20)
  for (const one of crashed) {
    const next = await openTestDatabase(one)
    expect(await usersIn(next)).toEqual(['ana', 'bia', 'caio'])
    await next.destroy()
    await (await openSqlite(one)).destroy()
  }
})

test('a transaction whose file goes away before its end fails', async () => {
  const { file, database } = await openOne()

  const failing = database.transaction().execute(async (within) => {
    await keep(within, 'ana')
    rmSync(file)
  })

  await expect(failing).rejects.toThrow(isGone)
})

test('the error that ended a transaction is the one that is told', async () => {
  const { database } = await openOne()

  const failing = database.transaction().execute(async (within) => {
    await keep(within, 'ana')
    await sql`INSERT OR ROLLBACK INTO session SELECT * FROM session`.execute(within)
  })

  await expect(failing).rejects.toThrow('UNIQUE constraint failed')
  expect(await usersIn(database)).toEqual([])
})

/** Each of these once passed for a journal that knows of no send. */
test.each<[string, string, (file: string, copy: Buffer) => void]>([
  ['an empty file', 'está vazio', (file) => writeFileSync(file, '')],
  ['an empty database', 'é de outro programa', (file) => makeForeign(file, '')],
  [
    'another program’s database',
    'é de outro programa',
    (file) => makeForeign(file, 'CREATE TABLE nota (x)'),
  ],
  ['a log without its database', 'não existe', (file) => rmSync(file)],
  ['a database whose log was lost', 'o -wal não existe', (file) => rmSync(`${file}-wal`)],
  ['a database whose log was emptied', 'o -wal não existe', (file) => truncateSync(`${file}-wal`)],
  [
    'a copy beside the log of another',
    'o -wal é de outro',
    (file, copy) => writeFileSync(file, copy),
  ],
])('%s is no journal: the start stops, and changes nothing', async (_what, reason, make) => {
  const { folder, file, database, copy } = await openLosable()
  const crashed = join(`${folder}-depois`, 'banco.db')
  mkdirSync(dirname(crashed))
  for (const suffix of ['', '-wal']) copyFileSync(file + suffix, crashed + suffix)
  await database.destroy()
  make(crashed, copy)
  if (reason === 'está vazio') rmSync(`${crashed}-wal`)
  const bytes = () =>
    readdirSync(dirname(crashed)).map((name) => [name, readFileSync(join(dirname(crashed), name))])
  const before = bytes()

  await expect(openSqlite(crashed)).rejects.toThrow(
    new RegExp(
      `^DATABASE_URL: "file:${crashed}" não pode ser aberto \\(${reason}.*\\); esperado: file:CAMINHO`,
    ),
  )

  expect(bytes()).toEqual(before)
})

/** A SQLite file that no gateway has made. */
function makeForeign(file: string, tables: string) {
  rmSync(file)
  const foreign = new DatabaseSync(file)
  foreign.exec(`PRAGMA user_version = 3; ${tables}`)
  foreign.close()
}

test('a new journal is made at once or not at all, and that is told', async () => {
  const file = newDatabaseFile()
  // As a crash in the middle leaves it.
  for (const suffix of ['', '-journal']) writeFileSync(`${file}.new${suffix}`, 'x'.repeat(5000))
  let made = 0
  const open = () => openSqlite(file, { onMade: () => (made += 1) })

  await (await open()).destroy()
  await (await open()).destroy()

  expect(made).toBe(1)
  expect(readdirSync(dirname(file))).toEqual([basename(file), `${basename(file)}-gateway`])
})

test('a database from before the tickets gets their table, and keeps its sessions', async () => {
  const file = newDatabaseFile()
  makeOld(file)

  const database = await openTestDatabase(file)

  expect(await usersIn(database)).toEqual(['bia'])
  expect(await database.selectFrom('ticket').selectAll().execute()).toEqual([])
})

/** As the first version left it: written out, since a migration may not change what it did. */
function makeOld(file: string) {
  const old = new DatabaseSync(file)
  old.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
    CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
    INSERT INTO kysely_migration_lock VALUES ('migration_lock', 0);
    CREATE TABLE "session" ("id_hash" text primary key, "usuario" text not null, "password_mark" text not null, "created_at" bigint not null, "last_seen_at" bigint not null);
    INSERT INTO kysely_migration VALUES ('001_session', '2026-03-02T12:00:00.000Z');
    INSERT INTO session VALUES ('hash of bia', 'bia', '', 0, 0);
  `)
  old.close()
}
