import { once } from 'node:events'
import { createServer as createHttpServer, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https'
import { isIPv6 } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { Configuracao } from '../contract/page-context.ts'
import { createCertificateWatch } from './certificate-watch.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { openDatabase } from './database/open-database.ts'
import { createApp } from './http/app.ts'
import type { LocalSessions } from './http/session-routes.ts'
import { answerUnreadable } from './http/unreadable-request.ts'
import type { Account } from './hubsoft/client.ts'
import type { HubsoftStatus, Observe } from './hubsoft/health.ts'
import { connectToHubsoft } from './hubsoft/hubsoft.ts'
import { createMemoryJournal } from './journal/memory-journal.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createSecretReader } from './secret-reader.ts'
import {
  type Identify,
  identifyAsDemo,
  identifyByCookie,
  identifyByProxy,
} from './session/identify.ts'
import { createLocalSignIn } from './session/local-sign-in.ts'
import { createPeers } from './session/peers.ts'
import { createSessionCookie } from './session/session-cookie.ts'
import { createTicketDesk } from './ticket-desk.ts'

export type GatewayDeps = {
  config: Config
  /** HubSoft, or the stand-in that the caller started. */
  hubsoft: { url: URL; account: () => Account; ca?: string }
  /** Services to try; empty unless HubSoft is the stand-in. */
  demoServices: Configuracao['servicos_de_demonstracao']
  pageRoot: string
  log: Logger
  clock?: Clock
  /** Of the process's own metrics. */
  registry?: Registry
  /** How often the certificate's files are looked at; a minute by default. */
  certificateLookMs?: number
  /** Told of whatever happens between HubSoft and us. */
  observe?: Observe
}

export type Gateway = {
  /** Where a browser opens it; PORT 0 takes a free port. */
  url: string
  /** Takes no more requests, lets those under way finish. */
  stop: () => Promise<void>
}

// A request that isn't complete by then is cut (design §7).
export const requestTimeoutMs = 30_000

/** Starts the gateway on its socket. Rejects when it can't listen, or can't open its database. */
export async function startGateway(deps: GatewayDeps): Promise<Gateway> {
  const { config, log, clock = systemClock } = deps
  const { timeoutMs, settleMs } = config
  const kept = await openKept(config, clock, log)
  const server = await listen(config).catch(async (error: unknown) => {
    await kept?.close()
    throw error
  })
  const ownOrigin = originOf(config, server)
  const publicOrigin = config.publicOrigin ?? ownOrigin
  const { frameAncestors } = config
  const cookie = createSessionCookie({ publicOrigin, frameAncestors })
  const local = kept && { signIn: kept.signIn, cookie }

  const journal = createMemoryJournal()
  const metrics = createMetrics({
    ...(deps.registry && { registry: deps.registry }),
    notKnown: journal.notKnown,
    situation: () => hubsoft.status().situacao,
    now: () => new Date(clock.wallMs()),
  })
  const hubsoft = connectToHubsoft({
    ...deps.hubsoft,
    clock,
    timeoutMs,
    log,
    observe: (event) => {
      metrics.observeHubsoft(event)
      deps.observe?.(event)
    },
  })
  const situation = () => statusForPage(hubsoft.status())
  const app = createApp({
    desk: createTicketDesk({ journal, hubsoft, clock, timeoutMs, settleMs, log, metrics }),
    identify: toIdentify(config, log, local),
    peers: createPeers(config.trustedProxies),
    metrics,
    readiness: { hubsoft: situation },
    clock,
    log,
    publicOrigin,
    frameAncestors,
    authMode: config.auth.mode,
    local,
    isDemo: config.hubsoft === undefined,
    configuracao: () => ({
      fuso_horario: config.timeZone,
      modo: config.auth.mode,
      hubsoft: situation(),
      servicos_de_demonstracao: deps.demoServices,
    }),
    pageRoot: deps.pageRoot,
  })
  const underWay = serve(server, app.fetch)
  const certificateLooks = watchCertificate(server, metrics, deps)
  return {
    url: publicOrigin.origin,
    async stop() {
      clearInterval(certificateLooks)
      await close(server, underWay)
      await hubsoft.stop()
      await kept?.close()
    },
  }
}

/** Answers what arrives; gives what is being answered. */
function serve(
  server: Server,
  fetch: Parameters<typeof getRequestListener>[0],
): Set<ServerResponse> {
  const underWay = new Set<ServerResponse>()
  server.on('clientError', (error, socket) => {
    // Rubbish behind a whole request: what is said to that one must not be taken for this one's.
    const whole = [...underWay].find(({ socket: own, req }) => own === socket && req.complete)
    if (whole) whole.once('finish', () => socket.destroy())
    else answerUnreadable(error, socket)
  })
  const answer = getRequestListener(fetch, { overrideGlobalObjects: false })
  server.on('request', (request, response) => {
    underWay.add(response)
    // Browsers repeat a POST by themselves when a connection that served before breaks, and a gateway
    // started anew wouldn't know its key. When outcomes outlive the process this can go.
    response.shouldKeepAlive = false
    response.once('close', () => underWay.delete(response))
    void answer(request, response)
  })
  return underWay
}

function watchCertificate(
  server: Server,
  metrics: Metrics,
  { config: { tls }, clock = systemClock, log, certificateLookMs = 60_000 }: GatewayDeps,
) {
  if (!tls || !(server instanceof HttpsServer)) return undefined
  const look = createCertificateWatch({
    tls,
    serve: (pair) => server.setSecureContext(pair),
    onEnds: metrics.certificateEnds,
    clock,
    log,
  })
  look()
  return setInterval(look, certificateLookMs).unref()
}

function statusForPage({ situacao, desde }: HubsoftStatus): Configuracao['hubsoft'] {
  return { situacao, desde: desde?.toISOString() ?? null }
}

/** What outlives the process: so far the sessions of `local` alone. */
async function openKept({ auth, databaseFile, trustedProxies }: Config, clock: Clock, log: Logger) {
  if (auth.mode !== 'local') return undefined
  const database = await openDatabase(databaseFile)
  const signIn = await createLocalSignIn({ ...auth, database, trustedProxies, clock, log })
  return { signIn, close: () => database.destroy() }
}

function toIdentify(
  { auth, trustedProxies }: Config,
  log: Logger,
  local?: LocalSessions,
): Identify {
  switch (auth.mode) {
    case 'demo':
      return identifyAsDemo()
    case 'proxy': {
      const secret = createSecretReader(auth.secret, log)
      return identifyByProxy({ ...auth, secret, trusted: trustedProxies })
    }
    case 'local':
      if (!local) throw new Error('local sign-in without its sessions')
      return identifyByCookie(local.signIn, local.cookie)
  }
}

async function listen({ host, port, tls }: Config): Promise<Server> {
  const limits = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: 1000,
    // Without one the app answers 421, in our own words.
    requireHostHeader: false,
  }
  const server = tls ? createHttpsServer({ ...limits, ...tls }) : createHttpServer(limits)
  server.listen(port, host.replace(/^\[|\]$/g, ''))
  await once(server, 'listening')
  return server
}

function originOf({ host, port, tls }: Config, server: Server): URL {
  const address = server.address()
  const listened = typeof address === 'object' && address ? address.port : port
  return new URL(`${tls ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${listened}`)
}

/** Waits for what is under way, then cuts every connection: browsers keep some that carry nothing. */
async function close(server: Server, underWay: Set<ServerResponse>) {
  const closed = once(server, 'close')
  server.close()
  while (underWay.size > 0)
    await Promise.all([...underWay].map((response) => once(response, 'close')))
  server.closeAllConnections()
  await closed
}
