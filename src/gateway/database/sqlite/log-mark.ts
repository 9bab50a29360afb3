import { randomInt } from 'node:crypto'
import { closeSync, ftruncateSync, openSync, readSync, statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

// A database is two files: what was committed lately stands in the log alone (`-wal`), and SQLite reads any log into
// any file. So both carry a mark, which tells whether they belong together.
//
// The mark is SQLite's own `user_version`: odd in the file, and one more in the log that is written after it. Each
// emptying of the log, which happens here alone, makes both larger. So no older copy and no other database's log
// passes for the one that belongs here.
//
// That a log lies beside it, the file says by SQLite's `application_id`, and the log's own takes it back: whoever
// brings the log into the file brings that, too. It comes into the file only once a log has begun, and is taken out
// before the log is emptied, so that no crash leaves it there alone.

export const headerBytes = 100
const [schemaAt, markAt, besideAt] = [40, 60, 68]
/** Of a log's own header, and of each frame's. */
const [logHeaderBytes, frameHeaderBytes] = [32, 24]
const mostFirstMark = 2 ** 30
const besideLog = 0x4e4f564f

export function createMark(sqlite: DatabaseSync) {
  let value = readMark(sqlite)
  let isBesideLog = sqlite.prepare('PRAGMA application_id').get()?.application_id === besideLog

  /** Both or none. */
  function write(next: number, beside = 0) {
    try {
      sqlite.exec(
        `BEGIN IMMEDIATE; PRAGMA user_version = ${next}; PRAGMA application_id = ${beside}; COMMIT`,
      )
    } finally {
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK')
    }
    value = next
    isBesideLog = beside === besideLog
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

function readMark(sqlite: DatabaseSync): number {
  const mark = Number(sqlite.prepare('PRAGMA user_version').get()?.user_version)
  return mark || 2 * randomInt(1, mostFirstMark / 2)
}

/** Whether the log beside a database was written for it. To be asked before SQLite opens it. */
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
  const isBeside = header.length === headerBytes && header.readInt32BE(besideAt) === besideLog
  return isBeside && sizeOf(`${file}-wal`) === 0
}

/** Whether the log still has this mark and the file, of which this is the beginning, hasn't: it was written over. */
export function hasOnlyLog(file: string, header: Buffer, mark: number): boolean {
  const inLog = firstPageInLog(file)
  return inLog !== null && isNear(markIn(inLog), mark) && !isNear(markIn(header), mark)
}

/** SQLite would write it into whatever stands there now, at the latest when that is opened again. */
export function dropLog(file: string) {
  const log = openSync(`${file}-wal`, 'r+')
  ftruncateSync(log)
  closeSync(log)
}

/** A crash may come between one mark and the next. */
const isNear = (one: number | null, other: number | null) =>
  one !== null && other !== null && Math.abs(one - other) <= 1

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
    return readStart(handle, bytes)
  } finally {
    closeSync(handle)
  }
}

export function readStart(handle: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  return buffer.subarray(0, readSync(handle, buffer, 0, bytes, 0))
}

export const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0
