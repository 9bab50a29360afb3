import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { Server as HttpsServer } from 'node:https'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { Configuracao } from '../contract/page-context.ts'
import { referenceOf } from '../contract/reference.ts'
import { type Clock, createSteadyNow, systemAfter, systemClock } from './clock.ts'
import type { Config } from './config/config.ts'
import { createSecretReader } from './config/secret-reader.ts'
import { isStrongSecret } from './config/sign-in.ts'
import { type Database, openDatabase } from './database/open-database.ts'
import { createWriteCheck, type TakesWrites } from './database/write-check.ts'
import { createApp } from './http/app.ts'
import { createCertificateWatch } from './http/certificate-watch.ts'
import { limitConnections } from './http/connections.ts'
import {
  hangUp,
  listen,
  originOf,
  type SocketLimits,
  serve,
  socketLimits,
} from './http/listener.ts'
import {
  type CountSend,
  createCountSend,
  demoRatesPerMinute,
  type RatesPerMinute,
  ratesPerMinute,
} from './http/rate-limits.ts'
import { headersOf, securityHeaders } from './http/security-headers.ts'
import type { LocalSessions } from './http/session-routes.ts'
import type { HubsoftStatus, Observe } from './hubsoft/health.ts'
import { connectToHubsoft } from './hubsoft/hubsoft.ts'
import type { Account } from './hubsoft/tokens.ts'
import { type Applied, createJournal } from './journal/journal.ts'
import { type LostMarks, openLostMarks } from './journal/lost-marks.ts'
import { createRetention } from './journal/retention.ts'
import { createWarnRarely } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createAnswerOf } from './send/answer-of.ts'
import { createTicketDesk } from './send/desk.ts'
import { createLooks } from './send/looks.ts'
import { createCommits } from './send/recorder.ts'
import { createSender } from './send/sender.ts'
import { createVerifier } from './send/verifier.ts'
import {
  type Identify,
  identifyAsDemo,
  identifyByCookie,
  identifyByProxy,
} from './session/identify.ts'
import { createLocalSignIn } from './session/local-sign-in.ts'
import { createPeers } from './session/peers.ts'
import { createMarksCookie, createSessionCookie } from './session/session-cookie.ts'

export type GatewayDeps = {
  config: Config
  /** HubSoft, or the stand-in that the caller started. */
  hubsoft: { url: URL; account: () => Account; ca?: string | undefined }
  /** Services to try; empty unless HubSoft is the stand-in. */
  demoServices: Configuracao['servicos_de_demonstracao']
  pageRoot: string
  log: Logger
  clock?: Clock
  /** Of the process's own metrics. */
  registry?: Registry
  /** In place of the gateway's own. */
  limits?: Partial<SocketLimits & { rates: RatesPerMinute }>
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
  const { config, log, clock = systemClock } = deps
  const { frameAncestors } = config
  const rates = config.auth.mode === 'demo' ? demoRatesPerMinute : ratesPerMinute
  const limits = { ...socketLimits, rates, ...deps.limits }
  const server = opened.adopt(await listen(config, limits), hangUp)
  const { trustedProxies, tls } = config
  const warn = createWarnRarely(log, clock)
  limitConnections(server, { limits, trustedProxies, isTls: tls !== undefined, warn })
  const publicOrigin = config.publicOrigin ?? originOf(config, server)
  const kept = await openKept(deps, () => metrics.markLost(), opened)
  const { identify, local } = await openSignIn(deps, publicOrigin, kept.database)
  const { hubsoft, metrics, desk } = await openDesk(
    deps,
    kept,
    createCountSend(limits.rates),
    opened,
  )

  const situation = () => statusForPage(hubsoft.status())
  const app = createApp({
    desk,
    identify,
    peers: createPeers(trustedProxies),
    rates: limits.rates,
    metrics,
    readiness: {
      hubsoft: situation,
      database: kept.takesWrites,
      isMarkLost: kept.lostMarks.isLost,
    },
    clock,
    log,
    publicOrigin,
    frameAncestors,
    authMode: config.auth.mode,
    local,
    isDemo: config.hubsoft === undefined,
    timeZone: config.timeZone,
    configuracao: () => ({
      fuso_horario: config.timeZone,
      modo: config.auth.mode,
      hubsoft: situation(),
      servicos_de_demonstracao: deps.demoServices,
    }),
    pageRoot: deps.pageRoot,
  })
  const security = await headersOf(securityHeaders(frameAncestors, publicOrigin))
  watchCertificate(server, metrics, deps, opened)
  opened.adopt(serve(server, { fetch: app.fetch, security, limits, log }), ({ stop }) => stop())
  return { url: publicOrigin.origin, stop: () => opened.disposeAsync() }
}

/** What stands on the disk, whether it may be written to, and the time by which it is judged. */
type Kept = {
  database: Database
  takesWrites: () => Promise<TakesWrites>
  lostMarks: LostMarks
  now: () => Date
}

async function openKept(
  { config, hubsoft, log, clock = systemClock }: GatewayDeps,
  onMarkLost: () => void,
  opened: AsyncDisposableStack,
): Promise<Kept> {
  const { databaseFile, journalDays } = config
  const database = await openDatabase(databaseFile, {
    onMade: () => log.warn('there was no journal: a new one was made, which knows of no send'),
    onGone: ({ what }) =>
      log.error({ what }, 'the journal is not what was opened: put it right and restart'),
    onFault: (err) => log.error({ err }, 'the journal’s log was not emptied'),
  })
  opened.defer(() => database.destroy())
  const now = createSteadyNow(clock)
  const sweeps = createRetention({ database, now, journalDays, log, after: systemAfter })
  opened.defer(sweeps.stop)
  await sweeps.start()
  const lostMarks = await openLostMarks({
    database,
    hubsoft: hubsoft.url,
    clock,
    now,
    log,
    onLost: onMarkLost,
  })
  opened.defer(lostMarks.stop)
  return { database, takesWrites: createWriteCheck({ database, clock }), lostMarks, now }
}

/** HubSoft, the journal of what is sent there, and what is counted on the way. */
async function openDesk(
  deps: GatewayDeps,
  { database, takesWrites, lostMarks, now }: Kept,
  countSend: CountSend,
  opened: AsyncDisposableStack,
) {
  const { config, log, clock = systemClock } = deps
  const { timeoutMs, settleMs } = config
  const journal = createJournal({
    database,
    rules: { settleMs },
    onUnreadable: (key, err) => log.error({ key, err }, 'a row of the journal can’t be read'),
    onChange(change) {
      count(change, metrics, log)
      const { nextLookAt } = change.row
      if (nextLookAt && nextLookAt <= now()) verifier.wake()
    },
  })
  const metrics = createMetrics({
    ...(deps.registry && { registry: deps.registry }),
    notKnown: () => journal.countNotKnown(now()),
    situation: () => hubsoft.status().situacao,
    takesWrites,
    now: () => new Date(clock.wallMs()),
    isMarkLost: lostMarks.isLost,
  })
  const hubsoft = connectToHubsoft({
    ...deps.hubsoft,
    clock,
    timeoutMs,
    log,
    isMarkLost: lostMarks.isLost,
    observe: (event) => {
      metrics.observeHubsoft(event)
      deps.observe?.(event)
    },
  })
  const { lookFor, lookWaitS } = hubsoft
  const looks = createLooks({ journal, lookFor, lookWaitS, now, after: systemAfter, log })
  const verifier = createVerifier({ journal, looks, now, after: systemAfter, log })
  const commits = createCommits({ journal, looks, now, log })
  const answerOf = createAnswerOf({ lookFor, lostMarks, log })
  const sender = createSender({ commits, hubsoft, answerOf, clock, settleMs, log })
  const desk = createTicketDesk({
    journal,
    looks,
    sender,
    owner: randomUUID(),
    clock,
    now,
    timeoutMs,
    countSend,
    metrics,
  })
  opened.defer(sender.stop)
  opened.defer(hubsoft.stop)
  opened.defer(verifier.stop)
  await journal.adopt(now(), timeoutMs)
  verifier.start()
  return { hubsoft, metrics, desk }
}

function count({ row: { key, state }, effects }: Applied, metrics: Metrics, log: Logger) {
  if (effects.includes('settled-late')) metrics.ticketSettledLate(state)
  if (!effects.includes('duplicated')) return
  metrics.ticketDuplicated()
  log.warn({ key, reference: referenceOf(key) }, 'a send has more than one ticket')
}

/** Who is who (design §7). */
async function openSignIn(
  { config, clock = systemClock, log }: GatewayDeps,
  publicOrigin: URL,
  database: Database,
): Promise<{ identify: Identify; local: LocalSessions | null }> {
  const { auth, trustedProxies, frameAncestors } = config
  switch (auth.mode) {
    case 'demo':
      return { identify: identifyAsDemo(), local: null }
    case 'proxy': {
      const secret = createSecretReader(auth.secret, log, isStrongSecret)
      const identify = identifyByProxy({ ...auth, secret, trusted: trustedProxies, clock, log })
      return { identify, local: null }
    }
    case 'local': {
      const signIn = await createLocalSignIn({ ...auth, database, trustedProxies, clock, log })
      const places = { publicOrigin, frameAncestors }
      const [cookie, marksCookie] = [createSessionCookie(places), createMarksCookie(places)]
      const local = { signIn, cookie, marksCookie }
      return { identify: identifyByCookie(signIn, cookie), local }
    }
  }
}

function watchCertificate(
  server: Server,
  metrics: Metrics,
  { config: { tls }, clock = systemClock, log, certificateLookMs = 60_000 }: GatewayDeps,
  opened: AsyncDisposableStack,
) {
  if (!tls || !(server instanceof HttpsServer)) return
  const look = createCertificateWatch({
    tls,
    serve: (pair) => server.setSecureContext(pair),
    onEnds: metrics.certificateEnds,
    clock,
    log,
  })
  look()
  const looks = setInterval(look, certificateLookMs).unref()
  opened.defer(() => clearInterval(looks))
}

function statusForPage({ situacao, desde }: HubsoftStatus): Configuracao['hubsoft'] {
  return { situacao, desde: desde?.toISOString() ?? null }
}
