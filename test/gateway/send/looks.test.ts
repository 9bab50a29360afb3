import { expect, test } from 'vitest'
import { deadlineAt, ticket } from '../journal/a-row.ts'
import { startVerifier } from './start-verifier.ts'

const second = 1000
const later = (ms: number) => new Date(deadlineAt.getTime() + ms)

type House = Awaited<ReturnType<typeof startVerifier>>

async function rowNow({ own }: House, key: string) {
  const row = await own.find(key)
  if (!row) throw new Error(`There is no row of ${key}`)
  return row
}

/** A row of that state, of which nothing is due. */
async function leave(house: House, kind: Parameters<House['leave']>[0], said = {}) {
  const nextLookAt = later(365 * 24 * 3600 * second)
  return rowNow(house, await house.leave(kind, { nextLookAt, ...said }))
}

test.each(['uncertain', 'unknown'] as const)(
  'a person’s look at a send that is %s is one look, and what it found is told and kept',
  async (kind) => {
    const house = await startVerifier({ shows: [ticket('1001')] })
    const row = await leave(house, kind)

    const looked = await house.looks.lookNow(row)

    expect(looked).toMatchObject({ kind: 'looked', row: { state: { kind: 'opened' } } })
    expect(looked).toMatchObject({ row: await rowNow(house, row.key) })
    expect(house.asked).toHaveLength(1)
  },
)

test('only a look that a send waits for comes before others', async () => {
  const house = await startVerifier({ shows: [] })
  const row = await leave(house, 'unknown')

  await house.looks.look(row)
  await house.looks.join(row)

  expect(house.asked.map(({ rank }) => rank)).toEqual(['for-a-send', 'later'])
})

test.each(['sending', 'not-sent', 'opened', 'refused'] as const)(
  'what is %s needs no look of a person',
  async (kind) => {
    const house = await startVerifier({ shows: [ticket('1001')] })
    const left = await leave(house, kind)
    const row = kind === 'sending' ? left : { ...left, nextLookAt: null }

    expect(await house.looks.lookNow(row)).toEqual({ kind: 'looked', row })
    expect(house.asked).toEqual([])
  },
)

test('a refusal in doubt, of which late looks are planned, is looked for when a person wants it', async () => {
  const house = await startVerifier({ shows: [ticket('1001')] })
  const left = await leave(house, 'refused')

  const looked = await house.looks.lookNow({ ...left, nextLookAt: new Date(8e12) })

  expect(looked).toMatchObject({ row: { state: { kind: 'opened', foundByLook: true } } })
  expect(house.asked).toHaveLength(1)
})

test.each<[number, number | null]>([
  [0, 5],
  [1, 5],
  [second, 4],
  [4001, 1],
  [4999, 1],
  [5000, null],
  // The clock was set back meanwhile.
  [-1, null],
])('%i ms after the last look a person waits %s seconds', async (passedMs, waitS) => {
  const house = await startVerifier({ shows: [] })
  const looks = [{ at: later(-passedMs), wasRead: true }]
  const row = await leave(house, 'unknown', { looks })

  const looked = await house.looks.lookNow(row)

  expect(looked).toMatchObject(waitS === null ? { kind: 'looked' } : { kind: 'wait', waitS })
  expect(house.asked).toHaveLength(waitS === null ? 1 : 0)
})

test('two persons and the verifier at once are one look, and all are told what it found', async () => {
  const house = await startVerifier()
  const looks = [{ at: later(-second), wasRead: true }]
  const row = await leave(house, 'uncertain', { nextLookAt: deadlineAt, looks })
  await house.begin()

  const both = [house.looks.lookNow(row), house.looks.lookNow(row)]
  house.asked[0]?.show([ticket('1001')])

  const opened = { kind: 'looked', row: { state: { kind: 'opened' } } }
  expect(await Promise.all(both)).toMatchObject([opened, opened])
  expect(house.asked).toHaveLength(1)
})

test('a person does not wait for the looks of others', async () => {
  const house = await startVerifier()
  for (let count = 0; count < 20; count += 1) {
    await leave(house, 'uncertain', { nextLookAt: later(-1) })
  }
  const row = await leave(house, 'uncertain', { nextLookAt: deadlineAt })
  await house.begin()
  expect(house.asked).toHaveLength(4)

  const looked = house.looks.lookNow(row)
  house.asked[4]?.show([ticket('1001')])

  expect(await looked).toMatchObject({ row: { key: row.key, state: { kind: 'opened' } } })
})

test('a person is told when what a look showed was not kept, and may look again', async () => {
  let isBroken = true
  const house = await startVerifier({
    shows: [],
    journal: ({ apply }) => ({
      apply: (...all) => (isBroken ? Promise.reject(new Error('disk full')) : apply(...all)),
    }),
  })
  const row = await leave(house, 'unknown')

  await expect(house.looks.lookNow(row)).rejects.toThrow('disk full')
  isBroken = false

  expect(await house.looks.lookNow(row)).toMatchObject({ kind: 'looked' })
})

test('a look ends within its time, which is never more than ten seconds', async () => {
  for (const [withinMs, endsMs] of [
    [300, 300],
    [60_000, 10_000],
  ] as const) {
    const house = await startVerifier()
    const row = await leave(house, 'unknown')
    const looked = house.looks.look(row, withinMs)

    await house.pass(endsMs - 1)
    expect(house.asked[0]?.signal.aborted).toBe(false)
    await house.pass(1)

    expect(house.asked[0]?.signal.aborted).toBe(true)
    expect(await looked).toMatchObject({
      wasRead: false,
      row: { looks: [{ at: deadlineAt, wasRead: false }] },
    })
  }
})

test('a look that is over leaves nothing behind, neither a timer nor something for a stop to cut', async () => {
  const house = await startVerifier({ shows: [] })

  await house.looks.look(await leave(house, 'unknown'))
  await house.looks.stop()

  expect(house.timers()).toBe(0)
  expect(house.asked[0]?.signal.aborted).toBe(false)
})

test('a look that a stop cut short was not read, whatever earlier ones were', async () => {
  const house = await startVerifier()
  const looks = [{ at: later(-60 * second), wasRead: true }]
  const row = await leave(house, 'unknown', { looks })

  const looked = house.looks.look(row)
  await house.looks.stop()

  expect(await looked).toEqual({ row, wasRead: false })
  expect(await house.looks.look(row)).toEqual({ row, wasRead: false })
  expect(await rowNow(house, row.key)).toEqual(row)
})

test('what a look shows of a send that is gone by then is told as it was', async () => {
  const house = await startVerifier()
  const row = await leave(house, 'unknown')

  const looked = house.looks.look(row)
  await house.own.database.deleteFrom('ticket').execute()
  house.asked[0]?.show([])

  expect(await looked).toEqual({ row, wasRead: true })
})

test('the log says of a look which send it was for and how much it found', async () => {
  const house = await startVerifier({ shows: [ticket('1001')] })
  const { key } = await leave(house, 'unknown')

  await house.looks.look(await rowNow(house, key))

  expect(house.lines()).toEqual([
    expect.objectContaining({ msg: 'look', key, reference: expect.any(String), found: 1 }),
  ])
  expect(JSON.stringify(house.lines())).not.toMatch(/\b1001\b|Bianca|37999112233/)
})
