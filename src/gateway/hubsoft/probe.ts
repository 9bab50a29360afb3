import type { TokenKeeper } from './account/token-keeper.ts'
import type { Ask } from './ask.ts'
import type { Breaker } from './outage/breaker.ts'
import { isThere } from './outage/health.ts'
import type { Probe } from './outage/monitor.ts'
import type { ReadPace } from './read-pace.ts'
import { ticketTypes } from './ticket-types.ts'

type Deps = { askOnce: Ask['askOnce']; breaker: Breaker; tokens: TokenKeeper; pace: ReadPace }

/**
 * Whether HubSoft answers a read.
 *
 * The token is looked after beside it: whether HubSoft is there must not wait for a sign-in that
 * hangs, and where there is no token, 401 is a word of HubSoft's, too.
 */
export function createProbe({ askOnce, breaker, tokens, pace }: Deps): Probe {
  return async (signal) => {
    // A moment ago it was there, and wanted no reads for a while.
    if (pace.waitS() > 0) return true
    const token = tokens.living()
    if (!breaker.openSince()) void tokens.current('read')
    const answered = await askOnce(ticketTypes, token, { signal })
    return answered !== null && isThere(answered.answer)
  }
}
