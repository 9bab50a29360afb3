import { randomUUID } from 'node:crypto'
import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { request as requestOverTls } from 'node:https'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { type GatewayAnswer, readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import { referenceOf } from '#src/contract/reference.ts'
import type { Ledger } from '#src/emulator/ledger.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { startHouse } from '../house.ts'
import { freePort } from '../process.ts'

export const ticketRoute = '/api/v1/integracao/atendimento'

/** With a ticket's id behind it. */
export const messageRoute = `${ticketRoute}/adicionar_mensagem`

/** A ticket without work order, as HubSoft wants it. */
export const newTicket = {
  id_cliente_servico: 11000,
  descricao: 'Sem acesso desde segunda-feira.',
  nome: 'Bianca Couto',
  telefone: '37999112233',
  abrir_os: false,
}

/** A message for a ticket of that service. */
export const newMessage = {
  mensagem: 'Ligou de novo: sem acesso ainda.',
  id_cliente_servico: 11000,
}

/** The emulator refuses it for certain: the service is cancelled. */
export const refusedTicket = { ...newTicket, id_cliente_servico: 11013 }

const proxySecret = 'segredo-do-proxy-com-mais-de-32-letras'

/** The intranet's proxy on this machine; HubSoft is still the emulator. */
export const behindProxy: Environment = {
  AUTH_MODE: 'proxy',
  AUTH_PROXY_SECRET: proxySecret,
  TRUSTED_PROXIES: '127.0.0.1',
}

/** What that proxy says of an attendant. */
export const signedIn = (usuario: string, nome?: string) => ({
  'x-auth-proxy-secret': proxySecret,
  'x-forwarded-user': usuario,
  ...(nome === undefined ? {} : { 'x-forwarded-name': nome }),
})

export type Answer = {
  status: number
  headers: IncomingHttpHeaders
  text: string
  body: unknown
}

export type Sending = {
  method?: string
  /** As it goes on the wire, where it differs from the URL's own. */
  path?: string
  /** Over TLS, where it differs from the URL's own. */
  servername?: string
  headers?: OutgoingHttpHeaders
  body?: string | Uint8Array
  /** A connection of its own, without. */
  agent?: Agent
  /** Sends the head alone, as if the body were still to come. */
  headOnly?: boolean
}

/** One request by Node itself, which sends whatever headers it is told to, and over TLS believes any certificate. */
export async function exchange(url: string, sending: Sending = {}): Promise<Answer> {
  const { body, headOnly, ...options } = sending
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const isChunked = options.headers?.['transfer-encoding'] !== undefined
  // Node leaves the length out of a DELETE.
  const length = body && !isChunked ? { 'content-length': Buffer.byteLength(body) } : {}
  const headers = { ...length, ...options.headers }
  const isTls = url.startsWith('https:')
  const connection = { agent: false, ...(isTls && { rejectUnauthorized: false }) }
  const outgoing = (isTls ? requestOverTls : request)(url, { ...connection, ...options, headers })
  outgoing.once('error', reject)
  outgoing.once('response', (incoming) => {
    const { statusCode = 0, headers } = incoming
    textOf(incoming)
      .then((text) => resolve({ status: statusCode, headers, text, body: parsed(text) }))
      .catch(reject)
  })
  if (headOnly) outgoing.flushHeaders()
  // As bytes: together with a text Node would encode the head in UTF-8, too.
  else outgoing.end(body === undefined ? undefined : Buffer.from(body))
  return promise.finally(() => {
    if (headOnly) outgoing.destroy()
  })
}

type HouseOptions = NonNullable<Parameters<typeof startHouse>[0]>

type Posting = {
  key?: string
  /** In place of the ones that the page sends. */
  headers?: OutgoingHttpHeaders
}

/** Ways to talk to the gateway at this address, in the name of whoever these headers say. */
export function talkTo(url: string, who: OutgoingHttpHeaders = {}) {
  const send = (path: string, { headers, ...sending }: Sending = {}) =>
    exchange(url, { path, ...sending, headers: { ...who, ...headers } })
  return {
    send,
    /** Posts a body as text, or as data in JSON. */
    post: (body: unknown = newTicket, { key = randomUUID(), headers }: Posting = {}) =>
      send(ticketRoute, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    /** Adds to the ticket of that id. */
    append: (
      id: number | string,
      body: unknown = newMessage,
      { key = randomUUID(), headers }: Posting = {},
    ) =>
      send(`${messageRoute}/${id}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    ask: (key: string, sending: Sending = {}) => send(`${ticketRoute}/${key}`, sending),
    tell: (key: string, body: unknown, headers: OutgoingHttpHeaders = {}) =>
      send(`${ticketRoute}/${key}/informado`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    lookNow: (key: string, headers: OutgoingHttpHeaders = {}) =>
      send(`${ticketRoute}/${key}/conferir`, {
        method: 'POST',
        headers: { origin: url, ...headers },
      }),
  }
}

/** What really exists of each key. */
export const ticketsIn = (ledger: Ledger) => (key: string) =>
  ledger.tickets.filter(({ body }) => String(body.descricao).includes(referenceOf(key)))

/** What was really added of each key. */
export const messagesIn = (ledger: Ledger) => (key: string) =>
  ledger.messages.filter(({ mensagem }) => mensagem.includes(referenceOf(key)))

/** Gateway and emulator, and ways to talk to the gateway. */
export async function enterHouse({ env, ...options }: HouseOptions = {}) {
  // With a PUBLIC_ORIGIN the gateway doesn't say where it listens.
  const port = env?.PUBLIC_ORIGIN ? await freePort() : 0
  const house = await startHouse({ ...options, env: { PORT: String(port), ...env } })
  const { ledger, faults } = house.emulator
  const socketUrl = port === 0 ? house.url : `http://127.0.0.1:${port}`

  return {
    ...house,
    /** Where it listens, which a PUBLIC_ORIGIN doesn't say. */
    socketUrl,
    ledger,
    faults,
    ...talkTo(socketUrl),
    signIns: () => ledger.requests.filter(({ path }) => path === '/oauth/token'),
    ticketsOf: ticketsIn(ledger),
    messagesOf: messagesIn(ledger),
  }
}

/** The same, stopped after the test. */
export async function openHouse(options: HouseOptions = {}) {
  const house = await enterHouse(options)
  onTestFinished(house.stop)
  return house
}

/** One house for all tests of a file, of which none changes what another one meets. */
export function shareHouse<House extends { stop: () => Promise<void> }>(
  open: () => Promise<House>,
): () => House {
  let house: House
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.stop())
  return () => house
}

/** Throws where the answer is not the gateway's own JSON. */
export function told({ status, text }: Answer): GatewayAnswer {
  const answer = readGatewayAnswer(text)
  if (!answer) throw new Error(`HTTP ${status} without the gateway's JSON: ${text}`)
  return answer
}

/** Undefined where no ticket was told to be opened. */
export function protocolIn(answer: Answer): string | undefined {
  const body = told(answer)
  return body.status === 'success' ? body.atendimento.protocolo : undefined
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
