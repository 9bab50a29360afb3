import type { After, Clock } from '../clock.ts'

/**
 * Reserves the next of the moments that all gateways on one account have together, so far apart; in how many ms it
 * comes. Rejects where that can't be asked.
 */
export type ReserveTurn = (apartMs: number) => Promise<number>

type Deps = {
  reserve: ReserveTurn
  apartMs: number
  clock: Clock
  after: After
}

const patienceMs = 250
const restMs = 1000
/** Of fifty gateways each has one reserved; what lies further ahead is of another time. */
const mostAheadMs = 5000

/**
 * In how many ms the next moment comes; null where that isn't known within a little, and each gateway has to go by a
 * pace of its own. One is asked for at a time, and what comes too late goes unused.
 */
export function createSharedTurns({ reserve, apartMs, clock, after }: Deps) {
  let isAsking = false
  let restsUntilMs = Number.NEGATIVE_INFINITY

  async function ask(): Promise<number | null> {
    isAsking = true
    try {
      const inMs = await reserve(apartMs)
      return inMs <= mostAheadMs ? inMs : null
    } catch {
      // The journal meets the same fault, and says so.
      restsUntilMs = clock.monotonicMs() + restMs
      return null
    } finally {
      isAsking = false
    }
  }

  return async (): Promise<number | null> => {
    if (isAsking || clock.monotonicMs() < restsUntilMs) return null
    const { promise, resolve } = Promise.withResolvers<null>()
    const inTime = after(patienceMs, () => resolve(null))
    return Promise.race([ask(), promise]).finally(inTime)
  }
}
