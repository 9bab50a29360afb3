import fc from 'fast-check'

const batchSize = 500

export type Order<Sample> = {
  arbitrary: fc.Arbitrary<Sample>
  seed: number
  count: number
  lanes: number
}

/**
 * Works through `count` samples that come from the seed, `lanes` at a time, and calls `onWarm` once
 * after a third of them. In batches, since what all the samples hold would hide what else is held.
 */
export async function inBatches<Sample>(
  { arbitrary, seed, count, lanes }: Order<Sample>,
  work: (sample: Sample, place: number) => Promise<void>,
  onWarm: () => Promise<void>,
) {
  async function batch(start: number, numRuns: number) {
    const samples = fc.sample(arbitrary, { seed: seed + start, numRuns }).entries()
    const lane = async () => {
      for (const [place, sample] of samples) await work(sample, start + place)
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }
  let isWarm = false
  for (let start = 0; start < count; start += batchSize) {
    await batch(start, Math.min(batchSize, count - start))
    if (isWarm || start + batchSize < count / 3) continue
    isWarm = true
    await onWarm()
  }
}
