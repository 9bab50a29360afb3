import { randomInt } from 'node:crypto'
import { closeSync, ftruncateSync, openSync, readSync, statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

/** The path of the database no longer names the file that was opened, or that file holds something else. */
export class DatabaseGoneError extends Error {
  readonly code = 'DATABASE_GONE'
  /** In words of ours alone, which may stand in a log. */
  readonly what: string

  constructor(file: string, what: string) {
    super(`"${file}": ${what}; nothing is recorded, and nothing told from it, until a restart`)
    this.what = what
  }
}

const headerBytes = 100
const [schemaAt, markAt, placeAt] = [40, 60, 68]
/** Of a log's own header, and of each frame's. */
const [logHeaderBytes, frameHeaderBytes] = [32, 24]
const mostFirstMark = 2 ** 30
const besideLog = 0x4e4f564f

/**
 * Sees whether a database is still the file that was opened: a deleted or replaced one stays writable for
 * whoever has it open, and its rows are lost with it; one that is written over reads as if nothing had been
 * sent. What is found stands until a restart.
 *
 * The mark is SQLite's own `user_version`: odd in the file, and one more in the log that is written after it.
 * Each emptying of the log, which happens here alone, makes both larger. So no older copy and no other
 * database's log passes for the one that belongs here.
 *
 * That a log lies beside it, the file says by SQLite's `application_id`, and the log's own takes it back: whoever
 * brings the log into the file brings that, too. It comes into the file only once a log has begun, and is taken out
 * before the log is emptied, so that no crash leaves it there alone.
 */
export function watchFile(
  file: string,
  sqlite: DatabaseSync,
  onGone: (gone: DatabaseGoneError) => void,
) {
  // Kept: closing any handle of the file would end SQLite's own locks on it (POSIX).
  const handle = openSync(file, 'r')
  const names = namesOf(file)
  const mark = createMark(sqlite)
  let header = read(handle, headerBytes)
  let [logBytes, triedAtBytes] = [sizeOf(`${file}-wal`), 0]
  let gone: DatabaseGoneError | undefined

  function whatChanged(): string | null {
    const now = namesOf(file)
    if (now.file === null) return 'the file is gone'
    if (now.file !== names.file) return 'another file is in its place'
    if (now.log !== names.log || now.index !== names.index) return 'its -wal or -shm is another'
    const bytes = sizeOf(`${file}-wal`)
    if (bytes < logBytes) return 'its -wal was cut'
    logBytes = bytes
    return read(handle, headerBytes).equals(header) ? null : 'another program has written to it'
  }

  /** Throws, now and from then on, unless it is the file that was opened. */
  function check() {
    if (gone) throw gone
    const what = whatChanged()
    if (what === null) return
    gone = new DatabaseGoneError(file, what)
    onGone(gone)
    if (isWrittenOver()) dropLog(file)
    throw gone
  }

  /** Whether in this same file, with this same log beside it, there is no database of ours any more. */
  function isWrittenOver(): boolean {
    const now = namesOf(file)
    if (now.file !== names.file || now.log !== names.log) return false
    const inLog = firstPageInLog(file)
    return (
      inLog !== null &&
      isNear(markIn(inLog), mark.value()) &&
      !isNear(markIn(read(handle, headerBytes)), mark.value())
    )
  }

  /** Brings the log's rows into the file; false while another program reads it. */
  function emptyLog(): boolean {
    check()
    triedAtBytes = logBytes
    try {
      mark.writeForFile()
      const { busy } = sqlite.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() ?? {}
      if (busy !== 0) return false
      triedAtBytes = 0
      mark.writeBesideLog()
      sqlite.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } finally {
      header = read(handle, headerBytes)
      logBytes = sizeOf(`${file}-wal`)
    }
    // At once, so that the log begins with it.
    mark.writeForLog()
    return true
  }

  return {
    check,
    emptyLog,
    /** How much the log has grown since it was last tried to empty it. */
    newLogBytes: () => logBytes - triedAtBytes,
    close() {
      try {
        // The disk may not have taken it when it was due.
        if (!gone && mark.isBesideLog()) mark.writeForLog()
      } finally {
        sqlite.close()
        closeSync(handle)
      }
    },
  }
}

export type FileWatch = ReturnType<typeof watchFile>

function createMark(sqlite: DatabaseSync) {
  let value = markOf(sqlite)
  let isBesideLog = sqlite.prepare('PRAGMA application_id').get()?.application_id === besideLog

  /** Both or none. */
  function write(next: number, place = 0) {
    try {
      sqlite.exec(
        `BEGIN IMMEDIATE; PRAGMA user_version = ${next}; PRAGMA application_id = ${place}; COMMIT`,
      )
    } finally {
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK')
    }
    value = next
    isBesideLog = place === besideLog
  }

  return {
    value: () => value,
    isBesideLog: () => isBesideLog,
    /** Before the log is emptied into the file. */
    writeForFile() {
      if (value % 2 === 0) write(value + 1)
      else if (isBesideLog) write(value)
    },
    writeBesideLog: () => write(value, besideLog),
    writeForLog: () => write(value + 1),
  }
}

/**
 * Whether the log beside a database was written for it: SQLite reads any log into any file. To be asked before
 * SQLite opens it.
 */
export function logFits(file: string): boolean {
  const [inLog, inFile] = [firstPageInLog(file), startOf(file, headerBytes)]
  const mark = inLog && markIn(inLog)
  // What a version without marks has written has none.
  if (inLog === null || mark === null || mark === 0) return true
  if (mark !== markIn(inFile)) return isNear(mark, markIn(inFile))
  // A copy that was made out of both: with its pages in another order, it says so.
  return inLog.readUInt32BE(schemaAt) === inFile.readUInt32BE(schemaAt)
}

/** Whether there was a log with the last rows when the gateway ended, and is none now. */
export function isLogLost(file: string): boolean {
  const header = startOf(file, headerBytes)
  const isBesideLog = header.length === headerBytes && header.readInt32BE(placeAt) === besideLog
  return isBesideLog && sizeOf(`${file}-wal`) === 0
}

/** SQLite would write it into whatever stands there now, at the latest when that is opened again. */
function dropLog(file: string) {
  const log = openSync(`${file}-wal`, 'r+')
  ftruncateSync(log)
  closeSync(log)
}

/** A crash may come between one mark and the next. */
const isNear = (one: number | null, other: number | null) =>
  one !== null && other !== null && Math.abs(one - other) <= 1

function markOf(sqlite: DatabaseSync): number {
  const mark = Number(sqlite.prepare('PRAGMA user_version').get()?.user_version)
  return mark || 2 * randomInt(1, mostFirstMark / 2)
}

const markIn = (header: Buffer) => (header.length < headerBytes ? null : header.readInt32BE(markAt))

/** The first page's beginning; null where the log doesn't begin with that page. */
function firstPageInLog(file: string): Buffer | null {
  const pageAt = logHeaderBytes + frameHeaderBytes
  const log = startOf(`${file}-wal`, pageAt + headerBytes)
  const isWhole = log.length === pageAt + headerBytes
  return isWhole && log.readUInt32BE(logHeaderBytes) === 1 ? log.subarray(pageAt) : null
}

function startOf(path: string, bytes: number): Buffer {
  if (sizeOf(path) === 0) return Buffer.alloc(0)
  const handle = openSync(path, 'r')
  try {
    return read(handle, bytes)
  } finally {
    closeSync(handle)
  }
}

function read(handle: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  return buffer.subarray(0, readSync(handle, buffer, 0, bytes, 0))
}

export const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

const namesOf = (file: string) => ({
  file: nameOf(file),
  log: nameOf(`${file}-wal`),
  index: nameOf(`${file}-shm`),
})

function nameOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found ? `${found.dev}:${found.ino}` : null
}
