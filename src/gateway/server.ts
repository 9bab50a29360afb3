import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { Configuracao, FixedConfiguracao } from '../contract/page-context.ts'
import { referenceOf } from '../contract/reference.ts'
import { createLookUps } from './clientes/look-ups.ts'
import { type After, byDeadline, type Clock, systemClock } from './clock.ts'
import type { Config } from './config/config.ts'
import { addressOf } from './config/database.ts'
import { longestTimeoutMs } from './config/hubsoft.ts'
import { createApp } from './http/app.ts'
import { marcaOf } from './http/brand-logo.ts'
import type { DrawFirstPicture } from './http/first-picture.ts'
import { openSignIn } from './http/open-sign-in.ts'
import { createCountSend, type RatesPerMinute, ratesOf } from './http/rate-limits.ts'
import { headersOf, securityHeaders } from './http/security-headers.ts'
import { watchCertificate } from './http/socket/certificate-watch.ts'
import { limitConnections } from './http/socket/connections.ts'
import {
  hangUp,
  listen,
  originOf,
  type SocketLimits,
  serve,
  socketLimits,
} from './http/socket/listener.ts'
import type { Account } from './hubsoft/account/sign-in.ts'
import { connectToHubsoft } from './hubsoft/hubsoft.ts'
import type { HubsoftEvent, Observe } from './hubsoft/outage/health.ts'
import type { Applied } from './journal/journal.ts'
import { openJournal } from './journal/open-journal.ts'
import { createWarnRarely } from './log.ts'
import { createMetrics, type Metrics, type Standing } from './metrics.ts'
import { createSending } from './send/sending.ts'
import { createPeers } from './session/peers.ts'
import { watchStandstill } from './standstill.ts'

export type GatewayDeps = {
  config: Config
  /** HubSoft, or the stand-in that the caller started. */
  hubsoft: { url: URL; account: () => Account; ca?: string | undefined }
  /** Services to try; empty unless HubSoft is the stand-in. */
  demoServices: Configuracao['servicos_de_demonstracao']
  pageRoot: string
  /** Without it the page of `/` comes as all others, before its form is on it. */
  drawFirstPicture?: DrawFirstPicture
  log: Logger
  clock?: Clock
  /** In place of a database server's own time, for whoever moves the clock: in ms since 1970. */
  timeThere?: () => Promise<number>
  /** How the looks for what isn't known wait for their time. */
  after?: After
  /** Of the process's own metrics. */
  registry?: Registry
  /** In place of the gateway's own. */
  limits?: Partial<SocketLimits & { rates: RatesPerMinute }>
  /** How often the certificate's files are looked at; a minute by default. */
  certificateLookMs?: number
  /** Told of whatever happens between HubSoft and us. */
  observe?: Observe
}

type Gateway = {
  /** Where a browser opens it; PORT 0 takes a free port. */
  url: string
  /** Takes no more requests, lets those under way finish. */
  stop: () => Promise<void>
  /** By then a stop is over, or never will be. */
  longestStopMs: number
}

/**
 * Starts the gateway on its socket. Rejects when it can't listen, can't open its database or can't read
 * the page, with nothing left open.
 */
export async function startGateway(deps: GatewayDeps): Promise<Gateway> {
  const opened = new AsyncDisposableStack()
  return open(deps, opened).catch(async (error: unknown) => {
    await opened.disposeAsync()
    throw error
  })
}

/** What is opened later is closed earlier: first nobody is let in any more. */
async function open(deps: GatewayDeps, opened: AsyncDisposableStack): Promise<Gateway> {
  const { config, pageRoot, log, clock = systemClock } = deps
  const { auth, frameAncestors, timeZone, tls } = config
  const configuracao = fixedOf(deps)
  // Before it listens: a browser that comes meanwhile would wait for nothing.
  const firstPicture = (await deps.drawFirstPicture?.(configuracao)) ?? null
  const limits = { ...socketLimits, rates: ratesOf(auth.mode), ...deps.limits }
  const standstill = opened.adopt(watchStandstill(), ({ stop }) => stop())
  const server = opened.adopt(await listen(config, limits), hangUp)
  server.on('connection', standstill.noteConnection)
  const warn = createWarnRarely(log, clock.monotonicMs)
  const peers = createPeers(config.trustedProxies)
  limitConnections(server, { limits, peers, isTls: tls !== undefined, warn })
  const publicOrigin = config.publicOrigin ?? originOf(config, server)

  const metrics = createMetrics(deps.registry)
  const { database, desk, lookUps, standing, ticketTypes } = await openSends(
    deps,
    metrics,
    limits.rates,
    opened,
  )
  const there = { database, clock: database.clock }
  const signingIn = { config, publicOrigin, ...there, peers, log, warn }
  const { identify, local } = await openSignIn(signingIn)

  const app = createApp({
    desk,
    lookUps,
    identify,
    local,
    peers,
    rates: limits.rates,
    metrics,
    standing,
    clock: database.clock,
    standstill,
    log,
    publicOrigin,
    frameAncestors,
    timeZone,
    pageRoot,
    authMode: auth.mode,
    isDemo: config.hubsoft === undefined,
    brand: config.brand,
    configuracao,
    firstPicture,
    ticketTypes,
  })
  const security = await headersOf(securityHeaders(frameAncestors, publicOrigin))
  const { certificateLookMs: lookMs } = deps
  const onEnds = metrics.certificateEnds
  watchCertificate(server, { tls, onEnds, clock, log, lookMs }, opened)
  opened.adopt(serve(server, { fetch: app.fetch, security, limits, log }), ({ stop }) => stop())
  standstill.serve()
  return {
    url: publicOrigin.origin,
    stop: () => opened.disposeAsync(),
    // A request under way may still take the one time to arrive, and the other to be answered.
    longestStopMs: limits.requestTimeoutMs + config.timeoutMs,
  }
}

const fixedOf = ({ config, demoServices }: GatewayDeps): FixedConfiguracao => ({
  fuso_horario: config.timeZone,
  modo: config.auth.mode,
  servicos_de_demonstracao: demoServices,
  marca: marcaOf(config.brand),
  modelos: config.templates,
  origens_de_incorporacao: config.frameAncestors,
  // What they are called is asked for.
  tipos_de_atendimento: config.destination.ticketTypes.map((id) => ({
    id_tipo_atendimento: id,
    descricao: '',
  })),
  avisos: config.showsAlerts,
})

const inTime = { remainingMs: () => 3000 }

/** The journal, HubSoft, and the desk that sends there. */
async function openSends(
  deps: GatewayDeps,
  metrics: Metrics,
  rates: RatesPerMinute,
  opened: AsyncDisposableStack,
) {
  const { config, log, timeThere } = deps
  const { timeoutMs, settleMs, destination } = config
  const ours = deps.clock ?? systemClock
  const onChange = (change: Applied) => count(change, metrics, log)
  const told = { onChange, onMarkLost: metrics.markLost }
  const { database, journal, lostMarks, protocolsTold, takesWrites } = await openJournal(
    {
      ...{ ...config, address: addressOf(config.database, log), timeThere, longestTimeoutMs },
      ...{ hubsoft: deps.hubsoft.url, isDemo: config.hubsoft === undefined },
      ...{ clock: ours, log, ...told },
    },
    opened,
  )
  const { clock, now, reserveRead } = database
  const countSend = createCountSend(rates, database)

  const { isLost: isMarkLost, hearOthers } = lostMarks
  function observe(event: HubsoftEvent) {
    metrics.observeHubsoft(event)
    deps.observe?.(event)
  }
  const { ticketTypes } = destination
  const given = { clock, timeoutMs, ticketTypes, log, isMarkLost, hearOthers, observe }
  const hubsoft = connectToHubsoft({ ...deps.hubsoft, ...given, reserveRead })
  const books = { database, journal, lostMarks, countSend, onTold: metrics.ticketTold }
  const times = { clock, now, timeoutMs, settleMs, ...(deps.after && { after: deps.after }) }
  const there = { hubsoft, destination }
  const { desk, sender, verifier } = createSending({ ...books, ...there, ...times, log })
  verifier.start()

  // From the last one up: what is still listened for ends with the connections, and is recorded.
  opened.defer(sender.stop)
  opened.defer(hubsoft.stop)
  opened.defer(verifier.stop)
  const standing: Standing = {
    hubsoft: hubsoft.status,
    database: takesWrites,
    isMarkLost,
    // A program that asks waits ten seconds, and is to hear why there is no figure.
    notKnown: () => byDeadline(inTime, journal.countNotKnown(now()), null),
  }
  const lookUps = createLookUps({ ...config, hubsoft, protocolsTold, clock, log })
  return { database, desk, lookUps, standing, ticketTypes: hubsoft.ticketTypes }
}

function count({ row: { key, state }, effects }: Applied, metrics: Metrics, log: Logger) {
  if (effects.includes('settled-late')) metrics.ticketSettledLate(state)
  if (!effects.includes('duplicated')) return
  metrics.ticketDuplicated()
  log.warn({ key, reference: referenceOf(key) }, 'a send has more than one ticket')
}
