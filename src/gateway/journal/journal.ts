import type { Database } from '../database/open-database.ts'
import { createQueries } from './queries.ts'
import { fromStored, toStored } from './stored-row.ts'
import type { TicketRow } from './ticket-row.ts'
import { type Effect, type JournalEvent, nextLookAfter, type Rules, step } from './transition.ts'

export type Applied = { row: TicketRow; isChanged: boolean; effects: Effect[] }

type Deps = {
  database: Database
  rules: Rules
  /** Told of each change, once it is on disk. */
  onChange?: (applied: Applied) => void
}

/**
 * What was sent and what came of it, on disk. Every call that changes something is one durable commit, and
 * rejects where the database didn't take it: then nothing has changed.
 */
export function createJournal({ database, rules, onChange = () => undefined }: Deps) {
  async function find(key: string): Promise<TicketRow | undefined> {
    const stored = await database
      .selectFrom('ticket')
      .selectAll()
      .where('key', '=', key)
      .executeTakeFirst()
    return stored && fromStored(stored)
  }

  /**
   * Commit 1: writes a first attempt, if nothing is known of its key or the key's earlier send proved not
   * sent. Null where the key is taken, whoever was faster.
   */
  async function claim(row: TicketRow): Promise<TicketRow | null> {
    const nextLookAt = nextLookAfter(null, row, row.sentAt, rules)
    const { key, version, ...values } = toStored({ ...row, nextLookAt })
    const stored = await database
      .insertInto('ticket')
      .values({ key, version, ...values })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet((set) => ({ ...values, version: set('ticket.version', '+', 1) }))
          .where('ticket.state', '=', 'received')
          .where('ticket.usuario', '=', values.usuario),
      )
      .returningAll()
      .executeTakeFirst()
    const claimed = stored ? fromStored(stored) : null
    if (claimed) onChange({ row: claimed, isChanged: true, effects: [] })
    return claimed
  }

  /** What the event makes of the row as it is now, whoever changes it at the same time. */
  async function apply(key: string, event: JournalEvent, now: Date): Promise<Applied | null> {
    for (;;) {
      const row = await find(key)
      if (!row) return null
      const next = step(row, event, now, rules)
      if (next.row === row) return { row, isChanged: false, effects: [] }
      const { numUpdatedRows } = await database
        .updateTable('ticket')
        .set({ ...toStored(next.row), version: row.version + 1 })
        .where('key', '=', key)
        .where('version', '=', row.version)
        .executeTakeFirst()
      if (numUpdatedRows > 0n) {
        const changed = { ...next.row, version: row.version + 1 }
        const applied = { row: changed, isChanged: true, effects: next.effects }
        onChange(applied)
        return applied
      }
    }
  }

  return { find, claim, apply, ...createQueries(database) }
}

export type Journal = ReturnType<typeof createJournal>
