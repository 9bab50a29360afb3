import { isIPv6 } from 'node:net'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

type Limit = { points: number; windowS: number }

/** Counts in memory, by keys, in windows of time. */
export function createCounter({ points, windowS }: Limit) {
  const limiter = new RateLimiterMemory({ points, duration: windowS })

  return {
    /** Counts one more; how many seconds there are to wait, 0 when none. */
    async count(key: string): Promise<number> {
      const over = await limiter.consume(key).then(
        () => null,
        (rejection: unknown) => rejection,
      )
      if (over === null) return 0
      if (!(over instanceof RateLimiterRes)) throw over
      return toWaitS(over.msBeforeNext, windowS)
    },
    /** What `count` would say, without counting. */
    async look(key: string): Promise<number> {
      const held = await limiter.get(key)
      return held && held.remainingPoints <= 0 ? toWaitS(held.msBeforeNext, windowS) : 0
    },
    async takeBack(key: string) {
      await limiter.reward(key)
    },
    async forget(key: string) {
      await limiter.delete(key)
    },
  }
}

/** Never longer than the window: the library reckons by the wall clock, which can jump. */
export const toWaitS = (msBeforeNext: number, windowS: number) =>
  Math.min(Math.max(Math.ceil(msBeforeNext / 1000), 1), windowS)

/** What one subscriber can choose from counts as one: the first 64 bits of an IPv6 address. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '')
  if (!isIPv6(plain)) return plain
  const [left = '', right = ''] = plain.split('::')
  const [before, after] = [left.split(':'), right.split(':')]
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
