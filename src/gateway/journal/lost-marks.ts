import type { Logger } from 'pino'
import { referenceOf } from '../../contract/reference.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'

/** When a HubSoft last answered an opened ticket without its reference, and how often it did. */
type LostMark = { at: Date; times: number }

type Deps = {
  database: Database
  hubsoft: URL
  /** The wall's time is what a former process can leave behind. */
  clock: Pick<Clock, 'wallMs'>
  /** By the steady clock. */
  now: () => Date
  log: Logger
  onLost: () => void
}

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
 * ours says nothing (hubsoft §16, "A mark that doesn't survive").
 */
export async function openLostMarks({ database, hubsoft, clock, now, log, onLost }: Deps) {
  const former = await findLostMark(database, hubsoft, clock.wallMs())
  const formerMs = former ? clock.wallMs() - former.at.getTime() : countedMs
  let countsUntilMs = now().getTime() + countedMs - formerMs
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
    isLost: () => now().getTime() < countsUntilMs,
    /** It counts at once, and after a restart once this comes back. Never rejects. */
    note(key: string): Promise<void> {
      const at = clock.wallMs()
      countsUntilMs = now().getTime() + countedMs
      log.error({ key, reference: referenceOf(key) }, 'hubsoft took the reference out of a ticket')
      onLost()
      writing = writing
        .then(() => record(at))
        .catch((err: unknown) => log.error({ err }, 'a lost reference was not recorded'))
      return writing
    },
    /** Comes back when all is recorded. */
    stop: () => writing,
  }
}

export type LostMarks = Awaited<ReturnType<typeof openLostMarks>>
