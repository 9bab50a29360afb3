import { Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { type Clock, systemClock } from '../../clock.ts'
import type { NamedLimit } from '../../counter.ts'
import { nameOf, type PostgresAddress } from '../address.ts'
import type { Database, DatabaseEvents, OpenDatabase } from '../database.ts'
import { expectNotMoved, findMoved, JournalMovedError, type MovedOptions } from '../moved.ts'
import { type OpenedToRead, unreadable } from '../opened-to-read.ts'
import { firstMigration, migrations, type Tables } from '../tables.ts'
import { createConnections, gatewayProgram } from './connections.ts'
import { createSharedCounter } from './shared-counter.ts'
import { SharedPostgres } from './shared-postgres.ts'
import { readTimeThere } from './time-there.ts'
import { createTurns } from './turns.ts'
import { wayOut } from './way-out.ts'

type Options = MovedOptions & {
  clock?: Clock
  /** In place of the server's own time, for whoever moves the clock: in ms since 1970. */
  timeThere?: () => Promise<number>
  /** As which the server knows it; a gateway where absent. */
  program?: string
}

/**
 * Opens the database, which other gateways may have open, too, and brings its tables up to date, one gateway at a
 * time. Tables of a later version are left as they are: each version's are right for the one before. Rejects with a
 * sentence that names DATABASE_URL.
 */
export async function openPostgres(
  address: PostgresAddress,
  events: DatabaseEvents = {},
  { clock = systemClock, timeThere, takesMoved = false, program }: Options = {},
): Promise<OpenDatabase> {
  const { onFault = () => undefined, onMade, onGone, onTimeJump: onJump = () => undefined } = events
  await using opened = new AsyncDisposableStack()
  try {
    const told = { onFault, ...(onGone && { onGone }) }
    const as = { ...told, isJournal: !takesMoved, ...(program !== undefined && { program }) }
    if (await bringUpToDate(address, as)) onMade?.()
    const database = opened.adopt(connect(address, as), (one) => one.destroy())
    await expectUnicode(database)
    const ask = timeThere ?? (() => askTime(database))
    const time = await readTimeThere({ ask, clock, onJump, onFault })
    const destroy = database.destroy.bind(database)
    opened.move()
    return Object.assign(database, {
      isShared: true,
      clock: time.clock,
      now: time.now,
      confirmTime: time.confirm,
      // Nothing of it is left for another gateway, and what stays in the server's files is its operator's to say.
      leaveNoTraces: async () => true,
      createCounter: (limit: NamedLimit) => createSharedCounter({ database, now: time.now }, limit),
      reserveRead: createTurns({ database, now: time.now }, 'read'),
      async destroy() {
        time.stop()
        await destroy()
      },
    })
  } catch (cause) {
    throw cause instanceof JournalMovedError ? cause : cannotOpen(address, cause)
  }
}

/** Likewise, but to read alone: its tables are left as they are. */
export async function openPostgresToRead(address: PostgresAddress): Promise<OpenedToRead> {
  const database = connect(address, {
    onFault: () => undefined,
    program: `${gatewayProgram}-check`,
  })
  try {
    const done = await migrationsDone(database)
    const isOurs = isUpToDate(done)
    const moved = isOurs ? await findMoved(database) : null
    if (isOurs && !moved) return { kind: 'open', database }
    const isMade = done.includes(firstMigration)
    const isTaken = !isMade && (await holdsTables(database))
    await database.destroy()
    if (moved) return { kind: 'moved', moved }
    if (isMade) return { kind: 'other-schema' }
    return { kind: isTaken ? 'stranger' : 'missing' }
  } catch (error) {
    await database.destroy()
    return unreadable(error)
  }
}

/** Where there are none of ours: whether there are another program's. */
async function holdsTables(database: Database): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_tables where schemaname = current_schema() limit 1
  `.execute(database)
  return rows.length > 0
}

/** Of a later version's, ours are right for it, too. */
const isUpToDate = (done: string[]) => Object.keys(migrations).every((name) => done.includes(name))

const connect = (address: PostgresAddress, options: Parameters<typeof createConnections>[1]) =>
  new Kysely<Tables>({ dialect: new SharedPostgres(createConnections(address, options)) })

async function askTime(database: Database): Promise<number> {
  const asked = sql<{ ms: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms
  `
  const { rows } = await asked.execute(database)
  const [{ ms } = { ms: Number.NaN }] = rows
  return ms
}

/** True where there were no tables of ours. */
async function bringUpToDate(
  address: PostgresAddress,
  as: Parameters<typeof createConnections>[1],
): Promise<boolean> {
  const { isJournal, ...others } = as
  const database = connect(address, { ...others, isPatient: true })
  try {
    const isMade = await migrate(database)
    if (isJournal) await expectNotMoved(database, nameOf(address))
    return isMade
  } finally {
    await database.destroy()
  }
}

async function migrate(database: Database): Promise<boolean> {
  const done = await migrationsDone(database)
  if (isUpToDate(done)) return false
  const provider = { getMigrations: async () => migrations }
  const { error, results = [] } = await new Migrator({ db: database, provider }).migrateToLatest()
  if (error) throw error
  // Whoever waited for another gateway finds nothing left to do.
  return done.length === 0 && results.length > 0
}

async function migrationsDone(database: Database): Promise<string[]> {
  const found = await sql<{ name: string | null }>`
    select to_regclass('kysely_migration')::text as name
  `.execute(database)
  if (!found.rows[0]?.name) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(database)
  return rows.map(({ name }) => name)
}

async function expectUnicode(database: Database) {
  const { rows } = await sql<{ encoding: string }>`
    select current_setting('server_encoding') as encoding
  `.execute(database)
  const encoding = rows[0]?.encoding
  if (encoding !== 'UTF8') throw new Error(`o banco é de ${encoding}: crie um com ENCODING 'UTF8'`)
}

function cannotOpen(address: PostgresAddress, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Error(
    `DATABASE_URL: "${nameOf(address)}" não pode ser aberto (${reason}); ${wayOut(cause, address)}`,
    { cause },
  )
}
