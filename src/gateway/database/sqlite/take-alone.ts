import { closeSync, existsSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { isBusy } from './busy.ts'

/**
 * Keeps every other gateway off this database until it is given back, or the process ends, whatever ends it: each of
 * two would empty the log under the other. Throws where another has it.
 *
 * The lock is SQLite's own, on an empty file beside it: the database itself others may read.
 *
 * @returns gives it back
 */
export function takeAlone(file: string): () => void {
  const path = `${file}-gateway`
  try {
    // Only while nobody here can have it: closing any handle of the file would end SQLite's own locks on it (POSIX).
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
    return lockOf(path)
  } catch (cause) {
    throw isBusy(cause) ? isTaken(cause) : cannotLock(path, cause)
  }
}

function lockOf(path: string): () => void {
  const lock = new DatabaseSync(path, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw error
  }
  return () => lock.close()
}

function isTaken(cause: unknown): Error {
  const way = 'pare aquele, ou dê a este outro banco'
  return new Error(`outro gateway está com ele: ${way}`, { cause })
}

/** A folder without locks, as some over the network are, another user's file, or one that is no longer empty. */
function cannotLock(path: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Error(`não pode ser reservado a este gateway por "${path}": ${reason}`, { cause })
}
