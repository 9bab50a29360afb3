import { findPrivateData, removePrivateData } from '../../../contract/privacy.ts'
import { hasCrashKeys } from '../answer.ts'

/** `isReadable` unless it is a crash report, which may follow a ticket that stands (Q35). */
type No = { sentences: string[]; isReadable: boolean }

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

/** Every text inside an error list, whichever of its shapes it came in: array, object, nested. */
export function textsIn(value: unknown, levels = 20): string[] {
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

/** What a no says, its sentences cleaned. */
export function readNo(body: Record<string, unknown>): No {
  const said = [body.msg, body.message].filter((value) => typeof value === 'string')
  const all = [...said, ...textsIn(body.errors)]
  const isDump = all.length > mostSentences || all.some((one) => one.length > longestSentence)
  if (isDump || all.some(isCrashText)) return { sentences: [], isReadable: false }
  // Of a refusal thrown as an exception its sentence alone is for people (hubsoft §16).
  const isThrown = hasCrashKeys(body)
  const cleaned = [...new Set((isThrown ? said : all).map(cleanSentence))]
  const sentences = cleaned.filter((one) => /\p{L}/u.test(one)).slice(0, 10)
  return { sentences, isReadable: !isThrown && sentences.length > 0 }
}
