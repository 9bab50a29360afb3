import { randomUUID } from 'node:crypto'
import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { ListedAttendant } from './attendants-file.ts'

/**
 * Reads and writes the list while no other command does, or one of two would be lost. Rejects with a
 * sentence for the operator when the other one takes seconds, which it does only after it died there.
 */
export async function aloneWith<Done>(
  file: string,
  work: () => Done,
  patienceMs = 5000,
): Promise<Done> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const lock = `${statSync(file, { throwIfNoEntry: false }) ? realpathSync(file) : file}.lock`
  const endMs = performance.now() + patienceMs
  while (!take(lock)) {
    if (performance.now() > endMs)
      throw new Error(`outro comando está mudando a lista. Se não há nenhum, apague ${lock}`)
    await setTimeout(20)
  }
  try {
    return work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

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
