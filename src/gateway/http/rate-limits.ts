import { hash, randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import type { Sessao } from '../../contract/page-context.ts'
import { createCounter } from '../counter.ts'
import type { OpenDatabase } from '../database/database.ts'
import { networkOf } from '../session/network.ts'
import type { Arrival, Peers } from '../session/peers.ts'
import type { Guard } from './guards.ts'
import { type GatewayEnv, problem, tooManyRequests } from './problem.ts'
import { isSend } from './tickets/ticket-request.ts'

/** How much in a minute. */
export const ratesPerMinute = {
  /** What one attendant sends to HubSoft. */
  sends: 60,
  /** What one attendant has looked up in HubSoft, whose reads go ten a second for everybody. */
  lookUps: 60,
  /**
   * All of one attendant's requests, sends among them. A page asks every 1 to 10 s while an outcome is
   * pending, every 30 s while it is unknown, and for the list with each send
   * and form, and every 15 s while something in it isn't known.
   */
  requests: 600,
  /** One address below /api, which a whole office may share. */
  apiPerAddress: 3000,
  /** One address, with the page and its files. */
  perAddress: 6000,
}

export type RatesPerMinute = typeof ratesPerMinute

/** In the demo everybody is the same attendant, and the stand-in can't be flooded. */
const demoRatesPerMinute: RatesPerMinute = {
  ...ratesPerMinute,
  sends: 3000,
  lookUps: 3000,
  requests: 6000,
}

export const ratesOf = (mode: Sessao['modo']) =>
  mode === 'demo' ? demoRatesPerMinute : ratesPerMinute

const windowS = 60
// However many addresses ask, memory holds so many counters: two strangers may share one.
const counters = 4096

type Deps = {
  peers: Peers
  rates: RatesPerMinute
}

/** The desk counts what it sends. */
export const createCountSend = (
  { sends }: RatesPerMinute,
  { createCounter }: Pick<OpenDatabase, 'createCounter'>,
) => createCounter({ name: 'sends', points: sends, windowS }).count

/** Counts requests in memory, in windows of a minute. What is over a limit is answered 429 and goes no further. */
export function createRateLimits({ peers, rates }: Deps) {
  const salt = randomUUID()

  /** A guard that counts by what `keyOf` says, and nothing where it says null. */
  function limit(points: number, keyOf: (c: Context<GatewayEnv>) => string | null): Guard {
    const { count } = createCounter({ points, windowS })
    return async (c, next) => {
      const key = keyOf(c)
      const waitS = key === null ? 0 : await count(key)
      if (waitS === 0) return next()
      // What is known of a send is told whatever the limit: the desk refuses the others.
      if (!isSend(c)) return problem(c, tooManyRequests(waitS))
      c.set('overLimitS', Math.max(waitS, c.get('overLimitS') ?? 0))
      return next()
    }
  }

  function addressOf({ env }: { env: Arrival }): string | null {
    const visitor = peers.visitorOf(env)
    // A proxy that names no visitor speaks for the whole company.
    if (peers.isOurs(env) && visitor === env.incoming?.socket.remoteAddress) return null
    return String(
      Number.parseInt(hash('sha256', salt + networkOf(visitor)).slice(0, 8), 16) % counters,
    )
  }

  return {
    perAddress: limit(rates.perAddress, addressOf),
    apiPerAddress: limit(rates.apiPerAddress, addressOf),
    // Both behind `expectAttendant`.
    perAttendant: limit(rates.requests, (c) => c.get('attendant').usuario),
    lookUpsPerAttendant: limit(rates.lookUps, (c) => c.get('attendant').usuario),
  }
}
