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
