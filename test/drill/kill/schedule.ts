/** Spreads so many kills, or stops, over so many errands, and over these moments evenly. */
export function createKillSchedule<Moment extends string>(
  errands: number,
  kills: number,
  moments: readonly Moment[],
) {
  const done = new Map<Moment, number>(moments.map((moment) => [moment, 0]))
  const underWay = new Map(done)
  const add = (to: Map<Moment, number>, moment: Moment, count: number) =>
    to.set(moment, Math.max(0, (to.get(moment) ?? 0) + count))
  const sum = (of: Map<Moment, number>) => [...of.values()].reduce((all, one) => all + one, 0)
  const planned = (moment: Moment) => (done.get(moment) ?? 0) + (underWay.get(moment) ?? 0)
  /** Of each moment: where one comes about twice, there are more than were wanted. */
  const least = Math.floor(kills / moments.length)
  const isDue = (number: number) =>
    sum(done) + sum(underWay) < Math.min(kills, ((number + 1) * kills) / errands)

  return {
    done: (): ReadonlyMap<Moment, number> => done,
    isEnough: () => sum(done) >= kills && moments.every((one) => (done.get(one) ?? 0) >= least),
    /** The moment at which the errand of this number, counted from 0, meets a kill; null for none. */
    next(number: number): Moment | null {
      const [rarest] = moments.toSorted((one, other) => planned(one) - planned(other))
      if (rarest === undefined) return null
      const isWanting = number >= errands && planned(rarest) < least
      if (!isDue(number) && !isWanting) return null
      add(underWay, rarest, 1)
      return rarest
    },
    killed(moment: Moment) {
      add(underWay, moment, -1)
      add(done, moment, 1)
    },
    /** It didn't come to it. */
    missed: (moment: Moment) => void add(underWay, moment, -1),
  }
}

export type KillSchedule<Moment extends string> = ReturnType<typeof createKillSchedule<Moment>>
