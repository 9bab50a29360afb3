import type { Logger } from 'pino'
import { referenceOf } from '../../contract/reference.ts'
import type { Clock } from '../clock.ts'
import type { Database, OpenDatabase } from '../database/database.ts'

/** When a HubSoft last answered an opened ticket without its reference, and how often it did. */
type LostMark = { at: Date; times: number }

type Deps = {
  database: OpenDatabase
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
  let countsUntilMs = Number.NEGATIVE_INFINITY
  let writing = Promise.resolve()

  async function read() {
    const found = await findLostMark(database, hubsoft, clock.wallMs())
    if (!found) return
    const agoMs = clock.wallMs() - found.at.getTime()
    countsUntilMs = Math.max(countsUntilMs, now().getTime() + countedMs - agoMs)
  }
  await read()

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
    /** Hears what other gateways have noted meanwhile; false where that can't be read. Never rejects. */
    async hearOthers(): Promise<boolean> {
      if (!database.isShared) return true
      return read().then(
        () => true,
        (err: unknown) => {
          log.error({ err }, 'a lost reference could not be heard of')
          return false
        },
      )
    },
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
