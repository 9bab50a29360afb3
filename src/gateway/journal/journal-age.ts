import type { Database } from '../database/open-database.ts'

/** From when on the journal's rows age, and when it was last swept where the clock has jumped since. */
type JournalAge = { countsFrom: number; jumpedFrom: number | null }

const minuteMs = 60_000
/** Longer than from a Friday to a Monday: what is turned off each weekend must forget, too. */
const longestRestMs = 3 * 24 * 60 * minuteMs

/**
 * Between two runs nothing but the wall clock says what time has passed, and in either it may have been wrong.
 * Where it jumped, everything is counted anew from now on, or a wrong clock at one start would remove what is of
 * today. Nothing lies ahead of now.
 */
export function takeOverAge(database: Database, now: number): Promise<JournalAge> {
  return database.transaction().execute(async (within) => {
    const former = await within.selectFrom('journal_age').selectAll().executeTakeFirst()
    const sweptAt = former?.swept_at ?? now
    const hasJumped = now < sweptAt - minuteMs || now > sweptAt + longestRestMs
    const countsFrom = hasJumped ? now : (former?.counts_from ?? 0)
    await within.deleteFrom('journal_age').execute()
    await within
      .insertInto('journal_age')
      .values({ swept_at: now, counts_from: countsFrom })
      .execute()
    await within
      .updateTable('ticket')
      .set((row) => ({ since: now, version: row('version', '+', 1) }))
      .where('since', '>', now)
      .execute()
    await within.updateTable('protocol_told').set({ since: now }).where('since', '>', now).execute()
    return { countsFrom, jumpedFrom: hasJumped ? sweptAt : null }
  })
}

export async function keepAge(database: Database, now: number) {
  await database.updateTable('journal_age').set({ swept_at: now }).execute()
}
