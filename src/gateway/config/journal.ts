import * as z from 'zod/mini'
import { type DatabaseSettings, readDatabase } from './database.ts'
import { createReader, type Environment, type Reader, wholeNumber } from './environment.ts'

export type JournalSettings = {
  database: DatabaseSettings
  /** How long an outcome is kept. */
  journalDays: number
  timeZone: string
}

function isTimeZone(value: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('pt-BR', { timeZone: value }))
  } catch {
    return false
  }
}

export function readJournal(reader: Reader): JournalSettings {
  const { read } = reader
  const days = read('JOURNAL_DAYS', wholeNumber(1, 3650), 'dias de 1 a 3650')
  const timeZone = z.string().check(z.refine(isTimeZone))
  return {
    database: readDatabase(reader),
    journalDays: days ?? 90,
    timeZone: read('TIME_ZONE', timeZone, 'um fuso horário da IANA') ?? 'America/Sao_Paulo',
  }
}

/** For `npm run check -- --pendentes`, which needs nothing else of the configuration. */
export function readJournalAlone(
  env: Environment,
): { settings: JournalSettings } | { faults: string[] } {
  const reader = createReader(env)
  const settings = readJournal(reader)
  return reader.faults.length > 0 ? { faults: reader.faults } : { settings }
}
