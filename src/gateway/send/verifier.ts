import pLimit from 'p-limit'
import type { Logger } from 'pino'
import { type After, restFor } from '../clock.ts'
import type { Journal, JournalPlace } from '../journal/journal.ts'
import type { Looks } from './looks.ts'

type Deps = {
  journal: Pick<Journal, 'apply' | 'due' | 'nextLookAt'>
  database: Pick<JournalPlace, 'confirmTime'>
  looks: Pick<Looks, 'join' | 'stop'>
  /** By the steady clock. */
  now: () => Date
  after: After
  log: Logger
}

const mostAtOnce = 4
const mostDue = 50
// What another process has left is noticed within it.
const longestSleepMs = 1000
const afterFaultMs = 5000

/**
 * Verifies the sends whose outcome isn't known, also those of a gateway that is gone: looks for each when
 * its row says so.
 */
export function createVerifier({ journal, database, looks, now, after, log }: Deps) {
  const limit = pLimit(mostAtOnce)
  /** What waits for its look, or is looked for. */
  const taken = new Map<string, Promise<void>>()
  const stopping = new AbortController()
  let round = Promise.resolve()
  let callOff = () => {}
  let [isRound, isWoken] = [false, false]

  async function verify(key: string) {
    await database.confirmTime()
    const applied = await journal.apply(key, { kind: 'taken' }, now())
    // Another gateway was faster, or it was settled while it waited.
    if (applied?.isChanged) await looks.join(applied.row)
  }

  /** False where the database didn't take it. */
  async function tryToVerify(key: string): Promise<boolean> {
    if (stopping.signal.aborted) return true
    try {
      await verify(key)
      return true
    } catch (err) {
      log.error({ key, err }, 'a send could not be verified')
      return false
    }
  }

  /** What failed is tried again later, and not at once, since HubSoft is asked each time. */
  function take(key: string) {
    const given = limit(tryToVerify, key).then(async (isDone) => {
      if (!isDone) await restFor(afterFaultMs, after, stopping.signal)
      taken.delete(key)
      wake()
    })
    taken.set(key, given)
  }

  /** Begins what is due; how long nothing else is, in ms. */
  async function begin(): Promise<number> {
    // What is taken may rest; what comes after it must not wait for that.
    const due = await journal.due(now(), mostDue + taken.size)
    for (const key of due.filter((one) => !taken.has(one))) take(key)
    const next = await journal.nextLookAt()
    const isBusy = due.length > 0
    const restMs = next && !isBusy ? next.getTime() - now().getTime() : longestSleepMs
    return Math.max(0, Math.min(restMs, longestSleepMs))
  }

  async function tick() {
    isRound = true
    isWoken = false
    const restMs = await begin().catch((err: unknown) => {
      log.error({ err }, 'what is not known can not be verified now')
      return afterFaultMs
    })
    isRound = false
    sleep(isWoken ? 0 : restMs)
  }

  function sleep(ms: number) {
    callOff()
    if (stopping.signal.aborted) return
    callOff = after(ms, () => {
      round = tick()
    })
  }

  /** A look may be due earlier than was known. */
  function wake() {
    isWoken = true
    if (!isRound) sleep(0)
  }

  return {
    start: () => sleep(0),
    wake,
    /** Begins nothing more, cuts the looks under way, and comes back when all is recorded. */
    async stop() {
      callOff()
      stopping.abort()
      await Promise.all([round, looks.stop()])
      await Promise.all(taken.values())
    },
  }
}

export type Verifier = ReturnType<typeof createVerifier>
