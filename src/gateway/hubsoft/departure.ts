import type { Deadline } from '../clock.ts'

/** Why for certain nothing was opened: no byte left, or HubSoft turned it away (401, 429). */
export type NotSent = { kind: 'not-sent' } & (
  | { reason: 'unreachable' | 'account-refused' }
  | { reason: 'hubsoft-down'; sinceMs: number }
  /** After an outage of the tickets, while another one shows whether it is over. */
  | { reason: 'one-by-one' }
  | { reason: 'too-many'; retryAfterS: number }
)

export const unreachable = { kind: 'not-sent', reason: 'unreachable' } as const

/**
 * A ticket on its way out: whether it may still leave, and whether it may have left. It is also the `Asking` by
 * which HubSoft is asked to open it.
 */
export function createDeparture(deadline: Deadline) {
  let mayHaveLeft = false
  let whyNot: NotSent = unreachable
  const ended = new AbortController()
  const unawaited = new AbortController()

  /** From now on nothing leaves that hasn't; false where bytes may have left. */
  function takeBack(why: NotSent = unreachable): boolean {
    if (mayHaveLeft) return false
    if (!ended.signal.aborted) whyNot = why
    ended.abort()
    unawaited.abort()
    return true
  }

  const timers = [setTimeout(() => takeBack() || unawaited.abort(), deadline.remainingMs())]

  return {
    takeBack,
    /** What has left is only listened to from now on. */
    onlyListen: () => unawaited.abort(),
    /** How long to go on listening for an answer after the deadline. */
    listenFor(ms: number) {
      timers.push(setTimeout(() => ended.abort(), deadline.remainingMs() + ms))
    },
    whyNot: () => whyNot,
    mayHaveLeft: () => mayHaveLeft,
    mayStart: () => !ended.signal.aborted && !deadline.isPast(),
    onStart() {
      mayHaveLeft = true
    },
    /** HubSoft stored nothing of what left. */
    onTurnedAway() {
      mayHaveLeft = false
    },
    signal: ended.signal,
    unawaited: unawaited.signal,
    close() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

export type Departure = ReturnType<typeof createDeparture>
