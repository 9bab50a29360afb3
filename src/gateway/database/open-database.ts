import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely'
import type { Clock } from '../clock.ts'
import { type FollowedFile, followFile } from './followed-file.ts'
import { toKysely } from './kysely-sqlite.ts'
import { busyTimeoutMs, cannotOpen } from './open-file.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

const betweenTriesMs = 5

/**
 * Opens the SQLite file, made with its folder when it isn't there, and brings its tables up to date.
 * Only this user may read it. Rejects with a sentence that names DATABASE_URL.
 *
 * Afterwards every statement goes to the file that the path names then: another one in its place is
 * opened, and without one statements throw a `DatabaseGoneError` and nothing is made in its place.
 */
export async function openDatabase(file: string): Promise<Database> {
  makeFile(file)
  const followed = await followFile(file)
  const database = new Kysely<Tables>({ dialect: new FollowingDialect(followed) })
  // Kysely closes only what it has used.
  await sql`SELECT 1`.execute(database)
  return database
}

/** The one connection, looked after between transactions. */
class FollowingDialect extends SqliteDialect {
  readonly #file: FollowedFile

  constructor(file: FollowedFile) {
    super({ database: toKysely(file) })
    this.#file = file
  }

  override createDriver() {
    return new FollowingDriver(this.#file)
  }
}

class FollowingDriver extends SqliteDriver {
  readonly #file: FollowedFile

  constructor(file: FollowedFile) {
    super({ database: toKysely(file) })
    this.#file = file
  }

  override async acquireConnection() {
    await this.#file.follow()
    return super.acquireConnection()
  }

  /**
   * For writing from the start: after a read another program's write in between fails the transaction,
   * and no waiting helps (SQLITE_BUSY_SNAPSHOT). Who waits for that program holds nobody else up, which
   * SQLite's own waiting would.
   */
  override async beginTransaction(connection: DatabaseConnection) {
    const begin = CompiledQuery.raw('begin immediate')
    const endMs = performance.now() + busyTimeoutMs
    for (;;) {
      const isLast = performance.now() >= endMs
      const busy = await this.#atOnce(() => connection.executeQuery(begin)).then(
        () => null,
        busyError,
      )
      if (busy === null) return
      if (isLast) throw busy
      await setTimeout(betweenTriesMs)
    }
  }

  /** Without SQLite's own waiting. */
  async #atOnce(run: () => Promise<unknown>) {
    const sqlite = this.#file.sqlite()
    sqlite.exec('PRAGMA busy_timeout = 0')
    try {
      await run()
    } finally {
      sqlite.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`)
    }
  }

  override async rollbackTransaction(connection: DatabaseConnection) {
    // SQLite rolls back by itself, on a full disk for one, and a second time would hide why.
    if (this.#file.sqlite().isTransaction) await super.rollbackTransaction(connection)
  }
}

/** The error of a database that another program writes to; throws any other. */
function busyError(error: unknown): Error {
  const busyCode = 5
  if (error instanceof Error && 'errcode' in error && error.errcode === busyCode) return error
  throw error
}

/**
 * Tells whether a row could be written now: the disk may be full, the file gone, or held by another
 * program. Looks once a second at most, since anybody may ask.
 */
export function createWriteCheck({ database, clock }: WriteCheckDeps): () => Promise<boolean> {
  let lookedMs = Number.NEGATIVE_INFINITY
  let found: Promise<boolean> = Promise.resolve(false)

  return () => {
    if (clock.monotonicMs() - lookedMs >= 1000) {
      lookedMs = clock.monotonicMs()
      found = takesWrites(database)
    }
    return found
  }
}

type WriteCheckDeps = { database: Database; clock: Pick<Clock, 'monotonicMs'> }

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

/** Once, at the start: what went away later may come back, and nothing may stand in its place then. */
function makeFile(file: string) {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    closeSync(openSync(file, 'a', 0o600))
  } catch (cause) {
    throw cannotOpen(file, cause)
  }
}
