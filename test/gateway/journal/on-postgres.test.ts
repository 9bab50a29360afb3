import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, inject } from 'vitest'
import { createDatabase } from '../../postgres.ts'
import { openTestPostgres } from '../on-postgres.ts'
import { runOn } from './open-journal.ts'

// The journal's own tests once more. What they are about is in the database alone: no clock, no page, no file.
const files = ['journal', 'protocols-told', 'retention', 'ticket-text']

describe('on PostgreSQL', async () => {
  const { url, remove } = await createDatabase(inject('postgres'))
  runOn(url)
  // Under another name, or whoever ran here before would have taken their tests along.
  for (const file of files) await import(/* @vite-ignore */ `./${file}.test.ts?on-postgres`)
  runOn(null)

  beforeAll(() => runOn(url))
  beforeEach(async () => {
    const database = await openTestPostgres(url)
    await sql`TRUNCATE ticket, ticket_text, protocol_told, journal_age, counter`.execute(database)
  })
  afterAll(async () => {
    runOn(null)
    await remove()
  })
})
