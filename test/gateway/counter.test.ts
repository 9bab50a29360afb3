import { expect, test } from 'vitest'
import { createCounter, type Limit, toWaitS } from '#src/gateway/counter.ts'
import { createHandClock } from './journal/hand-clock.ts'
import { newPostgres, openTestPostgres } from './on-postgres.ts'

test.each([
  [60_000, 60],
  [59_001, 60],
  [1, 1],
  [0, 1],
  // A clock set back by a day, and forward.
  [86_460_000, 60],
  [-5000, 1],
])('%i ms before the next, in a window of 60 s, are %i s to wait', (msBeforeNext, waitS) => {
  expect(toWaitS(msBeforeNext, 60)).toBe(waitS)
})

const hour = 3_600_000

/** A counter for each of two gateways on one database, by a clock that the test moves. */
async function openCounters(limit: Limit) {
  const { clock, pass, set } = createHandClock(new Date('2026-03-02T12:00:00Z'))
  const url = await newPostgres()
  const jumped: number[] = []
  const ofServer = { aheadMs: 0 }
  const options = { clock, timeThere: async () => clock.wallMs() + ofServer.aheadMs }
  const events = { onTimeJump: (byMs: number) => jumped.push(byMs) }
  const one = await openTestPostgres(url, events, options)
  const other = await openTestPostgres(url, events, options)
  const counterOf = (name: string) =>
    [one, other].map((database) => database.createCounter({ ...limit, name }))
  return { one, other, counterOf, pass, set, ofServer }
}

const inMemory = async () => createCounter({ points: 2, windowS: 60 })
const onServer = async () =>
  (await openCounters({ points: 2, windowS: 60 })).one.createCounter({
    ...{ name: 'sends', points: 2, windowS: 60 },
  })

test.each([
  ['in memory', inMemory],
  ['on a server', onServer],
])(
  '%s each key counts for itself, and what is taken back or forgotten counts no more',
  async (_where, open) => {
    const { count, look, takeBack, forget } = await open()
    for (const key of ['ana', 'ana', 'bia']) expect(await count(key)).toBe(0)
    expect([await look('bia'), await look('carla')]).toEqual([0, 0])

    expect(await look('ana')).toBeGreaterThan(0)
    expect(await count('ana')).toBeGreaterThan(0)

    await takeBack('ana')
    await takeBack('ana')
    expect(await look('ana')).toBe(0)
    expect(await count('ana')).toBe(0)
    await forget('ana')
    expect([await count('ana'), await count('ana')]).toEqual([0, 0])
    expect(await count('bia')).toBe(0)
  },
)

test('two gateways count as one, also at once, and each name for itself', async () => {
  const { one, counterOf, pass } = await openCounters({ points: 3, windowS: 60 })
  const sends = counterOf('sends')
  const [tries] = counterOf('tries')
  const countAll = () => Promise.all([...sends, ...sends].map(({ count }) => count('ana')))

  expect((await countAll()).filter((waitS) => waitS > 0)).toEqual([60])
  await pass(20_000)

  expect(await Promise.all(sends.map(({ look }) => look('ana')))).toEqual([40, 40])
  expect(await tries?.count('ana')).toBe(0)
  const kept = await one.selectFrom('counter').select('id').orderBy('id').execute()
  expect(kept.map(({ id }) => id)).toEqual([
    expect.stringMatching(/^sends [\w-]{43}$/),
    expect.stringMatching(/^tries [\w-]{43}$/),
  ])
  await pass(40_000)
  expect((await countAll()).filter((waitS) => waitS > 0)).toEqual([60])
  // No more is taken back than was counted.
  for (let times = 0; times < 2; times += 1) await tries?.takeBack('ana')
  const counted = [0, 1, 2, 3].map(() => tries?.count('ana'))
  expect((await Promise.all(counted)).filter((waitS) => waitS !== 0)).toEqual([20])
})

test('a server whose clock was set back keeps nobody waiting for longer than two windows', async () => {
  const { one, ofServer, pass } = await openCounters({ points: 1, windowS: 60 })
  const { count, look } = one.createCounter({ name: 'sends', points: 1, windowS: 60 })
  expect([await count('ana'), await count('ana')]).toEqual([0, 60])

  ofServer.aheadMs = -hour
  // So long ago that it is measured anew.
  await pass(60_000)
  await one.confirmTime()

  expect(await look('ana')).toBe(0)
  expect([await count('ana'), await count('ana')]).toEqual([0, 60])
})
