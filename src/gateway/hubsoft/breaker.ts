import type { Clock } from '../clock.ts'

type Failures = { sends: number; probes: number; since: Date | null }

const sendsToOpen = 5
const probesToOpen = 2
const none: Failures = { sends: 0, probes: 0, since: null }

/** Told of each move: since when HubSoft is down, or null when it is back. */
type Moved = (openSince: Date | null) => void

/**
 * The circuit breaker: open while HubSoft is down, so that nobody waits for it. It opens after five
 * sends or two probes in a row without an answer, and only a probe's answer closes it: a ticket must
 * never be the trial.
 */
export function createBreaker({ wallMs, monotonicMs }: Clock) {
  let failures = none
  let openSince: Date | null = null
  let era = 0
  let lastAnswerMs = monotonicMs()
  const calls = new Set<Moved>()

  function move(to: Date | null) {
    openSince = to
    era += 1
    failures = none
    for (const call of [...calls]) call(to)
  }

  return {
    /** Null while HubSoft is there, as far as anybody knows. */
    openSince: () => openSince,
    /** Another one since each move: what began in an earlier one says nothing of now. */
    era: () => era,
    lastAnswerMs: () => lastAnswerMs,
    hasFailedProbe: () => failures.probes > 0,
    answered() {
      lastAnswerMs = monotonicMs()
      failures = none
    },
    failed(by: 'sends' | 'probes') {
      if (openSince) return
      const since = failures.since ?? new Date(wallMs())
      failures = { ...failures, [by]: failures[by] + 1, since }
      if (failures.sends >= sendsToOpen || failures.probes >= probesToOpen) move(since)
    },
    close() {
      if (openSince) move(null)
    },
    /** What comes back calls it off. */
    onMove(call: Moved): () => void {
      calls.add(call)
      return () => void calls.delete(call)
    },
  }
}

export type Breaker = ReturnType<typeof createBreaker>
