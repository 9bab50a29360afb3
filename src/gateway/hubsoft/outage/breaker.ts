import type { Clock } from '../../clock.ts'
import type { Route } from '../question.ts'

type Failing = 'tickets' | 'tokens' | 'probes'
/** In a row, and since when. */
type Count = { times: number; since: Date | null }

const sendsToOpen = 5
const probesToOpen = 2
const never: Count = { times: 0, since: null }
const none: Record<Failing, Count> = { tickets: never, tokens: never, probes: never }
const firstPauseMs = 15_000
const longestPauseMs = 120_000

/** Told of each move: since when HubSoft is down, or null when it is back. */
type Moved = (openSince: Date | null) => void

/**
 * The circuit breaker: open while HubSoft is down, so that nobody waits for it. It opens after five
 * sends or two probes in a row without an answer, and only a probe's answer closes it.
 *
 * Where reads were answered all the while, tickets alone may be broken, which no read shows. Then one ticket
 * at a time is let through until one is answered; the first that isn't opens it again at once, each time for
 * longer (15 s to 2 min). So few are left uncertain, and nobody is kept away for ever.
 */
export function createBreaker({ wallMs, monotonicMs }: Clock) {
  let failures = none
  let openSince: Date | null = null
  /** Since when tickets may be broken, while one of them at a time shows whether they are. */
  let trialSince: Date | null = null
  let [isTrialTaken, areReadsBroken, reopenings, closableMs] = [false, false, 0, 0]
  let era = 0
  let lastAnswerMs = monotonicMs()
  const calls = new Set<Moved>()

  function move(to: Date | null) {
    openSince = to
    era += 1
    failures = none
    for (const call of [...calls]) call(to)
  }

  function open(since: Date, by: 'sends' | 'probes') {
    reopenings = trialSince ? reopenings + 1 : 0
    const pauseMs = trialSince ? firstPauseMs * 2 ** (reopenings - 1) : 0
    closableMs = monotonicMs() + Math.min(pauseMs, longestPauseMs)
    trialSince = null
    areReadsBroken = by === 'probes'
    move(since)
  }

  return {
    /** Null while HubSoft is there, as far as anybody knows. */
    openSince: () => openSince,
    /** Another one since each move: what began in an earlier one says nothing of now. */
    era: () => era,
    /** Since when tickets may be broken, where only a ticket can show it; null where they aren't. */
    trialSince: () => trialSince,
    lastAnswerMs: () => lastAnswerMs,
    hasFailedProbe: () => failures.probes.times > 0,
    /**
     * A ticket wants to leave: null where it may not, since HubSoft is down or another one shows whether it is;
     * else to be called once it is over.
     */
    enter(): (() => void) | null {
      if (openSince) return null
      if (!trialSince) return () => undefined
      if (isTrialTaken) return null
      const [own, begunIn] = [trialSince, era]
      isTrialTaken = true
      return () => {
        if (trialSince === own && era === begunIn) isTrialTaken = false
      }
    },
    /** What is asked for most says most: a read says nothing of tickets. */
    answered(asked: Route) {
      lastAnswerMs = monotonicMs()
      if (asked === 'ticket' && !openSince) {
        failures = none
        trialSince = null
        isTrialTaken = false
      } else if (asked === 'token') failures = { ...failures, tokens: never }
      else failures = { ...failures, probes: never }
    },
    failed(by: Failing) {
      if (openSince) {
        areReadsBroken ||= by === 'probes'
        return
      }
      const { times, since } = failures[by]
      const now = new Date(wallMs())
      failures = { ...failures, [by]: { times: times + 1, since: since ?? now } }
      const { tickets, tokens, probes } = failures
      const sends = tickets.times + tokens.times
      if (probes.times >= probesToOpen) open(probes.since ?? now, 'probes')
      else if (sends >= (trialSince ? 1 : sendsToOpen)) {
        open(trialSince ?? earlier(tickets, tokens) ?? now, 'sends')
      }
    },
    /** A probe was answered. */
    close() {
      if (!openSince || monotonicMs() < closableMs) return
      trialSince = areReadsBroken ? null : openSince
      isTrialTaken = false
      move(null)
    },
    /** What comes back calls it off. */
    onMove(call: Moved): () => void {
      calls.add(call)
      return () => void calls.delete(call)
    },
  }
}

function earlier({ since: one }: Count, { since: other }: Count): Date | null {
  return one && other && other < one ? other : (one ?? other)
}

export type Breaker = ReturnType<typeof createBreaker>
