import type { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'
import { isBusy } from './busy.ts'
import type { FileWatch } from './file-watch.ts'
import { toKysely } from './kysely-sqlite.ts'

/** How long another program's lock is waited for. */
const patienceMs = 2000
const [shortestPauseMs, longestPauseMs] = [5, 50]
/** About 4 MB, at which SQLite would empty the log by itself. */
const mostLogBytes = 1000 * 4096

type Deps = {
  sqlite: DatabaseSync
  watch: Omit<FileWatch, 'close'>
  close: () => void
  /** Told of what goes wrong where nobody waits for it. */
  onFault: (fault: unknown) => void
}

/**
 * One connection for everybody, in turns. Who waits for another program's lock gives the turn back meanwhile:
 * nobody waits in line behind them, which with SQLite's own waiting the whole process would. Nothing counts as
 * read or kept unless the file is still the one that was opened.
 */
export class SharedSqlite extends SqliteDialect {
  readonly #deps: Deps

  constructor(deps: Deps) {
    super({ database: toKysely(deps.sqlite) })
    this.#deps = deps
  }

  override createDriver() {
    return new SharedDriver(this.#deps)
  }

  override createAdapter() {
    return new SharedAdapter()
  }
}

class SharedAdapter extends SqliteAdapter {
  // Kysely would keep the turn of whoever waits.
  override get supportsMultipleConnections() {
    return true
  }
}

class SharedDriver extends SqliteDriver {
  readonly #deps: Deps
  readonly #turns = createTurns()

  constructor(deps: Deps) {
    const { sqlite, close } = deps
    super({ database: { ...toKysely(sqlite), close } })
    this.#deps = deps
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.take()
    const connection = await super.acquireConnection()
    return {
      executeQuery: (query) => this.#patiently(() => connection.executeQuery(query)),
      streamQuery: (query, size) => connection.streamQuery(query, size),
    }
  }

  override async releaseConnection() {
    const { watch, onFault } = this.#deps
    try {
      if (watch.newLogBytes() >= mostLogBytes) watch.emptyLog()
    } catch (fault) {
      onFault(fault)
    }
    this.#turns.give()
  }

  /**
   * For writing from the start: after a read another program's write in between fails the transaction,
   * and no waiting helps (SQLITE_BUSY_SNAPSHOT).
   */
  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  override async rollbackTransaction(connection: DatabaseConnection) {
    // SQLite rolls back by itself, on a full disk for one, and a second time would hide why.
    if (this.#deps.sqlite.isTransaction) await super.rollbackTransaction(connection)
  }

  async #patiently<Done>(run: () => Promise<Done>): Promise<Done> {
    // What has begun meets no lock.
    if (this.#deps.sqlite.isTransaction) return this.#checked(run)
    const endMs = performance.now() + patienceMs
    for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      const isLast = performance.now() >= endMs
      const done = await this.#checked(run).catch(busyError)
      if (!(done instanceof BusyError)) return done
      if (isLast) throw done.cause
      this.#turns.give()
      await setTimeout(pauseMs)
      await this.#turns.take()
    }
  }

  /** Before it as well: what is written must not come into another file. */
  async #checked<Done>(run: () => Promise<Done>): Promise<Done> {
    this.#check()
    try {
      return await run()
    } finally {
      this.#check()
    }
  }

  #check() {
    if (!this.#deps.sqlite.isTransaction) this.#deps.watch.check()
  }
}

class BusyError extends Error {}

/** Where another program holds the database; throws any other error. */
function busyError(error: unknown): BusyError {
  if (!isBusy(error)) throw error
  return new BusyError('', { cause: error })
}

/** First come, first served. */
function createTurns() {
  let last = Promise.resolve()
  let end = () => {}
  return {
    async take() {
      const { promise, resolve } = Promise.withResolvers<void>()
      const before = last
      last = promise
      await before
      end = resolve
    },
    give: () => end(),
  }
}
