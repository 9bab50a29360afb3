import pLimit from 'p-limit'
import type { Logger } from 'pino'
import type { After, Clock } from '../clock.ts'
import type { Journal } from './journal.ts'
import type { Looks } from './looks.ts'
import type { TicketRow } from './ticket-row.ts'

type Deps = { journal: Journal; looks: Looks; clock: Clock; after: After; log: Logger }

const mostAtOnce = 4
const mostDue = 50
// A clock that was set is noticed within it.
const longestSleepMs = 1000
const afterFaultMs = 5000

/**
 * Verifies the sends whose outcome isn't known, also those of a gateway that is gone: looks for each when
 * its row says so.
 */
export function createVerifier({ journal, looks, clock, after, log }: Deps) {
  const limit = pLimit(mostAtOnce)
  let callOff = () => {}
  let [isRound, isWoken] = [false, false]
  const now = () => new Date(clock.wallMs())

  async function verify(due: TicketRow): Promise<TicketRow> {
    if (due.state.kind !== 'sending') return looks.look(due)
    const overdue = await journal.apply(due.key, { kind: 'overdue' }, now())
    // Set back, the clock says that it is still being sent.
    return overdue?.row.state.kind === 'uncertain' ? looks.look(overdue.row) : due
  }

  /** What the database doesn't take is tried again later, and not at once: HubSoft is asked each time. */
  async function verifyOrRest(due: TicketRow): Promise<TicketRow> {
    try {
      return await verify(due)
    } catch (err) {
      log.error({ key: due.key, err }, 'a look was not kept')
      await rest(afterFaultMs)
      return due
    }
  }

  function rest(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const inTime = after(ms, resolve)
    looks.stopping.addEventListener('abort', () => resolve(), { once: true })
    return promise.finally(inTime)
  }

  async function round(): Promise<number> {
    const due = await journal.due(now(), mostDue)
    for (const row of due.filter(({ key }) => !looks.isUnderWay(key))) {
      void looks.join(row, () => limit(verifyOrRest, row)).then(wake)
    }
    const next = await journal.nextLookAt()
    const isBusy = due.length > 0
    const restMs = next && !isBusy ? next.getTime() - clock.wallMs() : longestSleepMs
    return Math.max(0, Math.min(restMs, longestSleepMs))
  }

  async function tick() {
    ;[isRound, isWoken] = [true, false]
    const restMs = await round().catch((err: unknown) => {
      log.error({ err }, 'what is not known can not be verified now')
      return afterFaultMs
    })
    isRound = false
    sleep(isWoken ? 0 : restMs)
  }

  function sleep(ms: number) {
    callOff()
    if (!looks.stopping.aborted) callOff = after(ms, () => void tick())
  }

  /** A look may be due earlier than was known. */
  function wake() {
    isWoken = true
    if (!isRound) sleep(0)
  }

  return {
    start: () => sleep(0),
    wake,
    async stop() {
      callOff()
      await looks.stop()
    },
  }
}

export type Verifier = ReturnType<typeof createVerifier>
