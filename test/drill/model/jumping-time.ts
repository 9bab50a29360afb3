import type { After, Clock } from '#src/gateway/clock.ts'

type Timer = { dueMs: number; fire: () => void }

/**
 * Time that goes by as it does, and leaps where it is told to; timers that are due by then ring at once.
 *
 * @param beforeLeap what is seen then has happened before
 */
export function createJumpingTime(beforeLeap: () => void) {
  const startedMs = Math.floor(performance.timeOrigin)
  let [passedMs, setMs] = [0, 0]
  const timers = new Set<Timer>()

  const monotonicMs = () => performance.now() + passedMs
  const wallMs = () => Math.floor(startedMs + monotonicMs() + setMs)
  const clock: Clock = { wallMs, monotonicMs }

  const after: After = (ms, run) => {
    const timer = { dueMs: monotonicMs() + ms, fire }
    const real = setTimeout(fire, ms).unref()
    const callOff = () => {
      clearTimeout(real)
      timers.delete(timer)
    }
    function fire() {
      callOff()
      run()
    }
    timers.add(timer)
    return callOff
  }

  function pass(ms: number) {
    beforeLeap()
    passedMs += ms
    const due = [...timers].filter(({ dueMs }) => dueMs <= monotonicMs())
    for (const { fire } of due.toSorted((a, b) => a.dueMs - b.dueMs)) fire()
  }

  return {
    clock,
    after,
    wait: (ms: number) => new Promise<void>((resolve) => void after(ms, resolve)),
    /** Both clocks go on. */
    pass,
    /** Somebody sets the wall clock; the second in which that is noticed goes by. */
    set(ms: number) {
      setMs += ms
      pass(1000)
    },
  }
}

export type JumpingTime = ReturnType<typeof createJumpingTime>
