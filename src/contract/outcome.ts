import * as z from 'zod/mini'
import { type Atendimento, atendimento } from './atendimento.ts'
import { findPrivateData, removePrivateData } from './privacy.ts'
import { parseKeepingDigits } from './read-json.ts'

/** An answer as it came over the wire; header names in lower case. */
export type HubsoftAnswer = {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

export type HubsoftOutcome =
  | { kind: 'opened'; atendimento: Atendimento }
  /** HubSoft said no, readably: nothing was stored. The sentences are HubSoft's own, cleaned. */
  | { kind: 'refused'; sentences: string[]; permission: boolean }
  /** 401 or 429: turned away before anything was stored (dossier §2, E9). */
  | { kind: 'turned-away'; reason: 'unauthenticated' }
  | { kind: 'turned-away'; reason: 'too-many'; retryAfterS: number }
  /**
   * It may have been opened: verify, never resend. `saidNo`: HubSoft said no, but in a crash report or
   * without a word to read; where a look finds nothing either, the two agree (design §8).
   */
  | { kind: 'not-an-answer'; saidNo: boolean }

export const successLike = /^\s*(success|suscess|sucesso)\s*$/i // Q2
const accepted = z.object({ status: z.string().check(z.regex(successLike)), atendimento })

// Q35, E4
const crashKeys = ['trace', 'file', 'line', 'hint', 'description', 'exception', 'error_type']

// E5: what PHP, its framework and its database say when they break, in English, where HubSoft refuses
// in Portuguese. Where this errs, a refusal is shown as not known: never the other way round.
const crashTexts = [
  /SQLSTATE|\b(?:insert into|delete from|select .+ from|update \S+ set)\b/i,
  /\.php\b|Exception\b|Error\b|\bvendor\/|#\d+ [/\\{]|\b[A-Z]\w+\\[A-Z]\w+/,
  /\b(?:error|undefined|null|query|stack|stream|deadlock|timeout|timed out|syntax|unexpected)\b/i,
  /\b(?:whoops|cannot|uncaught|unsupported|not found|duplicate key|division by zero)\b/i,
  /\b(?:string conversion|converted to|too few arguments|closed the connection)\b/i,
  /\b(?:trying|attempt) to\b|call to (?:a|undefined)|must be of (?:the )?type/i,
  /Maximum execution time|Allowed memory size/i,
]

// A sentence has some hundred characters. What is longer is a dump, and searching it takes time that
// everybody waits for.
const longestSentence = 2000
const mostSentences = 100

const fallbackRetryS = 60
const longestRetryS = 86_400

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Every text inside an error list, whichever of its shapes it came in: array, object, nested. */
function textsIn(value: unknown, levels = 20): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || levels === 0) return []
  return Object.values(value).flatMap((inner) => textsIn(inner, levels - 1))
}

/** HubSoft's sentence as plain text: no markup, no CPF or password, one line, at most 300 characters. */
function cleanSentence(sentence: string): string {
  const said = sentence
    .replace(/<[^>]*>/g, ' ')
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
  return crashTexts.some((pattern) => pattern.test(said))
}

/** The sentences of a readable error; empty where there is none to read, or it is a crash report. */
function readSentences(body: Record<string, unknown>): string[] {
  const said = [body.msg, body.message].filter((value) => typeof value === 'string')
  const all = [...said, ...textsIn(body.errors)]
  const isDump = all.length > mostSentences || all.some((one) => one.length > longestSentence)
  // A crash report may follow a ticket that stands (Q35): it refuses nothing.
  if (isDump || hasCrashKeys(body) || all.some(isCrashText)) return []
  return [...new Set(all.map(cleanSentence))].filter((one) => /\p{L}/u.test(one)).slice(0, 10)
}

function hasCrashKeys(body: Record<string, unknown>): boolean {
  const { errors, error, data, debug } = body
  return [body, errors, error, data, debug].some(
    (place) => isRecord(place) && crashKeys.some((key) => key in place),
  )
}

function secondsIn(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN
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
  if (atendimento.safeParse(body.atendimento).success) return false
  if (typeof body.status === 'string') return body.status.trim().toLowerCase() === 'error'
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

  const isOk = status >= 200 && status < 300
  const yes = isOk ? accepted.safeParse(body) : undefined
  if (yes?.success) return { kind: 'opened', atendimento: yes.data.atendimento }

  if (!isRecord(body) || !isDeclined(status, body)) return { kind: 'not-an-answer', saidNo: false }
  const sentences = readSentences(body)
  if (sentences.length > 0) return { kind: 'refused', sentences, permission: status === 403 }

  return { kind: 'not-an-answer', saidNo: true }
}
