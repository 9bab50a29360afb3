import { expect, test } from 'vitest'
import { createCounter, networkOf, toWaitS } from '#src/gateway/session/counter.ts'

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

test('each key counts for itself, and what is taken back or forgotten counts no more', async () => {
  const { count, takeBack, forget } = createCounter({ points: 2, windowS: 60 })
  for (const key of ['ana', 'ana', 'bia']) expect(await count(key)).toBe(0)

  expect(await count('ana')).toBeGreaterThan(0)

  await takeBack('ana')
  await takeBack('ana')
  expect(await count('ana')).toBe(0)
  await forget('ana')
  expect([await count('ana'), await count('ana')]).toEqual([0, 0])
  expect(await count('bia')).toBe(0)
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::FFFF:203.0.113.9', '203.0.113.9'],
  ['2001:db8:0:7::1', '2001:db8:0:7'],
  ['2001:db8:0:7:ffff::2', '2001:db8:0:7'],
  ['2001:db8:0:0:1:2:3:4', '2001:db8:0:0'],
  ['2001:db8::1', '2001:db8:0:0'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
