import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import * as z from 'zod/mini'
import { readClientes, readProtocolNoted, readTicketsOfService } from '#src/contract/cliente.ts'
import { readGatewayAnswer, sentToday } from '#src/contract/gateway-answer.ts'
import { configuracao } from '#src/contract/page-context.ts'
import { readSession } from '#src/contract/read-session.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { behindProxy } from '../../gateway/running.ts'
import { letIn } from '../../house.ts'
import { hubsoftAnswers, seedAnswer } from '../../samples.ts'
import { startScriptedHubsoft } from '../../scripted-hubsoft.ts'
import { grant } from './hubsoft-answers.ts'
import type { Memory } from './memory.ts'
import { crash, isLeak, page, plant } from './planted.ts'
import { type Fuzzed, fuzz } from './report.ts'
import { ofNoSend, type WireRequest, wireRequests } from './requests.ts'

const modes = ['demo', 'proxy', 'local'] as const
type Mode = (typeof modes)[number]

const ana = { usuario: 'ana', nome: 'Ana', senha: 'senha-da-ana' }
// A fuzzed sign-out ends one of them.
const sessions = 12

/** The cookies of somebody who signed in on the page several times. */
async function signIn(url: string): Promise<string[]> {
  const cookies: string[] = []
  const { usuario, senha } = ana
  while (cookies.length < sessions) {
    const answer = await fetch(new URL('/api/sessao', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ usuario, senha }),
    })
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
    if (!cookie) throw new Error(`HTTP ${answer.status} to a sign-in: ${await answer.text()}`)
    cookies.push(cookie)
  }
  return cookies
}

const patienceMs = 10_000

const customer = {
  codigo_cliente: 1204,
  nome_razaosocial: 'BIANCA COUTO',
  alerta_mensagens: ['Rompimento.'],
  servicos: [
    {
      id_cliente_servico: ofNoSend,
      endereco_instalacao: { completo: 'Rua Inventada, 7' },
      ultima_conexao: { conectado: true, ultima_conexao_datetime: '2026-05-25 19:14:26-03' },
    },
  ],
}
const customers = plant({ status: 'success', clientes: [customer] })
const tickets = plant({ status: 'success', atendimentos: [seedAnswer.atendimento] })

/** A HubSoft that says everything in turn, and remembers what it opened. */
async function startTurningHubsoft() {
  const opened = new Map<string, string | null>()
  let turn = 0
  const open = (body: string) => {
    const protocolo = String(20260904000000000000n + BigInt(opened.size))
    const { mensagem, descricao } = JSON.parse(body)
    if (mensagem !== undefined) {
      opened.set(protocolo, null)
      const atendimento_mensagem = { mensagem, atendimento: { protocolo } }
      return plant({ status: 'success', msg: '', atendimento_mensagem })
    }
    const descricao_abertura = String(descricao)
    opened.set(protocolo, descricao_abertura)
    const atendimento = { ...seedAnswer.atendimento, protocolo, descricao_abertura }
    return plant({ ...seedAnswer, atendimento })
  }
  const turns: [status: number, answer: (body: string) => unknown][] = [
    [200, open],
    [200, () => plant(hubsoftAnswers.cancelledService)],
    [200, open],
    [403, () => plant(hubsoftAnswers.permissionMissing)],
    [200, open],
    [200, () => crash],
    [200, open],
    [429, () => plant(hubsoftAnswers.tooMany)],
    [200, open],
    [502, () => page],
  ]
  const hubsoft = await startScriptedHubsoft(
    ({ method, body }) => {
      if (method === 'GET') return { body: JSON.stringify(customers) }
      const [status, answer] = turns[turn % turns.length] ?? [500, () => '']
      turn += 1
      return { status, body: JSON.stringify(answer(body)) }
    },
    { body: grant },
    ({ path }) => ({
      body: path.includes(`termo_busca=${ofNoSend}&`) ? JSON.stringify(tickets) : '{}',
    }),
  )
  return { ...hubsoft, opened }
}

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), url: z.string() }),
  z.object({ kind: z.literal('fault'), line: z.string() }),
  z.object({ kind: z.literal('memory'), heap: z.number(), rss: z.number() }),
])

/** A gateway in a process of its own. */
async function startFuzzedGateway(
  mode: Mode,
  env: Environment,
  hubsoftUrl: string,
  faults: string[],
) {
  const entry = join(import.meta.dirname, 'fuzzed-gateway.ts')
  const child = fork(entry, [JSON.stringify({ env, hubsoftUrl })], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // With room V8 collects late, and what is merely uncollected looks like a leak.
    execArgv: ['--max-old-space-size=64', '--max-semi-space-size=4'],
  })
  const [printed, said] = [
    text(child.stdout ?? Readable.from([])),
    text(child.stderr ?? Readable.from([])),
  ]
  const exit = once(child, 'exit')
  let url = ''
  let tell: (memory: Memory) => void = () => {}
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (received) => {
      const heard = message.parse(received)
      if (heard.kind === 'fault') faults.push(`in the log: ${heard.line}`)
      if (heard.kind === 'memory') tell(heard)
      if (heard.kind !== 'ready') return
      url = heard.url
      resolve()
    })
    void exit.then(async ([code]) =>
      reject(new Error(`The gateway ended with ${code}: ${await said}`)),
    )
  })
  await ready
  const cookies = mode === 'local' ? await signIn(url) : ['nenhum=1']
  return {
    url,
    cookies,
    measure: () =>
      new Promise<Memory>((resolve) => {
        tell = resolve
        child.send('measure')
      }),
    async stop() {
      if (child.exitCode === null) child.send('stop')
      const [code] = await exit
      if (code !== 0) faults.push(`the gateway ended with ${code}`)
      const output = (await printed) + (await said)
      if (output !== '') faults.push(`the gateway wrote: ${output}`)
    },
  }
}

/** Writes these bytes and gives what comes back until the connection ends; null where it doesn't. */
async function exchange(
  url: string,
  cookie: string,
  { text: written, flips, cutAt }: WireRequest,
): Promise<string | null> {
  const { port, host } = new URL(url)
  const own = { HOST: host, SECRET: behindProxy.AUTH_PROXY_SECRET ?? '', COOKIE: cookie }
  const filled = Object.entries(own).reduce(
    (now, [name, value]) => now.replaceAll(name, value),
    written,
  )
  const bytes = Buffer.from(filled, 'latin1')
  for (const [part, byte] of flips) bytes[Math.floor(part * (bytes.length - 1))] = byte
  const socket = connect(Number(port), '127.0.0.1')
  socket.setTimeout(patienceMs)
  let answer = ''
  let isLate = false
  const ended = new Promise<void>((resolve) => {
    socket.setEncoding('latin1').on('data', (chunk) => {
      answer += chunk
    })
    // An answer that says no may be followed by a reset, while what it says no to still arrives.
    socket.on('error', () => {})
    socket.once('close', () => resolve())
    socket.once('timeout', () => {
      isLate = true
      socket.destroy()
    })
  })
  if (cutAt === undefined) socket.write(bytes)
  else
    socket.write(bytes.subarray(0, Math.floor(bytes.length * cutAt)), () =>
      socket.resetAndDestroy(),
    )
  await ended
  return isLate ? null : answer
}

export type Read = { status: number; headers: Map<string, string>; body: string; length: number }

function readAnswer(answer: string): Read | null {
  // Whoever says that he waits for it is told to go on first.
  const own = answer.replace(/^(?:HTTP\/1\.1 100 Continue\r\n\r\n)+/, '')
  const end = own.indexOf('\r\n\r\n')
  const [first = '', ...lines] = own.slice(0, end).split('\r\n')
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]
  if (end < 0 || status === undefined) return null
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  const rest = own.slice(end + 4)
  // What follows a whole request is another one to the gateway, answered on the same connection.
  const declared = Number(/^content-length: (\d+)/im.exec(own.slice(0, end))?.[1])
  const next = [0, declared].find((at) => rest.startsWith('HTTP/1.1 ', at))
  const bytes = Buffer.from(rest.slice(0, next), 'latin1')
  const body = bytes.toString()
  return { status: Number(status), headers: new Map(headers), body, length: bytes.length }
}

const statuses = [
  200, 201, 202, 204, 400, 401, 403, 404, 408, 409, 413, 414, 415, 421, 422, 429, 431, 503,
]
const alive = z.strictObject({ status: z.literal('success') })
const ready = z.object({
  status: z.enum(['success', 'error']),
  hubsoft: z.string(),
  banco: z.string(),
})

function isKnownShape(body: string): boolean {
  const ofClientes = [readClientes, readTicketsOfService, readProtocolNoted]
  const readers = [readGatewayAnswer, readSession, ...ofClientes]
  if (readers.some((read) => read(body))) return true
  const value: unknown = JSON.parse(body)
  return [configuracao, sentToday, alive, ready].some((schema) => schema.safeParse(value).success)
}

const always = [
  'x-request-id',
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
]

/** What is wrong with an answer; null where nothing is. */
export function faultIn(
  read: Read,
  isHead: boolean,
  opened: Map<string, string | null>,
): string | null {
  const { status, headers, body, length } = read
  const whole = `${[...headers].join()} ${body}`
  if (!statuses.includes(status)) return `status ${status}`
  if (isLeak(whole)) return 'a planted secret, or our inside'
  const missing = always.filter((name) => !headers.has(name))
  if (missing.length > 0) return `no ${missing.join()}`
  if (headers.has('server') || headers.has('x-powered-by')) return 'it names a server'
  const type = headers.get('content-type') ?? ''
  const isJson = /^application\/json/.test(type)
  if (status >= 400 && !isJson) return `an error as ${type}`
  // Of what can't be read it isn't known that its head alone was asked for.
  const mayHaveBody = !isHead || [400, 408, 431].includes(status)
  if ((isHead || status === 204) && body === '') return null
  if (!mayHaveBody) return 'a head with a body'
  if (Number(headers.get('content-length')) !== length) return 'another length than it says'
  if (!isJson) return null
  if (!isKnownShape(body)) return 'a shape of its own'
  const told = readGatewayAnswer(body)
  if (status >= 400 && told?.status !== 'error') return 'an error without an error’s body'
  if (told?.status !== 'success') return null
  const { protocolo, descricao_abertura } = told.atendimento
  const isTrue = opened.get(protocolo) === descricao_abertura
  return isTrue ? null : `told opened: ${protocolo}, which HubSoft never said of this send`
}

/** Sends `count` requests that come from the seed to a gateway in each way of signing in. */
export async function fuzzRequests(seed: number, count: number): Promise<Fuzzed> {
  const faults: string[] = []
  const tally = new Map<string, number>()
  const hubsoft = await startTurningHubsoft()
  const local = await letIn(ana)
  // In one of them a type is offered, and in the others refused.
  const proxy = { ...behindProxy, HUBSOFT_TICKET_TYPES: '1,5' }
  const envs = { demo: {}, proxy, local: local.env }
  const gateways = new Map<string, Awaited<ReturnType<typeof startFuzzedGateway>>>()
  for (const mode of modes) {
    gateways.set(mode, await startFuzzedGateway(mode, envs[mode], hubsoft.url, faults))
  }
  async function measure(): Promise<Memory> {
    const all = await Promise.all([...gateways.values()].map((gateway) => gateway.measure()))
    const sum = (name: keyof Memory) => all.reduce((total, one) => total + one[name], 0)
    return { heap: sum('heap'), rss: sum('rss') }
  }

  async function work(one: WireRequest, place: number) {
    const { url = '', cookies = [] } = gateways.get(one.mode) ?? {}
    const answer = await exchange(url, cookies[place % cookies.length] ?? '', one)
    const read = answer === null ? null : readAnswer(answer)
    const kind = String(read?.status ?? (one.cutAt === undefined ? 'closed' : 'cut'))
    tally.set(kind, (tally.get(kind) ?? 0) + 1)
    const mayStayUnanswered = one.cutAt !== undefined || /^CONNECT /.test(one.text)
    const unanswered = answer === null || !mayStayUnanswered ? `no answer: ${answer}` : null
    const leak = isLeak(answer ?? '') ? 'a planted secret, or our inside' : null
    const fault = read ? faultIn(read, /^HEAD /.test(one.text), hubsoft.opened) : unanswered
    if (fault ?? leak)
      faults.push(
        `request ${place}: ${fault ?? leak}\n  ${describe(one)}\n  ${answer?.slice(0, 1500)}`,
      )
  }

  const order = { arbitrary: wireRequests([...modes]), seed, count, lanes: 32 }
  const measured = await fuzz(order, work, measure)
  for (const gateway of gateways.values()) await gateway.stop()
  await hubsoft.stop()
  await local.remove()
  return { count, tally, faults, ...measured }
}

const describe = ({ mode, text: written, flips, cutAt }: WireRequest) =>
  `${mode} ${JSON.stringify({ flips, cutAt })} ${JSON.stringify(written.slice(0, 900))}`
