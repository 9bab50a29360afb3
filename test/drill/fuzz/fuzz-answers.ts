import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type fc from 'fast-check'
import pino from 'pino'
import { readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import type { Posted } from '#src/contract/nova-mensagem.ts'
import { timesIn } from '#src/contract/times.ts'
import { demoCredentials } from '#src/emulator/server.ts'
import { systemClock } from '#src/gateway/clock.ts'
import { ticketAnswer } from '#src/gateway/http/tickets/ticket-answers.ts'
import { connectToHubsoft } from '#src/gateway/hubsoft/hubsoft.ts'
import { newTicket } from '../../gateway/running.ts'
import { openDeskOver } from '../../gateway/send/desk-over.ts'
import { listen } from '../../process.ts'
import { seedText } from '../../samples.ts'
import { weighted } from '../draw.ts'
import {
  goodGrant,
  goodLookUp,
  goodMessage,
  goodTicket,
  lookUpAnswers,
  messageAnswers,
  messageTo,
  ticketAnswers,
  tokenAnswers,
  type WireAnswer,
} from './hubsoft-answers.ts'
import { faultInLookUp, search } from './looked-up.ts'
import { measureMemory } from './memory.ts'
import { isLeak } from './planted.ts'
import { type Fuzzed, fuzz } from './report.ts'

type Route = 'ticket' | 'message' | 'token' | 'look-up'
export type Sample = { route: Route; answer: WireAnswer }

const on = (route: Route) => (answer: WireAnswer) => ({ route, answer })
const sample: fc.Arbitrary<Sample> = weighted(
  [3, ticketAnswers.map(on('ticket'))],
  [1, messageAnswers.map(on('message'))],
  [1, tokenAnswers.map(on('token'))],
  [1, lookUpAnswers.map(on('look-up'))],
)
const good = { token: goodGrant, ticket: goodTicket, message: goodMessage, 'look-up': goodLookUp }

function routeOf(request: string): Route {
  if (request.startsWith('POST /oauth/token ')) return 'token'
  if (request.startsWith('GET /api/v1/integracao/cliente?')) return 'look-up'
  return request.includes('/adicionar_mensagem/') ? 'message' : 'ticket'
}

// What never ends is waited for; all else comes at once, unless the machine is busy.
const patienceWithSilenceMs = 150
const patienceWithAnswersMs = 5000
const patienceMs = 15_000
// As it comes back: no sample knows the reference of a send.
const novo = { ...newTicket, descricao: seedText }
const message = { id_atendimento: messageTo, mensagem: seedText, id_cliente_servico: 11000 }

/** A HubSoft on a real socket that answers one route with these bytes, the other as it should. */
async function startWireHubsoft() {
  let current: Sample | undefined
  let seen: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let [read, isAnswered] = ['', false]
    socket.setEncoding('latin1').on('data', (part) => {
      read += part
      const length = Number(/^content-length: (\d+)/im.exec(read)?.[1] ?? 0)
      const head = read.indexOf('\r\n\r\n')
      if (isAnswered || head < 0 || read.length < head + 4 + length) return
      isAnswered = true
      seen.push(read)
      const route = routeOf(read)
      answerWith(socket, current?.route === route ? current.answer : good[route])
      // Another request may follow on the same connection.
      ;[read, isAnswered] = ['', false]
    })
  })
  const port = await listen(server)
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    play(next: Sample) {
      current = next
      seen = []
    },
    /** The requests of this sample, head and body. */
    seen: () => seen,
    hangUp() {
      for (const socket of sockets) socket.destroy()
    },
    async stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

function answerWith(socket: Socket, { bytes, end }: Pick<WireAnswer, 'bytes' | 'end'>) {
  switch (end) {
    case 'stall':
      return void socket.write(bytes)
    case 'close':
      return void socket.end(bytes)
    case 'reset':
      return void socket.write(bytes, () => socket.resetAndDestroy())
  }
}

/** HubSoft's word and the protocol in an answer, found out apart from the gateway's own way. */
function saidIn({ body }: WireAnswer, route: Route): { word: string; protocol: string } | null {
  try {
    const text = new TextDecoder().decode(body ?? undefined)
    const said = JSON.parse(text, (key, value: unknown, { source } = { source: '' }) =>
      key === 'protocolo' && typeof value === 'number' && !Number.isSafeInteger(value)
        ? source
        : value,
    )
    // A no to a message may show its ticket all the same.
    const ticket = route === 'message' ? said.atendimento_mensagem.atendimento : said.atendimento
    const protocol = String(ticket.protocolo).trim()
    return /^\d*[1-9]\d*$/.test(protocol) ? { word: String(said.status), protocol } : null
  } catch {
    return null
  }
}

/** The ticket that this answer truly opens, or whose message it adds. */
function protocolIn(answer: WireAnswer, route: Route): string | null {
  const said = saidIn(answer, route)
  const isOk = answer.status >= 200 && answer.status < 300
  return said && isOk && /^\s*(success|suscess|sucesso)\s*$/i.test(said.word) ? said.protocol : null
}

/** What is wrong with what the attendant is told after this answer; null where nothing is. */
export function faultIn(
  { route, answer }: Sample,
  told: string,
  requests: string[],
): string | null {
  if (route === 'look-up') return faultInLookUp(answer, told)
  const read = readGatewayAnswer(told)
  if (!read) return `an answer that is none of ours: ${told}`
  if (isLeak(told)) return `a planted secret: ${told}`
  const sent = requests.filter((request) => !request.startsWith('POST /oauth/token '))
  const truth =
    route === 'token' ? protocolIn({ ...answer, ...opening }, 'ticket') : protocolIn(answer, route)
  if (read.status === 'success' && read.atendimento.protocolo !== truth) {
    return `told opened: ${read.atendimento.protocolo}, while HubSoft said ${truth}`
  }
  if (answer.isPristine && read.status !== 'success') return `not opened, but ${told}`
  if (read.status !== 'error') return null
  if (truth !== null && sent.length > 0) return `told ${read.codigo}, while HubSoft opened ${truth}`
  const isRefused = ['recusado_pelo_hubsoft', 'sem_permissao'].includes(read.codigo)
  const isReadable = answer.body !== null && (answer.status < 300 || isClientError(answer.status))
  if (isRefused && !isReadable) return `told ${read.codigo} by an answer that refuses nothing`
  if (isRefused && saidIn(answer, route)) return `told ${read.codigo}, while a protocol was said`
  const isTurnedAway = route !== 'token' && [401, 429].includes(answer.status)
  const saysNotSent = ['nao_enviado', 'muitas_requisicoes'].includes(read.codigo)
  if (saysNotSent && sent.length > 0 && !isTurnedAway) return `told ${read.codigo}, and it was sent`
  return null
}

const isClientError = (status: number) => status >= 400 && status < 500
const opening = { body: Buffer.from(goodTicket.body ?? ''), status: 200 }

const { formatSince } = timesIn('America/Sao_Paulo')

/** Sends one ticket or message through the whole of the gateway's dealings with HubSoft; what the attendant is told. */
async function sendThrough(
  url: URL,
  timeoutMs: number,
  log: pino.Logger,
  novo: Posted,
): Promise<{ told: string; kind: string }> {
  const clock = systemClock
  const account = () => demoCredentials
  // A new one each time: an outage that it saw in one answer would hide the next.
  const hubsoft = connectToHubsoft({ url, account, clock, timeoutMs, log })
  const desk = await openDeskOver({ hubsoft, clock, timeoutMs, settleMs: 0, log })
  const attendant = { usuario: 'ana', nome: 'Ana' }
  const submitted = await desk.submit({ key: randomUUID(), attendant, novo })
  await hubsoft.stop()
  await desk.close()
  if (submitted.kind !== 'row') throw new Error(`A key of its own is ${submitted.kind}.`)
  const { body } = ticketAnswer(submitted.row, 'id', {
    formatSince: (since) => formatSince(since, new Date()),
    toWall: desk.toWall,
  })
  return { told: JSON.stringify(body), kind: body.status === 'error' ? body.codigo : body.status }
}

/** Looks one customer up; what came of it. */
async function lookUpThrough(url: URL, timeoutMs: number, log: pino.Logger) {
  const account = () => demoCredentials
  const hubsoft = connectToHubsoft({ url, account, clock: systemClock, timeoutMs, log })
  const looked = await hubsoft.findClientes(search, AbortSignal.timeout(timeoutMs))
  await hubsoft.stop()
  return { told: JSON.stringify(looked), kind: looked.kind }
}

/** Sends `count` tickets and look-ups to a HubSoft whose answers come from the seed. */
export async function fuzzAnswers(seed: number, count: number): Promise<Fuzzed> {
  const faults: string[] = []
  const tally = new Map<string, number>()
  const log = pino(
    { level: 'trace' },
    {
      write(line: string) {
        if (isLeak(line) || line.includes('"err"')) faults.push(`in the log: ${line}`)
      },
    },
  )
  const hubsofts = await Promise.all(Array.from({ length: 16 }, startWireHubsoft))
  const free = [...hubsofts]

  async function work(one: Sample, place: number) {
    const hubsoft = free.pop()
    if (!hubsoft) throw new Error('There is one HubSoft for each lane.')
    hubsoft.play(one)
    const timeoutMs = one.answer.end === 'stall' ? patienceWithSilenceMs : patienceWithAnswersMs
    const sent = one.route === 'message' ? message : novo
    const said = await withPatience(
      one.route === 'look-up'
        ? lookUpThrough(hubsoft.url, timeoutMs, log)
        : sendThrough(hubsoft.url, timeoutMs, log, sent),
    )
    const kind = `${one.route} ${said?.kind ?? 'hangs'}`
    tally.set(kind, (tally.get(kind) ?? 0) + 1)
    const fault = said ? faultIn(one, said.told, hubsoft.seen()) : 'no answer'
    if (fault) faults.push(`answer ${place}: ${fault}\n  ${describe(one)}`)
    hubsoft.hangUp()
    free.push(hubsoft)
  }

  const order = { arbitrary: sample, seed, count, lanes: hubsofts.length }
  const measured = await fuzz(order, work, measureMemory)
  await Promise.all(hubsofts.map(({ stop }) => stop()))
  return { count, tally, faults, ...measured }
}

async function withPatience<Value>(work: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs)
  })
  const first = await Promise.race([work, over])
  clearTimeout(timer)
  return first
}

function describe({ route, answer }: Sample): string {
  const { bytes, end, status } = answer
  return `${route}, HTTP ${status}, then ${end}: ${JSON.stringify(bytes.subarray(0, 600).toString('latin1'))}`
}
