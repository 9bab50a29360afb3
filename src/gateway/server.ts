import { once } from 'node:events'
import { createServer as createHttpServer, type Server, ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import type { Configuracao } from '../contract/page-context.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { createApp } from './http/app.ts'
import { headersOf, pageSecurity } from './http/page.ts'
import { ratesPerMinute } from './http/rate-limits.ts'
import { createUnreadable } from './http/unreadable-request.ts'
import { type Account, createHubsoftClient } from './hubsoft/client.ts'
import { createConnection } from './hubsoft/connection.ts'
import { createMemoryJournal } from './journal/memory-journal.ts'
import { createSecretReader } from './secret-reader.ts'
import { type Identify, identifyAsDemo, identifyByProxy } from './session/identify.ts'
import { createPeers } from './session/peers.ts'
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
  /** In place of the gateway's own. */
  limits?: Partial<Limits>
}

export type Gateway = {
  /** Where a browser opens it; PORT 0 takes a free port. */
  url: string
  /** Takes no more requests, lets those under way finish. */
  stop: () => Promise<void>
}

// A request that isn't complete by then is cut (design §7).
export const requestTimeoutMs = 30_000

const ownLimits = {
  requestTimeoutMs,
  /** An answer that isn't read by then is cut. */
  answerTimeoutMs: 30_000,
  mostConnections: 1000,
  rates: ratesPerMinute,
}

type Limits = typeof ownLimits

/** Starts the gateway on its socket. Rejects when it can't listen. */
export async function startGateway(deps: GatewayDeps): Promise<Gateway> {
  const { config, hubsoft, log, clock = systemClock } = deps
  const { timeoutMs, settleMs } = config
  const limits = { ...ownLimits, ...deps.limits }
  const server = await listen(config, limits)
  const ownOrigin = originOf(config, server)
  const publicOrigin = config.publicOrigin ?? ownOrigin

  const connection = createConnection(hubsoft.url, hubsoft.ca, (path, code) =>
    log.warn({ path, code }, 'hubsoft gave no whole answer'),
  )
  const client = createHubsoftClient({
    connection,
    account: hubsoft.account,
    clock,
    timeoutMs,
    log,
  })
  const journal = createMemoryJournal()
  const app = createApp({
    desk: createTicketDesk({ journal, hubsoft: client, clock, timeoutMs, settleMs, log }),
    identify: toIdentify(config, log),
    peers: createPeers(config.trustedProxies),
    rates: limits.rates,
    clock,
    log,
    publicOrigin,
    frameAncestors: config.frameAncestors,
    authMode: config.auth.mode,
    isDemo: config.hubsoft === undefined,
    configuracao: () => ({
      fuso_horario: config.timeZone,
      modo: config.auth.mode,
      hubsoft: { situacao: 'no_ar', desde: null },
      servicos_de_demonstracao: deps.demoServices,
    }),
    pageRoot: deps.pageRoot,
  })
  const security = await headersOf(pageSecurity(config.frameAncestors, publicOrigin))
  const unreadable = createUnreadable(security, log)
  const underWay = new Set<ServerResponse>()
  server.on('clientError', (error, socket) => {
    // Rubbish behind a whole request: what is said to that one must not be taken for this one's.
    const whole = [...underWay].find(({ socket: own, req }) => own === socket && req.complete)
    if (whole) whole.once('finish', () => socket.destroy())
    else unreadable.refuse(error, socket)
  })
  const answer = getRequestListener(
    async (request, bindings) => {
      const answered = await app.fetch(request, bindings)
      const { outgoing } = bindings
      if (outgoing instanceof ServerResponse) cutUnread(outgoing, limits.answerTimeoutMs)
      return answered
    },
    { overrideGlobalObjects: false, errorHandler: unreadable.respond },
  )
  server.on('request', (request, response) => {
    underWay.add(response)
    // Browsers repeat a POST by themselves when a connection that served before breaks, and a gateway
    // started anew wouldn't know its key. When outcomes outlive the process this can go.
    response.shouldKeepAlive = false
    response.once('close', () => underWay.delete(response))
    void answer(request, response)
  })

  return {
    url: publicOrigin.origin,
    async stop() {
      await close(server, underWay)
      await connection.close()
    },
  }
}

function toIdentify({ auth, trustedProxies }: Config, log: Logger): Identify {
  switch (auth.mode) {
    case 'demo':
      return identifyAsDemo()
    case 'proxy': {
      const secret = createSecretReader(auth.secret, log)
      return identifyByProxy({ ...auth, secret, trusted: trustedProxies })
    }
    case 'local':
      throw new Error('signing in on the page is not built yet')
  }
}

/** Who takes no answer holds no connection. */
function cutUnread(response: ServerResponse, timeoutMs: number) {
  const cut = setTimeout(() => response.destroy(), timeoutMs).unref()
  response.once('close', () => clearTimeout(cut))
}

async function listen({ host, port, tls }: Config, limits: Limits): Promise<Server> {
  const options = {
    requestTimeout: limits.requestTimeoutMs,
    headersTimeout: limits.requestTimeoutMs,
    handshakeTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1000, limits.requestTimeoutMs),
    maxHeaderSize: 16 * 1024,
    // By itself Node answers 400 without a body.
    requireHostHeader: false,
  }
  const server = tls ? createHttpsServer({ ...options, ...tls }) : createHttpServer(options)
  server.maxConnections = limits.mostConnections
  // A second request on the same connection would be carried out and its answer lost.
  server.maxRequestsPerSocket = 1
  // By then there is nobody who could read an answer, and Node leaves the socket to us.
  server.on('tlsClientError', (_error: Error, socket: Duplex) => socket.destroy())
  // By itself Node answers 417 without a body.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
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
