import * as z from 'zod/mini'
import { parseKeepingDigits } from '../../../contract/read-json.ts'
import { shownAtendimento } from '../../../contract/shown-ticket.ts'
import { errorLike, type HubsoftAnswer, isDraft, isRecord, successLike } from '../answer.ts'
import { accountRefused, type SendOutcome, silence } from '../send-outcome.ts'
import { readNo, textsIn } from './read-no.ts'
import { readRetryAfterS } from './retry-after.ts'

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
 * it can't read for sure is `uncertain`. A 401 or 429 comes before anything was stored (hubsoft §2, E9).
 *
 * @see hubsoft §3.4 and §9.1; design §8
 */
export function readOutcome(answer: HubsoftAnswer): SendOutcome {
  const { status, text } = answer
  if (status === 401) return accountRefused
  if (status === 429) {
    return { kind: 'not-sent', reason: 'too-many', retryAfterS: readRetryAfterS(answer) }
  }

  const body = parseKeepingDigits(text)
  const isOk = status >= 200 && status < 300 && !(isRecord(body) && isDraft(body.atendimento))
  const yes = isOk ? accepted.safeParse(body) : undefined
  if (yes?.success) return { kind: 'opened', atendimento: yes.data.atendimento }

  if (!isRecord(body) || !isDeclined(status, body)) return silence
  const { sentences, isReadable } = readNo(body)
  const permission = status === 403
  if (isReadable) return { kind: 'refused', sentences, permission }

  const saysAnything = sentences.length > 0 || permission
  return {
    kind: 'uncertain',
    saidNo: true,
    ...(saysAnything && { refusal: { sentences, permission } }),
  }
}
