import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

export type Limit = { points: number; windowS: number }

/** Whoever counts by that name counts together. */
export type NamedLimit = Limit & { name: string }

/** Counts by keys, in windows of time: each begins with its key's first count. */
export type Counter = {
  /** Counts one more; how many seconds there are to wait, 0 when none. */
  count: (key: string) => Promise<number>
  /** What `count` would say, without counting. */
  look: (key: string) => Promise<number>
  takeBack: (key: string) => Promise<void>
  forget: (key: string) => Promise<void>
}

/** In memory, and so for this gateway alone. */
export function createCounter({ points, windowS }: Limit): Counter {
  const limiter = new RateLimiterMemory({ points, duration: windowS })

  return {
    async count(key) {
      const over = await limiter.consume(key).then(
        () => null,
        (rejection: unknown) => rejection,
      )
      if (over === null) return 0
      if (!(over instanceof RateLimiterRes)) throw over
      return toWaitS(over.msBeforeNext, windowS)
    },
    async look(key) {
      const held = await limiter.get(key)
      return held && held.remainingPoints <= 0 ? toWaitS(held.msBeforeNext, windowS) : 0
    },
    async takeBack(key) {
      await limiter.reward(key)
    },
    async forget(key) {
      await limiter.delete(key)
    },
  }
}

/** Never longer than the window: the clock it is reckoned by can jump. */
export const toWaitS = (msBeforeNext: number, windowS: number) =>
  Math.min(Math.max(Math.ceil(msBeforeNext / 1000), 1), windowS)
