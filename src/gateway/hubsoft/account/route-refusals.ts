import { type Clock, createDeadline, type Deadline } from '../../clock.ts'
import type { Route } from '../question.ts'

type Refusals = { account: string; token: string; tokens: number; pause: Deadline }

const pauseMs = 60_000

/**
 * Tokens that a route turned away. One may have been revoked; where the next one is turned away, too, a third
 * would be no better, and the route isn't tried for a minute, as after a refused sign-in.
 */
export function createRouteRefusals(clock: Clock, account: () => string) {
  const refusals = new Map<Route, Refusals>()

  return {
    isPaused(route: Route): boolean {
      const known = refusals.get(route)
      return known?.account === account() && !known.pause.isPast()
    },
    taken: (route: Route) => void refusals.delete(route),
    /** True where a pause begins. */
    refused(route: Route, token: string): boolean {
      const known = refusals.get(route)
      if (known?.token === token) return false
      const isSame = known?.account === account()
      const tokens = isSame ? known.tokens + 1 : 1
      const pause = createDeadline(clock, tokens > 1 ? pauseMs : 0)
      refusals.set(route, { account: account(), token, tokens, pause })
      return tokens > 1
    },
  }
}
