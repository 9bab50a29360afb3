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

/** How far a send has come, and whether it can still be stopped. */
export function createGate(deadline: Deadline) {
  let mayHaveBeenSent = false
  let whyNot: NotSent = unreachable
  const takenBack = new AbortController()
  const unawaited = new AbortController()
  const stopped = Promise.withResolvers<null>()

  /** From now on nothing leaves that hasn't; false where bytes may have left. */
  function takeBack(why: NotSent = unreachable): boolean {
    if (mayHaveBeenSent) return false
    if (!takenBack.signal.aborted) whyNot = why
    takenBack.abort()
    unawaited.abort()
    stopped.resolve(null)
    return true
  }

  /** What has left is only listened to from now on. */
  const leave = () => unawaited.abort()

  const atDeadline = setTimeout(() => {
    takeBack()
    leave()
  }, deadline.remainingMs())

  return {
    remainingMs: deadline.remainingMs,
    takeBack,
    leave,
    whyNot: () => whyNot,
    mayHaveBeenSent: () => mayHaveBeenSent,
    mayStart: () => !takenBack.signal.aborted && !deadline.isPast(),
    start() {
      mayHaveBeenSent = true
    },
    /** HubSoft stored nothing of what left. */
    turnedAway() {
      mayHaveBeenSent = false
    },
    takenBack: takenBack.signal,
    unawaited: unawaited.signal,
    /** What this work comes to, or null once it is taken back; the work itself goes on. */
    orTakenBack: <Done>(work: Promise<Done>): Promise<Done | null> =>
      Promise.race([work, stopped.promise]),
    close: () => clearTimeout(atDeadline),
  }
}

export type Gate = ReturnType<typeof createGate>
