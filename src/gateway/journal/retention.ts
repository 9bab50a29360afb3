import { setImmediate } from 'node:timers/promises'
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Logger } from 'pino'
import type { After } from '../clock.ts'
import type { Database, OpenDatabase } from '../database/database.ts'
import { forgottenHash, type Tables } from '../database/tables.ts'
import { isOldFence } from './fence.ts'
import { keepAge, takeOverAge } from './journal-age.ts'
import { type Changed, changeSome, rowsAtOnce } from './row-by-row.ts'

type Deps = {
  database: Database & Pick<OpenDatabase, 'isShared' | 'leaveNoTraces'>
  /** By the steady clock: a step of the other one removes nothing before its time. */
  now: () => Date
  /** How long an outcome is kept. */
  journalDays: number
  log: Logger
  after: After
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const firstMs = 1000
// Somebody may still have to open it by hand.
const unknownMs = 7 * dayMs
export const mostTold = 100_000

/** Removes what is too old from the journal: the customer's data first, later the whole row. */
export function createRetention(deps: Deps) {
  const { database, log, after } = deps
  let callOff = () => {}
  let sweeping = Promise.resolve()
  let isStopped = false
  // A former run may have been killed before it got to them.
  let hasTraces = true
  /** Null until what former runs left is brought into this one's time. */
  let countsFrom: number | null = null

  /** By turns with whatever else there is to do. */
  async function inBatches(removeSome: () => Promise<Changed>, leavesTraces = true) {
    for (let removed = 0; ; ) {
      const { found, changed } = await removeSome()
      hasTraces ||= leavesTraces && changed > 0
      removed += changed
      if (found < rowsAtOnce || isStopped) return removed
      await setImmediate()
    }
  }

  async function takeOver(): Promise<number> {
    const now = deps.now()
    const age = await takeOverAge(database, now.getTime())
    if (age.jumpedFrom !== null) {
      const from = new Date(age.jumpedFrom)
      log.warn(
        { from, to: now },
        'the clock jumped between two runs: what is kept ages from now on',
      )
    }
    return age.countsFrom
  }

  async function sweep() {
    const now = deps.now().getTime()
    // A time that gateways share may jump while they run.
    if (countsFrom === null || database.isShared) countsFrom = await takeOver()
    else await keepAge(database, now)
    const past = createPast(now, countsFrom)
    const deleted = await inBatches(() => deleteSome(database, isToGo(past, deps.journalDays)))
    await inBatches(() => deleteSome(database, isOldFence(past(dayMs))), false)
    const forgotten = await inBatches(() => forgetSome(database, past))
    await inBatches(() => deleteSomeTold(database, past(deps.journalDays * dayMs)), false)
    await inBatches(() => deleteSomeCounts(database, now), false)
    if (deleted + forgotten > 0) log.info({ deleted, forgotten }, 'the journal was swept')
    if (isStopped) return
    const isClean = await database.leaveNoTraces(hasTraces)
    hasTraces = false
    if (!isClean) throw new Error('another program reads the database')
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
    /** To be waited for before anything is sent: what is sent counts from then. Never rejects. */
    async start() {
      countsFrom = await takeOver().catch((err: unknown) => {
        log.error({ err }, 'the journal was not swept')
        return null
      })
      if (!isStopped) sweepIn(firstMs)
    },
    /** Brings into this time what lies ahead of it: it jumped. */
    async countAnew() {
      countsFrom = await takeOver()
    },
    /** Ends after the rows that are being removed. */
    stop() {
      isStopped = true
      callOff()
      return sweeping
    },
  }
}

/** Until when something came into its state that has been in it for so long; never, where none can have been. */
type Past = (ageMs: number) => number

const createPast =
  (now: number, countsFrom: number): Past =>
  (ageMs) =>
    now - ageMs >= countsFrom ? now - ageMs : Number.MIN_SAFE_INTEGER

type OfTicket = ExpressionBuilder<Tables, 'ticket'>

/** What may still be open in HubSoft is no outcome yet: without its row it would read as never sent. */
const isToGo = (past: Past, journalDays: number) => (is: OfTicket) =>
  is.and([
    is('since', '<=', past(journalDays * dayMs)),
    is('state', 'not in', ['sending', 'uncertain']),
    is.or([is('state', '!=', 'unknown'), is('since', '<=', past(unknownMs))]),
  ])

function deleteSome(
  database: Database,
  isIt: (is: OfTicket) => Expression<SqlBool>,
): Promise<Changed> {
  const old = database.selectFrom('ticket').select('key as id').where(isIt)
  return changeSome(database, old, async (within, key) => {
    const { numDeletedRows } = await within
      .deleteFrom('ticket')
      .where('key', '=', key)
      .where(isIt)
      .executeTakeFirst()
    return numDeletedRows > 0n
  })
}

/** Of more than anybody is told of the oldest go: whoever is signed in may note any number of them. */
async function deleteSomeTold(database: Database, past: number): Promise<Changed> {
  const tooMany = await database
    .selectFrom('protocol_told')
    .select('since')
    .orderBy('since', 'desc')
    .limit(1)
    .offset(mostTold)
    .executeTakeFirst()
  const until = Math.max(past, tooMany?.since ?? past)
  const old = database
    .selectFrom('protocol_told')
    .select('ticket_id as id')
    .where('since', '<=', until)
  return changeSome(database, old, async (within, id) => {
    const { numDeletedRows } = await within
      .deleteFrom('protocol_told')
      .where('ticket_id', '=', id)
      .where('since', '<=', until)
      .executeTakeFirst()
    return numDeletedRows > 0n
  })
}

function deleteSomeCounts(database: Database, now: number): Promise<Changed> {
  const old = database.selectFrom('counter').select('id').where('ends_at', '<=', now)
  return changeSome(database, old, async (within, id) => {
    const { numDeletedRows } = await within
      .deleteFrom('counter')
      .where('id', '=', id)
      // Whoever counts meanwhile begins it anew.
      .where('ends_at', '<=', now)
      .executeTakeFirst()
    return numDeletedRows > 0n
  })
}

const isToForget = (past: Past) => (is: OfTicket) =>
  is.and([
    is('since', '<=', past(dayMs)),
    is.or([
      is('state', 'in', ['opened', 'refused', 'received']),
      is.and([is('state', '=', 'unknown'), is('since', '<=', past(unknownMs))]),
    ]),
  ])

/** The row first: whoever sends with the same key at the same time keeps their text. */
function forgetSome(database: Database, past: Past): Promise<Changed> {
  const old = database
    .selectFrom('ticket_text')
    // In this order: there are few texts, and many tickets.
    .crossJoin('ticket')
    .select('ticket.key as id')
    .whereRef('ticket.key', '=', 'ticket_text.key')
    .where(isToForget(past))
  return changeSome(database, old, async (within, key) => {
    const { numUpdatedRows } = await within
      .updateTable('ticket')
      // By its hash a text could be guessed at. The version tells whoever has read the row that it is another.
      .set((row) => ({ body_hash: forgottenHash, version: row('version', '+', 1) }))
      .where('key', '=', key)
      .where(isToForget(past))
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await within.deleteFrom('ticket_text').where('key', '=', key).execute()
    return true
  })
}
