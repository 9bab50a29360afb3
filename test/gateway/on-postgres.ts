import { inject, onTestFinished } from 'vitest'
import { addressOf, readDatabase } from '#src/gateway/config/database.ts'
import { createReader } from '#src/gateway/config/environment.ts'
import type { PostgresAddress } from '#src/gateway/database/address.ts'
import { openPostgres } from '#src/gateway/database/postgres/open-postgres.ts'
import { createDatabase } from '../postgres.ts'

/** An empty database on the run's own server, gone after the test: its DATABASE_URL. */
export async function newPostgres(): Promise<string> {
  const { url, remove } = await createDatabase(inject('postgres'))
  onTestFinished(remove)
  return url
}

/** Where such a URL leads. */
export function postgresAt(url: string): PostgresAddress {
  const address = addressOf(readDatabase(createReader({ DATABASE_URL: url })))
  if (address.kind !== 'postgres') throw new Error(`${address.file} is a file.`)
  return address
}

/** Opened as a gateway opens it, and closed after the test. */
export async function openTestPostgres(url: string, ...rest: Rest) {
  const database = await openPostgres(postgresAt(url), ...rest)
  onTestFinished(() => database.destroy())
  return database
}

type Rest =
  Parameters<typeof openPostgres> extends [PostgresAddress, ...infer Others] ? Others : never
