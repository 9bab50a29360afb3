import { formatGrowth, growth, type Memory } from './memory.ts'

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
