import { type After, type Clock, systemAfter } from '../../clock.ts'
import { DatabaseServerError } from '../database.ts'

// What two clocks differ by in so long is far below a second.
const everyMs = 10_000
const againMs = 1000
const trustedMs = 3 * everyMs
/** What is no drift of clocks, and no slow answer. */
const jumpMs = 1000
/** NTP sets a clock right by no more than 500 ppm without a step. */
const driftPerMs = 1 / 2000
const firstQuestions = 3

type Deps = {
  /** The server's time, in ms since 1970. */
  ask: () => Promise<number>
  /** This machine's. */
  clock: Clock
  after?: After
  onJump: (byMs: number) => void
  onFault: (fault: unknown) => void
}

/** How far the server is ahead of our steady clock, by how much that may be wrong, and when it was last seen to be so. */
type Offset = { ms: number; offMs: number; atMs: number; wallAtMs: number }

/**
 * The server's time, without asking for it each time: our own, put right again and again. So all gateways on one
 * database agree on when a send's deadline is over, to within what an answer takes.
 */
export async function readTimeThere({ ask, clock, after = systemAfter, onJump, onFault }: Deps) {
  let offset = await measureBest()
  let callOff = () => {}
  let measuring: Promise<void> | null = null
  let [isStopped, isTold] = [false, false]
  plan(everyMs)

  async function measure(): Promise<Offset> {
    const askedMs = clock.monotonicMs()
    const thereMs = await ask()
    const [atMs, wallAtMs] = [clock.monotonicMs(), clock.wallMs()]
    const halfMs = (atMs - askedMs) / 2
    return { ms: thereMs - askedMs - halfMs, offMs: halfMs, atMs, wallAtMs }
  }

  /** The quickest answer is the nearest to the truth. */
  async function measureBest(): Promise<Offset> {
    let best = await measure()
    for (let asked = 1; asked < firstQuestions; asked += 1) {
      const next = await measure()
      if (next.offMs < best.offMs) best = next
    }
    return best
  }

  async function correct() {
    const next = await measure()
    const byMs = next.ms - offset.ms
    const driftMs = (next.atMs - offset.atMs) * driftPerMs
    const isJump = Math.abs(byMs) > jumpMs + next.offMs + driftMs
    const { atMs, wallAtMs } = next
    const offMs = offset.offMs + driftMs
    // A slow answer that agrees with what was known says that it still holds, and nothing better.
    const holds = Math.abs(byMs) <= next.offMs && next.offMs > offMs
    offset = holds ? { ...offset, offMs, atMs, wallAtMs } : next
    if (isJump) onJump(byMs)
  }

  function correctOnce(): Promise<void> {
    measuring ??= correct().finally(() => {
      measuring = null
    })
    return measuring
  }

  function plan(ms: number) {
    if (isStopped) return
    callOff = after(ms, () => {
      correctOnce().then(
        () => {
          isTold = false
          plan(everyMs)
        },
        (fault: unknown) => {
          // Once an outage.
          if (!isStopped && !isTold) onFault(fault)
          isTold = true
          plan(againMs)
        },
      )
    })
  }

  /** Not where it is long ago, nor where this machine slept or was set since: one of its clocks went on then. */
  function isTrusted(): boolean {
    const passedMs = clock.monotonicMs() - offset.atMs
    const wallPassedMs = clock.wallMs() - offset.wallAtMs
    const isSteady = Math.abs(wallPassedMs - passedMs) < jumpMs
    return passedMs < trustedMs && isSteady && offset.offMs < jumpMs
  }

  return {
    now: () => new Date(clock.monotonicMs() + offset.ms),
    clock: {
      // By our own wall clock, which goes on while the machine sleeps. Whole, as times are kept.
      wallMs: () => Math.round(clock.wallMs() - offset.wallAtMs + offset.atMs + offset.ms),
      monotonicMs: clock.monotonicMs,
    } satisfies Clock,
    /** By how many ms `now` may be wrong. */
    async confirm(): Promise<number> {
      if (!isTrusted()) await correctOnce()
      if (!isTrusted()) throw new DatabaseServerError('its time came too slowly', null, undefined)
      return Math.ceil(offset.offMs + (clock.monotonicMs() - offset.atMs) * driftPerMs)
    },
    stop() {
      isStopped = true
      callOff()
    },
  }
}

export type TimeThere = Awaited<ReturnType<typeof readTimeThere>>
