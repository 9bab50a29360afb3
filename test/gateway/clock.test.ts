import { expect, test } from 'vitest'
import { createDeadline, createSteadyNow, createToWall } from '#src/gateway/clock.ts'

/** Two clocks that go only where the test moves them. */
function startClock() {
  const at = { wallMs: 1_800_000_000_000, monotonicMs: 42 }
  const clock = { wallMs: () => at.wallMs, monotonicMs: () => at.monotonicMs }
  function pass(ms: number) {
    at.wallMs += ms
    at.monotonicMs += ms
  }
  return { clock, at, pass }
}

test('a deadline is past when its time is over, not a millisecond earlier', () => {
  const { clock, pass } = startClock()
  const deadline = createDeadline(clock, 20_000)

  for (const [ms, remainingMs] of [
    [0, 20_000],
    [19_999, 1],
    [1, 0],
    [99_999, 0],
  ] as const) {
    pass(ms)
    expect([deadline.remainingMs(), deadline.isPast()]).toEqual([remainingMs, remainingMs === 0])
  }
})

test('a machine that slept, whose monotonic clock stood still, is past its deadline', () => {
  const { clock, at } = startClock()
  const deadline = createDeadline(clock, 20_000)

  at.wallMs += 20_000

  expect(deadline.isPast()).toBe(true)
})

test('a wall clock that was set back gives no more time', () => {
  const { clock, at } = startClock()
  const deadline = createDeadline(clock, 20_000)

  at.wallMs -= 3_600_000
  expect(deadline.remainingMs()).toBe(20_000)
  at.monotonicMs += 20_000
  expect(deadline.isPast()).toBe(true)
})

test.each([120_000, -3_600_000])(
  'a wall clock that is set by %i ms moves no judgement, and is what people are told',
  (byMs) => {
    const { clock, at, pass } = startClock()
    const now = createSteadyNow(clock)
    const toWall = createToWall(clock, now)
    pass(5000)
    const looked = now()

    at.wallMs += byMs
    pass(1000)

    expect(looked).toEqual(new Date(1_800_000_005_000))
    expect(now()).toEqual(new Date(1_800_000_006_000))
    expect(toWall(looked)).toEqual(new Date(1_800_000_005_000 + byMs))
  },
)

test('what two clocks differ by of themselves is told to nobody', () => {
  const { clock, at } = startClock()
  const now = createSteadyNow(clock)
  at.monotonicMs += 3

  expect(createToWall(clock, now)(now())).toEqual(now())
})
