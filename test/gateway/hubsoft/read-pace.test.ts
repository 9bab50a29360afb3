import { expect, test } from 'vitest'
import { createReadPace } from '#src/gateway/hubsoft/read-pace.ts'
import { createHandClock } from '../journal/hand-clock.ts'

const never = new AbortController().signal
const tooMany = (headers = {}, text = '{}') => ({ status: 429, headers, text })

/** On a clock that the test moves; `taken` says who had their turn when. */
function startPace(reserve?: (passedMs: number) => Promise<number>) {
  const { clock, after, pass, passedMs } = createHandClock(new Date(0))
  const pace = createReadPace(clock, after, reserve && (() => reserve(passedMs())))
  const taken: [name: string, atMs: number][] = []
  async function take(
    name: string,
    ...[signal = never, rank]: Partial<Parameters<typeof pace.turn>>
  ) {
    if (await pace.turn(signal, rank)) taken.push([name, passedMs()])
  }
  return { ...pace, pass, take, taken }
}

test('ten reads a second go, one after the other, and who comes later waits no longer than for that', async () => {
  const { take, taken, pass } = startPace()

  for (let place = 0; place < 21; place += 1) void take(`${place}`)
  await pass(2000)
  await pass(150)
  await take('later')

  expect(taken).toEqual([
    ...Array.from({ length: 21 }, (_, place) => [`${place}`, place * 100]),
    ['later', 2150],
  ])
})

test('those who give up while they wait keep nobody waiting', async () => {
  const { take, taken, pass } = startPace()
  await take('first')
  const gone = new AbortController()
  for (let place = 0; place < 50; place += 1) void take(`${place}`, gone.signal)

  gone.abort()
  void take('next')
  await pass(100)

  expect(taken).toEqual([
    ['first', 0],
    ['next', 100],
  ])
})

test('a look that a send waits for comes before what can wait, and what is only shown comes last', async () => {
  const { take, taken, pass } = startPace()
  await take('first')
  void take('seen', never, 'to-see')
  for (const name of ['verified', 'verified too']) void take(name, never, 'later')
  for (const name of ['a send', 'another send']) void take(name)

  await pass(500)

  expect(taken).toEqual([
    ['first', 0],
    ['a send', 100],
    ['another send', 200],
    ['verified', 300],
    ['verified too', 400],
    ['seen', 500],
  ])
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
  ['HubSoft', tooMany({ 'retry-after': '37' }), 37],
  ['more than anybody waits', tooMany({ 'retry-after': '86400' }), 300],
])('after a 429 there is no turn for as long as %s says', async (_what, answer, seconds) => {
  const { turn, heard, pass, waitS } = startPace()
  heard(answer)
  expect(waitS()).toBe(seconds)

  await pass(seconds * 1000 - 1)
  expect(await turn(never)).toBe(false)
  await pass(1)

  expect(await turn(never)).toBe(true)
})

test('a 429 that comes while a read waits for its turn is heeded, too', async () => {
  const { turn, heard, pass } = startPace()
  await turn(never)
  const waiting = [turn(never), turn(never)]

  heard(tooMany())
  await pass(100)

  expect(await Promise.all(waiting)).toEqual([false, false])
})

test('with other gateways there is a turn when they leave one, and the best is chosen then', async () => {
  const inMs = [300, 200, 0]
  const { take, taken, pass } = startPace(async () => inMs.shift() ?? 0)
  void take('seen', never, 'to-see')
  await pass(100)
  void take('a send')
  void take('verified', never, 'later')

  await pass(1000)

  expect(taken).toEqual([
    ['a send', 300],
    ['verified', 500],
    ['seen', 600],
  ])
})

test('where the others can’t be asked this gateway keeps the pace alone, and asks again later', async () => {
  const asked: number[] = []
  const { take, taken, pass } = startPace(async (atMs) => {
    asked.push(atMs)
    throw new Error('the database is gone')
  })

  for (let place = 0; place < 21; place += 1) void take(`${place}`)
  await pass(2000)

  expect(taken).toEqual(Array.from({ length: 21 }, (_, place) => [`${place}`, place * 100]))
  expect(asked).toEqual([0, 1000])
})

test('nobody waits for a database that doesn’t answer, nor is it asked twice', async () => {
  const answers: ((inMs: number) => void)[] = []
  const { take, taken, pass } = startPace(() => new Promise((resolve) => answers.push(resolve)))
  for (let place = 0; place < 5; place += 1) void take(`${place}`)
  await pass(500)
  expect(answers).toHaveLength(1)

  answers[0]?.(0)
  await pass(49)
  void take('after it has answered')
  await pass(1)
  answers[1]?.(70)
  await pass(100)

  expect(taken.map(([, atMs]) => atMs)).toEqual([250, 350, 450, 550, 650])
})

test('a moment that lies farther ahead than gateways reserve is of another time', async () => {
  const { take, taken, pass } = startPace(async () => 5001)

  void take('first')
  await pass(0)

  expect(taken).toEqual([['first', 0]])
})
