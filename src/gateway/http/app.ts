import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { requestId } from 'hono/request-id'
import { routePath } from 'hono/route'
import type { Logger } from 'pino'
import type { Configuracao, FixedConfiguracao, Sessao } from '../../contract/page-context.ts'
import type { LookUps } from '../clientes/look-ups.ts'
import type { Clock } from '../clock.ts'
import type { Brand } from '../config/brand.ts'
import { DatabaseGoneError, isDatabaseFault } from '../database/database.ts'
import { withRequestId } from '../log.ts'
import type { Metrics, Standing } from '../metrics.ts'
import type { TicketDesk } from '../send/desk.ts'
import type { Identify } from '../session/identify.ts'
import type { Peers } from '../session/peers.ts'
import type { Standstill } from '../standstill.ts'
import { logoRoutes } from './brand-logo.ts'
import { clientePath, clienteRoutes } from './clientes/cliente-routes.ts'
import type { FirstPicture } from './first-picture.ts'
import {
  expectAttendant,
  expectHost,
  expectOwnOrigin,
  expectShortHead,
  refuseForwarded,
} from './guards.ts'
import type { LocalSessions } from './open-sign-in.ts'
import { isProbe, operatorRoutes } from './operator-routes.ts'
import { pageRoutes } from './page.ts'
import { type GatewayEnv, noSuchRoute, ourFault, type Problem, problem } from './problem.ts'
import { createRateLimits, type RatesPerMinute } from './rate-limits.ts'
import { securityHeaders } from './security-headers.ts'
import { sessionRoutes } from './session-routes.ts'
import { notKnownYet, notRecorded, recordAway } from './tickets/ticket-problems.ts'
import { firstKeyOf, isSend, ticketPath } from './tickets/ticket-request.ts'
import { ticketRoutes } from './tickets/ticket-routes.ts'

export type AppDeps = {
  desk: TicketDesk
  lookUps: LookUps
  identify: Identify
  peers: Peers
  metrics: Metrics
  standing: Standing
  rates: RatesPerMinute
  clock: Clock
  standstill: Pick<Standstill, 'earliestMs'>
  log: Logger
  publicOrigin: URL
  /** Origins that may embed the page; none when empty. */
  frameAncestors: string[]
  authMode: Sessao['modo']
  /** Signing in on the page; null unless `authMode` is `local`. */
  local: LocalSessions | null
  /** Whether HubSoft is the stand-in. */
  isDemo: boolean
  /** IANA name for the times in messages. */
  timeZone: string
  brand: Brand
  configuracao: FixedConfiguracao
  /** Those that are offered, as HubSoft calls them by now. */
  ticketTypes: () => Configuracao['tipos_de_atendimento']
  /** Folder of the page's build, absolute. */
  pageRoot: string
  /** The page of `/`, drawn already; null where it comes as all others. */
  firstPicture: FirstPicture | null
}

/** The gateway's whole HTTP surface; production, tests and benchmarks run this same one. */
export function createApp(deps: AppDeps) {
  const { publicOrigin, authMode, log } = deps
  const rateLimits = createRateLimits(deps)
  const app = new Hono<GatewayEnv>()

  app.use((c, next) => {
    c.set('arrivedMs', deps.standstill.earliestMs())
    return next()
  })
  // Length 0: a visitor's own id is never taken, since it would stand in our log.
  app.use(requestId({ limitLength: 0 }))
  app.use(logged(log, deps.metrics))
  app.use(securityHeaders(deps.frameAncestors, publicOrigin))
  app.use(rateLimits.perAddress)
  app.use(expectShortHead())
  const ownHost = expectHost(publicOrigin)
  app.use((c, next) => (isProbe(c, deps.peers) ? next() : ownHost(c, next)))
  if (authMode === 'demo') app.use(refuseForwarded())

  app.route('/', operatorRoutes(deps))

  app.use('/api/*', neverStored)
  app.use('/api/*', rateLimits.apiPerAddress)
  app.use('/api/*', expectOwnOrigin(publicOrigin))
  app.get('/api/configuracao', (c) =>
    c.json({
      ...deps.configuracao,
      hubsoft: deps.standing.hubsoft(),
      tipos_de_atendimento: deps.ticketTypes(),
    } satisfies Configuracao),
  )
  app.route('/api/sessao', sessionRoutes(deps))
  app.use('/api/*', expectAttendant(deps.identify))
  app.use('/api/*', rateLimits.perAttendant)
  app.route(ticketPath, ticketRoutes(deps))
  app.route(clientePath, clienteRoutes({ ...deps, limit: rateLimits.lookUpsPerAttendant }))
  // Nobody must take the page for a probe's yes.
  for (const path of ['/api/*', '/readyz', '/metrics']) app.all(path, noSuchRoute)

  app.route('/', logoRoutes(deps.brand))
  app.route('/', pageRoutes(deps))

  app.notFound(noSuchRoute)
  app.onError((error, c) => {
    const isGone = error instanceof DatabaseGoneError
    // Of a changed file it was said once, when that was seen.
    if (!isGone) log.error({ err: error }, 'a fault of ours')
    return problem(c, isDatabaseFault(error) ? untold(c, deps.desk) : ourFault)
  })
  return app
}

/** What is true of a request that the database kept from its answer. */
function untold(c: Context<GatewayEnv>, desk: TicketDesk): Problem {
  const key = isSend(c) ? firstKeyOf(c) : null
  if (key !== null && desk.tellNotSent(key)) return notRecorded
  if (!desk.isShared) return ourFault
  if (!isSend(c)) return recordAway
  return key === null ? ourFault : notKnownYet
}

const neverStored: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  await next()
  c.header('Cache-Control', 'no-store')
}

/** One line a request: ids, codes and route patterns, never what somebody typed. */
function logged(log: Logger, metrics: Metrics): MiddlewareHandler<GatewayEnv> {
  return (c, next) =>
    withRequestId(c.get('requestId'), async () => {
      const startedMs = performance.now()
      await next()
      const durationMs = Math.round(performance.now() - startedMs)
      const { method } = c.req
      const served = { method, route: routePath(c), status: c.res.status, durationMs }
      log.info(served)
      metrics.requestServed(served)
    })
}
