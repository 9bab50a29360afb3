import { type After, type Clock, systemAfter, systemClock } from '#src/gateway/clock.ts'

/** The system's clock, which can be moved on: what was to be done later by then is done at once. */
export function createMovableClock() {
  let aheadMs = 0
  const clock: Clock = {
    wallMs: () => systemClock.wallMs() + aheadMs,
    monotonicMs: () => systemClock.monotonicMs() + aheadMs,
  }
  const waiting = new Map<() => void, number>()
  const after: After = (ms, run) => {
    function act() {
      callOff()
      run()
    }
    const inTime = systemAfter(ms, act)
    function callOff() {
      waiting.delete(act)
      inTime()
    }
    waiting.set(act, clock.monotonicMs() + ms)
    return callOff
  }
  return {
    clock,
    after,
    skip(ms: number) {
      aheadMs += ms
      for (const [act, dueMs] of [...waiting]) if (dueMs <= clock.monotonicMs()) act()
    },
  }
}
