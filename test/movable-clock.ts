import { type After, type Clock, systemAfter, systemClock } from '#src/gateway/clock.ts'

/**
 * The system's clock, which can be moved on: what was to be done later by then is done at once.
 *
 * @param beforeLeap what is seen then has happened before
 */
export function createMovableClock(beforeLeap = () => {}) {
  let [aheadMs, setMs] = [0, 0]
  const clock: Clock = {
    wallMs: () => systemClock.wallMs() + aheadMs + setMs,
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
  function skip(ms: number) {
    beforeLeap()
    aheadMs += ms
    const due = [...waiting].filter(([, dueMs]) => dueMs <= clock.monotonicMs())
    for (const [act] of due.toSorted(([, a], [, b]) => a - b)) act()
  }
  return {
    clock,
    after,
    wait: (ms: number) => new Promise<void>((resolve) => void after(ms, resolve)),
    skip,
    /** Somebody sets the wall clock; the second in which that is noticed goes by. */
    set(ms: number) {
      setMs += ms
      skip(1000)
    },
  }
}

export type MovableClock = ReturnType<typeof createMovableClock>
