import type { Deadline } from '../clock.ts'
import { type NotSent, unreachable } from './send-outcome.ts'

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
