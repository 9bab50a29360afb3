import { createHash } from 'node:crypto'
import type { ExpressionBuilder } from 'kysely'
import { type Counter, type NamedLimit, toWaitS } from '../../counter.ts'
import type { Database } from '../database.ts'
import type { Tables } from '../tables.ts'
import { lightly } from './lightly.ts'

type Deps = {
  database: Database
  /** By the database's time, or a window would end earlier for one gateway than for another. */
  now: () => Date
}

/**
 * Counts for all gateways on one database. rate-limiter-flexible's store would reckon by each gateway's own clock,
 * and go past our connections.
 */
export function createSharedCounter(
  { database, now }: Deps,
  { name, points, windowS }: NamedLimit,
): Counter {
  const windowMs = windowS * 1000
  // As long as any other, and nothing to be read in it.
  const idOf = (key: string) => `${name} ${createHash('sha256').update(key).digest('base64url')}`
  const waitS = (endsAt: number) => toWaitS(endsAt - now().getTime(), windowS)

  async function count(key: string): Promise<number> {
    const nowMs = now().getTime()
    const fresh = { counted: 1, ends_at: nowMs + windowMs }
    const { counted, ends_at } = await database
      .insertInto('counter')
      .values({ id: idOf(key), ...fresh })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => {
          const goesOn = isRunning(row, nowMs, windowMs)
          const { counted, ends_at } = fresh
          return {
            counted: row
              .case()
              .when(goesOn)
              .then(row('counter.counted', '+', 1))
              .else(counted)
              .end(),
            ends_at: row.case().when(goesOn).then(row.ref('counter.ends_at')).else(ends_at).end(),
          }
        }),
      )
      .returning(['counter.counted', 'counter.ends_at', lightly])
      .executeTakeFirstOrThrow()
    return counted > points ? waitS(ends_at) : 0
  }

  async function look(key: string): Promise<number> {
    const held = await database
      .selectFrom('counter')
      .select('ends_at')
      .where('id', '=', idOf(key))
      .where('counted', '>=', points)
      .where((row) => isRunning(row, now().getTime(), windowMs))
      .executeTakeFirst()
    return held ? waitS(held.ends_at) : 0
  }

  return {
    count,
    look,
    async takeBack(key) {
      await database
        .updateTable('counter')
        .set((row) => ({ counted: row('counted', '-', 1) }))
        .where('id', '=', idOf(key))
        .where('counted', '>', 0)
        .execute()
    },
    async forget(key) {
      await database.deleteFrom('counter').where('id', '=', idOf(key)).execute()
    },
  }
}

/** What lies further ahead than any window was begun before the server's clock was set back. */
const isRunning = (row: ExpressionBuilder<Tables, 'counter'>, nowMs: number, windowMs: number) =>
  row.and([row('counter.ends_at', '>', nowMs), row('counter.ends_at', '<=', nowMs + 2 * windowMs)])
