import { inBatches, type Order } from '../in-batches.ts'
import type { Memory } from './memory.ts'

export type Fuzzed = {
  count: number
  seconds: number
  /** How often each kind of end came about. */
  tally: Map<string, number>
  /** What must never be, one text each. */
  faults: string[]
  /** After a third, when everything is warm, and at the end. */
  before: Memory
  after: Memory
}

const mostGrowth = 0.1

const growth = (before: number, after: number) => after / before - 1

/** "21.3 → 21.9 MB (+2.8 %)" */
function formatGrowth(before: number, after: number): string {
  const [first, last] = [before, after].map((bytes) => (bytes / 1e6).toFixed(1))
  const grown = growth(before, after) * 100
  return `${first} → ${last} MB (${grown < 0 ? '' : '+'}${grown.toFixed(1)} %)`
}

/** Works through these samples, and measures time and memory. */
export async function fuzz<Sample>(
  order: Order<Sample>,
  work: (sample: Sample, place: number) => Promise<void>,
  measure: () => Promise<Memory>,
) {
  const startedMs = performance.now()
  let before = await measure()
  await inBatches(order, work, async () => {
    before = await measure()
  })
  const seconds = (performance.now() - startedMs) / 1000
  return { seconds, before, after: await measure() }
}

/** One line of figures. */
export function formatFuzzed(what: string, fuzzed: Fuzzed): string {
  const { count, seconds, tally, faults, before, after } = fuzzed
  const kinds = [...tally].toSorted(([, a], [, b]) => b - a)
  return [
    `${count} ${what} in ${seconds.toFixed(1)} s`,
    `${faults.length} faults`,
    kinds.map(([kind, times]) => `${times} ${kind}`).join(', '),
    `heap ${formatGrowth(before.heap, after.heap)}`,
    `RSS ${formatGrowth(before.rss, after.rss)}`,
  ].join('; ')
}

/** Whether what is in use after a collection grew by more than a tenth. */
export const isMemoryFlat = ({ before, after }: Fuzzed) =>
  growth(before.heap, after.heap) <= mostGrowth
