import { expect, test } from 'vitest'
import { readTimeThere } from '#src/gateway/database/postgres/time-there.ts'
import { createHandClock } from '../journal/hand-clock.ts'

const there = Date.parse('2026-03-02T12:00:00Z')

/** A server, and this machine, whose clocks the test moves; answers take as long as it says. */
async function openTime({ answerMs = 0, firstMs = [0], hereMs = there } = {}) {
  const hand = createHandClock(new Date(hereMs))
  const world = {
    sleptMs: 0,
    setMs: 0,
    thereSetMs: 0,
    answerMs,
    answeredMs: 0,
    fails: false,
    until: Promise.resolve(),
  }
  const [jumps, faults]: [number[], unknown[]] = [[], []]
  let asked = 0
  const passedMs = () => hand.passedMs() + world.answeredMs
  async function ask() {
    asked += 1
    const answerMs = firstMs[asked - 1] || world.answerMs
    await world.until
    if (world.fails) throw new Error('nobody answers')
    world.answeredMs += answerMs / 2
    const toldMs = there + passedMs() + world.sleptMs + world.thereSetMs
    world.answeredMs += answerMs / 2
    return toldMs
  }
  const clock = {
    wallMs: () => hereMs + passedMs() + world.sleptMs + world.setMs,
    monotonicMs: passedMs,
  }
  const time = await readTimeThere({
    ...{ ask, clock, after: hand.after },
    onJump: (byMs) => jumps.push(byMs),
    onFault: (fault) => faults.push(fault),
  })
  return {
    ...time,
    world,
    jumps,
    faults,
    pass: hand.pass,
    /** By how much the server's time is another than it should be, by either clock. */
    offMs: () => [time.now().getTime(), time.clock.wallMs()].map((ms) => ms - there - passedMs()),
    asked: () => asked,
    timers: hand.timers,
  }
}

test('the time is the server’s, whatever this machine’s clock says', async () => {
  const { offMs, pass, jumps } = await openTime({ hereMs: there - 86_400_000, answerMs: 20 })

  await pass(15_000)

  expect(offMs()).toEqual([0, 0])
  expect(jumps).toEqual([])
})

test('of the first answers the quickest counts, and times are told in whole milliseconds', async () => {
  const { confirm, asked, clock } = await openTime({ firstMs: [5000, 0.5, 5000] })

  await confirm()

  expect(asked()).toBe(3)
  expect(clock.wallMs()).toBe(there + 10_001)
})

test('a slow answer that agrees changes nothing, and one that can’t be true is a jump', async () => {
  const { world, pass, jumps, offMs, confirm } = await openTime({ answerMs: 2 })
  // It was ready long before it came.
  world.answerMs = 3000
  world.thereSetMs = -1500
  await pass(10_000)
  expect([offMs(), jumps]).toEqual([[0, 0], []])

  world.answerMs = 2
  world.thereSetMs = 4000
  await pass(10_000)

  expect([offMs(), jumps]).toEqual([[4000, 4000], [4000]])
  await confirm()
})

test('a server that is set back is followed, and told of', async () => {
  const { world, pass, jumps, offMs } = await openTime()

  world.thereSetMs = -3_600_000
  await pass(10_000)

  expect(jumps).toEqual([-3_600_000])
  expect(offMs()).toEqual([-3_600_000, -3_600_000])
})

test('clocks that drift apart while nobody answers have not jumped', async () => {
  const { world, pass, jumps, faults, offMs } = await openTime()
  world.fails = true
  await pass(2 * 3_600_000)
  expect(faults).toHaveLength(1)

  world.fails = false
  world.thereSetMs = 2000
  await pass(1000)

  expect(jumps).toEqual([])
  expect(offMs()).toEqual([2000, 2000])
  world.fails = true
  await pass(60_000)
  expect(faults).toHaveLength(2)
})

test('where nobody has answered for half a minute nothing is promised, until somebody does', async () => {
  const { world, pass, confirm } = await openTime()
  world.fails = true
  await pass(29_999)
  await confirm()

  await pass(1)
  await expect(confirm()).rejects.toThrow('nobody answers')
  world.fails = false

  await confirm()
})

test('after this machine slept the time is asked for before anything is promised', async () => {
  const { world, confirm, offMs, asked } = await openTime()
  const before = asked()
  world.sleptMs = 60_000
  expect(offMs()).toEqual([0, 60_000])

  await confirm()

  expect(asked()).toBe(before + 1)
  expect(offMs()).toEqual([60_000, 60_000])
  await confirm()
  expect(asked()).toBe(before + 1)
})

test('this machine’s clock, set forward or back, moves nothing once it was seen', async () => {
  const { world, confirm, offMs, jumps } = await openTime()
  for (const setMs of [3_600_000, -3_600_000]) {
    world.setMs = setMs

    await confirm()

    expect(offMs()).toEqual([0, 0])
  }
  expect(jumps).toEqual([])
})

test('an answer so slow that the time may be a second off promises nothing', async () => {
  const { world, confirm } = await openTime({ answerMs: 2400 })

  await expect(confirm()).rejects.toThrow('too slowly')
  world.answerMs = 0

  await confirm()
})

test('it may be wrong by half of what the answer took, and by a millisecond more every two seconds until a quicker one', async () => {
  const { world, confirm, pass } = await openTime({ answerMs: 20 })
  expect(await confirm()).toBe(11)

  await pass(6000)
  expect(await confirm()).toBe(14)
  world.answerMs = 200
  await pass(4000)
  expect(await confirm()).toBe(16)
  world.answerMs = 2
  await pass(10_000)
  expect(await confirm()).toBe(1)
})

test('whoever asks at once asks once', async () => {
  const { world, confirm, asked } = await openTime()
  const before = asked()
  world.sleptMs = 60_000

  await Promise.all([confirm(), confirm(), confirm()])

  expect(asked()).toBe(before + 1)
})

test('once it is stopped nothing is asked any more, also where an answer was awaited', async () => {
  const { stop, asked, faults, world, pass, timers } = await openTime()
  const before = asked()
  const { promise, resolve } = Promise.withResolvers<void>()
  world.until = promise
  await pass(10_000)

  stop()
  world.fails = true
  resolve()
  await pass(60_000)

  expect([asked(), faults, timers()]).toEqual([before + 1, [], 0])
})
