import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { ShownAtendimento } from '#src/contract/shown-ticket.ts'
import { createSteadyNow } from '#src/gateway/clock.ts'
import type { LookedFor } from '#src/gateway/hubsoft/look.ts'
import type { Rank } from '#src/gateway/hubsoft/read-pace.ts'
import type { Journal } from '#src/gateway/journal/journal.ts'
import type { SendState, TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { createLooks } from '#src/gateway/send/looks.ts'
import { createVerifier } from '#src/gateway/send/verifier.ts'
import { deadlineAt, rowOf, states } from '../journal/a-row.ts'
import { createHandClock } from '../journal/hand-clock.ts'
import { keepRows, openJournal } from '../journal/open-journal.ts'
import { keepLog } from '../keep-log.ts'

/** A list of tickets as it was read; null where it could not be. */
type Shown = ShownAtendimento[] | null

type LookUnderWay = LookedFor & {
  /** When it began, in ms since the deadline of these tests' sends. */
  atMs: number
  signal: AbortSignal
  rank: Rank | undefined
  show: (shown: Shown) => void
}

type Options = {
  file?: string
  /** What the wall clock says at first; the deadline of these tests' sends without. */
  wall?: Date
  /** What HubSoft's list shows at once; the test shows it, without. */
  shows?: Shown
  /** In place of the journal's own. */
  journal?: (own: Journal) => Partial<Journal>
}

/** Journal, looks and verifier from the deadline of these tests' sends on; HubSoft is the test. */
export async function startVerifier({ file, wall = deadlineAt, shows, ...options }: Options = {}) {
  const { journal: otherwise } = options
  const time = createHandClock(wall)
  const { clock, after } = time
  const now = createSteadyNow(clock)
  const own = await openJournal(file)
  const journal = { ...own, ...otherwise?.(own) }
  const { log, lines } = keepLog()
  const said = () => lines().map(({ msg }) => msg)
  const asked: LookUnderWay[] = []
  const looks = createLooks({
    journal,
    lookFor(lookedFor, signal, rank) {
      const { promise, resolve } = Promise.withResolvers<Shown>()
      signal.addEventListener('abort', () => resolve(null))
      asked.push({ ...lookedFor, atMs: time.passedMs(), signal, rank, show: resolve })
      if (signal.aborted) resolve(null)
      if (shows !== undefined) resolve(shows)
      return promise
    },
    lookWaitS: () => 0,
    now,
    after,
    log,
  })
  const verifier = createVerifier({ journal, database: own.database, looks, now, after, log })
  onTestFinished(verifier.stop)

  /** The key of a row of that state as another gateway left it, due at the deadline unless it is said otherwise. */
  async function leave(kind: SendState['kind'], said: Partial<TicketRow> = {}) {
    const left = { since: deadlineAt, owner: 'a gateway that is gone', nextLookAt: deadlineAt }
    const row = rowOf({ key: randomUUID(), state: states[kind], ...left, ...said })
    await keepRows(own.database, row)
    return row.key
  }

  async function begin(ms = 0) {
    verifier.start()
    await time.pass(ms)
  }

  return { ...time, now, own, journal, verifier, looks, asked, lines, said, leave, begin }
}
