import type { Deadline } from '../clock.ts'

/** How far a send has come, and whether it can still be stopped. */
export function createGate(deadline: Deadline) {
  let mayHaveBeenSent = false
  const takenBack = new AbortController()
  const unawaited = new AbortController()

  /** From now on nothing leaves that hasn't; false where bytes may have left. */
  function takeBack(): boolean {
    if (mayHaveBeenSent) return false
    takenBack.abort()
    unawaited.abort()
    return true
  }

  /** What has left is only listened to from now on. */
  const leave = () => unawaited.abort()

  const atDeadline = setTimeout(() => {
    takeBack()
    leave()
  }, deadline.remainingMs())

  return {
    takeBack,
    leave,
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
    close: () => clearTimeout(atDeadline),
  }
}

export type Gate = ReturnType<typeof createGate>
