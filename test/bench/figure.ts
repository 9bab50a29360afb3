import type { Interval } from './interval.ts'

/** One line of the table. */
export type Figure = {
  /** "first paint ÷ floor, cold" */
  name: string
  unit: '×' | 'ms' | 'MiB' | 'kB' | 'B' | 's' | '/s' | ''
  measured: Interval
  /** What a ratio is made of: "1400 ms ÷ 549 ms". */
  detail?: string
  /** The same between two copies of the same thing (A/A): what the machine alone makes of it. */
  noise?: Interval
  /** Told for its own sake, without. */
  target?: Target
}

/** Met by the middle value; by the interval's low end where it says so, for "no worse, as far as one can tell". */
export type Target = { atMost: number; by?: 'middle' | 'low end' } | { atLeast: number }

export type Verdict = 'met' | 'open' | 'missed' | ''

/** Open: the middle value misses it, but the interval doesn't rule it out. */
export function verdictOf({ measured: { middle, low, high }, target }: Figure): Verdict {
  if (!target) return ''
  if ('atLeast' in target) {
    if (middle >= target.atLeast) return 'met'
    return high >= target.atLeast ? 'open' : 'missed'
  }
  const isMet = (target.by === 'low end' ? low : middle) <= target.atMost
  if (isMet) return 'met'
  return low <= target.atMost ? 'open' : 'missed'
}

/** What a part of the bench is told, and gives back. */
export type Part = (run: Run) => Promise<Figure[]>

export type Run = {
  /** All parts together have two minutes. */
  isQuick: boolean
  /** Overrules a part's own count. */
  rounds?: number | undefined
  /** The root of another checkout, built: the same of that one beside ours, in the same rounds. */
  against?: string | undefined
  /** A line above the table: sample sizes, progress, what a figure leaves out. */
  say: (line: string) => void
}
