import { chmodSync, existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { toKysely } from './kysely-sqlite.ts'
import { migrations } from './tables.ts'

/** Another program holds the file for moments only. */
export const busyTimeoutMs = 2000

/**
 * Opens a SQLite file that is there, for this user alone, and brings its tables up to date. Rejects with
 * a sentence that names DATABASE_URL.
 */
export async function openFile(file: string): Promise<DatabaseSync> {
  let sqlite: DatabaseSync | undefined
  try {
    makePrivate(file)
    const existing = pathToFileURL(file)
    existing.searchParams.set('mode', 'rw')
    sqlite = new DatabaseSync(existing, { timeout: busyTimeoutMs })
    // What is deleted is overwritten, and nothing of it goes through other files.
    sqlite.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA secure_delete = ON;
      PRAGMA temp_store = MEMORY;
    `)
    await migrate(sqlite)
    return sqlite
  } catch (cause) {
    if (sqlite?.isOpen) sqlite.close()
    throw cannotOpen(file, cause)
  }
}

export function cannotOpen(file: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Error(
    `DATABASE_URL: "file:${file}" can't be opened (${reason}); wanted: file:PATH, the path of a SQLite file in a folder that this user may write to`,
    { cause },
  )
}

/** Before SQLite touches it: its journals take the mode of the file over. */
function makePrivate(file: string) {
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    if (existsSync(path)) chmodSync(path, 0o600)
  }
}

/** All of it or nothing, which Kysely doesn't promise for SQLite (0.29: no transactional DDL). */
async function migrate(sqlite: DatabaseSync) {
  const database = toKysely({ sqlite: () => sqlite, check() {}, close() {} })
  const db = new Kysely<object>({ dialect: new SqliteDialect({ database }) })
  const provider = { getMigrations: async () => migrations }
  sqlite.exec('BEGIN IMMEDIATE')
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error) throw error
  sqlite.exec('COMMIT')
}
