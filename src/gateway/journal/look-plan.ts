import { canBeLookedFor, type Look, type TicketRow } from './ticket-row.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const lateLooksMs = [5 * minuteMs, 30 * minuteMs, 2 * hourMs, 12 * hourMs]
// Where the attendant reads a protocol aloud meanwhile, another one should be known soon.
const secondTicketLooksMs = [minuteMs, ...lateLooksMs]
const longestLateMs = 24 * hourMs
const longestPauseMs = 30_000
const shortestPauseMs = 2000
// Also where HubSoft is given no time to settle.
const leastPauseMs = 20
const betweenLastLooksMs = 5000
/** Whoever sends settles its own deadline first. */
const graceMs = 1000
/** Longer than a look takes that is recorded. */
const takenMs = 15_000

/** Until then HubSoft may still store what it was sent. */
export const settleAt = (row: TicketRow, settleMs: number) => after(row.deadlineAt, settleMs)
export const after = (from: Date, ms: number) => new Date(from.getTime() + ms)
export const earlier = (a: Date, b: Date) => (a < b ? a : b)
export const later = (a: Date, b: Date) => (a > b ? a : b)

/** When a row that comes into this state is looked at first. */
export function firstLookAt(row: TicketRow, now: Date): Date | null {
  const { state } = row
  switch (state.kind) {
    case 'sending':
      return after(row.deadlineAt, graceMs)
    case 'not-sent':
      return null
    case 'uncertain':
      return now
    case 'unknown':
      return nextLateLook(row, now)
    case 'opened':
      // An earlier attempt may have been stored, too: then there are two.
      // So they are where HubSoft's answer was about somebody else's.
      return (row.attempt > 1 || state.isUnproved) && state.others.length === 0
        ? nextLateLook(row, now, secondTicketLooksMs)
        : null
    case 'refused':
      return state.inDoubt ? nextLateLook(row, now) : null
  }
}

/** When it is due again where whoever looks for it now never says what came of it. */
export const dueAgainAt = (now: Date) => after(now, takenMs)

/** No look of it is planned for later than that; what somebody looks for now stays theirs. */
export function latestLookAt(row: TicketRow, now: Date): Date | null {
  if (row.state.kind === 'uncertain') return after(now, longestPauseMs)
  const first = firstLookAt(row, now)
  return first && row.state.kind !== 'sending' ? later(first, dueAgainAt(now)) : first
}

/** When it is looked at again, `last` being the look that ends now. */
export function nextLookAt(row: TicketRow, last: Look, now: Date, settleMs: number): Date | null {
  if (row.state.kind !== 'uncertain') return firstLookAt(row, now)
  const shortestMs = Math.min(shortestPauseMs, Math.max(settleMs / 10, leastPauseMs))
  const ageMs = now.getTime() - row.since.getTime()
  const pauseMs = Math.min(Math.max(ageMs / 2, shortestMs), longestPauseMs)
  const settled = settleAt(row, settleMs)
  // What is stored until then is found by the look right after it.
  if (now <= settled) return earlier(after(now, pauseMs), after(settled, 1))
  return after(now, last.wasRead ? Math.min(pauseMs, betweenLastLooksMs) : pauseMs)
}

function nextLateLook(
  { since, looks, state, serviceId }: TicketRow,
  now: Date,
  plan = lateLooksMs,
): Date | null {
  if (!canBeLookedFor({ serviceId })) return null
  const planned = plan.map((ms) => after(since, ms)).find((at) => at > now) ?? null
  const last = looks.at(-1)
  const isYoung = now < after(since, longestLateMs)
  // Of what is open the plan is enough, where each ticket's description is rewritten above all.
  const isToRepeat = isYoung && state.kind !== 'opened' && last && !last.wasRead && last.at > since
  if (!isToRepeat) return planned
  const again = after(now, 5 * minuteMs)
  return planned ? earlier(planned, again) : again
}
