import { type After, type Clock, createDeadline } from '../clock.ts'
import type { HubsoftAnswer } from './answer.ts'
import { readRetryAfterS } from './reading/retry-after.ts'
import { createSharedTurns, type ReserveTurn } from './shared-turns.ts'

// HubSoft takes 20 requests a second from one account, and sends come first (hubsoft §16).
const betweenReadsMs = 100
const longestPauseMs = 300_000

/** Who goes first: what a send waits for, what becomes of a send, and last what somebody only wants to see. */
const ranks = ['for-a-send', 'later', 'to-see'] as const
export type Rank = (typeof ranks)[number]

type Waiter = { rank: Rank; go: (mayRead: boolean) => void }

/**
 * The pace of whatever is only read with our account, looks above all: ten a second, one after the other, and
 * none while HubSoft wants us to wait.
 *
 * @param reserve for whoever shares the account with other gateways: of all of them together there are ten a second. This one has one
 * moment reserved at a time, and who goes then is decided then; where that can't be asked it keeps the pace alone.
 */
export function createReadPace(clock: Clock, after: After, reserve: ReserveTurn | null = null) {
  let freeMs = 0
  let pause = createDeadline(clock, 0)
  let waiting: Waiter[] = []
  let isPlanned = false
  const shared = reserve && createSharedTurns({ reserve, apartMs: betweenReadsMs, clock, after })
  const waitS = () => Math.ceil(pause.remainingMs() / 1000)

  function take() {
    freeMs = clock.monotonicMs() + betweenReadsMs
    return true
  }

  function remove(waiter: Waiter) {
    waiting = waiting.filter((one) => one !== waiter)
  }

  function plan() {
    if (isPlanned || waiting.length === 0) return
    isPlanned = true
    if (shared) void shared().then((inMs) => callIn(inMs ?? 0))
    else callIn(0)
  }

  function callIn(ms: number) {
    after(Math.max(ms, freeMs - clock.monotonicMs(), 0), () => {
      isPlanned = false
      callNext()
      plan()
    })
  }

  function callNext() {
    if (waitS() > 0) {
      for (const { go } of waiting.splice(0)) go(false)
      return
    }
    const [next] = ranks.flatMap((rank) => waiting.find((one) => one.rank === rank) ?? [])
    if (!next) return
    remove(next)
    next.go(take())
  }

  return {
    /** How long HubSoft wants no reads; 0 where it wants them. */
    waitS,
    /** Told what a read was answered. */
    heard(answer: HubsoftAnswer | null) {
      if (answer?.status !== 429) return
      pause = createDeadline(clock, Math.min(readRetryAfterS(answer) * 1000, longestPauseMs))
    },
    /** Waits for its turn; false where it may not be taken. Who gives up leaves it to the next. */
    async turn(signal: AbortSignal, rank: Rank = 'for-a-send'): Promise<boolean> {
      if (waitS() > 0 || signal.aborted) return false
      if (!shared && waiting.length === 0 && freeMs <= clock.monotonicMs()) return take()
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const waiter = { rank, go: resolve }
      const giveUp = () => {
        remove(waiter)
        resolve(false)
      }
      signal.addEventListener('abort', giveUp)
      waiting.push(waiter)
      plan()
      const mayRead = await promise
      signal.removeEventListener('abort', giveUp)
      return mayRead
    },
  }
}

export type ReadPace = ReturnType<typeof createReadPace>
