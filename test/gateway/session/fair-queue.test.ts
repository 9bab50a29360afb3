import { expect, test } from 'vitest'
import { createFairQueue } from '#src/gateway/session/fair-queue.ts'

/** Those who ask, in this order, and in which one each has a turn: "A" is a network, "A!" known there. */
async function turnsOf(asking: string[], most = 100) {
  const { take } = createFairQueue(most)
  const had: string[] = []
  const outcomes = await Promise.all(
    asking.map((who) =>
      take({ network: who.charAt(0), isKnown: who.endsWith('!') }, async () => had.push(who)),
    ),
  )
  return { had: had.join(' '), away: outcomes.filter((one) => one === null).length }
}

test.each([
  ['each network in turn', 'A A A A B C B', 'A A B C A B A'],
  ['a network that has waited its turn stands behind the others', 'A B B C', 'A B C B'],
  ['who is known first, and they in turn, too', 'A B C X! X! Y! D', 'A X! Y! X! B C D'],
])('%s', async (_what, asking, had) => {
  expect(await turnsOf(asking.split(' '))).toEqual({ had, away: 0 })
})

test.each([
  ['one of the network that has most', 'A A A A B', 'A A B A', 1],
  ['the newcomer, where none has more than they', 'A B C D E', 'A B C D', 1],
  ['none for who is known', 'A A A A X!', 'A X! A A A', 0],
])('when three wait, %s gives way', async (_what, asking, had, away) => {
  expect(await turnsOf(asking.split(' '), 3)).toEqual({ had, away })
})

test('what breaks in its turn ends it', async () => {
  const { take } = createFairQueue(1)
  const lane = { network: 'A', isKnown: false }

  const broken = take(lane, async () => {
    throw new Error('broken')
  })
  const next = take(lane, async () => 'done')

  await expect(broken).rejects.toThrow('broken')
  expect(await next).toBe('done')
  expect(await take(lane, async () => 'again')).toBe('again')
})
