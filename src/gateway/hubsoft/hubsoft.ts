import type { Logger } from 'pino'
import { type After, type Clock, systemAfter } from '../clock.ts'
import type { Account } from './account/sign-in.ts'
import { createTokenKeeper } from './account/token-keeper.ts'
import { createAsk } from './ask.ts'
import { createHubsoftClient } from './client.ts'
import { createFindClientes } from './find-clientes.ts'
import { createListTickets } from './list-tickets.ts'
import { createLook } from './look.ts'
import { createLookUp } from './look-up.ts'
import { createBreaker } from './outage/breaker.ts'
import { createHealth, type Observe } from './outage/health.ts'
import { createMonitor } from './outage/monitor.ts'
import { createProbe } from './probe.ts'
import { createReadPace } from './read-pace.ts'
import { createReportedExchange } from './reported-exchange.ts'
import type { ReserveTurn } from './shared-turns.ts'
import { createTypeNames } from './type-names.ts'
import { createConnection } from './wire/connection.ts'

type Deps = {
  url: URL
  account: () => Account
  /** An extra certificate authority, PEM. */
  ca?: string | undefined
  clock: Clock
  /** The whole of one send. */
  timeoutMs: number
  log: Logger
  /** The ticket types that are offered, by their ids. */
  ticketTypes?: number[]
  /** Whether this HubSoft takes references out of descriptions. */
  isMarkLost?: () => boolean
  /** Hears from other gateways whether it does. */
  hearOthers?: () => Promise<boolean>
  /** Told of every exchange and renewal. */
  observe?: Observe | undefined
  /** Where other gateways read with the same account. */
  reserveRead?: ReserveTurn | null
  /** The timers of the monitor, of the pace of reads, and of who waits for one. */
  after?: After
}

const longestProbeMs = 10_000

/** HubSoft as the gateway sees it: signs in at once and watches whether it is there, until stopped. */
export function connectToHubsoft(deps: Deps) {
  const { url, account, ca, clock, timeoutMs, log } = deps
  const { observe = () => undefined, after = systemAfter, isMarkLost = () => false } = deps
  const { ticketTypes: offered = [], reserveRead = null } = deps
  const connection = createConnection(url, ca, (path, code) => {
    if (code !== 'UNWANTED') log.warn({ path, code }, 'hubsoft gave no whole answer')
  })
  const breaker = createBreaker(clock)
  const health = createHealth({ breaker, clock, observe })
  const exchange = createReportedExchange({ connection, breaker, health })
  const tokens = createTokenKeeper({ exchange, health, account, clock, timeoutMs, log, observe })
  const { openEarly } = connection
  const pace = createReadPace(clock, after, reserveRead)
  const { ask, askOnce, takeToken } = createAsk({ exchange, breaker, tokens, pace })
  const lookUp = createLookUp({ ask, pace, health, log })
  const client = createHubsoftClient({ ask, takeToken, openEarly, breaker, health, log })
  const monitor = createMonitor({
    breaker,
    clock,
    after,
    random: Math.random,
    probeMs: Math.min(timeoutMs, longestProbeMs),
  })

  breaker.onMove((since) => {
    const trialSince = breaker.trialSince()
    if (since) log.error({ since }, 'hubsoft is down: nothing is sent until it answers a read')
    else if (trialSince)
      log.warn(
        { since: trialSince },
        'hubsoft is back: tickets leave one by one until one is answered',
      )
    else log.info('hubsoft is back')
    if (since) return
    // A sign-in of before the outage may hang.
    tokens.giveUp()
    void tokens.current('read')
  })
  // Behind whatever comes first: a refused account is told before anybody sends.
  void tokens.current('read')
  const typeNames = createTypeNames({ ask, offered, after, log })
  typeNames.start()
  monitor.start(createProbe({ askOnce, breaker, tokens, pace }))

  return {
    admit: client.admit,
    lookFor: createLook({ ask, isMarkLost, hearOthers: deps.hearOthers }),
    findClientes: createFindClientes({ lookUp, after }),
    listTickets: createListTickets({ lookUp, after }),
    /** How long HubSoft wants no looks, in seconds. */
    lookWaitS: pace.waitS,
    status: health.status,
    /** The ticket types that are offered, as HubSoft calls them. */
    ticketTypes: typeNames.list,
    async stop() {
      typeNames.stop()
      monitor.stop()
      await connection.close()
    },
  }
}
