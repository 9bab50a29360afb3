import { randomUUID } from 'node:crypto'
import { byDeadline } from '../clock.ts'
import { type Database, DatabaseGoneError, DatabaseServerError } from './database.ts'

/**
 * Whether a row could be written now, and if not: for the file, for the disk or another program, or since the server
 * doesn't answer.
 */
export type TakesWrites = 'ok' | 'gone' | 'no-write' | 'no-answer'

type Deps = { database: Database; nowMs: () => number }

/** Who asks for it waits no longer. */
const longestMs = 3000

/** Looks once a second at most, since anybody may ask. */
export function createWriteCheck({ database, nowMs }: Deps): () => Promise<TakesWrites> {
  // Of its own: gateways on one database would wait for each other's.
  const id = `write check ${randomUUID()}`
  let lookedMs = Number.NEGATIVE_INFINITY
  let found: Promise<TakesWrites> = Promise.resolve('no-write')

  return () => {
    if (nowMs() - lookedMs >= 1000) {
      lookedMs = nowMs()
      const looking = takesWrites(database, id)
      found = byDeadline({ remainingMs: () => longestMs }, looking, 'no-answer')
    }
    return found
  }
}

// More than the largest send takes, so that a disk which takes this one takes the next send, too.
const triedBytes = 32_768

/**
 * Committed, since what is rolled back never comes to the disk. The row is never there for anybody else.
 */
function takesWrites(database: Database, id_hash: string): Promise<TakesWrites> {
  const row = { id_hash, usuario: 'x'.repeat(triedBytes), password_mark: '' }
  return database
    .transaction()
    .execute(async (writing) => {
      await writing
        .insertInto('session')
        .values({ ...row, created_at: 0, last_seen_at: 0 })
        .execute()
      await writing.deleteFrom('session').where('id_hash', '=', id_hash).execute()
    })
    .then(() => 'ok', whyNot)
}

/** It isn't reached, lets nobody in, or goes. */
const unreached = /^(08|28|53300|57P)/

function whyNot(error: unknown): TakesWrites {
  if (error instanceof DatabaseGoneError) return 'gone'
  const isServer = error instanceof DatabaseServerError
  return isServer && (error.state === null || unreached.test(error.state))
    ? 'no-answer'
    : 'no-write'
}
