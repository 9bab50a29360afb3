import { type Database, DatabaseGoneError } from './database.ts'

/** Whether a row could be written now, and if not: for the file, or for the disk or another program. */
export type TakesWrites = 'ok' | 'gone' | 'no-write'

type Deps = { database: Database; nowMs: () => number }

/** Looks once a second at most, since anybody may ask. */
export function createWriteCheck({ database, nowMs }: Deps): () => Promise<TakesWrites> {
  let lookedMs = Number.NEGATIVE_INFINITY
  let found: Promise<TakesWrites> = Promise.resolve('no-write')

  return () => {
    if (nowMs() - lookedMs >= 1000) {
      lookedMs = nowMs()
      found = takesWrites(database)
    }
    return found
  }
}

// More than the largest send takes, so that a disk which takes this one takes the next send, too.
const triedBytes = 32_768

/**
 * Committed, since what is rolled back never comes to the disk. The row is never there for anybody else.
 */
function takesWrites(database: Database): Promise<TakesWrites> {
  const id_hash = 'write check'
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
    .then(
      () => 'ok',
      (error) => (error instanceof DatabaseGoneError ? 'gone' : 'no-write'),
    )
}
