import type { TicketOutcome } from './outcome.ts'
import { isEditable, traitsOf } from './outcome-traits.ts'

/** Whether the same key may carry the next send: never used, or proved not to have been sent. */
export const keepsKey = (outcome: TicketOutcome | undefined): boolean =>
  outcome === undefined || traitsOf(outcome).nextKey === 'same'

/** Whether a person has seen the end of it: a ticket, or for certain none. */
export const isSettled = (outcome: TicketOutcome): boolean =>
  outcome.kind === 'opened' || isEditable(outcome)

/** Whether the gateway says, or has said, that a ticket of this send may be open. */
export const wasHeard = (outcome: TicketOutcome): boolean =>
  traitsOf(outcome).saysSent ?? outcome.wasHeard ?? false

const firstPausesMs = [1000, 1500, 2000, 3000, 5000, 8000]

/** How soon to ask again, in ms; false where the outcome stands or is still being waited for. */
export function askAgainMs(outcome: TicketOutcome | undefined): number | false {
  const ms = outcome && traitsOf(outcome).askAgainMs
  if (!ms) return false
  switch (outcome.kind) {
    case 'opened':
      return outcome.mayDouble ? ms : false
    case 'pending':
      return firstPausesMs[outcome.answers - 1] ?? ms
    case 'not-told':
      return Math.max(ms, Math.min(outcome.retryAfterS ?? 0, 60) * 1000)
    default:
      return ms
  }
}
