/** An answer as it came over the wire; header names in lower case. */
export type HubsoftAnswer = {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

export const successLike = /^\s*(success|suscess|sucesso)\s*$/i // Q2
export const errorLike = /^\s*erro(?:r)?\s*$/i

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Q35, E4
const crashKeys = ['trace', 'file', 'line', 'hint', 'description', 'exception', 'error_type']

/** Whether a body has the keys of a crash report. */
export function hasCrashKeys(body: Record<string, unknown>): boolean {
  const { errors, error, data, debug } = body
  return [body, errors, error, data, debug].some(
    (place) => isRecord(place) && crashKeys.some((key) => key in place),
  )
}

const yes: unknown[] = [true, 1, 'true', '1']

/**
 * HubSoft's own screen stores a row as soon as somebody begins a ticket: no ticket, and never ours.
 *
 * @see hubsoft §16, "Drafts"
 */
export function isDraft(ticket: unknown): boolean {
  return isRecord(ticket) && yes.includes(ticket.rascunho)
}
