import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

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
  closeSync(openSync(path, 'a', 0o600))
  const lock = new DatabaseSync(path, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    const way = 'pare aquele, ou dê a este outro banco'
    throw new Error(`outro gateway está com ele: ${way}`, { cause })
  }
  return () => lock.close()
}
