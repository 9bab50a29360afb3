import type { Clock } from '../clock.ts'

/** What HubSoft was asked for: a sign-in, to open a ticket, or a read. */
export type Asked = 'token' | 'ticket' | 'read'

type Failures = { tickets: number; tokens: number; probes: number; since: Date | null }

const sendsToOpen = 5
const probesToOpen = 2
const none: Failures = { tickets: 0, tokens: 0, probes: 0, since: null }
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
    ;[trialSince, areReadsBroken] = [null, by === 'probes']
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
    hasFailedProbe: () => failures.probes > 0,
    /** A ticket wants to leave: since when HubSoft is down, or null where it may. `leave` once it is over. */
    enter(): { downSince: Date | null; leave: () => void } {
      const downSince = openSince ?? (isTrialTaken ? trialSince : null)
      if (downSince || !trialSince) return { downSince, leave: () => undefined }
      const [own, begunIn] = [trialSince, era]
      isTrialTaken = true
      return {
        downSince: null,
        leave() {
          if (trialSince === own && era === begunIn) isTrialTaken = false
        },
      }
    },
    /** What is asked for most says most: a read says nothing of tickets. */
    answered(asked: Asked) {
      lastAnswerMs = monotonicMs()
      if (asked === 'ticket' && !openSince)
        [failures, trialSince, isTrialTaken] = [none, null, false]
      else if (asked === 'token') failures = { ...failures, tokens: 0 }
      else failures = { ...failures, probes: 0 }
    },
    failed(by: 'tickets' | 'tokens' | 'probes') {
      if (openSince) {
        areReadsBroken ||= by === 'probes'
        return
      }
      const since = failures.since ?? trialSince ?? new Date(wallMs())
      failures = { ...failures, [by]: failures[by] + 1, since }
      const { tickets, tokens, probes } = failures
      if (probes >= probesToOpen) open(since, 'probes')
      else if (tickets + tokens >= (trialSince ? 1 : sendsToOpen)) open(since, 'sends')
    },
    /** A probe was answered. */
    close() {
      if (!openSince || monotonicMs() < closableMs) return
      ;[trialSince, isTrialTaken] = [areReadsBroken ? null : openSince, false]
      move(null)
    },
    /** What comes back calls it off. */
    onMove(call: Moved): () => void {
      calls.add(call)
      return () => void calls.delete(call)
    },
  }
}

export type Breaker = ReturnType<typeof createBreaker>
