import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { referenceOf } from '#src/contract/reference.ts'
import type { Journal } from '#src/gateway/journal/journal.ts'
import { answered, deadlineAt, rowOf, sentAt, ticket } from '../journal/a-row.ts'
import { settle } from '../journal/hand-clock.ts'
import { journalBeside } from '../journal/open-journal.ts'
import { startVerifier } from './start-verifier.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

const later = (ms: number) => new Date(deadlineAt.getTime() + ms)
const keys = (count: number) => Array.from({ length: count }, () => randomUUID())
/** When an uncertain send is looked for, in ms since its deadline. */
const undisturbed = [0, 2000, 4000, 6000, 9000, 13_500, 20_250, 30_375, 45_562, 60_001, 65_001]
const silence = answered({ kind: 'uncertain', saidNo: false })

test('an uncertain send is looked for by its reference until it has settled', async () => {
  const { leave, asked, own, begin } = await startVerifier({ shows: [] })
  const key = await leave('uncertain')

  await begin(2 * minute)

  const { serviceId } = rowOf()
  expect(asked[0]).toMatchObject({ serviceId, reference: referenceOf(key), sentAt })
  expect(asked.map(({ atMs }) => atMs)).toEqual(undisturbed)
  expect(await own.find(key)).toMatchObject({ state: { kind: 'unknown' } })
})

test('a send that a crash left in the middle is looked for from a second after its deadline on', async () => {
  const { leave, pass, asked, own, begin } = await startVerifier({ shows: [] })
  const key = await leave('sending', { nextLookAt: later(second) })

  await begin(second - 1)
  expect([(await own.find(key))?.state.kind, asked]).toEqual(['sending', []])
  await pass(1)

  expect(asked.map(({ atMs }) => atMs)).toEqual([second])
  expect(await own.find(key)).toMatchObject({
    state: { kind: 'uncertain', saidNo: false },
    owner: 'a gateway that is gone',
  })
})

test('what became uncertain here is looked for at once when it is said', async () => {
  const { own, verifier, pass, asked, passedMs, begin } = await startVerifier({ shows: [] })
  await begin(500)
  await own.claim(rowOf())
  await own.apply(rowOf().key, silence, later(passedMs()))

  verifier.wake()
  await pass(0)

  expect(asked.map(({ atMs }) => atMs)).toEqual([500])
})

test('what is said during a round is not missed', async () => {
  const { verifier, asked, leave, begin } = await startVerifier({
    shows: [],
    journal: ({ nextLookAt }) => ({
      async nextLookAt() {
        const next = await nextLookAt()
        if (asked.length === 0) {
          await leave('uncertain', { key: rowOf().key })
          verifier.wake()
        }
        return next
      },
    }),
  })

  await begin()

  expect(asked).toHaveLength(1)
})

test('four looks are under way at a time, each send’s once, and the others follow in turn', async () => {
  const { leave, pass, asked, begin } = await startVerifier()
  for (const [place, key] of keys(10).entries()) {
    await leave('uncertain', { key, nextLookAt: later(place - 10) })
  }

  await begin(3 * second)
  expect(asked).toHaveLength(4)
  asked[0]?.show([])
  await pass(0)
  expect(asked).toHaveLength(5)
  for (let place = 1; place < 10; place += 1) {
    await settle()
    asked[place]?.show([])
  }
  await pass(0)

  expect(new Set(asked.map(({ reference }) => reference)).size).toBe(10)
  expect(asked).toHaveLength(10)
})

test('what was settled while it waited for its turn is not looked for', async () => {
  const { leave, pass, asked, own, begin } = await startVerifier()
  const all = keys(5)
  for (const [place, key] of all.entries()) {
    await leave('uncertain', { key, nextLookAt: later(place - 5) })
  }
  await begin()

  const found = [ticket('1001')]
  await own.apply(all[4] ?? '', { kind: 'looked', at: deadlineAt, found }, deadlineAt)
  asked[0]?.show(found)
  await pass(second)

  expect(asked).toHaveLength(4)
})

test('however many are due, each has its turn without a pause', async () => {
  const { leave, asked, begin } = await startVerifier({ shows: [] })
  for (const key of keys(130)) await leave('unknown', { key })

  await begin()

  expect(asked).toHaveLength(130)
})

test.each([
  ['with nothing to do', later(hour), minute],
  ['while a look hangs', deadlineAt, 9 * second],
])('%s, it asks its database once a second', async (_when, nextLookAt, ms) => {
  let rounds = 0
  const { leave, begin } = await startVerifier({
    journal: ({ due }) => ({
      due(...all) {
        rounds += 1
        return due(...all)
      },
    }),
  })
  await leave('unknown', { nextLookAt })

  await begin(ms)

  expect(rounds).toBe(ms / second + 1)
})

test('a database that takes nothing is asked again after five seconds, and HubSoft not before it does', async () => {
  let isBroken = true
  const { pass, leave, asked, own, said, begin } = await startVerifier({
    shows: [],
    journal: ({ apply }) => ({
      apply: (...all) => (isBroken ? Promise.reject(new Error('disk full')) : apply(...all)),
    }),
  })
  const key = await leave('uncertain')

  await begin(12 * second)
  expect(asked).toEqual([])
  expect(said()).toEqual(Array(3).fill('a send could not be verified'))

  isBroken = false
  await pass(3 * second)
  expect((await own.find(key))?.looks).toEqual([{ at: later(15_000), wasRead: true }])
})

test('a look that the database doesn’t take is repeated when it would be after a crash', async () => {
  const { leave, asked, begin } = await startVerifier({
    shows: [],
    journal: ({ apply }) => ({
      apply: (key, event, ...all) =>
        event.kind === 'looked'
          ? Promise.reject(new Error('disk full'))
          : apply(key, event, ...all),
    }),
  })
  await leave('uncertain')

  await begin(31 * second)

  expect(asked.map(({ atMs }) => atMs)).toEqual([0, 15_000, 30_000])
})

test.each(['sending', 'uncertain', 'unknown', 'opened', 'refused'] as const)(
  'of two gateways that find a send due that is %s one looks for it, and the other soon, should the first die over it',
  async (kind) => {
    const bothSaw = Promise.withResolvers<void>()
    let saw = 0
    /** Goes on once the other has seen the same. */
    const seeingBoth = (journal: Journal): Journal => ({
      ...journal,
      async due(...question) {
        const keys = await journal.due(...question)
        saw += 1
        if (saw === 2) bothSaw.resolve()
        await bothSaw.promise
        return keys
      },
    })
    const one = await startVerifier({ journal: seeingBoth })
    const other = await startVerifier({ journal: () => seeingBoth(journalBeside(one.own)) })
    const key = await one.leave(kind)

    await Promise.all([one.begin(), other.begin()])

    const [dying, living] = one.asked.length > 0 ? [one, other] : [other, one]
    expect([dying.asked.length, living.asked.length]).toEqual([1, 0])
    await living.pass(15 * second - 1)
    expect(living.asked).toEqual([])
    await living.pass(1)
    expect(living.asked).toMatchObject([{ reference: referenceOf(key), atMs: 15_000 }])
  },
)

test('a database that can not be read is asked again after five seconds', async () => {
  let rounds = 0
  const { leave, asked, said, begin } = await startVerifier({
    shows: [],
    journal: ({ due }) => ({
      due(...all) {
        rounds += 1
        return rounds < 3 ? Promise.reject(new Error('disk gone')) : due(...all)
      },
    }),
  })
  await leave('unknown')

  await begin(10 * second)

  expect(asked.map(({ atMs }) => atMs)).toEqual([10_000])
  expect(said().filter((line) => line.includes('can not be verified now'))).toHaveLength(2)
})

test('a row that no one can read keeps no other from being verified', async () => {
  const { leave, asked, own, said, begin } = await startVerifier({ shows: [] })
  for (const key of keys(6)) await leave('unknown', { key, nextLookAt: later(-1) })
  await own.database.updateTable('ticket').set({ outcome: 'aberto' }).execute()
  const key = await leave('unknown')

  await begin(6 * second)

  expect(asked.map(({ reference }) => reference)).toEqual([referenceOf(key)])
  // Four at a time, each with its rest.
  const faults = said().filter((line) => line === 'a send could not be verified')
  expect(faults.length).toBeLessThan(13)
})

test('a stop cuts the looks under way, keeps nothing of them, and begins no more', async () => {
  const { verifier, pass, leave, asked, own, said, timers, begin } = await startVerifier()
  const all = keys(10)
  for (const key of all) await leave('uncertain', { key })
  await begin(second)

  await verifier.stop()
  await pass(hour)

  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true, true, true])
  for (const key of all) expect((await own.find(key))?.looks).toEqual([])
  expect([said(), timers()]).toEqual([[], 0])
})

test('a stop waits for what was found at the last moment, which is kept', async () => {
  const { verifier, leave, asked, own, begin } = await startVerifier()
  const key = await leave('uncertain')
  await begin()

  asked[0]?.show([ticket('1001')])
  await verifier.stop()

  expect((await own.find(key))?.state.kind).toBe('opened')
})

test.each<[string, looks: number, (own: Journal, reading: Promise<void>) => Partial<Journal>]>([
  [
    'what is due is read',
    0,
    ({ due }, reading) => ({ due: (...all) => reading.then(() => due(...all)) }),
  ],
  [
    'a row is taken',
    1,
    ({ apply }, reading) => ({ apply: (...all) => reading.then(() => apply(...all)) }),
  ],
])('a stop waits while %s, and then leaves the database alone', async (_what, looks, held) => {
  const reading = Promise.withResolvers<void>()
  const { verifier, pass, leave, asked, own, said, begin } = await startVerifier({
    journal: (journal) => held(journal, reading.promise),
  })
  const key = await leave('uncertain')
  await begin()
  let isStopped = false
  const stopped = verifier.stop().then(() => {
    isStopped = true
  })

  await settle()
  expect(isStopped).toBe(false)
  reading.resolve()
  await stopped

  expect((await own.find(key))?.looks).toEqual([])
  await own.database.destroy()
  await pass(hour)
  // A look that is cut at once asks HubSoft nothing.
  expect(asked.map(({ signal }) => signal.aborted)).toEqual(Array(looks).fill(true))
  expect(said()).toEqual([])
})

test('a stop ends the rest after a fault of the database', async () => {
  const { verifier, leave, timers, said, begin } = await startVerifier({
    shows: [],
    journal: () => ({ apply: () => Promise.reject(new Error('disk full')) }),
  })
  await leave('uncertain')
  await begin()

  await verifier.stop()

  expect([timers(), said().length]).toEqual([0, 1])
})

test.each([2 * minute, hour, -minute, -hour])(
  'a clock that is set by %i ms takes nothing of the settle time, and draws nothing out',
  async (byMs) => {
    const { leave, pass, asked, set, own, begin } = await startVerifier({ shows: [] })
    const key = await leave('uncertain')
    await begin(6800)

    set(byMs)
    await pass(65_000 - 6800)
    expect((await own.find(key))?.state.kind).toBe('uncertain')
    await pass(minute)

    expect(asked.map(({ atMs }) => atMs)).toEqual(undisturbed)
    expect((await own.find(key))?.state.kind).toBe('unknown')
  },
)

test.each([0, 2 * minute, hour, -minute, -hour])(
  'what a gateway left that is gone is looked for anew, also where the clock was set by %i ms meanwhile',
  async (byMs) => {
    const first = await startVerifier()
    // Two looks that would have ended it, by a clock that is set back.
    const looks = [61, 66].map((seconds) => ({ at: later(seconds * second), wasRead: true }))
    const uncertain = await first.leave('uncertain', { looks, nextLookAt: later(67 * second) })
    const sending = await first.leave('sending', { nextLookAt: later(second) })
    const unknown = await first.leave('unknown', { looks, nextLookAt: later(5 * minute) })

    await first.own.database.destroy()
    const next = await startVerifier({ file: first.own.file, shows: [], wall: later(byMs) })
    const kindOf = async (key: string) => (await next.own.find(key))?.state.kind
    await next.own.adopt(next.now(), { timeoutMs: 20 * second, isAnew: true })
    await next.begin(minute)
    expect([await kindOf(uncertain), next.asked[0]?.atMs]).toEqual(['uncertain', 0])

    // Its deadline may still run, for the time of one send at the most.
    await next.pass(27 * second)
    expect([await kindOf(uncertain), await kindOf(sending)]).toEqual(['unknown', 'unknown'])
    await next.pass(5 * minute)
    expect(next.asked.map(({ reference }) => reference)).toContain(referenceOf(unknown))
  },
)

test('what the disk doesn’t take at the start is brought into this process’s time with its next change', async () => {
  const first = await startVerifier()
  const looks = [{ at: later(61 * second), wasRead: true }]
  const key = await first.leave('uncertain', { looks })
  await first.own.database.destroy()
  const next = await startVerifier({ file: first.own.file, wall: later(-hour) })
  await sql`PRAGMA query_only = ON`.execute(next.own.database)
  await next.own.adopt(next.now(), { timeoutMs: 20 * second, isAnew: true })
  await sql`PRAGMA query_only = OFF`.execute(next.own.database)

  await next.own.apply(key, { kind: 'looked', at: next.now(), found: [] }, next.now())

  expect(await next.own.find(key)).toMatchObject({
    deadlineAt: later(20 * second - hour),
    since: next.now(),
  })
})
