import type { Clock } from '../../clock.ts'

// What two clocks differ by in so long is far below a second.
const everyMs = 10_000
const againMs = 1000
const trustedMs = 3 * everyMs
/** What is no drift of clocks, and no slow answer. */
const jumpMs = 1000
const firstQuestions = 3

type Deps = {
  /** The server's time, in ms since 1970. */
  ask: () => Promise<number>
  /** This machine's. */
  clock: Clock
  onJump: (byMs: number) => void
  onFault: (fault: unknown) => void
}

/** How far the server is ahead of either of our clocks, when that was found, and how far it may be from true. */
type Offset = {
  ofMonotonicMs: number
  ofWallMs: number
  atMs: number
  wallAtMs: number
  offMs: number
}

/**
 * The server's time, without asking for it each time: our own, put right again and again. So all gateways on one
 * database agree on when a send's deadline is over, to within what an answer takes.
 */
export async function readTimeThere({ ask, clock, onJump, onFault }: Deps) {
  let offset = await measureBest()
  let timer = plan(everyMs)
  let measuring: Promise<void> | null = null

  async function measure(): Promise<Offset> {
    const [askedMs, askedWallMs] = [clock.monotonicMs(), clock.wallMs()]
    const thereMs = await ask()
    const halfMs = (clock.monotonicMs() - askedMs) / 2
    return {
      ofMonotonicMs: thereMs - askedMs - halfMs,
      ofWallMs: thereMs - askedWallMs - halfMs,
      atMs: askedMs,
      wallAtMs: askedWallMs,
      offMs: halfMs,
    }
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
    const byMs = next.ofMonotonicMs - offset.ofMonotonicMs
    const isJump = Math.abs(byMs) > jumpMs + next.offMs
    offset = next
    if (isJump) onJump(byMs)
  }

  function correctOnce(): Promise<void> {
    measuring ??= correct().finally(() => {
      measuring = null
    })
    return measuring
  }

  function plan(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      correctOnce().then(
        () => {
          timer = plan(everyMs)
        },
        (fault: unknown) => {
          onFault(fault)
          timer = plan(againMs)
        },
      )
    }, ms).unref()
  }

  /** Not where it is long ago, nor where this machine slept or was set since: one of its clocks went on then. */
  function isTrusted(): boolean {
    const passedMs = clock.monotonicMs() - offset.atMs
    const wallPassedMs = clock.wallMs() - offset.wallAtMs
    return passedMs < trustedMs && Math.abs(wallPassedMs - passedMs) < jumpMs
  }

  return {
    now: () => new Date(clock.monotonicMs() + offset.ofMonotonicMs),
    clock: {
      // Whole, as times are kept.
      wallMs: () => Math.round(clock.wallMs() + offset.ofWallMs),
      monotonicMs: clock.monotonicMs,
    } satisfies Clock,
    confirm: async () => {
      if (!isTrusted()) await correctOnce()
    },
    stop: () => clearTimeout(timer),
  }
}

export type TimeThere = Awaited<ReturnType<typeof readTimeThere>>
