import type { Kysely } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Counter, NamedLimit } from '../counter.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

/** A database that is open, and what it is to whoever writes to it. */
export type OpenDatabase = Database & {
  /** Whether other gateways may write to it at the same time. */
  isShared: boolean
  /** What people are told times by: the database's own clock where gateways share it. */
  clock: Clock
  /** The time by which sends are judged, the same for all gateways on it. */
  now: () => Date
  /** By how many ms that time may be wrong; rejects where that is too much to promise anybody anything by it. */
  confirmTime: () => Promise<number>
  /**
   * Leaves nothing in the files of what was deleted; false while another program reads them.
   *
   * @param ofTexts whether texts of people are among it
   */
  leaveNoTraces: (ofTexts: boolean) => Promise<boolean>
  /** Counts for all gateways that share it; rejects where it can't be asked. */
  createCounter: (limit: NamedLimit) => Counter
  /**
   * Reserves the next moment of those in which the gateways that share it read from HubSoft, so far apart; in how many
   * ms it comes. Rejects where it can't be asked; null where there is no other gateway.
   */
  reserveRead: ((apartMs: number) => Promise<number>) | null
}

export type DatabaseEvents = {
  /** There was none: a new one was made, which knows of no send. */
  onMade?: () => void
  /** From now on nothing is recorded, and nothing read, until a restart. */
  onGone?: (gone: DatabaseGoneError) => void
  /** Something went wrong where nobody waits for it. */
  onFault?: (fault: unknown) => void
  /** Its time is another by so much than it was: what was planned by the old one is to be counted anew. */
  onTimeJump?: (byMs: number) => void
}

/** What was opened is no longer what is there. */
export class DatabaseGoneError extends Error {
  readonly code = 'DATABASE_GONE'
  /** In words of ours alone, which may stand in a log. */
  readonly what: string

  constructor(name: string, what: string) {
    super(`"${name}": ${what}; nothing is recorded, and nothing told from it, until a restart`)
    this.what = what
  }
}

/** The server said no, or nothing at all. */
export class DatabaseServerError extends Error {
  /** SQLSTATE; null where the server didn't answer. */
  readonly state: string | null

  constructor(message: string, state: string | null, cause: unknown) {
    super(message, { cause })
    this.state = state
  }
}

/** Whether it is the database, and not the code, that went wrong. */
export const isDatabaseFault = (error: unknown): boolean =>
  error instanceof DatabaseGoneError || error instanceof DatabaseServerError || isOfSqlite(error)

const isOfSqlite = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR'
