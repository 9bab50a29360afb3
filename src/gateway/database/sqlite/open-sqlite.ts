import { chmodSync, closeSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { type Clock, createSteadyNow, systemClock } from '../../clock.ts'
import { createCounter } from '../../counter.ts'
import type { DatabaseEvents, OpenDatabase } from '../database.ts'
import { expectNotMoved, JournalMovedError, type MovedOptions } from '../moved.ts'
import { createTextTable, firstMigration, migrations, type Tables } from '../tables.ts'
import { watchFile } from './file-watch.ts'
import { toKysely } from './kysely-sqlite.ts'
import { isLogLost, logFits, sizeOf } from './log-mark.ts'
import { SharedSqlite } from './shared-sqlite.ts'
import { takeAlone } from './take-alone.ts'

/** Another program holds the file for moments only. */
export const busyTimeoutMs = 2000

/**
 * Opens the SQLite file, for this gateway and user alone, and brings its tables up to date; makes it, with its folder,
 * where there is none. An empty file or another's is never taken for a journal. Rejects with a sentence that names
 * DATABASE_URL.
 *
 * Once the path no longer names that file, or another program has written to it, every statement throws a
 * `DatabaseGoneError` until a restart.
 */
export async function openSqlite(
  file: string,
  events: DatabaseEvents = {},
  clock: Clock = systemClock,
  { takesMoved = false }: MovedOptions = {},
): Promise<OpenDatabase> {
  const { onGone = () => undefined, onFault = () => undefined } = events
  using opened = new DisposableStack()
  try {
    if (await isMade(file)) events.onMade?.()
    expectOurs(file)
    opened.defer(takeAlone(file))
    makePrivate(file)
    const sqlite = await openFile(file)
    opened.defer(() => sqlite.isOpen && sqlite.close())
    const watch = watchFile(file, sqlite, onGone)
    opened.defer(watch.close)
    const dialect = new SharedSqlite({ sqlite, watch, onFault, close: () => closing.dispose() })
    const database = new Kysely<Tables>({ dialect })
    // Kysely closes only what it has used.
    await sql`SELECT 1`.execute(database)
    if (!takesMoved) await expectNotMoved(database, `file:${file}`)
    const emptyLog = () => database.connection().execute(async () => watch.emptyLog())
    // A full disk keeps nobody from asking for an outcome.
    await emptyLog().catch(onFault)
    const closing = opened.move()
    return Object.assign(database, {
      isShared: false,
      clock,
      now: createSteadyNow(clock),
      confirmTime: async () => 0,
      async leaveNoTraces(ofTexts: boolean) {
        if (ofTexts) await rebuildTexts(database)
        return emptyLog()
      },
      // No other gateway counts, and no ticket is to cost another commit.
      createCounter,
      reserveRead: null,
    })
  } catch (cause) {
    throw cause instanceof JournalMovedError ? cause : cannotOpen(file, cause)
  }
}

function cannotOpen(file: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Error(
    `DATABASE_URL: "file:${file}" não pode ser aberto (${reason}); esperado: file:CAMINHO, o caminho de um banco feito pelo gateway, ou de nenhum ainda, numa pasta em que este usuário possa gravar`,
    { cause },
  )
}

async function openFile(file: string): Promise<DatabaseSync> {
  const existing = pathToFileURL(file)
  existing.searchParams.set('mode', 'rw')
  const sqlite = new DatabaseSync(existing, { timeout: busyTimeoutMs })
  try {
    // What is deleted is overwritten, and nothing of it goes through other files. The log is emptied by us.
    sqlite.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = 0;
      PRAGMA secure_delete = ON;
      PRAGMA temp_store = MEMORY;
    `)
    await migrate(sqlite)
    sqlite.exec('PRAGMA busy_timeout = 0')
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** Under another name first: what a crash leaves halfway is no file that the next start finds. */
async function isMade(file: string): Promise<boolean> {
  if (statSync(file, { throwIfNoEntry: false })) return false
  if (sizeOf(`${file}-wal`) > 0) {
    throw new Error('não existe, mas o -wal dele sim: ponha-o de volta, ou tire os dois')
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const making = `${file}.new`
  for (const suffix of ['', '-journal']) rmSync(making + suffix, { force: true })
  closeSync(openSync(making, 'wx', 0o600))
  const sqlite = new DatabaseSync(making)
  await migrate(sqlite).finally(() => sqlite.close())
  renameSync(making, file)
  return true
}

/** Throws unless a gateway has made it, with the log that lies beside it. */
function expectOurs(file: string) {
  if (!statSync(file).isFile()) throw new Error('não é um arquivo')
  if (sizeOf(file) === 0) throw new Error('está vazio: ponha o banco de volta, ou apague-o')
  if (!logFits(file))
    throw new Error('o -wal é de outro banco: ponha os dois de volta, ou apague-o')
  if (isLogLost(file)) {
    const way = 'ponha-o de volta, ou veja “Cópia e restauração” em docs/operacao.md'
    throw new Error(`o -wal não existe ou está vazio, e com ele faltam os últimos envios: ${way}`)
  }
  const sqlite = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs })
  try {
    const find = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'kysely_migration'"
    const done = 'SELECT 1 FROM kysely_migration WHERE name = ?'
    if (!sqlite.prepare(find).get() || !sqlite.prepare(done).get(firstMigration)) {
      throw new Error('é de outro programa, e não um banco do gateway')
    }
  } finally {
    sqlite.close()
  }
}

/** Before SQLite touches it: its journals take the mode of the file over. */
function makePrivate(file: string) {
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    if (statSync(path, { throwIfNoEntry: false })) chmodSync(path, 0o600)
  }
}

/** All of it or nothing, which Kysely doesn't promise for SQLite (0.29: no transactional DDL). */
async function migrate(sqlite: DatabaseSync) {
  const database = { ...toKysely(sqlite), close() {} }
  const db = new Kysely<object>({ dialect: new SqliteDialect({ database }) })
  const provider = { getMigrations: async () => migrations }
  sqlite.exec('BEGIN IMMEDIATE')
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error) throw error
  sqlite.exec('COMMIT')
}

/**
 * What is deleted is overwritten where it stood, but SQLite leaves copies behind in the free space of
 * pages that it once moved rows out of. A table made anew has none, and the old one's pages are
 * overwritten as they become free.
 */
function rebuildTexts(database: Kysely<Tables>): Promise<void> {
  return database.transaction().execute(async (within) => {
    await createTextTable(within, 'ticket_text_anew')
    await sql`
      INSERT INTO ticket_text_anew (key, enviado, said) SELECT key, enviado, said FROM ticket_text
    `.execute(within)
    await within.schema.dropTable('ticket_text').execute()
    await within.schema.alterTable('ticket_text_anew').renameTo('ticket_text').execute()
  })
}
