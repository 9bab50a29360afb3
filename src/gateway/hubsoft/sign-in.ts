import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Connection, Question } from './connection.ts'
import type { Health, Observe } from './health.ts'
import { type Account, createTokens, type Renewal, type Tokens } from './tokens.ts'

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
export function createSignIn(deps: Deps): Tokens {
  const { connection, health, account, clock, timeoutMs, log, observe } = deps
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
  async function current() {
    const answer = await tokens.current()
    if (answer.kind === 'account-refused') health.accountRefused('sign-in')
    return answer
  }

  return { ...tokens, current }
}
