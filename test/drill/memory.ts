import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes in use once everything that nobody needs is gone. */
export type Memory = { heap: number; rss: number }

export async function measureMemory(): Promise<Memory> {
  setFlagsFromString('--expose_gc')
  const collect = runInNewContext('gc')
  // What a first round frees may have held more, and is let go of between two turns only.
  for (let round = 0; round < 5; round += 1) {
    collect()
    await setTimeout(50)
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: heapUsed + external, rss }
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)

/** 0.1 where a tenth more is in use. */
export const growth = (before: number, after: number) => after / before - 1

/** "21.3 → 21.9 MB (+2.8 %)" */
export function formatGrowth(before: number, after: number): string {
  const grown = growth(before, after) * 100
  const percent = `${grown < 0 ? '' : '+'}${grown.toFixed(1)} %`
  return `${megabytes(before)} → ${megabytes(after)} MB (${percent})`
}
