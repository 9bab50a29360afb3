import { isDeepStrictEqual } from 'node:util'
import type { Transaction } from 'kysely'
import type { Database, OpenDatabase } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { isFence, nobody, raiseFence } from './fence.ts'
import { firstLookAt } from './look-plan.ts'
import { createQueries, type OnUnreadable } from './queries.ts'
import { fromStored, selectStored, toStored } from './stored-row.ts'
import type { TicketRow } from './ticket-row.ts'
import { type Effect, type JournalEvent, step } from './transition.ts'

/** What the database is to whoever sends. */
export type JournalPlace = Pick<OpenDatabase, 'isShared' | 'confirmTime'>

export type Applied = { row: TicketRow; isChanged: boolean; effects: Effect[] }

type Deps = {
  database: Database
  /** How long after the deadline HubSoft may still store what it was sent. */
  settleMs: number
  /** Told of each change, once it is on disk. */
  onChange?: (applied: Applied) => void
  onUnreadable?: OnUnreadable
}

/**
 * What was sent and what came of it, on disk. Every call that changes something is one durable commit, and
 * rejects where the database didn't take it: then nothing has changed.
 */
export function createJournal(deps: Deps) {
  const { database, settleMs, onChange = () => undefined, onUnreadable } = deps
  const queries = createQueries(database, onUnreadable)
  /** Rows of former processes that aren't in this one's time yet, and when it began. */
  const former = new Map<string, { event: JournalEvent; at: Date }>()

  async function find(key: string): Promise<TicketRow | undefined> {
    const stored = await selectStored(database).where('ticket.key', '=', key).executeTakeFirst()
    return stored && !isFence(stored) ? fromStored(stored) : undefined
  }

  /**
   * Commit 1: writes a first attempt, if nothing is known of its key or the key's earlier send proved not
   * sent before this one arrived. Null where the key is taken, whoever was faster.
   */
  async function claim(row: TicketRow): Promise<TicketRow | null> {
    const nextLookAt = firstLookAt(row, row.since)
    const written = await writeFirst(database, { ...row, nextLookAt })
    if (!written) return null
    const claimed = { ...row, nextLookAt, version: written.version }
    onChange({ row: claimed, isChanged: true, effects: [] })
    return claimed
  }

  /**
   * From now on no send of this key that arrived by `at` is recorded: what is known of it by then comes back.
   * Of a key that nobody sent a row is kept which no list shows.
   */
  async function fence(key: string, at: Date): Promise<TicketRow | undefined> {
    // In one millisecond one may arrive, and the other be told that it didn't.
    await raiseFence(database, key, at.getTime() + 1)
    return find(key)
  }

  /**
   * What the event makes of the row as it is now, whoever changes it at the same time.
   *
   * @param last as whoever asks has seen it: a read less where nobody has changed it since (0.15 of a ticket's 4 ms)
   */
  async function apply(key: string, event: JournalEvent, now: Date, last?: TicketRow) {
    for (let guess = last; ; guess = undefined) {
      const row = guess ?? (await find(key))
      if (!row) return null
      const adoption = former.get(key)
      const taken = adoption ? step(row, adoption.event, adoption.at, settleMs).row : row
      const next = step(taken, event, now, settleMs)
      if (next.row === row && guess) continue
      if (next.row === row) return { row, isChanged: false, effects: [] } satisfies Applied
      const changed = { ...next.row, version: row.version + 1 }
      if (await replace(database, row, changed)) {
        former.delete(key)
        const applied: Applied = { row: changed, isChanged: true, effects: next.effects }
        onChange(applied)
        return applied
      }
    }
  }

  /**
   * Call it once, before anything else is judged: brings what other processes left into this one's time. Where
   * the disk doesn't take that, it is done with the next change of the row.
   *
   * @param by `isAnew` where that time has nothing to do with theirs; where gateways share it, and each other's work, no start may put that off
   */
  async function adopt(now: Date, by: { timeoutMs: number; isAnew: boolean }) {
    const event = { kind: 'adopted', ...by } as const
    const keys = await queries.open()
    for (const key of keys) former.set(key, { event, at: now })
    for (const key of keys) {
      const failed = await apply(key, event, now).then(
        () => null,
        (error: unknown) => ({ error }),
      )
      if (failed) onUnreadable?.(key, failed.error)
      else former.delete(key)
    }
  }

  return { find, claim, fence, apply, adopt, ...queries }
}

/** Undefined where the key is taken. */
function writeFirst(database: Database, row: TicketRow): Promise<{ version: number } | undefined> {
  const { ticket, text } = toStored(row)
  const { key: _key, version: _version, ...values } = ticket
  return database.transaction().execute(async (within) => {
    const written = await within
      .insertInto('ticket')
      .values(ticket)
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet((set) => ({ ...values, version: set('ticket.version', '+', 1) }))
          .where('ticket.state', '=', 'received')
          .where('ticket.usuario', 'in', [values.usuario, nobody])
          // What was told of it since then stays true.
          .where('ticket.since', '<=', values.since),
      )
      .returning('version')
      .executeTakeFirst()
    if (written && text) await writeText(within, text)
    return written
  })
}

/** False where the row is no longer the one that was read. */
function replace(database: Database, read: TicketRow, changed: TicketRow): Promise<boolean> {
  const { ticket, text } = toStored(changed)
  return database.transaction().execute(async (within) => {
    const { numUpdatedRows } = await within
      .updateTable('ticket')
      .set(ticket)
      .where('key', '=', read.key)
      .where('version', '=', read.version)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    if (text && !isDeepStrictEqual(text, toStored(read).text)) await writeText(within, text)
    return true
  })
}

async function writeText(within: Transaction<Tables>, text: Tables['ticket_text']) {
  const { key, ...values } = text
  await within
    .insertInto('ticket_text')
    .values(text)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
    .execute()
}

export type Journal = ReturnType<typeof createJournal>
