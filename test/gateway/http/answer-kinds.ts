import { randomUUID } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import type { Codigo } from '#src/contract/gateway-answer.ts'
import { systemClock } from '#src/gateway/clock.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import {
  type Answer,
  behindProxy,
  enterHouse,
  newTicket,
  parsed,
  refusedTicket,
  type Sending,
  signedIn,
  talkTo,
  ticketRoute,
} from '../running.ts'
import { rawAnswer, readRaw } from './raw.ts'

/** A house behind the intranet's proxy in which every kind of answer is a request or two away. */
export async function enterAnsweringHouse(env: Environment = {}) {
  let isBroken = false
  const house = await enterHouse({
    env: { ...behindProxy, ...env },
    limits: { rates: { ...ratesPerMinute, requests: 3 } },
    clock: {
      ...systemClock,
      wallMs() {
        if (isBroken) throw new Error('the clock fell off the wall')
        return systemClock.wallMs()
      },
    },
  })
  const { emulator, faults } = house
  const breakClock = () => {
    isBroken = true
  }
  return {
    stop: house.stop,
    /** One answer of this kind; whatever was broken for it is whole again. */
    async answerOf([, , , ask]: Kind): Promise<Answer> {
      const answer = await ask({ ...visit(house), emulator, faults, breakClock })
      isBroken = false
      faults.clear()
      emulator.setPermissions({ create: true })
      return answer
    },
  }
}

/** A new attendant with a new key. */
function visit({ url, socketUrl }: Awaited<ReturnType<typeof enterHouse>>) {
  const { host } = new URL(url)
  const key = randomUUID()
  // No id of a visitor's own is taken over.
  const own = { ...signedIn(`ana-${key}`), host, 'x-request-id': '37999112233' }
  const { send: get, post } = talkTo(socketUrl, own)
  return {
    key,
    host,
    get,
    /** A ticket of theirs, with what is different about this one. */
    open: (body: unknown = newTicket, headers: OutgoingHttpHeaders = {}) =>
      post(body, { key, headers }),
    async raw(...lines: string[]): Promise<Answer> {
      const answer = readRaw(await rawAnswer(socketUrl, lines.join('\r\n')))
      return { ...answer, body: parsed(answer.text) }
    },
  }
}

type House = ReturnType<typeof visit> &
  Pick<Awaited<ReturnType<typeof enterHouse>>, 'emulator' | 'faults'> & { breakClock: () => void }

/** An answer's name; its status; what it is, and of an error its code; how a client comes by it. */
export type Kind = [
  name: string,
  status: number,
  what: 'page' | 'asset' | 'file' | 'json' | Codigo,
  ask: (house: House) => Promise<Answer>,
]

async function asset({ get }: House) {
  const { text } = await get('/')
  return get(/\/assets\/[^"]+\.js/.exec(text)?.[0] ?? 'no asset in the page')
}

/** A ticket that this meets at HubSoft. */
function meeting(fault: 'reset-after' | 'signed-out' | 'too-many') {
  return ({ open, faults }: House) => {
    faults.inject({ route: 'atendimento', fault })
    return open()
  }
}

const getting =
  (path: string, sending?: Sending) =>
  ({ get }: House) =>
    get(path, sending)

/** A ticket's request that differs by this. */
const opening =
  (body?: unknown, headers?: OutgoingHttpHeaders) =>
  ({ open }: House) =>
    open(body, headers)

/** Lines on the wire, behind a first one and our host. */
const saying =
  (first: string, ...lines: string[]) =>
  ({ raw, host }: House) =>
    raw(first, `Host: ${host}`, ...lines, '', '')

async function overOurLimit({ get }: House) {
  for (let times = 0; times < 3; times += 1) await get(`${ticketRoute}?hoje`)
  return get(`${ticketRoute}?hoje`)
}

const GET = 'GET / HTTP/1.1'

export const kinds: Kind[] = [
  ['the page', 200, 'page', getting('/')],
  ['the page, at the address of a send', 200, 'page', getting(`/atendimentos/${randomUUID()}`)],
  ['the page’s head', 200, 'page', getting('/', { method: 'HEAD' })],
  ['a file of the build', 200, 'asset', asset],
  ['the icon', 200, 'file', getting('/icon.svg')],
  ['who is signed in', 200, 'json', getting('/api/sessao')],
  ['what the page may know', 200, 'json', getting('/api/configuracao')],
  ['that it lives', 200, 'json', getting('/healthz')],
  ['an opened ticket', 201, 'json', opening()],
  [
    'an outcome',
    200,
    'json',
    ({ open, get, key }) => open().then(() => get(`${ticketRoute}/${key}`)),
  ],
  ['the day’s sends', 200, 'json', getting(`${ticketRoute}?hoje`)],
  ['a send that is pending', 202, 'json', meeting('reset-after')],
  ['a body that is no JSON', 400, 'requisicao_invalida', opening('{')],
  ['a key that is none', 400, 'requisicao_invalida', getting(`${ticketRoute}/chave-1`)],
  ['nobody signed in', 401, 'sessao_expirada', saying('GET /api/sessao HTTP/1.1')],
  ['another site', 403, 'origem_recusada', opening(newTicket, { origin: 'https://x.example' })],
  [
    'an account without permission',
    403,
    'sem_permissao',
    ({ open, emulator }) => {
      emulator.setPermissions({ create: false })
      return open()
    },
  ],
  ['nothing below /api', 404, 'nao_encontrado', getting('/api/nada')],
  [
    'a key that never arrived',
    404,
    'chave_desconhecida',
    getting(`${ticketRoute}/${randomUUID()}`),
  ],
  ['no such file', 404, 'nao_encontrado', getting('/assets/nada.js')],
  ['no such file, its head', 404, 'nao_encontrado', getting('/assets/nada.js', { method: 'HEAD' })],
  ['no such method', 404, 'nao_encontrado', getting('/', { method: 'POST' })],
  ['options', 404, 'nao_encontrado', getting('/api/sessao', { method: 'OPTIONS' })],
  ['an address not served to visitors', 404, 'nao_encontrado', getting('/.env')],
  [
    'another attendant’s key',
    409,
    'chave_de_outro_atendente',
    ({ open }) => open().then(() => open(newTicket, signedIn('bia'))),
  ],
  ['a body above 64 KiB', 413, 'corpo_grande', opening(' '.repeat(66_000))],
  ['an address too long', 414, 'requisicao_invalida', getting(`/?${'x'.repeat(3000)}`)],
  ['another type', 415, 'tipo_invalido', opening(newTicket, { 'content-type': 'text/plain' })],
  ['another host', 421, 'host_errado', getting('/', { headers: { host: 'x.example' } })],
  ['a refusal', 422, 'recusado_pelo_hubsoft', opening(refusedTicket)],
  [
    'a key of another text',
    422,
    'chave_reutilizada',
    ({ open }) => open().then(() => open({ ...newTicket, nome: 'Outra' })),
  ],
  ['HubSoft’s limit', 429, 'muitas_requisicoes', meeting('too-many')],
  ['our own limit', 429, 'muitas_requisicoes', overOurLimit],
  ['too many headers', 431, 'requisicao_invalida', saying(GET, ...Array(150).fill('A: x'))],
  [
    'a fault of ours',
    500,
    'erro_interno',
    ({ open, breakClock }) => {
      breakClock()
      return open()
    },
  ],
  ['a send that never left', 503, 'nao_enviado', meeting('signed-out')],
  [
    'two lengths, which proxies read differently',
    400,
    'requisicao_invalida',
    saying('POST / HTTP/1.1', 'Content-Length: 2', 'Transfer-Encoding: chunked', '', '{}'),
  ],
  ['a raw byte in the address', 400, 'requisicao_invalida', saying('GET /caf\xe9 HTTP/1.1')],
  ['no HTTP', 400, 'requisicao_invalida', ({ raw }) => raw('OLÁ', '', '')],
  ['no host', 400, 'requisicao_invalida', ({ raw }) => raw('GET / HTTP/1.0', '', '')],
  ['no address', 400, 'requisicao_invalida', saying('OPTIONS * HTTP/1.1')],
  ['a head that is too large', 431, 'requisicao_invalida', saying(GET, `A: ${'x'.repeat(20_000)}`)],
]
