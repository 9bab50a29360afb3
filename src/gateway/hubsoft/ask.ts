import type { TokenKeeper } from './account/token-keeper.ts'
import type { TokenAnswer } from './account/tokens.ts'
import type { Breaker } from './outage/breaker.ts'
import type { Question, Route } from './question.ts'
import type { Rank, ReadPace } from './read-pace.ts'
import type { ReportedExchange, Way } from './reported-exchange.ts'
import type { Answered } from './wire/connection.ts'

type Deps = {
  exchange: ReportedExchange
  breaker: Breaker
  tokens: Pick<TokenKeeper, 'current' | 'heard'>
  pace: ReadPace
}

type Asked<Said> =
  | ({ kind: 'answered' } & Answered<Said>)
  /** No whole answer came. */
  | { kind: 'silent' }
  /** For certain it was not asked: no token, no turn, or it is over. */
  | { kind: 'not-asked'; isAccountRefused: boolean }

type Asking = Way & {
  /** A read that no send waits for lets the others go first. */
  rank?: Rank | undefined
  /** What has left did nothing there; it may leave once more. */
  onTurnedAway?: () => void
}

const unreachable = { kind: 'unreachable' } as const
const notAsked = { kind: 'not-asked', isAccountRefused: false } as const

/**
 * Asks HubSoft with the account's token, and once more where the token is turned away (401), which does nothing
 * there. Ends on its signal, and never rejects for what happens on the wire. Reads keep the pace, and none goes
 * out while HubSoft is down.
 */
export function createAsk({ exchange, breaker, tokens, pace }: Deps) {
  /** With this token or none, once. */
  async function askOnce<Said>(question: Question<Said>, token: string | null, way: Way) {
    const answered = await exchange(question, token, way)
    const answer = answered?.answer ?? null
    if (token !== null) tokens.heard(question.route, token, answer)
    if (question.route === 'read') pace.heard(answer)
    return answered
  }

  /** A token while what is asked may still start. A sign-in under way goes on for others. */
  async function takeToken(route: Route, way: Way): Promise<TokenAnswer> {
    const { signal, mayStart = () => !signal.aborted } = way
    const token = await untilAborted(tokens.current(route), signal)
    return token?.kind === 'token' && !mayStart() ? unreachable : (token ?? unreachable)
  }

  async function tryOnce<Said>(question: Question<Said>, way: Asking): Promise<Asked<Said>> {
    const { signal, rank, mayStart = () => !signal.aborted } = way
    const isRead = question.route === 'read'
    if (!mayStart() || (isRead && breaker.openSince())) return notAsked
    if (isRead && !(await pace.turn(signal, rank))) return notAsked
    const token = await takeToken(question.route, way)
    if (token.kind !== 'token') {
      return { kind: 'not-asked', isAccountRefused: token.kind === 'account-refused' }
    }
    const answered = await askOnce(question, token.value, way)
    return answered ? { kind: 'answered', ...answered } : { kind: 'silent' }
  }

  return {
    askOnce,
    takeToken,
    async ask<Said>(question: Question<Said>, way: Asking): Promise<Asked<Said>> {
      const first = await tryOnce(question, way)
      if (first.kind !== 'answered' || first.answer.status !== 401) return first
      way.onTurnedAway?.()
      return tryOnce(question, way)
    },
  }
}

export type Ask = ReturnType<typeof createAsk>

async function untilAborted<Done>(work: Promise<Done>, signal: AbortSignal): Promise<Done | null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const giveUp = () => resolve(null)
  if (signal.aborted) giveUp()
  signal.addEventListener('abort', giveUp)
  const first = await Promise.race([work, promise])
  signal.removeEventListener('abort', giveUp)
  return first
}
