import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Clock } from '../clock.ts'
import { migrations, type Tables } from './tables.ts'

export type Database = Kysely<Tables>

// Another program holds the file for moments only, and the whole process waits with this one.
const busyTimeoutMs = 2000

/**
 * Opens the SQLite file, made with its folder when it isn't there, and brings its tables up to date.
 * Only this user may read it. Rejects with a sentence that names DATABASE_URL.
 */
export async function openDatabase(file: string): Promise<Database> {
  let sqlite: DatabaseSync | undefined
  try {
    makePrivate(file)
    sqlite = new DatabaseSync(file, { timeout: busyTimeoutMs })
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    const dialect = new SqliteDialect({ database: toKysely(sqlite) })
    const database = new Kysely<Tables>({ dialect })
    await migrate(database, sqlite)
    return database
  } catch (cause) {
    if (sqlite?.isOpen) sqlite.close()
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(
      `DATABASE_URL: "file:${file}" can't be opened (${reason}); wanted: file:PATH, the path of a SQLite file in a folder that this user may write to`,
      { cause },
    )
  }
}

export type OpenedToRead =
  | { kind: 'open'; database: Database }
  | { kind: 'missing' }
  | { kind: 'unreadable'; reason: string }
  /** It has other tables than this version's, or none of ours. */
  | { kind: 'other-schema' }

/** Opens the file to read alone, in use or not: it is neither made nor brought up to date. */
export async function openDatabaseToRead(file: string): Promise<OpenedToRead> {
  if (!existsSync(file)) return { kind: 'missing' }
  let sqlite: DatabaseSync | undefined
  try {
    sqlite = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs })
    const database = new Kysely<Tables>({
      dialect: new SqliteDialect({ database: toKysely(sqlite) }),
    })
    if (await isUpToDate(database)) return { kind: 'open', database }
    await database.destroy()
    return { kind: 'other-schema' }
  } catch (error) {
    if (sqlite?.isOpen) sqlite.close()
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) }
  }
}

async function isUpToDate(database: Database): Promise<boolean> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return false
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(database)
  const [done, known] = [rows.map(({ name }) => name), Object.keys(migrations)]
  return done.toSorted().join() === known.toSorted().join()
}

type Watched = { database: Database; file: string; clock: Pick<Clock, 'monotonicMs'> }

/**
 * Tells whether a row could be written now: the disk may be full, the file gone or another one, or
 * held by another program. Looks once a second at most, since anybody may ask.
 *
 * @param watched a database just opened, and the file that it was opened from
 */
export function createWriteCheck({ database, file, clock }: Watched): () => Promise<boolean> {
  const opened = placeOf(file)
  let lookedMs = Number.NEGATIVE_INFINITY
  let found: Promise<boolean> = Promise.resolve(false)

  return () => {
    if (clock.monotonicMs() - lookedMs >= 1000) {
      lookedMs = clock.monotonicMs()
      // What is deleted stays writable for whoever has it open.
      found = placeOf(file) === opened ? takesWrites(database) : Promise.resolve(false)
    }
    return found
  }
}

/**
 * Committed, since what is rolled back never comes to the disk; larger than a page, so that there has
 * to be room for one more. The row is never there for anybody else.
 */
function takesWrites(database: Database): Promise<boolean> {
  const id_hash = 'write check'
  const row = { id_hash, usuario: 'x'.repeat(8192), password_mark: '' }
  return database
    .transaction()
    .execute(async (writing) => {
      await writing
        .insertInto('session')
        .values({ ...row, created_at: 0, last_seen_at: 0 })
        .execute()
      await writing.deleteFrom('session').where('id_hash', '=', id_hash).execute()
    })
    .then(
      () => true,
      () => false,
    )
}

function placeOf(file: string): string | undefined {
  try {
    const { dev, ino } = statSync(file)
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}

/** Before SQLite touches it: its journals take the mode of the file over. */
function makePrivate(file: string) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    if (existsSync(path)) chmodSync(path, 0o600)
  }
}

/** All of it or nothing, which Kysely doesn't promise for SQLite (0.29: no transactional DDL). */
async function migrate(database: Database, sqlite: DatabaseSync) {
  const provider = { getMigrations: async () => migrations }
  sqlite.exec('BEGIN IMMEDIATE')
  const { error } = await new Migrator({ db: database, provider }).migrateToLatest()
  if (error) throw error
  sqlite.exec('COMMIT')
}

/** What Kysely asks of a SQLite library, which is better-sqlite3's form. */
function toKysely(sqlite: DatabaseSync): SqliteDatabase {
  return {
    close: () => sqlite.close(),
    prepare(text) {
      const statement = sqlite.prepare(text)
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...values.map(toInput)),
        run: (values) => statement.run(...values.map(toInput)),
        *iterate(values) {
          yield* statement.iterate(...values.map(toInput))
        },
      }
    },
  }
}

function toInput(value: unknown): SQLInputValue {
  const isPlain = typeof value === 'number' || typeof value === 'bigint'
  if (value === null || isPlain || typeof value === 'string') return value
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite takes no ${typeof value}`)
}
