import { type HubsoftAnswer, readOutcome } from '../../contract/outcome.ts'
import { type After, type Clock, createDeadline, restFor } from '../clock.ts'

// HubSoft takes 20 requests a second from one account, and sends come first (hubsoft-api.md §16).
const betweenReadsMs = 100
const longestPauseMs = 300_000

/**
 * The pace of whatever is only read with our account, looks above all: ten a second, one after the other, and
 * none while HubSoft wants us to wait.
 */
export function createReadPace(clock: Clock, after: After) {
  let freeMs = 0
  let pause = createDeadline(clock, 0)
  const waitS = () => Math.ceil(pause.remainingMs() / 1000)

  return {
    /** How long HubSoft wants no reads; 0 where it wants them. */
    waitS,
    /** Told what a read was answered. */
    heard(answer: HubsoftAnswer | null) {
      const read = answer?.status === 429 ? readOutcome(answer) : null
      if (read?.kind !== 'turned-away' || read.reason !== 'too-many') return
      pause = createDeadline(clock, Math.min(read.retryAfterS * 1000, longestPauseMs))
    },
    /** Waits for its turn; false where it may not be taken. */
    async turn(signal: AbortSignal): Promise<boolean> {
      if (waitS() > 0 || signal.aborted) return false
      const nowMs = clock.monotonicMs()
      const ownMs = Math.max(nowMs, freeMs)
      freeMs = ownMs + betweenReadsMs
      if (ownMs > nowMs) await restFor(ownMs - nowMs, after, signal)
      return !signal.aborted && waitS() === 0
    },
  }
}

export type ReadPace = ReturnType<typeof createReadPace>
