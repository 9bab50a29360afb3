import type { Clock } from '../clock.ts'
import type { DatabaseAddress } from './address.ts'
import type { DatabaseEvents, OpenDatabase } from './database.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'

type Options = {
  /** This machine's. */
  clock: Clock
  /** In place of a server's own time, for whoever moves the clock: in ms since 1970. */
  timeThere?: () => Promise<number>
}

/** Opens a gateway's database, with its tables up to date. Rejects with a sentence that names DATABASE_URL. */
export async function openDatabase(
  address: DatabaseAddress,
  events: DatabaseEvents,
  options: Options,
): Promise<OpenDatabase> {
  if (address.kind === 'sqlite') return openSqlite(address.file, events, options.clock)
  // Whoever has a file keeps the memory that a client takes.
  const { openPostgres } = await import('./postgres/open-postgres.ts')
  return openPostgres(address, events, options)
}
