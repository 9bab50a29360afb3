import { expect, onTestFinished, test } from 'vitest'
import { openJournal } from '#src/gateway/journal/open-journal.ts'
import { createMovableClock } from '../../movable-clock.ts'
import { keepLog } from '../keep-log.ts'
import { newPostgres, postgresAt } from '../on-postgres.ts'
import { arrivingAt, rowOf } from './a-row.ts'

const hourMs = 3_600_000

test('what was told never to have arrived may be sent again though the server’s clock was set back meanwhile', async () => {
  const { clock, set } = createMovableClock()
  const { log, lines } = keepLog()
  const opened = new AsyncDisposableStack()
  onTestFinished(() => opened.disposeAsync())
  let behindMs = 0
  const { database, journal } = await openJournal(
    {
      ...{ address: postgresAt(await newPostgres()), clock, log },
      timeThere: async () => clock.wallMs() - behindMs,
      ...{ journalDays: 90, timeoutMs: 20_000, longestTimeoutMs: 600_000, settleMs: 60_000 },
      ...{ hubsoft: new URL('https://api.provedor.com.br'), isDemo: false },
      ...{ onChange: () => undefined, onMarkLost: () => undefined },
    },
    opened,
  )
  const swept = () => database.selectFrom('journal_age').selectAll().executeTakeFirst()
  const atStart = await swept()
  // The next sweep would find it, too, in an hour.
  await expect.poll(swept).not.toEqual(atStart)
  const { key } = rowOf()
  await journal.fence(key, database.now())

  behindMs = hourMs
  // A machine whose own clock was set asks at once.
  set(5000)
  await database.confirmTime()

  expect(lines().map(({ msg }) => msg)).toContain(
    'the database’s clock jumped: what is open is counted anew',
  )
  const claim = () => journal.claim(rowOf({ key, ...arrivingAt(database.now()) }))
  await expect.poll(claim).not.toBe(null)
})
