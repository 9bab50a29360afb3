import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { After } from '#src/gateway/clock.ts'
import type { OpenDatabase } from '#src/gateway/database/database.ts'
import { createJournal } from '#src/gateway/journal/journal.ts'
import { takeOverAge } from '#src/gateway/journal/journal-age.ts'
import { createRetention } from '#src/gateway/journal/retention.ts'
import type { TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { keepLog } from '../keep-log.ts'
import { newPostgres, openTestPostgres } from '../on-postgres.ts'
import { arrivingAt, rowOf, states } from './a-row.ts'
import { keepRows } from './open-journal.ts'

// Two gateways, each with connections of its own, on one PostgreSQL: what they do at once really meets there.
const rounds = 100
const dayMs = 24 * 3_600_000
const now = new Date('2026-11-28T12:00:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms)

async function openTwo() {
  const url = await newPostgres()
  const open = async () => {
    const database = await openTestPostgres(url)
    return { ...createJournal({ database, settleMs: 60_000 }), database }
  }
  return [await open(), await open()] as const
}

const rowsOf = (said: Partial<TicketRow> = {}) =>
  Array.from({ length: rounds }, () => rowOf({ key: randomUUID(), ...said }))

/** Each of them at once; a few at a time, as many as connections. */
async function inRounds<One, Done>(all: One[], race: (one: One) => Promise<Done>): Promise<Done[]> {
  const done: Done[] = []
  for (let from = 0; from < all.length; from += 5) {
    done.push(...(await Promise.all(all.slice(from, from + 5).map(race))))
  }
  return done
}

/** A sweep from its start to its end; what its log says of faults. */
async function sweep(database: OpenDatabase): Promise<unknown[]> {
  const { log, lines } = keepLog()
  const swept = Promise.withResolvers<void>()
  let planned = 0
  const after: After = (_ms, run) => {
    planned += 1
    if (planned === 1) run()
    else swept.resolve()
    return () => undefined
  }
  const retention = createRetention({ database, now: () => now, journalDays: 90, log, after })
  await retention.start()
  await swept.promise
  await retention.stop()
  return lines().filter(({ msg }) => msg !== 'the journal was swept')
}

test.each([
  ['new', []],
  ['proved not sent', rowsOf({ state: states['not-sent'], ...arrivingAt(ago(dayMs)) })],
])('of two that claim a key at once that is %s one gets it', async (_what, known) => {
  const [one, other] = await openTwo()
  if (known.length > 0) await keepRows(one.database, ...known)
  const keys = known.length > 0 ? known.map(({ key }) => key) : rowsOf().map(({ key }) => key)

  const won = await inRounds(keys, async (key) => {
    const row = rowOf({ key, ...arrivingAt(now) })
    const claims = await Promise.all([
      one.claim({ ...row, owner: 'one' }),
      other.claim({ ...row, owner: 'other' }),
    ])
    const [winner, ...more] = claims.filter((claim) => claim !== null)
    return more.length === 0 && winner?.owner === (await one.find(key))?.owner
  })

  expect(won).toEqual(keys.map(() => true))
})

test.each(['sending', 'uncertain', 'unknown'] as const)(
  'of two that take what is due at once, and %s, one gets it',
  async (kind) => {
    const [one, other] = await openTwo()
    const rows = rowsOf({ state: states[kind], ...arrivingAt(ago(dayMs)), nextLookAt: ago(1000) })
    await keepRows(one.database, ...rows)

    const takers = await inRounds(rows, async ({ key }) => {
      const taken = { kind: 'taken' } as const
      const both = await Promise.all([one, other].map((by) => by.apply(key, taken, now)))
      return both.filter((applied) => applied?.isChanged).length
    })

    expect(takers).toEqual(rows.map(() => 1))
  },
)

test('of a send that is recorded while somebody asks for it nobody is told that it never arrived', async () => {
  const [one, other] = await openTwo()

  const told = await inRounds(rowsOf(arrivingAt(now)), async (row) => {
    const [claimed, known] = await Promise.all([one.claim(row), other.fence(row.key, now)])
    return (claimed !== null) === (known !== undefined) || 'both'
  })

  expect(told.filter((one) => one === 'both')).toEqual([])
})

test('of a send that is recorded while its key’s last one is told as not sent it is one or the other', async () => {
  const [one, other] = await openTwo()
  const rows = rowsOf({ state: states['not-sent'], ...arrivingAt(ago(dayMs)) })
  await keepRows(one.database, ...rows)

  const told = await inRounds(rows, async ({ key }) => {
    const row = rowOf({ key, ...arrivingAt(now) })
    const [claimed, known] = await Promise.all([one.claim(row), other.fence(key, now)])
    return claimed !== null && known?.state.kind === 'not-sent' ? 'both' : null
  })

  expect(told.filter((one) => one === 'both')).toEqual([])
})

test.each([
  ['forgets texts', 2 * dayMs],
  ['deletes rows', 91 * dayMs],
])(
  'whoever %s leaves alone what is sent again at the same time, and two who do wait for each other',
  async (_what, ageMs) => {
    const [one, other] = await openTwo()
    // Three rows that go for each that is sent again.
    const old = { state: states['not-sent'], ...arrivingAt(ago(ageMs)) }
    const rows = rowsOf(old)
    await keepRows(one.database, ...rows, ...rowsOf(old), ...rowsOf(old))

    const sweeps = [sweep(one.database), sweep(other.database)]
    const sent = await inRounds(rows, async ({ key }) =>
      other.claim(rowOf({ key, bodyHash: 'of the next text', ...arrivingAt(now) })),
    )

    expect((await Promise.all(sweeps)).flat()).toEqual([])
    const kept = await inRounds(rows, ({ key }) => one.find(key))
    const parts = (row: TicketRow | null | undefined) =>
      row && [row.state.kind, row.bodyHash, row.novo]
    expect(kept.map(parts)).toEqual(sent.map(parts))
    const { length } = await one.database.selectFrom('ticket_text').select('key').execute()
    expect(length).toBe(rounds)
  },
)

test('of two that start at once after the clock jumped one counts the journal anew, and both go by it', async () => {
  const [one, other] = await openTwo()
  const both = () =>
    Promise.all([
      takeOverAge(one.database, now.getTime()),
      takeOverAge(other.database, now.getTime()),
    ])
  for (let round = 0; round < 20; round += 1) {
    await one.database.deleteFrom('journal_age').execute()
    const first = await both()
    await one.database.updateTable('journal_age').set({ swept_at: 0, counts_from: 0 }).execute()
    const jumped = await both()

    expect(first).toEqual(Array(2).fill({ countsFrom: 0, jumpedFrom: null }))
    expect(jumped.filter(({ jumpedFrom }) => jumpedFrom !== null)).toHaveLength(1)
    expect(jumped.map(({ countsFrom }) => countsFrom)).toEqual(Array(2).fill(now.getTime()))
    expect(await one.database.selectFrom('journal_age').selectAll().execute()).toHaveLength(1)
  }
})
