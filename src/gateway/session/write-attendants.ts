import { randomUUID } from 'node:crypto'
import {
  chownSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ListedAttendant } from './attendants-file.ts'

/** Writes the list, readable by its owner alone, whole or not at all: a gateway may read meanwhile. */
export function writeAttendants(file: string, attendants: ListedAttendant[]) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const known = statSync(file, { throwIfNoEntry: false })
  // A link stays one.
  const target = known ? realpathSync(file) : file
  const folder = dirname(target)
  const draft = join(folder, `.${basename(target)}.${randomUUID()}`)
  try {
    const text = `${JSON.stringify(attendants, null, 2)}\n`
    writeFileSync(draft, text, { flag: 'wx', mode: 0o600, flush: true })
    // Under `sudo` the list must stay the gateway's.
    const { uid, gid } = known ?? statSync(folder)
    if (process.getuid?.() === 0) chownSync(draft, uid, gid)
    renameSync(draft, target)
  } finally {
    rmSync(draft, { force: true })
  }
}
