import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { followFile } from '#src/gateway/database/followed-file.ts'
import { toKysely } from '#src/gateway/database/kysely-sqlite.ts'
import { type Database, openDatabase } from '#src/gateway/database/open-database.ts'
import { letIn } from '../house.ts'
import { newTicket, openHouse, protocolIn } from './running.ts'

const gone = expect.objectContaining({ code: 'DATABASE_GONE' })

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lost-database-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** A database in a folder of its own below another; closed after the test. */
async function openOne() {
  const folder = join(await newFolder(), 'dados')
  const file = join(folder, 'banco.db')
  const database = await openDatabase(file)
  onTestFinished(() => database.destroy())
  return { folder, file, database }
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

/** As `backup` makes one: whole, without a log. */
async function copyOf({ folder, file, database }: Awaited<ReturnType<typeof openOne>>) {
  const copy = join(dirname(folder), 'copia.db')
  await sql`VACUUM INTO ${copy}`.execute(database)
  return { copy, putBack: () => copyFileSync(copy, file) }
}

const withJournals = (file: string) => [file, `${file}-wal`, `${file}-shm`]

type Place = { folder: string; file: string }

function deleteAll({ file }: Place) {
  for (const path of withJournals(file)) rmSync(path)
}

test.each<[string, (place: Place) => void]>([
  ['its file is deleted', ({ file }) => rmSync(file)],
  ['its file and journals are deleted', deleteAll],
  ['its folder is deleted', ({ folder }) => rmSync(folder, { recursive: true })],
  ['its folder is put elsewhere', ({ folder }) => renameSync(folder, `${folder}-antigo`)],
])(
  'once %s nothing counts as kept or as known, and nothing is made in its place',
  async (_what, lose) => {
    const { folder, file, database } = await openOne()
    await keep(database, 'ana')

    lose({ folder, file })

    await expect(keep(database, 'bia')).rejects.toThrow(gone)
    await expect(usersIn(database)).rejects.toThrow(gone)
    const transaction = database.transaction().execute((within) => keep(within, 'bia'))
    await expect(transaction).rejects.toThrow(gone)
    expect(existsSync(file)).toBe(false)
  },
)

test('a file that comes back is written to as before', async () => {
  const { file, database } = await openOne()
  await keep(database, 'ana')
  renameSync(file, `${file}.fora`)
  await expect(keep(database, 'bia')).rejects.toThrow(gone)

  renameSync(`${file}.fora`, file)

  await keep(database, 'caio')
  expect(await usersIn(database)).toEqual(['ana', 'caio'])
  expect(usersAt(file)).toEqual(['ana', 'caio'])
})

test.each<[string, (place: Place) => void]>([
  ['everything was deleted', deleteAll],
  // SQLite would read the log of the old file into the new one.
  ['only the file was deleted', ({ file }) => rmSync(file)],
  ['the old one was put aside', ({ file }) => renameSync(file, `${file}.antigo`)],
])('a copy that is put back where %s is used from then on', async (_what, lose) => {
  const one = await openOne()
  const { file, database } = one
  await keep(database, 'ana')
  const { putBack } = await copyOf(one)
  await keep(database, 'bia')
  lose(one)
  await expect(keep(database, 'caio')).rejects.toThrow(gone)

  putBack()
  chmodSync(file, 0o644)

  expect(await usersIn(database)).toEqual(['ana'])
  await keep(database, 'davi')
  expect(usersAt(file)).toEqual(['ana', 'davi'])
  const { rows } = await sql`PRAGMA integrity_check`.execute(database)
  expect(rows).toEqual([{ integrity_check: 'ok' }])
  expect(withJournals(file).map((path) => statSync(path).mode & 0o777)).toEqual([
    0o600, 0o600, 0o600,
  ])
})

test('a file that is put aside keeps everything that was written to it', async () => {
  const one = await openOne()
  const { file, database } = one
  const { putBack } = await copyOf(one)
  await keep(database, 'ana')
  renameSync(file, `${file}.antigo`)
  putBack()

  expect(await usersIn(database)).toEqual([])

  expect(usersAt(`${file}.antigo`)).toEqual(['ana'])
})

test('a copy that brings its own log is read with it', async () => {
  const one = await openOne()
  const { folder, file, database } = one
  await keep(database, 'ana')
  const other = join(dirname(folder), 'outro.db')
  const written = await openDatabase(other)
  await keep(written, 'bia')
  const left = withJournals(other).map((path) => [path, `${path}.vindo`] as const)
  for (const [path, copy] of left) copyFileSync(path, copy)
  await written.destroy()

  const places = withJournals(file)
  for (const [index, [, copy]] of left.entries()) renameSync(copy, places[index] ?? '')

  expect(await usersIn(database)).toEqual(['bia'])
})

test('what is written after its log was deleted is kept', async () => {
  const { folder, file, database } = await openOne()
  await keep(database, 'ana')

  rmSync(`${file}-wal`)
  await keep(database, 'bia')

  // As a crash leaves it.
  const crashed = `${folder}-depois`
  mkdirSync(crashed)
  for (const name of readdirSync(folder)) copyFileSync(join(folder, name), join(crashed, name))
  expect(usersAt(join(crashed, 'banco.db'))).toEqual(['ana', 'bia'])
})

test('after its log’s index was deleted it goes by the same one as other programs', async () => {
  const { file, database } = await openOne()
  await keep(database, 'ana')

  rmSync(`${file}-shm`)
  await keep(database, 'bia')
  const { stderr } = runNode(writeAsAnother, file)

  expect(stderr).toBe('')
  expect(await usersIn(database)).toEqual(['ana', 'bia', 'caio'])
})

const writeAsAnother = `
  import { DatabaseSync } from 'node:sqlite'
  const another = new DatabaseSync(process.argv[1])
  another.exec("INSERT INTO session VALUES ('hash of caio', 'caio', '', 0, 0)")
  another.close()
`

/** A program of its own; a shell's limits may be set for it. */
function runNode(program: string, file: string, limit = 'true') {
  const args = [process.execPath, program, file]
  return spawnSync(
    'bash',
    ['-c', `${limit}; exec "$0" --input-type=module -e "$1" "$2"`, ...args],
    {
      encoding: 'utf8',
    },
  )
}

/** Somebody else's long look at it, which keeps the log from being emptied. */
async function readOn({ file, database }: { file: string; database: Database }) {
  await sql`PRAGMA busy_timeout = 0`.execute(database)
  const reader = new DatabaseSync(file)
  reader.exec('BEGIN')
  reader.prepare('SELECT usuario FROM session').all()
  onTestFinished(() => {
    if (reader.isOpen) reader.close()
  })
  return () => reader.close()
}

test('a copy is not mixed with a log that can’t be emptied yet', async () => {
  const one = await openOne()
  const { file, database } = one
  const { putBack } = await copyOf(one)
  await keep(database, 'ana')
  const endReading = await readOn(one)
  rmSync(file)
  putBack()

  await expect(keep(database, 'bia')).rejects.toThrow('another program reads the database')

  endReading()
  await keep(database, 'caio')
  expect(await usersIn(database)).toEqual(['caio'])
})

test('a copy need not wait for a log that is gone', async () => {
  const one = await openOne()
  const { database } = one
  const { putBack } = await copyOf(one)
  await keep(database, 'ana')
  await readOn(one)
  deleteAll(one)
  putBack()

  await keep(database, 'bia')

  expect(await usersIn(database)).toEqual(['bia'])
})

test('a transaction whose file goes away before its end fails', async () => {
  const { file, database } = await openOne()

  const failing = database.transaction().execute(async (within) => {
    await keep(within, 'ana')
    rmSync(file)
  })

  await expect(failing).rejects.toThrow(gone)
})

test('a statement while which the file goes away fails', async () => {
  const { file } = await openOne()
  const followed = await followFile(file)
  onTestFinished(followed.close)
  followed.sqlite().function('lose', () => {
    rmSync(file)
    return 'ana'
  })

  const statement = toKysely(followed).prepare("INSERT INTO session VALUES (lose(), '', '', 0, 0)")

  expect(() => statement.run([])).toThrow(gone)
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

test('a file that can’t be used fails each statement with a sentence about it, until a good one is there', async () => {
  const one = await openOne()
  const { file, database } = one
  await keep(database, 'ana')
  const { putBack } = await copyOf(one)
  writeFileSync(`${file}.ruim`, 'x'.repeat(5000))

  renameSync(`${file}.ruim`, file)

  for (let asked = 0; asked < 3; asked += 1) {
    await expect(usersIn(database)).rejects.toThrow(/^DATABASE_URL: .*file is not a database/)
  }
  rmSync(file)
  await expect(usersIn(database)).rejects.toThrow(gone)
  putBack()
  expect(await usersIn(database)).toEqual(['ana'])
})

test('a copy from before the tickets gets their table, and keeps its sessions', async () => {
  const { file, database } = await openOne()
  makeOld(`${file}.copia`)
  await keep(database, 'ana')

  renameSync(`${file}.copia`, file)

  expect(await usersIn(database)).toEqual(['bia'])
  expect(await database.selectFrom('ticket').selectAll().execute()).toEqual([])
})

test('a database from before the tickets gets their table, and keeps its sessions', async () => {
  const file = join(await newFolder(), 'banco.db')
  makeOld(file)

  const database = await openDatabase(file)
  onTestFinished(() => database.destroy())

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

test('on a full disk a statement fails with what SQLite says, and what was kept stays', async () => {
  const { database } = await openOne()
  await keep(database, 'ana')
  await sql`PRAGMA max_page_count = 1`.execute(database)
  const long = 'x'.repeat(20_000)

  await expect(keep(database, long)).rejects.toThrow('database or disk is full')
  const transaction = database.transaction().execute((within) => keep(within, long))
  await expect(transaction).rejects.toThrow('database or disk is full')

  expect(await usersIn(database)).toEqual(['ana'])
  await sql`PRAGMA max_page_count = 100000`.execute(database)
  await keep(database, 'bia')
  expect(await usersIn(database)).toEqual(['ana', 'bia'])
})

test('where files may grow no more a commit fails, and everything before it is there', async () => {
  const { file, database } = await openOne()
  await database.destroy()

  // Blocks of 1 KiB.
  const { stdout, stderr } = runNode(fillUp, file, 'ulimit -f 512')

  expect(stderr).toBe('')
  const { kept, code, isReadable } = JSON.parse(stdout)
  expect(code).toBe('ERR_SQLITE_ERROR')
  expect(kept).toBeGreaterThan(20)
  expect(isReadable).toBe(true)
  expect(usersAt(file)).toHaveLength(kept)
})

const fillUp = `
  import { openDatabase } from '#src/gateway/database/open-database.ts'
  const database = await openDatabase(process.argv[1])
  let [kept, code] = [0, '']
  while (code === '') {
    const session = { id_hash: String(kept), usuario: 'x'.repeat(4000), password_mark: '' }
    await database.insertInto('session').values({ ...session, created_at: 0, last_seen_at: 0 }).execute()
      .then(() => { kept += 1 }, (error) => { code = error.code })
  }
  const rows = await database.selectFrom('session').select('id_hash').execute()
  console.log(JSON.stringify({ kept, code, isReadable: rows.length === kept }))
  process.kill(process.pid, 'SIGKILL')
`

test('while the file is gone the gateway sends nothing and says so, and sessions outlast it', async () => {
  const ana = { usuario: 'ana', nome: 'Ana Lima', senha: 'senha-da-ana' }
  const people = await letIn(ana)
  onTestFinished(people.remove)
  const house = await openHouse({ env: people.env })
  const { send, post, ask, ticketRequests } = house
  const { usuario, senha } = ana
  const signedIn = await send('/api/sessao', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ usuario, senha }),
  })
  const headers = { cookie: String(signedIn.headers['set-cookie']).split(';')[0] }
  const opened = randomUUID()
  expect((await post(newTicket, { key: opened, headers })).status).toBe(201)
  const key = randomUUID()
  const away = `${people.databaseFile}.fora`
  renameSync(people.databaseFile, away)

  const refused = await post(newTicket, { key, headers })

  expect(refused.status).toBeGreaterThanOrEqual(500)
  expect(ticketRequests()).toHaveLength(1)
  await vi.waitFor(async () => expect((await send('/readyz')).status).toBe(503), 5000)
  expect(existsSync(people.databaseFile)).toBe(false)

  renameSync(away, people.databaseFile)
  expect(protocolIn(await ask(opened, { headers }))).toBeDefined()
  expect((await post(newTicket, { key, headers })).status).toBe(201)
  await vi.waitFor(async () => expect((await send('/readyz')).status).toBe(200), 5000)
})
