import { systemClock } from '#src/gateway/clock.ts'
import { type AppDeps, createApp } from '#src/gateway/http/app.ts'
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import { createLog } from '#src/gateway/log.ts'
import { createMetrics } from '#src/gateway/metrics.ts'
import { identifyAsDemo } from '#src/gateway/session/identify.ts'
import { createPeers } from '#src/gateway/session/peers.ts'
import { pageRoot } from '../../house.ts'
import { quietConfiguracao } from '../../samples.ts'
import { atRest } from '../at-rest.ts'

/** Stands for every part of the gateway that breaks. */
export function broken(): never {
  throw new Error('journal is broken at the row of Bianca')
}

/** The app without a socket, at http://localhost, over a desk that always breaks. */
export function bareApp(deps: Partial<AppDeps> = {}) {
  const fails = async () => broken()
  return createApp({
    desk: {
      ...{ submit: fails, find: fails, sentToday: fails, lookNow: fails, noteTold: fails },
      isShared: false,
      tellNotSent: () => true,
      toWall: (at) => at,
      lookWaitS: () => 0,
    },
    lookUps: { find: fails, ticketsOf: fails, noteTold: fails },
    identify: identifyAsDemo(),
    peers: createPeers([]),
    rates: ratesPerMinute,
    metrics: createMetrics(),
    standing: atRest,
    clock: systemClock,
    standstill: { earliestMs: () => performance.now() },
    log: createLog({ level: 'silent' }),
    publicOrigin: new URL('http://localhost'),
    frameAncestors: [],
    authMode: 'demo',
    local: null,
    isDemo: true,
    brand: { name: undefined, logo: undefined, colours: undefined },
    timeZone: 'America/Sao_Paulo',
    configuracao: quietConfiguracao,
    ticketTypes: () => [],
    pageRoot,
    firstPicture: null,
    ...deps,
  })
}
