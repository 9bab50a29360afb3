// `npm run drill:database`: PostgreSQL goes away for 30 s under 20 sends a second, in each way it can, and comes
// back. Prints what the attendants met, beside what HubSoft's own ledger and the database's rows say is true.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import * as z from 'zod/mini'
import { type GatewayAnswer, readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import { referenceOf } from '#src/contract/reference.ts'
import { behindProxy, exchange, newTicket, signedIn, talkTo } from '../gateway/running.ts'
import { createDatabase, startOwnPostgres } from '../postgres.ts'
import { settingsFor, startGatewayProcess, warmGateway } from '../process.ts'
import { brokenOf, endings, promises, type Tell } from './promises.ts'
import { codigoOf, countBy, serviceOf } from './sends.ts'
import { startWitnessedHubsoft, type WitnessedHubsoft } from './witnessed-hubsoft.ts'

type Server = Awaited<ReturnType<typeof startOwnPostgres>>
/** Begins it, on the gateway's own database; what comes back ends it. */
type Trouble = (server: Server, url: string, name: string) => Promise<() => Promise<void>>

const begin = {
  async stopped({ halt, start }) {
    await halt()
    return start
  },
  async frozen({ freeze }) {
    const thaw = await freeze()
    return async () => thaw()
  },
  async 'connections lost'({ url }, _url, name) {
    const timer = setInterval(() => void onServer(url, endAll(name)), 300)
    return async () => clearInterval(timer)
  },
  async 'rows locked'(_server, connectionString) {
    const client = new pg.Client({ connectionString })
    await client.connect()
    await client.query('BEGIN')
    await client.query('LOCK TABLE ticket IN ACCESS EXCLUSIVE MODE')
    return () => client.end()
  },
  async 'read only'({ url }, _url, name) {
    const say = async (isOn: boolean) => {
      const value = isOn ? 'on' : 'off'
      await onServer(url, `ALTER DATABASE ${name} SET default_transaction_read_only = ${value}`)
      await onServer(url, endAll(name))
    }
    await say(true)
    return () => say(false)
  },
} as const satisfies Record<string, Trouble>

type TroubleName = keyof typeof begin

export const troubleNames = [
  'stopped',
  'frozen',
  'connections lost',
  'rows locked',
  'read only',
] as const satisfies TroubleName[]

type Options = {
  /** One after the other, each for so many seconds. */
  troubles: [name: TroubleName, seconds: number][]
  perSecond: number
  /** Of sending before each, and after the last one. */
  calmSeconds?: number
}

const ofGateway = "application_name = 'novo-atendimento' AND datname ="
const connectionsOf = (name: string) =>
  `SELECT pid FROM pg_stat_activity WHERE ${ofGateway} '${name}'`
const endAll = (name: string) =>
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${ofGateway} '${name}'`

async function onServer(connectionString: string, statement: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  return client.query(statement).finally(() => client.end())
}

// So many that none of them meets the limit of what one may send in a minute.
const office = 60
const pollMs = 100
const askMs = 500
const longestMs = 60_000

/** Troubles under load, with the gateway in a process of its own. */
export async function runDatabaseOutage({ troubles, perSecond, calmSeconds = 2 }: Options) {
  await using stack = new AsyncDisposableStack()
  const server = stack.adopt(await startOwnPostgres(), ({ stop }) => stop())
  const { url } = await createDatabase(server.url)
  const name = new URL(url).pathname.slice(1)
  const hubsoft = stack.adopt(await startWitnessedHubsoft(), ({ stop }) => stop())
  const gateway = await startGatewayProcess({
    ...{ ...behindProxy, ...settingsFor(hubsoft.url), DATABASE_URL: url },
    HUBSOFT_SETTLE_MS: '1000',
  })
  const ending = stack.adopt({ end: gateway.kill }, ({ end }) => end())
  const attendants = startAttendants(gateway.url, perSecond)
  stack.defer(attendants.leave)
  const watch = startWatch(gateway.url)
  stack.adopt(watch, async ({ stop }) => void (await stop()))

  const [spans, recoveries]: [Span[], Record<string, number | null>] = [[], {}]
  for (const [trouble, seconds] of troubles) {
    await sleep(calmSeconds * 1000)
    const beganMs = performance.now()
    const end = await begin[trouble](server, url, name)
    await sleep(seconds * 1000)
    await end()
    const endedMs = performance.now()
    spans.push({ beganMs, endedMs })
    const backMs = await attendants.openedSince(endedMs)
    recoveries[trouble] = backMs === null ? null : (backMs - endedMs) / 1000
  }
  await sleep(calmSeconds * 1000)
  const sends = await attendants.stop()
  const ready = await watch.stop()
  const { rows } = await onServer(url, 'SELECT key, state FROM ticket')
  const { rowCount: connections } = await onServer(server.url, connectionsOf(name))
  ending.end = async () => undefined
  await gateway.stop()
  const { rowCount: connectionsLeft } = await onServer(server.url, connectionsOf(name))
  return {
    ...{ sends: sends.length, recoveryS: recoveries, ...figuresOf(sends, spans) },
    ready: countBy(ready),
    unrecorded: unrecordedIn(hubsoft, rows).length,
    broken: countBy(sends.flatMap((one) => brokenTo(one, hubsoft)).map(({ promise }) => promise)),
    ...{ connections, connectionsLeft },
  }
}

type Span = { beganMs: number; endedMs: number }

function figuresOf(sends: Send[], spans: Span[]) {
  const isMeanwhile = (send: Send) =>
    spans.some(({ beganMs, endedMs }) => send.begunMs > beganMs && send.begunMs < endedMs)
  return {
    told: countBy(sends.map(firstTold)),
    toldMeanwhile: countBy(sends.filter(isMeanwhile).map(firstTold)),
    inTheEnd: countBy(sends.map(({ tells }) => nameOf(tells.at(-1)))),
    slowestMs: Math.max(...sends.map(({ answeredMs, begunMs }) => answeredMs - begunMs)),
    slowestAskedMs: Math.max(...sends.map(({ slowestAskedMs }) => slowestAskedMs)),
  }
}

type Figures = Awaited<ReturnType<typeof runDatabaseOutage>>

/** What left without a row of its key. */
function unrecordedIn({ posts }: WitnessedHubsoft, rows: unknown[]) {
  const keys = z.array(z.object({ key: z.string() })).parse(rows)
  const recorded = new Set(keys.map(({ key }) => referenceOf(key)))
  return posts.filter(({ reference }) => !recorded.has(reference))
}

/** One click, and all that whoever sent it was told of it, until that was the last word. */
type Send = {
  usuario: string
  key: string
  begunMs: number
  answeredMs: number
  slowestAskedMs: number
  tells: Tell[]
  faults: string[]
}

const nameOf = (tell: Tell | undefined) => (tell ? codigoOf(tell.body) : 'nothing')
const firstTold = ({ tells: [first] }: Send) => nameOf(first)

const notTheLast = ['pending', 'consulta_indisponivel', 'erro_interno']
const isLast = (body: GatewayAnswer) => !notTheLast.includes(codigoOf(body))

/** Sends tickets at a steady pace, each under a key of its own, and asks for what isn't known yet. */
function startAttendants(url: string, perSecond: number) {
  const all: Promise<Send>[] = []
  const opened: number[] = []
  const leaving = new AbortController()

  async function hear(send: Send, route: Tell['route'], posted: object | null) {
    const { usuario, key } = send
    const talk = talkTo(url, signedIn(usuario))
    const askedMs = performance.now()
    const answer = await (posted ? talk.post(posted, { key }) : talk.ask(key)).catch(String)
    const atMs = performance.now()
    if (posted) send.answeredMs = atMs
    else send.slowestAskedMs = Math.max(send.slowestAskedMs, atMs - askedMs)
    const body = typeof answer === 'string' ? null : readGatewayAnswer(answer.text)
    if (typeof answer === 'string' || !body) {
      send.faults.push(typeof answer === 'string' ? answer : `HTTP ${answer.status}`)
      return null
    }
    send.tells.push({ usuario, nome: usuario, route, posted, atMs, status: answer.status, body })
    return body
  }

  async function send(place: number): Promise<Send> {
    const [usuario, begunMs] = [`atendente-${place % office}`, performance.now()]
    const one: Send = {
      ...{ usuario, key: randomUUID(), begunMs, answeredMs: begunMs, slowestAskedMs: 0 },
      ...{ tells: [], faults: [] },
    }
    let body = await hear(one, 'send', { ...newTicket, id_cliente_servico: serviceOf(place) })
    if (body?.status === 'success') opened.push(begunMs)
    while (!(body && isLast(body)) && !leaving.signal.aborted) {
      await sleep(askMs)
      body = await hear(one, 'ask', null)
    }
    return one
  }

  const timer = setInterval(() => all.push(send(all.length)), 1000 / perSecond)
  const stop = async () => {
    clearInterval(timer)
    const inTime = setTimeout(() => leaving.abort(), longestMs)
    return Promise.all(all).finally(() => clearTimeout(inTime))
  }
  return {
    /** When one was opened that was begun after that moment; null if none is for long. */
    async openedSince(ms: number): Promise<number | null> {
      while (performance.now() < ms + longestMs) {
        if (opened.some((begunMs) => begunMs > ms)) return performance.now()
        await sleep(pollMs)
      }
      return null
    },
    /** Once each has heard the last word of it. */
    stop,
    leave: () => {
      clearInterval(timer)
      leaving.abort()
    },
  }
}

const readiness = z.object({ banco: z.string(), banco_motivo: z.optional(z.string()) })

/** Asks all the time whether a send would leave. */
function startWatch(url: string) {
  const found: string[] = []
  let isOver = false
  async function look() {
    while (!isOver) {
      const answer = await exchange(`${url}/readyz`).catch(() => null)
      const read = readiness.safeParse(answer?.body)
      found.push(read.success ? (read.data.banco_motivo ?? read.data.banco) : 'nothing')
      await sleep(pollMs)
    }
  }
  const looking = look()
  return {
    async stop() {
      isOver = true
      await looking
      return found
    },
  }
}

function brokenTo({ key, begunMs, tells, faults }: Send, hubsoft: WitnessedHubsoft) {
  const reference = referenceOf(key)
  const evidence = {
    ...hubsoft.seen((post) => post.reference === reference),
    ...{ reference, tells, faults, clicksMs: [begunMs], listings: hubsoft.listings },
    ...{ decisions: [], commits: [], lateMs: [], wasDiskFull: false, canBeLookedFor: true },
    ...{ timeoutMs: 0, settleMs: Number.POSITIVE_INFINITY, slackMs: 0 },
  }
  return brokenOf(evidence, { ...promises, ...endings })
}

/** What the drill promises, each with whether it held. */
function judge(figures: Figures): [string, boolean][] {
  const { broken, connections } = figures
  const recoveries = Object.values(figures.recoveryS)
  return [
    ...Object.keys({ ...promises, ...endings }).map((name): [string, boolean] => [
      name,
      !(name in broken),
    ]),
    ['nothing left without its row', figures.unrecorded === 0],
    ['each send was answered by its deadline', figures.slowestMs <= 21_000],
    ['each question within 10 s', figures.slowestAskedMs <= 10_000],
    ['recovery within 10 s', recoveries.every((one) => one !== null && one <= 10)],
    ['ten connections at most', connections !== null && connections <= 10],
    ['and none once it has stopped', figures.connectionsLeft === 0],
  ]
}

if (import.meta.main) {
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}`)
  await warmGateway()
  const [only] = process.argv.slice(2)
  for (const trouble of troubleNames.filter((name) => only === undefined || name === only)) {
    console.log(`\n${trouble}: 30 s at 20 sends a second, please wait`)
    const figures = await runDatabaseOutage({ troubles: [[trouble, 30]], perSecond: 20 })
    console.log(figures)
    for (const [promise, held] of judge(figures)) {
      console.log(`${held ? 'ok   ' : 'BROKEN'} ${promise}`)
      if (!held) process.exitCode = 1
    }
  }
}
