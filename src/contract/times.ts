function createTimes(timeZone: string) {
  const time = { timeZone, hour: '2-digit', minute: '2-digit' } as const
  const day = new Intl.DateTimeFormat('pt-BR', { timeZone })
  const today = new Intl.DateTimeFormat('pt-BR', time)
  const earlier = new Intl.DateTimeFormat('pt-BR', { ...time, day: '2-digit', month: '2-digit' })
  const isToday = (at: Date, now: Date) => day.format(at) === day.format(now)
  return {
    /** "23/11/2026" */
    formatDay: (at: Date) => day.format(at),
    /** "14:02", or "23/11, 14:02" where that was another day. */
    formatSince: (at: Date, now: Date) => (isToday(at, now) ? today : earlier).format(at),
    /** The same as part of a sentence: "às 14:02", "em 23/11, 14:02". */
    formatWhen: (at: Date, now: Date) =>
      isToday(at, now) ? `às ${today.format(at)}` : `em ${earlier.format(at)}`,
  }
}

export type Times = ReturnType<typeof createTimes>

const made = new Map<string, Times>()

/**
 * Times as people read them, in the operator's time zone; most of the country's until that is known. Made once for
 * each: a formatter takes some 20 kB, and half a millisecond of an old PC.
 */
export function timesIn(timeZone = 'America/Sao_Paulo'): Times {
  const times = made.get(timeZone) ?? createTimes(timeZone)
  made.set(timeZone, times)
  return times
}
