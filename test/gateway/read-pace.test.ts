import { expect, test } from 'vitest'
import { createReadPace } from '#src/gateway/hubsoft/read-pace.ts'

const never = new AbortController().signal
const tooMany = (headers = {}, text = '{}') => ({ status: 429, headers, text })

/** Turns that are waited for come when the test says so. */
function startPace() {
  let nowMs = 0
  const waits: { ms: number; run: () => void }[] = []
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs }
  const pace = createReadPace(clock, (ms, run) => {
    waits.push({ ms, run })
    return () => undefined
  })
  const pass = (ms: number) => {
    nowMs += ms
  }
  return { ...pace, pass, waits }
}

test('ten reads a second go, one after the other, and who comes later waits no longer than for that', async () => {
  const { turn, waits, pass } = startPace()

  const turns = Array.from({ length: 21 }, () => turn(never))
  expect(waits.map(({ ms }) => ms)).toEqual(
    Array.from({ length: 20 }, (_, place) => (place + 1) * 100),
  )
  for (const { run } of waits) run()
  expect(new Set(await Promise.all(turns))).toEqual(new Set([true]))
  pass(2100)
  await turn(never)

  expect(waits).toHaveLength(20)
})

test('who goes away while it waits goes without its turn', async () => {
  const { turn } = startPace()
  await turn(never)
  const gone = new AbortController()

  const waiting = turn(gone.signal)
  gone.abort()

  expect(await waiting).toBe(false)
  expect(await turn(gone.signal)).toBe(false)
})

test.each([
  ['the header', tooMany({ 'retry-after': '37' }), 37],
  ['the body', tooMany({}, '{"retry_after":7}'), 7],
  ['nothing', tooMany(), 60],
  ['more than anybody waits', tooMany({ 'retry-after': '86400' }), 300],
])('after a 429 there is no turn for as long as %s says', async (_what, answer, seconds) => {
  const { turn, heard, pass, waitS } = startPace()
  heard(answer)
  expect(waitS()).toBe(seconds)

  pass(seconds * 1000 - 1)
  expect(await turn(never)).toBe(false)
  pass(1)

  expect(await turn(never)).toBe(true)
})

test('a 429 that comes while a read waits for its turn is heeded, too', async () => {
  const { turn, heard, waits } = startPace()
  await turn(never)
  const waiting = turn(never)

  heard(tooMany())
  waits[0]?.run()

  expect(await waiting).toBe(false)
})
