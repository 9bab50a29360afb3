import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Database, openDatabase } from '#src/gateway/database/open-database.ts'
import { type Applied, createJournal } from '#src/gateway/journal/journal.ts'

export const rules = { settleMs: 60_000 }

/** A path for a SQLite file in a folder that is removed after the test. */
export function newDatabaseFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'novo-atendimento.db')
}

/** Another gateway's, on the same file: one process has it open at a time, but neither knows of the other. */
export const journalBeside = ({ database }: { database: Database }) =>
  createJournal({ database, rules })

/** Closed after the test. */
export async function openTestDatabase(
  file = newDatabaseFile(),
  options?: Parameters<typeof openDatabase>[1],
) {
  const database = await openDatabase(file, options)
  onTestFinished(() => database.destroy())
  return database
}

/** A journal over a connection of its own, as every gateway has it; closed after the test. */
export async function openJournal(file = newDatabaseFile()) {
  const database = await openTestDatabase(file)
  const changes: Applied[] = []
  const journal = createJournal({ database, rules, onChange: (applied) => changes.push(applied) })
  return { ...journal, database, changes, file }
}
