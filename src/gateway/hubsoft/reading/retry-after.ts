import { parseKeepingDigits } from '../../../contract/read-json.ts'
import { type HubsoftAnswer, isRecord } from '../answer.ts'

const fallbackS = 60
const longestS = 86_400

function secondsIn(value: unknown): number {
  if (typeof value === 'string') return Number(value.slice(0, 30))
  return typeof value === 'number' ? value : Number.NaN
}

/** How long a 429 wants us to wait, by its header or its body (E9): a minute where it doesn't say, a day at most. */
export function readRetryAfterS({ headers, text }: HubsoftAnswer): number {
  const body = parseKeepingDigits(text)
  const candidates = [headers['retry-after'], isRecord(body) ? body.retry_after : undefined]
  const seconds = candidates.map(secondsIn).find((value) => value > 0)
  return Math.min(Math.ceil(seconds ?? fallbackS), longestS)
}
