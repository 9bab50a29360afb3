import type { After, Clock } from '#src/gateway/clock.ts'

type Timer = { atMs: number; run: () => void }

/** What is ready to happen has happened when it comes back. */
export const settle = () => new Promise((resolve) => setImmediate(resolve))

/** A clock that only the test moves, with its timers. */
export function createHandClock(start: Date) {
  let [passedMs, setMs] = [0, 0]
  let timers: Timer[] = []
  const clock: Clock = {
    wallMs: () => start.getTime() + passedMs + setMs,
    monotonicMs: () => passedMs,
  }
  const after: After = (ms, run) => {
    const timer = { atMs: passedMs + ms, run }
    timers.push(timer)
    return () => {
      timers = timers.filter((one) => one !== timer)
    }
  }
  async function pass(ms: number) {
    const endMs = passedMs + ms
    await settle()
    for (;;) {
      const [next] = timers.toSorted((a, b) => a.atMs - b.atMs)
      if (!next || next.atMs > endMs) break
      passedMs = Math.max(passedMs, next.atMs)
      timers = timers.filter((one) => one !== next)
      next.run()
      await settle()
    }
    passedMs = endMs
  }
  return {
    clock,
    after,
    /** Lets time pass, and whatever is due in it happen. */
    pass,
    /** Somebody sets the wall clock; no time passes. */
    set: (byMs: number) => {
      setMs += byMs
    },
    passedMs: () => passedMs,
    timers: () => timers.length,
  }
}
