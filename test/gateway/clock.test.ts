import { expect, test } from 'vitest'
import { createDeadline, createSteadyNow, createToWall } from '#src/gateway/clock.ts'

/** Two clocks that go only where the test moves them. */
function startClock() {
  let [wallMs, monotonicMs] = [1_800_000_000_000, 42]
  const clock = { wallMs: () => wallMs, monotonicMs: () => monotonicMs }
  return {
    clock,
    pass: (ms: number) => {
      wallMs += ms
      monotonicMs += ms
    },
    moveWall: (ms: number) => {
      wallMs += ms
    },
    moveMonotonic: (ms: number) => {
      monotonicMs += ms
    },
  }
}

test('a deadline is past when its time is over, not a millisecond earlier', () => {
  const { clock, pass } = startClock()
  const deadline = createDeadline(clock, 20_000)

  expect([deadline.remainingMs(), deadline.isPast()]).toEqual([20_000, false])
  pass(19_999)
  expect([deadline.remainingMs(), deadline.isPast()]).toEqual([1, false])
  pass(1)
  expect([deadline.remainingMs(), deadline.isPast()]).toEqual([0, true])
  pass(99_999)
  expect([deadline.remainingMs(), deadline.isPast()]).toEqual([0, true])
})

test('a machine that slept, whose monotonic clock stood still, is past its deadline', () => {
  const { clock, moveWall } = startClock()
  const deadline = createDeadline(clock, 20_000)

  moveWall(20_000)

  expect(deadline.isPast()).toBe(true)
})

test('a wall clock that was set back gives no more time', () => {
  const { clock, moveWall, moveMonotonic } = startClock()
  const deadline = createDeadline(clock, 20_000)

  moveWall(-3_600_000)
  expect(deadline.remainingMs()).toBe(20_000)
  moveMonotonic(20_000)
  expect(deadline.isPast()).toBe(true)
})

test.each([120_000, -3_600_000])(
  'a wall clock that is set by %i ms moves no judgement, and is what people are told',
  (byMs) => {
    const { clock, pass, moveWall } = startClock()
    const now = createSteadyNow(clock)
    const toWall = createToWall(clock, now)
    pass(5000)
    const looked = now()

    moveWall(byMs)
    pass(1000)

    expect(looked).toEqual(new Date(1_800_000_005_000))
    expect(now()).toEqual(new Date(1_800_000_006_000))
    expect(toWall(looked)).toEqual(new Date(1_800_000_005_000 + byMs))
  },
)

test('what two clocks differ by of themselves is told to nobody', () => {
  const { clock, moveMonotonic } = startClock()
  const now = createSteadyNow(clock)
  moveMonotonic(3)

  expect(createToWall(clock, now)(now())).toEqual(now())
})
