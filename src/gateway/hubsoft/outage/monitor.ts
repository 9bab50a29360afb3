import type { After, Clock } from '../../clock.ts'
import type { Breaker } from './breaker.ts'

/** Whether a read, which changes nothing, is answered. Ends on its signal, and never rejects. */
export type Probe = (signal: AbortSignal) => Promise<boolean>

type Deps = {
  breaker: Breaker
  clock: Clock
  after: After
  /** From 0 to 1, for jitter. */
  random: () => number
  /** How long one probe may take. */
  probeMs: number
}

const idleMs = 15_000
const betweenProbesMs = 2000
const mostProbes = 5

/**
 * Asks whether HubSoft is there: when nothing was answered for 15 s, so that an outage is known before
 * anyone types; and while it is down, every 2 s, whether or not earlier probes still hang.
 */
export function createMonitor({ breaker, clock, after, random, probeMs }: Deps) {
  const underWay = new Set<AbortController>()
  let probe: Probe | null = null
  let callOff = () => {}

  function nextAfter(ms: number) {
    callOff()
    if (probe) callOff = after(ms, next)
  }

  const soon = () => nextAfter(betweenProbesMs * (0.9 + 0.2 * random()))

  function next() {
    if (breaker.openSince()) {
      if (underWay.size < mostProbes) void tryOnce()
      return soon()
    }
    const idleLeftMs = breaker.lastAnswerMs() + idleMs - clock.monotonicMs()
    if (idleLeftMs > 0 && !breaker.hasFailedProbe()) return nextAfter(idleLeftMs)
    // What comes next is set when this one has ended.
    void tryOnce()
  }

  async function tryOnce() {
    if (!probe) return
    const begunIn = breaker.era()
    const stop = new AbortController()
    underWay.add(stop)
    const inTime = after(probeMs, () => stop.abort())
    const isThere = await probe(stop.signal)
    inTime()
    underWay.delete(stop)
    if (begunIn !== breaker.era()) return

    if (!isThere) breaker.failed('probes')
    else {
      breaker.answered('read')
      breaker.close()
    }
    // A move has set what comes next, and while HubSoft is down that stands already.
    if (begunIn !== breaker.era() || breaker.openSince()) return
    if (isThere) nextAfter(idleMs)
    else soon()
  }

  function abortAll() {
    for (const stop of underWay) stop.abort()
  }

  breaker.onMove((openSince) => {
    if (!openSince) abortAll()
    nextAfter(openSince ? 0 : idleMs)
  })

  return {
    start(given: Probe) {
      probe = given
      nextAfter(idleMs)
    },
    stop() {
      probe = null
      callOff()
      abortAll()
    },
  }
}
