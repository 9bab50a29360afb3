import type { Database } from '../database.ts'
import { lightly } from './lightly.ts'

type Deps = { database: Database; now: () => Date }

/** As far ahead as no gateway reserves: the server's clock was set back. */
const farMs = 10_000

/** Whoever reserves a moment has it alone: of those who ask at once one waits for the other's row. */
export function createTurns({ database, now }: Deps, name: string) {
  return async (apartMs: number): Promise<number> => {
    const nowMs = now().getTime()
    const { free_at } = await database
      .insertInto('turn')
      .values({ name, free_at: nowMs + apartMs })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet((row) => ({
          free_at: row
            .case()
            .when(row.between('turn.free_at', nowMs, nowMs + farMs))
            .then(row('turn.free_at', '+', apartMs))
            .else(nowMs + apartMs)
            .end(),
        })),
      )
      .returning(['turn.free_at', lightly])
      .executeTakeFirstOrThrow()
    return free_at - apartMs - now().getTime()
  }
}
