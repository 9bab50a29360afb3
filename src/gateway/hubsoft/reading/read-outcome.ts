import * as z from 'zod/mini'
import { parseKeepingDigits } from '../../../contract/read-json.ts'
import { type ShownAtendimento, shownAtendimento } from '../../../contract/shown-ticket.ts'
import { errorLike, type HubsoftAnswer, isDraft, isRecord, successLike } from '../answer.ts'
import { accountRefused, type SendOutcome, silence } from '../send-outcome.ts'
import { readNo, textsIn } from './read-no.ts'
import { readRetryAfterS } from './retry-after.ts'
import { toldAtendimento } from './told-ticket.ts'

/** How a route of HubSoft's that changes something says yes. */
export type Accepts = {
  /** The ticket that a body is about, where it is the yes to what was asked. */
  accepted: (body: unknown) => ShownAtendimento | null
  /** Whether a body shows what only a yes shows. */
  showsYes: (body: Record<string, unknown>) => boolean
}

const opened = z.object({
  status: z.string().check(z.regex(successLike)),
  atendimento: toldAtendimento,
})
const opening: Accepts = {
  accepted: (body) =>
    isRecord(body) && isDraft(body.atendimento)
      ? null
      : (opened.safeParse(body).data?.atendimento ?? null),
  showsYes: ({ atendimento }) => shownAtendimento.safeParse(atendimento).success,
}

/** Whether the body says no: HubSoft's `status:"error"`, or the framework's own shape (E8, E10). */
function isDeclined(status: number, body: Record<string, unknown>, { showsYes }: Accepts): boolean {
  if (status >= 500 || (status >= 300 && status < 400)) return false
  // Who says no and shows a protocol contradicts himself: the ticket may stand.
  if (showsYes(body)) return false
  if (typeof body.status === 'string') return errorLike.test(body.status)
  if (body.status !== undefined) return false
  return status === 403 || ([400, 422].includes(status) && textsIn(body.errors).length > 0)
}

/**
 * Reads what HubSoft answered to opening a ticket, or to what else changes something, by content *and* status
 * (Q1). Never throws: what it can't read for sure is `uncertain`. A 401 or 429 comes before anything was stored
 * (hubsoft §2, E9).
 *
 * @see hubsoft §3.4 and §9.1; design §8
 */
export function readOutcome(answer: HubsoftAnswer, accepts = opening): SendOutcome {
  const { status, text } = answer
  if (status === 401) return accountRefused
  if (status === 429) {
    return { kind: 'not-sent', reason: 'too-many', retryAfterS: readRetryAfterS(answer) }
  }

  const body = parseKeepingDigits(text)
  const isOk = status >= 200 && status < 300
  const atendimento = isOk ? accepts.accepted(body) : null
  if (atendimento) return { kind: 'opened', atendimento }

  if (!isRecord(body) || !isDeclined(status, body, accepts)) return silence
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
