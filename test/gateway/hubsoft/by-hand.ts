import pino from 'pino'
import { demoCredentials } from '#src/emulator/server.ts'
import { type After, systemAfter } from '#src/gateway/clock.ts'
import type { Account } from '#src/gateway/hubsoft/account/sign-in.ts'
import { createTokenKeeper } from '#src/gateway/hubsoft/account/token-keeper.ts'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { createAsk } from '#src/gateway/hubsoft/ask.ts'
import { createBreaker } from '#src/gateway/hubsoft/outage/breaker.ts'
import {
  createHealth,
  type HubsoftEvent,
  type Observe,
} from '#src/gateway/hubsoft/outage/health.ts'
import { createReadPace } from '#src/gateway/hubsoft/read-pace.ts'
import { createReportedExchange } from '#src/gateway/hubsoft/reported-exchange.ts'
import type { Connection, Exchange } from '#src/gateway/hubsoft/wire/connection.ts'

/** One exchange under way, which ends with its answer, or on its signal. */
type UnderWay = Required<Pick<Exchange<unknown>, 'mayStart' | 'onStart'>> &
  Pick<Exchange<unknown>, 'route' | 'path' | 'query' | 'body' | 'token' | 'signal'> & {
    answer: (answer: HubsoftAnswer | null) => void
  }

type Options = {
  /** What is asked is answered at once; undefined leaves it to `answer`. */
  reply?: (asked: UnderWay) => HubsoftAnswer | null | undefined
  /** Heads leave at once; otherwise with `onStart`. */
  startsAtOnce?: boolean
  /** Each answer comes with another one on its connection. */
  isCrossed?: boolean
  after?: After
  account?: () => Account
}

export function answer(status: number, body: unknown): HubsoftAnswer {
  return { status, headers: {}, text: typeof body === 'string' ? body : JSON.stringify(body) }
}

export const grant = (access_token: string) => answer(200, { access_token, expires_in: 3600 })
export const unauthenticated = answer(401, { message: 'Unauthenticated.' })

/** All that asks HubSoft, over a connection that is the test itself, on a clock that stands still until `pass`. */
export function playHubsoft(options: Options = {}) {
  const { reply, startsAtOnce = false, isCrossed = false, after = systemAfter } = options
  const { account = () => demoCredentials } = options
  let [nowMs, setMs] = [0, 0]
  let [opened, closed] = [0, 0]
  const asked: UnderWay[] = []
  const events: HubsoftEvent[] = []
  const lines: string[] = []
  const clock = { wallMs: () => nowMs + setMs, monotonicMs: () => nowMs }
  const observe: Observe = (event) => events.push(event)
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) })
  const connection: Connection = {
    async exchange({ read, ...order }) {
      const { promise, resolve } = Promise.withResolvers<HubsoftAnswer | null>()
      order.signal.addEventListener('abort', () => resolve(null))
      const { mayStart = () => true, onStart = () => undefined } = order
      const one = { ...order, mayStart, onStart, answer: resolve }
      asked.push(one)
      if (startsAtOnce) onStart()
      const replied = reply?.(one)
      if (replied !== undefined) resolve(replied)
      const given = await promise
      if (!given) return null
      const said = read(given)
      return isCrossed && order.mustStandAlone?.(said) ? null : { answer: given, said }
    },
    openEarly() {
      opened += 1
      const close = () => {
        closed += 1
      }
      return { take: async () => null, close }
    },
    close: async () => {},
  }
  const breaker = createBreaker(clock)
  const health = createHealth({ breaker, clock, observe })
  const exchange = createReportedExchange({ connection, breaker, health })
  const keeping = { exchange, health, account, clock, timeoutMs: 60_000, log, observe }
  const tokens = createTokenKeeper(keeping)
  const pace = createReadPace(clock, after)
  return {
    ...createAsk({ exchange, breaker, tokens, pace }),
    openEarly: connection.openEarly,
    /** Connections that were opened before anything was asked on them, and those that were closed since. */
    early: () => ({ opened, closed }),
    asked,
    events,
    lines,
    log,
    clock,
    breaker,
    health,
    exchange,
    tokens,
    pace,
    signIns: () => asked.filter(({ route }) => route === 'token'),
    reads: () => asked.filter(({ route }) => route === 'read'),
    situation: () => health.status().situacao,
    /** As if the monitor's probes had failed. */
    goDown() {
      for (const _probe of [1, 2]) breaker.failed('probes')
    },
    pass(ms: number) {
      nowMs += ms
    },
    /** Somebody sets the wall clock, on or back; no time passes. */
    setClock(byMs: number) {
      setMs += byMs
    },
    /** Lets everything happen that waits for nothing. */
    settle: () => new Promise(setImmediate),
  }
}
