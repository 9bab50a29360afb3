import { expect, onTestFinished, test } from 'vitest'
import { watchStandstill } from '#src/gateway/standstill.ts'

/** Of a process whose clock the test moves. */
function watch() {
  let ms = 1000
  const { earliestMs, serve, stop } = watchStandstill(() => ms)
  onTestFinished(stop)
  return {
    serve,
    /** What is read then came at the earliest at. */
    readAt(at: number) {
      ms = at
      return earliestMs()
    },
  }
}

test('what is read while a process lives came just now', () => {
  const { serve, readAt } = watch()
  serve()

  for (const at of [1000, 1400, 1800, 2300]) expect(readAt(at)).toBe(at)
})

test('what is read after a standstill may have come since it began', () => {
  const { serve, readAt } = watch()
  serve()
  readAt(1400)

  expect([readAt(9000), readAt(9200)]).toEqual([1400, 1400])
  expect(readAt(9301)).toBe(9301)
})

test('also where it stood still again before all of it was read', () => {
  const { serve, readAt } = watch()
  serve()
  readAt(1400)
  readAt(9000)

  expect(readAt(9900)).toBe(1400)
})

test('what came before anybody could be answered came at the earliest at the start', () => {
  const { serve, readAt } = watch()

  expect([readAt(1300), readAt(8000), readAt(8100)]).toEqual([1000, 1000, 1000])
  serve()
  expect(readAt(8401)).toBe(8401)
})
