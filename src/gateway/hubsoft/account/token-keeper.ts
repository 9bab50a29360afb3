import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import type { HubsoftAnswer } from '../answer.ts'
import type { Health, Observe, Renewal } from '../outage/health.ts'
import type { Route } from '../question.ts'
import type { ReportedExchange } from '../reported-exchange.ts'
import { createRouteRefusals } from './route-refusals.ts'
import { type Account, signInWith } from './sign-in.ts'
import { createTokens, type TokenAnswer } from './tokens.ts'

type Deps = {
  exchange: ReportedExchange
  health: Health
  /** The configured account as it is now: its files may change. */
  account: () => Account
  clock: Clock
  timeoutMs: number
  log: Logger
  observe: Observe
}

/** Tokens from HubSoft's own `/oauth/token`; neither its requests nor its answers are ever logged. */
export function createTokenKeeper(deps: Deps) {
  const { exchange, health, account, clock, timeoutMs, log, observe } = deps
  const refusals = createRouteRefusals(clock, () => JSON.stringify(account()))
  const tokens = createTokens({ account, signIn, nowMs: clock.monotonicMs, onRenewal })

  function signIn(used: Account, stop: AbortSignal) {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)])
    return exchange(signInWith(used), null, { signal })
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
  async function current(route: Route): Promise<TokenAnswer> {
    if (refusals.isPaused(route)) {
      if (route === 'ticket') health.accountRefused('route')
      return { kind: 'account-refused' }
    }
    const answer = await tokens.current()
    if (answer.kind === 'account-refused') health.accountRefused('sign-in')
    return answer
  }

  /** Told what a route answered to a token. */
  function heard(route: Route, token: string, answer: HubsoftAnswer | null): void {
    // Where tickets are refused, a read that is answered says nothing of them.
    if (route === 'ticket' || !refusals.isPaused('ticket')) health.heard(answer)
    if (!answer || answer.status >= 500 || answer.status === 429) return
    if (answer.status !== 401) {
      refusals.taken(route)
      return
    }
    tokens.drop(token)
    log.warn({ route }, 'hubsoft turned a token away')
    if (!refusals.refused(route, token)) return
    if (route === 'ticket') health.accountRefused('route')
    log.error({ route }, 'hubsoft turned a fresh token away: check the API account')
  }

  const { living, giveUp } = tokens
  return { current, living, heard, giveUp }
}

export type TokenKeeper = ReturnType<typeof createTokenKeeper>
