import { expect, onTestFinished, test } from 'vitest'
import { systemAfter } from '#src/gateway/clock.ts'
import type { SendOutcome } from '#src/gateway/hubsoft/send-outcome.ts'
import type { Journal } from '#src/gateway/journal/journal.ts'
import { createSaidAgain } from '#src/gateway/send/said-again.ts'
import { rowOf, states } from '../journal/a-row.ts'
import { keepLog } from '../keep-log.ts'
import { newTicket } from '../running.ts'
import { key, openDesk, opened, turnedAway } from './held-desk.ts'

const away = () => Promise.reject(new Error('the database is away'))
const notRecorded = { kind: 'not-sent', reason: 'not-recorded' } as const

/** A database that is away while the test says so. */
function comingAndGoing() {
  const state = { isAway: false }
  return {
    state,
    overDisk: (journal: Journal): Journal => ({
      ...journal,
      find: (...of) => (state.isAway ? away() : journal.find(...of)),
      claim: (...of) => (state.isAway ? away() : journal.claim(...of)),
      apply: (...of) => (state.isAway ? away() : journal.apply(...of)),
      fence: (...of) => (state.isAway ? away() : journal.fence(...of)),
    }),
    // What is tried each second needn't be waited for.
    after: (ms: number, run: () => void) => systemAfter(Math.min(ms, 5), run),
  }
}

test.each<[SendOutcome, told: object]>([
  [opened, { kind: 'opened' }],
  [states.refused, { kind: 'uncertain' }],
  [turnedAway, { kind: 'uncertain' }],
])(
  'what HubSoft said (%o) while the database was away is kept once it is back',
  async (outcome, told) => {
    const { state, ...world } = comingAndGoing()
    const { send, journal, heads, answer } = await openDesk(world)
    const sent = send()
    await expect.poll(() => heads).toEqual([0])

    state.isAway = true
    await answer(0, outcome)
    expect(await sent).toMatchObject({ row: { state: told } })
    expect((await journal.find(key))?.state.kind).toBe('sending')
    state.isAway = false

    await expect.poll(async () => (await journal.find(key))?.state).toMatchObject(outcome)
  },
)

test('what the database never says that it took is known not to be sent, once it can be asked', async () => {
  const { state, overDisk, after } = comingAndGoing()
  const { send, journal, find, heads } = await openDesk({
    after,
    overDisk: (own) => ({
      ...overDisk(own),
      async claim(row) {
        await own.claim(row)
        state.isAway = true
        return away()
      },
    }),
  })

  expect(await send()).toMatchObject({ row: { state: notRecorded } })
  expect((await journal.find(key))?.state.kind).toBe('sending')
  state.isAway = false

  await expect.poll(() => find(key)).toMatchObject({ state: notRecorded })
  expect(heads).toEqual([])
})

test('what is said late of a send that was never recorded is no word about the next one of its key', async () => {
  const { state, overDisk, after } = comingAndGoing()
  const { log, text } = keepLog()
  const held = Promise.withResolvers<void>()
  let claims = 0
  const { send, journal, answer, heads } = await openDesk({
    log,
    after,
    overDisk: (own) => ({
      ...overDisk(own),
      async claim(row) {
        claims += 1
        return claims === 1 ? away() : own.claim(row)
      },
      async apply(...of) {
        // The word about the first.
        if (of[1].kind === 'answered' && of[1].answer.kind === 'not-sent') await held.promise
        return overDisk(own).apply(...of)
      },
    }),
  })
  expect(await send()).toMatchObject({ row: { state: notRecorded } })
  const again = send({ novo: { ...newTicket, nome: 'Outra' } })
  await expect.poll(() => heads).toEqual([1])

  held.resolve()
  await expect.poll(text).toContain('an outcome was kept late')

  expect(state.isAway).toBe(false)
  expect((await journal.find(key))?.state.kind).toBe('sending')
  expect((await journal.find(key))?.novo).toMatchObject({ nome: 'Outra' })
  heads.unshift(0)
  await answer(1, opened)
  expect(await again).toMatchObject({ row: { state: { kind: 'opened' } } })
})

test('a stop says once more what isn’t kept, and waits no longer', async () => {
  const { state, overDisk } = comingAndGoing()
  let tries = 0
  const { send, sender, journal, heads, answer } = await openDesk({
    // Nothing is tried again by itself.
    after: () => () => undefined,
    overDisk: (own) => ({
      ...overDisk(own),
      apply(...of) {
        tries += 1
        return overDisk(own).apply(...of)
      },
    }),
  })
  const sent = send()
  await expect.poll(() => heads).toEqual([0])
  state.isAway = true
  await answer(0, turnedAway)
  await sent
  await expect.poll(() => tries).toBe(2)

  await sender.stop()

  expect(tries).toBe(3)
  expect((await journal.find(key))?.state.kind).toBe('sending')
})

/** What is to be said again to a journal that fails for some keys; which keys were said. */
function openWords() {
  const failing = new Set<string>()
  const said: string[] = []
  const fenced: string[] = []
  const time = { now: new Date('2026-03-02T12:00:00Z') }
  const words = createSaidAgain({
    journal: {
      async apply(key) {
        said.push(key)
        return failing.has(key) ? away() : null
      },
      async fence(key) {
        fenced.push(key)
        return undefined
      },
    },
    ...{ database: { isShared: false }, now: () => time.now, log: keepLog().log },
    after: (_ms, run) => systemAfter(0, run),
  })
  onTestFinished(words.stop)
  const add = (one: string) => words.add(rowOf({ key: one }), notRecorded)
  const times = (one: string) => said.filter((key) => key === one).length
  return { add, times, failing, said, fenced, time }
}

test('what can’t be kept for a day is given up, and what comes later is said all the same', async () => {
  const { add, times, failing, fenced, time } = openWords()
  failing.add('a').add('b')
  add('a')
  await expect.poll(() => times('a')).toBeGreaterThan(1)
  time.now = new Date(time.now.getTime() + 25 * 3_600_000)
  const before = times('a')

  add('b')
  await expect.poll(() => times('b')).toBeGreaterThan(2)
  expect(times('a') - before).toBeLessThan(2)
  failing.clear()
  const last = times('b')
  await expect.poll(() => times('b')).toBe(last + 1)

  add('c')
  expect(times('c')).toBe(1)
  // A file takes a row or doesn't: none is still on its way there.
  expect(fenced).toEqual([])
})

test('of more than ten thousand the oldest is given up', async () => {
  const { add, said } = openWords()
  for (let at = 0; at < 10_002; at += 1) add(`${at}`)

  await expect.poll(() => said.at(-1)).toBe('10001')

  expect(said.slice(0, 3)).toEqual(['0', '2', '3'])
})
