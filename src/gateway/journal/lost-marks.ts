import type { Logger } from 'pino'
import { referenceOf } from '../../contract/reference.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/open-database.ts'

/** When a HubSoft last answered an opened ticket without its reference, and how often it did. */
export type LostMark = { at: Date; times: number }

type Deps = { database: Database; hubsoft: URL; clock: Clock; log: Logger; onLost: () => void }

// As long as an unknown send is kept. HubSoft may shorten long descriptions alone: one that keeps its
// reference proves nothing.
const countedMs = 7 * 24 * 3_600_000

/** What is recorded of this HubSoft, and still counts. */
export async function findLostMark(
  database: Database,
  hubsoft: URL,
  nowMs: number,
): Promise<LostMark | null> {
  const found = await database
    .selectFrom('lost_mark')
    .selectAll()
    .where('hubsoft', '=', hubsoft.href)
    .executeTakeFirst()
  // A clock that was set back ends nothing.
  return found && nowMs < found.at + countedMs
    ? { at: new Date(found.at), times: found.times }
    : null
}

/**
 * Whether this HubSoft takes references out of descriptions: for a week after it last did, a list without
 * ours says nothing (hubsoft-api.md §16, "A mark that doesn't survive").
 */
export async function openLostMarks({ database, hubsoft, clock, log, onLost }: Deps) {
  let countsUntilMs =
    ((await findLostMark(database, hubsoft, clock.wallMs()))?.at.getTime() ?? -countedMs) +
    countedMs
  let writing = Promise.resolve()

  async function record(at: number) {
    const row = { hubsoft: hubsoft.href, at, times: 1 }
    await database
      .insertInto('lost_mark')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .column('hubsoft')
          .doUpdateSet((set) => ({ at, times: set('lost_mark.times', '+', 1) })),
      )
      .execute()
  }

  return {
    isLost: () => clock.wallMs() < countsUntilMs,
    /** It counts at once, and after a restart. */
    note(key: string) {
      const at = clock.wallMs()
      countsUntilMs = at + countedMs
      log.error({ key, reference: referenceOf(key) }, 'hubsoft took the reference out of a ticket')
      onLost()
      writing = writing
        .then(() => record(at))
        .catch((err: unknown) => log.error({ err }, 'a lost reference was not recorded'))
    },
    /** Comes back when all is recorded. */
    stop: () => writing,
  }
}

export type LostMarks = Awaited<ReturnType<typeof openLostMarks>>
