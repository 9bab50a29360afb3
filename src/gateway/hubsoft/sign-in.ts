import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { HubsoftAnswer } from './answer.ts'
import type { Connection, Question } from './connection.ts'
import type { Health, Observe } from './health.ts'
import { createRouteRefusals, type TokenRoute } from './route-refusals.ts'
import { type Account, createTokens, type Renewal, type TokenAnswer } from './tokens.ts'

type Deps = {
  connection: Connection
  health: Health
  /** The configured account as it is now: its files may change. */
  account: () => Account
  clock: Clock
  timeoutMs: number
  log: Logger
  observe: Observe
}

export function signInQuestion(account: Account): Question {
  return {
    method: 'POST',
    path: 'oauth/token',
    mostBytes: 64 * 1024,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'password', ...account }),
  }
}

/** Tokens from HubSoft's own `/oauth/token`; neither its requests nor its answers are ever logged. */
export function createSignIn(deps: Deps) {
  const { connection, health, account, clock, timeoutMs, log, observe } = deps
  const refusals = createRouteRefusals(clock, () => JSON.stringify(account()))
  const tokens = createTokens({ account, signIn, nowMs: clock.monotonicMs, onRenewal })

  async function signIn(used: Account, stop: AbortSignal) {
    const report = health.begin('token')
    const answer = await connection.exchange({
      ...signInQuestion(used),
      mayStart: () => true,
      onStart: () => undefined,
      signal: AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]),
    })
    report(answer ?? 'no-answer')
    return answer
  }

  function onRenewal(result: Renewal, status: number | undefined) {
    observe({ kind: 'renewal', result })
    if (result === 'granted') health.accountGranted()
    if (result === 'failed') log.warn({ status }, 'hubsoft gave no token')
    if (result === 'refused') {
      log.error('hubsoft refuses the API account: check HUBSOFT_CLIENT_ID and the other three')
    }
  }

  /**
   * What sends are told, health is told: a token that still lives serves, whatever became of the account,
   * and once it doesn't, nobody may sign in for the rest of that minute.
   */
  async function current(route: TokenRoute): Promise<TokenAnswer> {
    if (refusals.isPaused(route)) {
      if (route === 'ticket') health.accountRefused('route')
      return { kind: 'account-refused' }
    }
    const answer = await tokens.current()
    if (answer.kind === 'account-refused') health.accountRefused('sign-in')
    return answer
  }

  /** Told what a route answered to a token. */
  function heard(route: TokenRoute, token: string, answer: HubsoftAnswer | null): void {
    // Where tickets are refused, a read that is answered says nothing of them.
    if (route === 'ticket' || !refusals.isPaused('ticket')) health.heard(answer)
    if (!answer || answer.status >= 500 || answer.status === 429) return
    if (answer.status !== 401) refusals.taken(route)
    if (answer.status !== 401) return
    tokens.drop(token)
    log.warn({ route }, 'hubsoft turned a token away')
    if (!refusals.refused(route, token)) return
    if (route === 'ticket') health.accountRefused('route')
    log.error({ route }, 'hubsoft turned a fresh token away: check the API account')
  }

  const { living, giveUp } = tokens
  return { current, living, heard, giveUp }
}

export type Keeper = ReturnType<typeof createSignIn>
