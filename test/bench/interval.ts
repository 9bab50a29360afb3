/** A middle value, and between what two the true one lies with 95 %. */
export type Interval = { middle: number; low: number; high: number }

export const quantile = (all: number[], q: number) =>
  [...all].sort((a, b) => a - b)[Math.floor(q * (all.length - 1))] ?? Number.NaN

/** Between the two in the middle where there are two. */
export function median(all: number[]): number {
  const sorted = all.toSorted((a, b) => a - b)
  const half = (sorted.length - 1) / 2
  const [below, above] = [sorted[Math.floor(half)], sorted[Math.ceil(half)]]
  return ((below ?? Number.NaN) + (above ?? Number.NaN)) / 2
}

/** What is counted and not measured has no interval. */
export const exactly = (value: number): Interval => ({ middle: value, low: value, high: value })

const resamples = 2000

/**
 * The median, and its 95 % interval by percentile bootstrap.
 *
 * @param samples one of each round: what is measured many times in one goes in as that round's own median, since
 *   rounds alone are independent
 */
export function medianOf(samples: number[]): Interval {
  const random = sequence()
  const medians = Array.from({ length: resamples }, () =>
    median(samples.map(() => samples[Math.floor(random() * samples.length)] ?? Number.NaN)),
  )
  return {
    middle: median(samples),
    low: quantile(medians, 0.025),
    high: quantile(medians, 0.975),
  }
}

/** The median of ratios within the same round, which met the same moments of the machine. */
export function ratioOf(ours: number[], theirs: number[]): Interval {
  if (ours.length !== theirs.length) throw new Error('Ratios need a pair for each round.')
  return medianOf(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)))
}

/** mulberry32 from one seed: the same samples give the same interval. */
function sequence() {
  let state = 0x9e3779b9
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
