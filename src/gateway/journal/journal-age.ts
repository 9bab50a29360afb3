import type { Database } from '../database/database.ts'
import { type Changed, changeSome } from './row-by-row.ts'

/** From when on the journal's rows age, and when it was last swept where the clock has jumped since. */
type JournalAge = { countsFrom: number; jumpedFrom: number | null }

const minuteMs = 60_000
/** Longer than from a Friday to a Monday: what is turned off each weekend must forget, too. */
const longestRestMs = 3 * 24 * 60 * minuteMs
const theOnly = 1

/**
 * Notes that the journal is swept now. Between two runs nothing but the wall clock says what time has passed, and in
 * either it may have been wrong. Where it jumped, everything is counted anew from now on, or a wrong clock at
 * one start would remove what is of today. Nothing lies ahead of now.
 */
export async function takeOverAge(database: Database, now: number): Promise<JournalAge> {
  const age = await noteSweep(database, now)
  await bringBackTickets(database, now)
  await bringBackTold(database, now)
  return age
}

/** Of two that note it at once the second goes by what the first has noted. */
async function noteSweep(database: Database, now: number): Promise<JournalAge> {
  for (;;) {
    const former = await database.selectFrom('journal_age').selectAll().executeTakeFirst()
    const { swept_at: sweptAt, counts_from } = former ?? { swept_at: now, counts_from: 0 }
    const hasJumped = now < sweptAt - minuteMs || now > sweptAt + longestRestMs
    const countsFrom = hasJumped ? now : counts_from
    const age = { swept_at: now, counts_from: countsFrom }
    const noted = await database
      .insertInto('journal_age')
      .values({ id: theOnly, ...age })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet(age)
          .where('journal_age.swept_at', '=', sweptAt)
          .where('journal_age.counts_from', '=', counts_from),
      )
      .returning('id')
      .executeTakeFirst()
    if (noted) return { countsFrom, jumpedFrom: hasJumped ? sweptAt : null }
  }
}

export async function keepAge(database: Database, now: number) {
  await database.updateTable('journal_age').set({ swept_at: now }).execute()
}

async function bringBackTickets(database: Database, now: number) {
  const ahead = database.selectFrom('ticket').select('key as id').where('since', '>', now)
  await untilNone(() =>
    changeSome(database, ahead, async (within, key) => {
      const { numUpdatedRows } = await within
        .updateTable('ticket')
        .set((row) => ({ since: now, version: row('version', '+', 1) }))
        .where('key', '=', key)
        .where('since', '>', now)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    }),
  )
}

async function bringBackTold(database: Database, now: number) {
  const ahead = database
    .selectFrom('protocol_told')
    .select('ticket_id as id')
    .where('since', '>', now)
  await untilNone(() =>
    changeSome(database, ahead, async (within, id) => {
      const { numUpdatedRows } = await within
        .updateTable('protocol_told')
        .set({ since: now })
        .where('ticket_id', '=', id)
        .where('since', '>', now)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    }),
  )
}

/** What somebody else changes at the same time is looked for again. */
async function untilNone(change: () => Promise<Changed>) {
  for (let isDone = false; !isDone; ) isDone = (await change()).found === 0
}
