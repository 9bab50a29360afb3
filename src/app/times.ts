/** "14:02" in the operator's time zone. */
export function formatTime(at: Date, timeZone: string): string {
  return at.toLocaleTimeString('pt-BR', { timeZone, hour: '2-digit', minute: '2-digit' })
}

/** The time alone where it was today: "14:02", else "23/11, 14:02". */
export function formatSince(at: Date, now: Date, timeZone: string): string {
  const dayOf = (one: Date) =>
    one.toLocaleDateString('pt-BR', { timeZone, day: '2-digit', month: '2-digit' })
  const time = formatTime(at, timeZone)
  return dayOf(at) === dayOf(now) ? time : `${dayOf(at)}, ${time}`
}

/** When something was sent, as part of a sentence: "às 14:02", else "em 23/11, 14:02". */
export function formatWhen(at: Date, now: Date, timeZone: string): string {
  const since = formatSince(at, now, timeZone)
  return since === formatTime(at, timeZone) ? `às ${since}` : `em ${since}`
}
