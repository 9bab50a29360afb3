import { closeSync, openSync, statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { DatabaseGoneError } from '../database.ts'
import { createMark, dropLog, hasOnlyLog, headerBytes, readStart, sizeOf } from './log-mark.ts'

/**
 * Sees whether a database is still the file that was opened: a deleted or replaced one stays writable for
 * whoever has it open, and its rows are lost with it; one that is written over reads as if nothing had been
 * sent. What is found stands until a restart.
 *
 * SQLite changes the file only when the log is emptied into it, and the log only grows until then. So a change of
 * either that wasn't made here is somebody else's.
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
  let header = readStart(handle, headerBytes)
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
    if (readStart(handle, headerBytes).equals(header)) return null
    return 'another program has written to it'
  }

  /** Throws, now and from then on, unless it is the file that was opened. */
  function check() {
    if (gone) throw gone
    const what = whatChanged()
    if (what === null) return
    gone = new DatabaseGoneError(file, what)
    onGone(gone)
    const now = namesOf(file)
    const isSamePair = now.file === names.file && now.log === names.log
    if (isSamePair && hasOnlyLog(file, readStart(handle, headerBytes), mark.value())) dropLog(file)
    throw gone
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
      header = readStart(handle, headerBytes)
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

const namesOf = (file: string) => ({
  file: nameOf(file),
  log: nameOf(`${file}-wal`),
  index: nameOf(`${file}-shm`),
})

/** By what a path leads to, and not by how it is spelled. */
function nameOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found ? `${found.dev}:${found.ino}` : null
}
