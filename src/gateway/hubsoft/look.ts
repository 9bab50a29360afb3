import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import type { Breaker } from './breaker.ts'
import type { Connection, Question } from './connection.ts'
import type { Health } from './health.ts'
import { type LookedFor, listingQuery, readListing } from './read-listing.ts'
import type { Rank, ReadPace } from './read-pace.ts'
import type { Keeper } from './sign-in.ts'

type Deps = {
  connection: Connection
  breaker: Breaker
  health: Health
  tokens: Pick<Keeper, 'current' | 'heard'>
  pace: ReadPace
  /** Whether this HubSoft takes references out of descriptions. */
  isMarkLost: () => boolean
}

/**
 * Looks for a send among the service's tickets: those that carry its reference, oldest first, and null
 * where the list couldn't be read, which says nothing (design §6, "A look"). Ends on its signal, and
 * never rejects. One that no send waits for lets the others go first.
 */
export type LookFor = (
  lookedFor: LookedFor,
  signal: AbortSignal,
  rank?: Rank,
) => Promise<ShownAtendimento[] | null>

/** For the list of a service's tickets. */
export function listingQuestion(serviceId: number, token: string): Question {
  return {
    method: 'GET',
    path: 'api/v1/integracao/cliente/atendimento',
    query: listingQuery(serviceId),
    // Fifty tickets have some 200 kB; each of them may be four times as long.
    mostBytes: 1024 * 1024,
    headers: { authorization: `Bearer ${token}` },
  }
}

export function createLook(deps: Deps): LookFor {
  const { connection, breaker, health, tokens, pace, isMarkLost } = deps

  async function ask(lookedFor: LookedFor, token: string, signal: AbortSignal) {
    const report = health.begin('read')
    const answer = await connection.exchange({
      ...listingQuestion(lookedFor.serviceId, token),
      mustStandAlone: (answer) => !readListing(answer, lookedFor, isMarkLost())?.length,
      mayStart: () => !signal.aborted,
      onStart: () => undefined,
      signal,
    })
    report(answer ?? 'no-answer')
    tokens.heard('read', token, answer)
    pace.heard(answer)
    return answer
  }

  return async (lookedFor, signal, rank) => {
    const aborted = whenAborted(signal)
    for (const isLast of [false, true]) {
      if (signal.aborted || breaker.openSince()) return null
      if (!(await pace.turn(signal, rank))) return null
      // A sign-in under way goes on for others.
      const token = await Promise.race([tokens.current('read'), aborted])
      if (token?.kind !== 'token') return null
      const answer = await ask(lookedFor, token.value, signal)
      if (answer?.status !== 401 || isLast) {
        return answer && readListing(answer, lookedFor, isMarkLost())
      }
    }
    return null
  }
}

function whenAborted(signal: AbortSignal): Promise<null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  if (signal.aborted) resolve(null)
  signal.addEventListener('abort', () => resolve(null), { once: true })
  return promise
}
