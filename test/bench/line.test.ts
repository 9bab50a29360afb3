import { expect, test } from 'vitest'
import { createSender, createWire, type Timing } from './line.ts'

const segmentBytes = 1460

/** Time that passes by itself, from one thing to do to the next. */
function createOwnTime() {
  let now = 0
  const due: { atMs: number; run: () => void }[] = []
  const timing: Timing = {
    nowMs: () => now,
    after: (ms, run) => due.push({ atMs: now + ms, run }),
  }
  function passAll() {
    for (let next = earliest(); next; next = earliest()) {
      now = next.atMs
      due.splice(due.indexOf(next), 1)
      next.run()
    }
  }
  const earliest = () => due.toSorted((a, b) => a.atMs - b.atMs)[0]
  return { timing, passAll }
}

function send(segments: number, bytesPerMs: number, opensAtMs = 0) {
  const { timing, passAll } = createOwnTime()
  const traits = { roundTripMs: 100, bytesPerMs }
  const arrivals: number[] = []
  const ends: number[] = []
  const sender = createSender({
    ...{ traits, timing, wire: createWire(traits, timing), opensAtMs },
    deliver: () => arrivals.push(Math.round(timing.nowMs())),
    onEnd: () => ends.push(Math.round(timing.nowMs())),
  })
  sender.send(Buffer.alloc(segments * segmentBytes))
  sender.end()
  passAll()
  return { arrivals, ends }
}

const times = (count: number, atMs: number) => Array<number>(count).fill(atMs)

test('the first ten segments come together, and with each round trip twice as many', () => {
  const { arrivals } = send(70, Number.POSITIVE_INFINITY)

  expect(arrivals).toEqual([...times(10, 50), ...times(20, 150), ...times(40, 250)])
})

test('a narrow line takes as long as its bytes take, and half a round trip', () => {
  const { arrivals, ends } = send(70, segmentBytes / 20)

  expect(arrivals).toHaveLength(70)
  expect(arrivals.at(0)).toBe(20 + 50)
  expect(arrivals.at(-1)).toBe(70 * 20 + 50)
  // Once, and after the last of it.
  expect(ends).toEqual([70 * 20 + 50 + 1])
})

test('nothing leaves before the connection is open', () => {
  expect(send(1, Number.POSITIVE_INFINITY, 100).arrivals).toEqual([150])
})
