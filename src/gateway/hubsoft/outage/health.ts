import type { Configuracao } from '../../../contract/page-context.ts'
import type { Clock } from '../../clock.ts'
import type { HubsoftAnswer } from '../answer.ts'
import type { Route } from '../question.ts'
import type { Breaker } from './breaker.ts'

export type Renewal = 'granted' | 'refused' | 'failed'

/** What happens between HubSoft and us, for metrics: no addresses, no people. */
export type HubsoftEvent =
  | {
      kind: 'exchange'
      route: Route
      result: 'answered' | 'failed' | 'not-started'
      durationMs: number
    }
  | { kind: 'renewal'; result: Renewal }
  /** The account lacks a permission, whatever came of the ticket. */
  | { kind: 'no-permission' }

export type Observe = (event: HubsoftEvent) => void

type Ended = HubsoftAnswer | 'no-answer' | 'not-started'

/** Told how an exchange ended; once more where a whole answer comes after it was given up. */
type Report = (ended: Ended) => void

type Deps = { breaker: Breaker; clock: Clock; observe: Observe }

function isJson(text: string): boolean {
  try {
    return Boolean(JSON.parse(text))
  } catch {
    return false
  }
}

/** A crash of HubSoft's own comes in JSON and concerns one request; its proxy's page, all of them. */
export function isThere({ status, text }: HubsoftAnswer): boolean {
  return status < 500 || (![502, 503, 504].includes(status) && isJson(text))
}

function resultOf(ended: Ended) {
  if (ended === 'not-started') return ended
  return ended !== 'no-answer' && isThere(ended) ? 'answered' : 'failed'
}

/** What is known of HubSoft: whether it is there, and whether it takes our account. */
export function createHealth({ breaker, clock, observe }: Deps) {
  // In the order in which they were refused.
  const refused = new Map<'sign-in' | 'route', Date>()

  /** Call it when an exchange begins, and what comes back when it ends. */
  function begin(route: Route): Report {
    const [startedMs, begunIn] = [clock.monotonicMs(), breaker.era()]
    let isTold = false
    return (ended) => {
      const result = resultOf(ended)
      if (!isTold) {
        const durationMs = clock.monotonicMs() - startedMs
        observe({ kind: 'exchange', route, result, durationMs })
      }
      if (result === 'answered') breaker.answered(route)
      const counts = result === 'failed' && !isTold && begunIn === breaker.era()
      isTold = true
      // The monitor counts the reads, which are its own.
      if (counts && route !== 'read') breaker.failed(route === 'ticket' ? 'tickets' : 'tokens')
    }
  }

  return {
    begin,
    /** The account was refused at sign-in, or a fresh token by a route. */
    accountRefused(by: 'sign-in' | 'route') {
      if (!refused.has(by)) refused.set(by, new Date(clock.wallMs()))
    },
    /** A sign-in alone doesn't say that a route takes its token. */
    accountGranted() {
      refused.delete('sign-in')
    },
    permissionMissing: () => observe({ kind: 'no-permission' }),
    /** Told what a request with a token was answered: it may be one of before a refused sign-in. */
    heard(answer: HubsoftAnswer | null) {
      if (answer && answer.status !== 401 && answer.status < 500) refused.delete('route')
    },
    /** HubSoft's last word, and since when it isn't a good one. */
    status(): Configuracao['hubsoft'] {
      const openSince = breaker.openSince()
      if (openSince) return { situacao: 'fora_do_ar', desde: openSince.toISOString() }
      const [since] = refused.values()
      if (since) return { situacao: 'conta_recusada', desde: since.toISOString() }
      return { situacao: 'no_ar', desde: null }
    },
  }
}

export type Health = ReturnType<typeof createHealth>
