import { chmodSync, existsSync, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeAfterUs } from './remove-after-us.ts'

const memory = '/dev/shm'
const neededBytes = 1e9

/** The folders that tests make lie in memory where there is room: no power cut is tested, and a disk makes commits wait. */
export function setup() {
  if (tmpdir().startsWith(memory) || roomIn(memory) < neededBytes) return () => undefined
  const folder = mkdtempSync(join(memory, 'novo-atendimento-'))
  // PostgreSQL, as another user, has a folder of its own in it.
  chmodSync(folder, 0o711)
  process.env.TMPDIR = folder
  return removeAfterUs(folder)
}

function roomIn(folder: string): number {
  if (!existsSync(folder)) return 0
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
