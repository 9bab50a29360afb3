import type { Logger } from 'pino'
import { parseKeepingDigits } from '../../contract/read-json.ts'
import type { After } from '../clock.ts'
import { type HubsoftAnswer, isRecord } from './answer.ts'
import type { Ask } from './ask.ts'
import type { Health } from './outage/health.ts'
import type { Question } from './question.ts'
import type { ReadPace } from './read-pace.ts'
import { readRetryAfterS } from './reading/retry-after.ts'
import { NoAnswer } from './wire/conversation.ts'

/** What came of asking HubSoft for what an attendant wants to see. */
export type LookedUp<Found> =
  | { kind: 'found'; found: Found }
  /** HubSoft's account lacks it. */
  | { kind: 'no-permission' }
  /** HubSoft wants no reads for so long. */
  | { kind: 'too-many'; waitS: number }
  | { kind: 'account-refused' }
  /** It is away, or what it said couldn't be read: that isn't "nothing". */
  | { kind: 'unreadable' }

type Deps = {
  ask: Ask['ask']
  pace: Pick<ReadPace, 'waitS'>
  health: Pick<Health, 'permissionMissing'>
  log: Logger
}

export type LookUp = <Found>(
  question: Question<Found | null>,
  signal: AbortSignal,
) => Promise<LookedUp<Found>>

/**
 * Asks for what somebody waits to see, behind whatever is read for a send. Ends on its signal, and never rejects for
 * what happens on the wire.
 */
export function createLookUp({ ask, pace, health, log }: Deps): LookUp {
  return async (question, signal) => {
    if (pace.waitS() > 0) return { kind: 'too-many', waitS: pace.waitS() }
    const asked = await ask(question, { signal, rank: 'to-see' })
    if (asked.kind === 'not-asked') {
      if (asked.isAccountRefused) return { kind: 'account-refused' }
      return pace.waitS() > 0 ? { kind: 'too-many', waitS: pace.waitS() } : { kind: 'unreadable' }
    }
    if (asked.kind === 'silent') return { kind: 'unreadable' }
    if (asked.said !== null) return { kind: 'found', found: asked.said }
    const why = whyUnread(asked.answer)
    if (why.kind === 'no-permission') {
      log.error('hubsoft says that the API account lacks a permission')
      health.permissionMissing()
    }
    return why
  }
}

function whyUnread(answer: HubsoftAnswer): Exclude<LookedUp<never>, { kind: 'found' }> {
  switch (answer.status) {
    case 401:
      return { kind: 'account-refused' }
    case 403:
      // A proxy says so in a page of its own.
      return { kind: isRecord(parseKeepingDigits(answer.text)) ? 'no-permission' : 'unreadable' }
    case 429:
      return { kind: 'too-many', waitS: readRetryAfterS(answer) }
    default:
      return { kind: 'unreadable' }
  }
}

const longestMs = 8000

/** Nobody waits longer for what only helps; nor goes on asking for somebody who has left. */
export async function cutOff<Done>(
  left: AbortSignal,
  after: After,
  work: (signal: AbortSignal) => Promise<Done>,
): Promise<Done> {
  const cut = new AbortController()
  // Who types goes on to another search with each key: that isn't HubSoft's fault.
  const leave = () => cut.abort(new NoAnswer('UNWANTED'))
  if (left.aborted) leave()
  const inTime = after(longestMs, () => cut.abort())
  left.addEventListener('abort', leave)
  return work(cut.signal).finally(() => {
    inTime()
    left.removeEventListener('abort', leave)
  })
}
