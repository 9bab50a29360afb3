import * as z from 'zod/mini'
import { parseKeepingDigits } from '../../../contract/read-json.ts'
import { type ShownAtendimento, shownAtendimento } from '../../../contract/shown-ticket.ts'
import { errorLike, type HubsoftAnswer, isDraft, isRecord, successLike } from '../answer.ts'
import { readNo, textsIn } from './read-no.ts'
import { readRetryAfterS } from './retry-after.ts'

/** HubSoft's no: its own sentences, cleaned, and whether the API account lacks a permission. */
export type Refusal = { sentences: string[]; permission: boolean }

export type HubsoftOutcome =
  | { kind: 'opened'; atendimento: ShownAtendimento }
  /** HubSoft said no, readably: nothing was stored. */
  | ({ kind: 'refused' } & Refusal)
  /** 401 or 429: turned away before anything was stored (hubsoft §2, E9). */
  | { kind: 'turned-away'; reason: 'unauthenticated' }
  | { kind: 'turned-away'; reason: 'too-many'; retryAfterS: number }
  /**
   * It may have been opened: verify, never resend. `saidNo`: HubSoft said no, but in a crash report or
   * without a word to read; where a look finds nothing either, the two agree (design §8), and `refusal` is
   * what can be shown of it.
   */
  | { kind: 'not-an-answer'; saidNo: boolean; refusal?: Refusal }

const accepted = z.object({
  status: z.string().check(z.regex(successLike)),
  atendimento: shownAtendimento,
})

/** Whether the body says no: HubSoft's `status:"error"`, or the framework's own shape (E8, E10). */
function isDeclined(status: number, body: Record<string, unknown>): boolean {
  if (status >= 500 || (status >= 300 && status < 400)) return false
  // Who says no and shows a protocol contradicts himself: the ticket may stand.
  if (shownAtendimento.safeParse(body.atendimento).success) return false
  if (typeof body.status === 'string') return errorLike.test(body.status)
  if (body.status !== undefined) return false
  return status === 403 || ([400, 422].includes(status) && textsIn(body.errors).length > 0)
}

/**
 * Reads what HubSoft answered to opening a ticket, by content *and* status (Q1). Never throws: what
 * it can't read for sure is `not-an-answer`.
 *
 * @see hubsoft §3.4 and §9.1; design §8
 */
export function readOutcome(answer: HubsoftAnswer): HubsoftOutcome {
  const { status, text } = answer
  if (status === 401) return { kind: 'turned-away', reason: 'unauthenticated' }
  if (status === 429) {
    return { kind: 'turned-away', reason: 'too-many', retryAfterS: readRetryAfterS(answer) }
  }

  const body = parseKeepingDigits(text)
  const isOk = status >= 200 && status < 300 && !(isRecord(body) && isDraft(body.atendimento))
  const yes = isOk ? accepted.safeParse(body) : undefined
  if (yes?.success) return { kind: 'opened', atendimento: yes.data.atendimento }

  if (!isRecord(body) || !isDeclined(status, body)) return { kind: 'not-an-answer', saidNo: false }
  const { sentences, isReadable } = readNo(body)
  const permission = status === 403
  if (isReadable) return { kind: 'refused', sentences, permission }

  const saysAnything = sentences.length > 0 || permission
  return {
    kind: 'not-an-answer',
    saidNo: true,
    ...(saysAnything && { refusal: { sentences, permission } }),
  }
}
