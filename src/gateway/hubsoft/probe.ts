import type { Breaker } from './breaker.ts'
import type { Connection, Question } from './connection.ts'
import { type Health, isThere } from './health.ts'
import type { Probe } from './monitor.ts'
import type { ReadPace } from './read-pace.ts'
import type { Keeper } from './sign-in.ts'

type Deps = {
  connection: Connection
  breaker: Breaker
  health: Health
  tokens: Keeper
  pace: ReadPace
}

/** For HubSoft's ticket types: a read that concerns nobody. */
export function ticketTypesQuestion(token: string | null): Question {
  return {
    method: 'GET',
    path: 'api/v1/integracao/configuracao/tipo_atendimento',
    mostBytes: 256 * 1024,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  }
}

/**
 * Whether HubSoft answers a read.
 *
 * The token is looked after beside it: whether HubSoft is there must not wait for a sign-in that
 * hangs, and where there is no token, 401 is a word of HubSoft's, too.
 */
export function createProbe({ connection, breaker, health, tokens, pace }: Deps): Probe {
  return async (signal) => {
    // A moment ago it was there, and wanted no reads for a while.
    if (pace.waitS() > 0) return true
    const token = tokens.living()
    if (!breaker.openSince()) void tokens.current('read')
    const report = health.begin('read')
    const answer = await connection.exchange({
      ...ticketTypesQuestion(token),
      mayStart: () => !signal.aborted,
      onStart: () => undefined,
      signal,
    })
    report(answer ?? 'no-answer')
    pace.heard(answer)
    if (token !== null) tokens.heard('read', token, answer)
    return answer !== null && isThere(answer)
  }
}
