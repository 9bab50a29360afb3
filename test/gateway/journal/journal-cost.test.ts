import { join } from 'node:path'
import { CompiledQuery, type KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import { createQueries } from '#src/gateway/journal/queries.ts'
import { openProcessHouse } from '../process-house.ts'
import { openJournal } from './open-journal.ts'

type Queries = ReturnType<typeof createQueries>

test.each<[string, (queries: Queries) => Promise<unknown>]>([
  ['an attendant’s list', ({ sentBy }) => sentBy('ana', new Date(1000), { most: 300 })],
  ['the list of what is not known', ({ allNotKnown }) => allNotKnown()],
  ['the count of it, at each scrape', ({ countNotKnown }) => countNotKnown(new Date(1000))],
  ['what is due for a look', ({ due }) => due(new Date(1000), 50)],
  ['when the next look is due', ({ nextLookAt }) => nextLookAt()],
  ['what was sent for a service', ({ sentSince }) => sentSince(11000, new Date(1000), 50)],
  ['what was opened of a service', ({ openedOf }) => openedOf(11000, 50)],
])(
  '%s reads no more of the journal than it shows, however long it has grown',
  async (_what, ask) => {
    const { database } = await openJournal()
    const plans: string[] = []
    const explained: Promise<unknown>[] = []
    const explain: KyselyPlugin = {
      transformQuery({ node, queryId }) {
        const { sql, parameters } = database.getExecutor().compileQuery(node, queryId)
        const query = CompiledQuery.raw(`EXPLAIN QUERY PLAN ${sql}`, [...parameters])
        explained.push(
          database.executeQuery<{ detail: string }>(query).then(({ rows }) => {
            plans.push(...rows.map(({ detail }) => detail))
          }),
        )
        return node
      },
      transformResult: async ({ result }) => result,
    }

    await ask(createQueries(database.withPlugin(explain)))
    await Promise.all(explained)

    const reads = plans.filter((plan) => /^(SCAN|SEARCH) ticket/.test(plan))
    expect(reads.length).toBeGreaterThan(0)
    // The small ones of what is open or not told (of which no more is read than is shown), an attendant's own since a moment, a service's, and the text of each by its key.
    const isSmall =
      // By key it is as many rows as are shown.
      /INDEX (sqlite_autoindex_ticket_1 \(key=|ticket_not_known|ticket_not_told|ticket_to_look_at|ticket_of_service \(service_id=\?|ticket_of_attendant \(usuario=\? AND sent_at>\?\)|sqlite_autoindex_ticket_text_1 \(key=\?\))/
    expect(reads.filter((plan) => !isSmall.test(plan))).toEqual([])
  },
)

test('a ticket costs two durable commits, both before its answer', async () => {
  const counting = ['--import', join(import.meta.dirname, '../../bench/count-commits.ts')]
  const { kill, output, post, ledger } = await openProcessHouse({ nodeOptions: counting })
  async function commits(): Promise<number> {
    const told = () => [...output().matchAll(/commits: (\d+)\n/g)].map(([, count]) => count)
    const before = told().length
    kill('SIGWINCH')
    await expect.poll(() => told().length).toBe(before + 1)
    return Number(told().at(-1))
  }

  const counted = [await commits()]
  for (let tickets = 0; tickets < 5; tickets += 1) {
    expect((await post()).status).toBe(201)
    counted.push(await commits())
  }

  const [start = Number.NaN] = counted
  expect(counted.map((count) => count - start)).toEqual([0, 2, 4, 6, 8, 10])
  expect(ledger.tickets).toHaveLength(5)
})
