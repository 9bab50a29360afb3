import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, test } from 'vitest'
import type { Database } from '#src/gateway/database/database.ts'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import { type Applied, createJournal } from '#src/gateway/journal/journal.ts'
import { toStored } from '#src/gateway/journal/stored-row.ts'
import type { TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { openTestPostgres } from '../on-postgres.ts'

const settleMs = 60_000

/** Where the tests of this file run, unless on a SQLite file each: the URL of a PostgreSQL. */
let server: string | null = null

export function runOn(url: string | null) {
  server = url
}

/** Of what a gateway finds and leaves in files, which it has of SQLite alone. */
export function testOfFiles(name: string, run: () => Promise<void>) {
  if (server === null) test(name, run)
}

/** A path for a SQLite file in a folder that is removed after the test; or where the PostgreSQL is. */
export function newDatabaseFile(): string {
  if (server !== null) return server
  const folder = mkdtempSync(join(tmpdir(), 'journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'novo-atendimento.db')
}

/** Another gateway's, on the same file: one process has it open at a time, but neither knows of the other. */
export const journalBeside = ({ database }: { database: Database }) =>
  createJournal({ database, settleMs })

/** Closed after the test. */
export async function openTestDatabase(
  file = newDatabaseFile(),
  options?: Parameters<typeof openSqlite>[1],
) {
  if (file === server) return openTestPostgres(file, options)
  const database = await openSqlite(file, options)
  onTestFinished(() => database.destroy())
  return database
}

/** Puts rows there as they are, whatever would have made them so. */
export async function keepRows(database: Database, ...rows: TicketRow[]) {
  const stored = rows.map(toStored)
  const texts = stored.flatMap(({ text }) => text ?? [])
  await database
    .insertInto('ticket')
    .values(stored.map(({ ticket }) => ticket))
    .execute()
  if (texts.length > 0) await database.insertInto('ticket_text').values(texts).execute()
}

/** A journal over a connection of its own, as every gateway has it; closed after the test. */
export async function openJournal(file = newDatabaseFile()) {
  const database = await openTestDatabase(file)
  const changes: Applied[] = []
  const journal = createJournal({
    database,
    settleMs,
    onChange: (applied) => changes.push(applied),
  })
  return { ...journal, database, changes, file }
}
