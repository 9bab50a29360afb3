import * as z from 'zod/mini'
import { findPrivateData, removePrivateData } from '../../contract/privacy.ts'
import { parseKeepingDigits } from '../../contract/read-json.ts'
import { type ShownAtendimento, shownAtendimento } from '../../contract/shown-ticket.ts'
import {
  errorLike,
  type HubsoftAnswer,
  hasCrashKeys,
  isDraft,
  isRecord,
  successLike,
} from './answer.ts'

/** HubSoft's no: its own sentences, cleaned, and whether the API account lacks a permission. */
export type Refusal = { sentences: string[]; permission: boolean }

export type HubsoftOutcome =
  | { kind: 'opened'; atendimento: ShownAtendimento }
  /** HubSoft said no, readably: nothing was stored. */
  | ({ kind: 'refused' } & Refusal)
  /** 401 or 429: turned away before anything was stored (dossier §2, E9). */
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

// E5: what PHP, its framework and its database say when they break, in English, where HubSoft refuses
// in Portuguese. Where this errs, a refusal is shown as not known: never the other way round.
const crashTexts = [
  /SQLSTATE|\b(?:insert into|delete from|select .+ from|update \S+ set)\b/i,
  /\.php\b|Exception\b|Error\b|\bvendor\/|#\d+ [/\\{]|\b[A-Z]\w+\\[A-Z]\w+/,
  /\b(?:undefined|deadlock|timed out|syntax|unexpected|stack trace)\b/i,
  /\b(?:whoops|cannot|uncaught|unsupported|not found|duplicate key|division by zero)\b/i,
  /\b(?:string conversion|converted to|too few arguments|closed the connection)\b/i,
  /\b(?:trying|attempt) to\b|call to (?:a|undefined)|must be of (?:the )?type/i,
  /Maximum execution time|Allowed memory size/i,
]
// What a crash says, and a plan or a customer may be called, in capitals then (Q26): "FIBRA STREAM 500".
const crashWord = /\b(?:error|null|query|stack|stream|timeout)\b/i
const crashWordAsName = /\b(?:ERROR|NULL|QUERY|STACK|STREAM|TIMEOUT)\b(?! ?[:=(])/g
// Written as people write, which a crash's own capitals are not.
const portuguese =
  /(?<![\p{L}])(?:o|os|um|uma|de|da|do|dos|das|já|é|está|não|para|pelo|possui|permite|este|cliente|serviço|plano|campo|atendimento)(?![\p{L}])/gu
const saysFault = /\berro\b|falha|inesperad|exce[cç]|n[aã]o foi poss[ií]vel|n[aã]o p[oô]de/i
const english = /\b(?:the|of|to|is|was|with|on|by|not|failed|value|line|column|given)\b/

// A sentence has some hundred characters. What is longer is a dump, and searching it takes time that
// everybody waits for.
const longestSentence = 2000
const mostSentences = 100

const fallbackRetryS = 60
const longestRetryS = 86_400

/** Every text inside an error list, whichever of its shapes it came in: array, object, nested. */
function textsIn(value: unknown, levels = 20): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || levels === 0) return []
  return Object.values(value).flatMap((inner) => textsIn(inner, levels - 1))
}

/** HubSoft's sentence as plain text: no markup, no CPF or password, one line, at most 300 characters. */
function cleanSentence(sentence: string): string {
  // Behind the last ">" each "<" would be searched to the end.
  const end = sentence.lastIndexOf('>') + 1
  const said = (sentence.slice(0, end).replace(/<[^>]*>/g, ' ') + sentence.slice(end))
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  // From the last to the first, so that the places of those before stay true.
  const plain = findPrivateData(said).reduceRight(
    (text, found) => removePrivateData(text, found),
    said,
  )
  const letters = [...plain]
  return letters.length > 300 ? `${letters.slice(0, 299).join('')}…` : plain
}

function isCrashText(said: string): boolean {
  if (crashTexts.some((pattern) => pattern.test(said))) return true
  return crashWord.test(said) && !isNameInRefusal(said)
}

/** Whether the words that a crash says are a name in a sentence that refuses in Portuguese. */
function isNameInRefusal(said: string): boolean {
  const isRefusal = [...said.matchAll(portuguese)].length >= 3 && !saysFault.test(said)
  return isRefusal && !english.test(said) && !crashWord.test(said.replace(crashWordAsName, ''))
}

/** What a no says: `isReadable` unless it is a crash report, which may follow a ticket that stands (Q35). */
function readNo(body: Record<string, unknown>): { sentences: string[]; isReadable: boolean } {
  const said = [body.msg, body.message].filter((value) => typeof value === 'string')
  const all = [...said, ...textsIn(body.errors)]
  const isDump = all.length > mostSentences || all.some((one) => one.length > longestSentence)
  if (isDump || all.some(isCrashText)) return { sentences: [], isReadable: false }
  // Of a refusal thrown as an exception its sentence alone is for people (hubsoft-api.md §16).
  const isThrown = hasCrashKeys(body)
  const cleaned = [...new Set((isThrown ? said : all).map(cleanSentence))]
  const sentences = cleaned.filter((one) => /\p{L}/u.test(one)).slice(0, 10)
  return { sentences, isReadable: !isThrown && sentences.length > 0 }
}

function secondsIn(value: unknown): number {
  if (typeof value === 'string') return Number(value.slice(0, 30))
  return typeof value === 'number' ? value : Number.NaN
}

function readRetryAfterS({ headers }: HubsoftAnswer, body: unknown): number {
  const candidates = [headers['retry-after'], isRecord(body) ? body.retry_after : undefined]
  const seconds = candidates.map(secondsIn).find((value) => value > 0)
  return Math.min(Math.ceil(seconds ?? fallbackRetryS), longestRetryS)
}

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
 * @see hubsoft-api.md §3.4 and §9.1; design §8
 */
export function readOutcome(answer: HubsoftAnswer): HubsoftOutcome {
  const { status, text } = answer
  const body = parseKeepingDigits(text)

  if (status === 401) return { kind: 'turned-away', reason: 'unauthenticated' }
  if (status === 429) {
    return { kind: 'turned-away', reason: 'too-many', retryAfterS: readRetryAfterS(answer, body) }
  }

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
