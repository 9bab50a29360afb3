import { setImmediate } from 'node:timers/promises'
import { type Selectable, sql } from 'kysely'
import type { Logger } from 'pino'
import type { After, Clock } from '../clock.ts'
import type { Database } from '../database/open-database.ts'
import type { Tables } from '../database/tables.ts'
import { fromStored, toStored } from './stored-row.ts'

type Deps = {
  database: Database
  clock: Clock
  /** How long an outcome is kept. */
  journalDays: number
  log: Logger
  after: After
  /** A larger file isn't rewritten: everything waits for it, and it takes its size in memory. */
  mostRewrittenBytes?: number
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const firstMs = 1000
// Somebody may still have to open it by hand.
const unknownTextMs = 7 * dayMs
const rowsAtOnce = 200

/** Removes what is too old from the journal: the customer's data first, later the whole row. */
export function createRetention(deps: Deps) {
  const { database, clock, log, after, mostRewrittenBytes = 256 * 2 ** 20 } = deps
  let callOff = () => {}
  let sweeping = Promise.resolve()
  let isStopped = false
  // A former run may have been killed before it got to them.
  let hasTraces = true
  let rewrittenMs = Number.NEGATIVE_INFINITY

  /** By turns with whatever else there is to do. */
  async function inBatches(removeSome: () => Promise<number>): Promise<number> {
    for (let removed = 0; ; ) {
      const some = await removeSome()
      hasTraces ||= some > 0
      removed += some
      if (some < rowsAtOnce || isStopped) return removed
      await setImmediate()
    }
  }

  /**
   * What is deleted is overwritten where it stood, but SQLite leaves copies behind in the free space of
   * pages that it once moved rows out of. Only a rewritten file is without them.
   */
  async function rewrite() {
    if (clock.monotonicMs() - rewrittenMs < dayMs) return
    const bytes = await sizeOf(database)
    if (bytes > mostRewrittenBytes) {
      log.warn({ bytes }, 'the database is too large to be rid of traces of removed text')
    } else {
      await sql`VACUUM`.execute(database)
      hasTraces = false
    }
    rewrittenMs = clock.monotonicMs()
  }

  async function sweep() {
    const now = clock.wallMs()
    const deleted = await inBatches(() => deleteSome(database, now - deps.journalDays * dayMs))
    const forgotten = await inBatches(() => forgetSome(database, now))
    if (deleted + forgotten > 0) log.info({ deleted, forgotten }, 'the journal was swept')
    if (isStopped) return
    if (hasTraces) await rewrite()
    await emptyLog(database)
  }

  function sweepIn(ms: number) {
    callOff = after(ms, () => {
      sweeping = sweep()
        .catch((err: unknown) => log.error({ err }, 'the journal was not swept'))
        .then(() => {
          if (!isStopped) sweepIn(hourMs)
        })
    })
  }

  return {
    start: () => sweepIn(firstMs),
    /** Ends after the rows that are being removed. */
    stop() {
      isStopped = true
      callOff()
      return sweeping
    },
  }
}

/** What may still be open in HubSoft is no outcome yet. */
async function deleteSome(database: Database, before: number): Promise<number> {
  const { numDeletedRows } = await database
    .deleteFrom('ticket')
    .where('key', 'in', (rows) =>
      rows
        .selectFrom('ticket')
        .select('key')
        .where('sent_at', '<=', before)
        .where('state', 'not in', ['sending', 'uncertain'])
        .limit(rowsAtOnce),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** A change of the version tells whoever has read the row that it is another. */
function forgetSome(database: Database, now: number): Promise<number> {
  return database.transaction().execute(async (within) => {
    const rows = await within
      .selectFrom('ticket')
      .selectAll()
      .where('enviado', 'is not', null)
      .where('since', '<=', now - dayMs)
      .where((is) =>
        is.or([
          is('state', 'in', ['opened', 'refused', 'received']),
          is.and([is('state', '=', 'unknown'), is('since', '<=', now - unknownTextMs)]),
        ]),
      )
      .limit(rowsAtOnce)
      .execute()
    for (const row of rows) {
      await within
        .updateTable('ticket')
        .set({ enviado: null, outcome: outcomeWithoutPeople(row), version: row.version + 1 })
        .where('key', '=', row.key)
        .execute()
    }
    return rows.length
  })
}

/** Nothing of it, where it can't be read. */
function outcomeWithoutPeople(stored: Selectable<Tables['ticket']>): string {
  try {
    return toStored(fromStored({ ...stored, enviado: null, looks: '[]' })).outcome
  } catch {
    return '{}'
  }
}

async function sizeOf(database: Database): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size
  `.execute(database)
  return rows[0]?.bytes ?? 0
}

/** Into the file, so that nothing old is left in it. */
async function emptyLog(database: Database) {
  const { rows } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(database)
  if (rows[0]?.busy !== 0) throw new Error('another program reads the database')
}
