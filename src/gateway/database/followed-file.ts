import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { openFile } from './open-file.ts'

/** The path of the database names no file, or no longer the file that was written to. */
export class DatabaseGoneError extends Error {
  readonly code = 'DATABASE_GONE'

  constructor(file: string) {
    super(`"${file}" is not the file that is open; what was written may be lost`)
  }
}

/** Which files a database's paths name: itself, its log, and the log's index. */
type Names = { file: string | undefined; log: string | undefined; index: string | undefined }

type Held = { sqlite: DatabaseSync; names: Names }

/**
 * The database at a path, whichever file that is: one that is deleted stays writable for whoever has it
 * open, and its rows are lost with it.
 */
export async function followFile(file: string) {
  let held: Held | undefined = await hold(file)
  let fault: unknown

  /** Call it between transactions; what goes wrong is thrown by `sqlite`. */
  async function follow() {
    try {
      fault = undefined
      const names = namesAt(file)
      if (names.file === undefined) throw new DatabaseGoneError(file)
      if (held && isSame(held.names, names)) return
      if (held) putAway(held, names)
      held = undefined
      held = await hold(file)
    } catch (error) {
      fault = error
    }
  }

  function sqlite(): DatabaseSync {
    if (fault || !held) throw fault
    return held.sqlite
  }

  /** Throws unless the files are still those that were just written to. */
  function check() {
    if (!held || !isSame(held.names, namesAt(file))) throw new DatabaseGoneError(file)
  }

  return { follow, sqlite, check, close: () => held?.sqlite.close() }
}

export type FollowedFile = Awaited<ReturnType<typeof followFile>>

async function hold(file: string): Promise<Held> {
  const before = namesAt(file)
  const sqlite = await openFile(file)
  const names = namesAt(file)
  if (names.file === before.file) return { sqlite, names }
  sqlite.close()
  throw new DatabaseGoneError(file)
}

/**
 * The log's rows go into the file that they were written for: SQLite would read a log that is left into
 * whatever file is beside it.
 */
function putAway({ sqlite, names }: Held, now: Names) {
  const isEmptied = emptyLog(sqlite)
  const isNeeded = now.file === names.file || now.log === names.log
  if (isNeeded && isEmptied instanceof Error) throw isEmptied
  sqlite.close()
}

function emptyLog(sqlite: DatabaseSync): true | Error {
  try {
    const { busy } = sqlite.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() ?? {}
    return busy === 0 || new Error('another program reads the database')
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function namesAt(file: string): Names {
  return { file: nameOf(file), log: nameOf(`${file}-wal`), index: nameOf(`${file}-shm`) }
}

const isSame = (one: Names, other: Names) =>
  one.file === other.file && one.log === other.log && one.index === other.index

function nameOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}
