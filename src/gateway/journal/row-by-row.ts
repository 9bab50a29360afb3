import type { Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'

/**
 * How many rows one transaction changes: others have their turn after it. Each costs a round trip or two on
 * PostgreSQL, and whoever waits for one of them gives up after 2 s, which 200 would take where a trip takes 5 ms.
 */
export const rowsAtOnce = 50

/** A query that names the rows that it finds, not run yet. */
type Finds<Id> = { limit: (most: number) => { execute: () => Promise<{ id: Id }[]> } }

/** Of more than were changed others have changed the rest at the same time. */
export type Changed = { found: number; changed: number }

/**
 * Changes rows in one transaction, always in the same order, so that of two gateways at the same rows one waits for
 * the other and never each for each. Meanwhile a row may have become another: `change` repeats why it is to be
 * changed, and says whether it was.
 */
export function rowByRow<Id extends string | number>(
  database: Database,
  ids: Id[],
  change: (within: Transaction<Tables>, id: Id) => Promise<boolean>,
): Promise<Changed> {
  return database.transaction().execute(async (within) => {
    let changed = 0
    for (const id of ids.toSorted()) {
      if (await change(within, id)) changed += 1
    }
    return { found: ids.length, changed }
  })
}

/** Changes of the rows that a query finds as many as go at once. */
export async function changeSome<Id extends string | number>(
  database: Database,
  finds: Finds<Id>,
  change: (within: Transaction<Tables>, id: Id) => Promise<boolean>,
): Promise<Changed> {
  const found = await finds.limit(rowsAtOnce).execute()
  if (found.length === 0) return { found: 0, changed: 0 }
  const ids = found.map(({ id }) => id)
  return rowByRow(database, ids, change)
}
