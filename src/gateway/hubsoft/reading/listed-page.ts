export const longestPage = 50
// Q16: as long as a page gets where HubSoft ignores what was asked (Q24), the order included.
export const usualPage = 20

type Dated = { data_cadastro: string | null }

/** Whether our ticket may stand beyond the end of the page, of which HubSoft says nothing (Q16). */
export function mayStandBeyond(all: Dated[], sentAt: Date): boolean {
  if (all.length >= usualPage && isOldestFirst(all)) return true
  const last = dayOf(all.at(-1)?.data_cadastro ?? null)
  return all.length >= longestPage && !isLongBefore(last, sentAt)
}

/** Against what was asked for, be it in one place. */
export function isOldestFirst(all: Dated[]): boolean {
  const days = all.map(({ data_cadastro }) => dayOf(data_cadastro))
  return days.some((day, place) => day > (days[place - 1] ?? day))
}

/** "16/11/2018" or "2018-11-16 10:58:21" as the milliseconds of its midnight in UTC; NaN for another text. */
export function dayOf(date: string | null): number {
  const [, day, month, year] = /^\s*(\d\d)\/(\d\d)\/(20\d\d)(?!\d)/.exec(date ?? '') ?? []
  const [iso = `${year}-${month}-${day}`] = /^20\d\d-\d\d-\d\d(?!\d)/.exec(date?.trim() ?? '') ?? []
  return Date.parse(iso)
}

/** Whether the whole day is over before `sentAt` in every time zone. */
export function isLongBefore(day: number, sentAt: Date): boolean {
  const dayMs = 24 * 60 * 60 * 1000
  return sentAt.getTime() - day > 2 * dayMs
}
