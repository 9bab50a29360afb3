import { randomUUID } from 'node:crypto'
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
function visit({ send, url, socketUrl }: Awaited<ReturnType<typeof enterHouse>>) {
  const { host } = new URL(url)
  const key = randomUUID()
  // No id of a visitor's own is taken over.
  const own = { ...signedIn(`ana-${key}`), host, 'x-request-id': '37999112233' }
  const posting = { method: 'POST', body: JSON.stringify(newTicket) }
  const headers = { ...own, 'content-type': 'application/json', 'idempotency-key': key }
  return {
    key,
    host,
    get: (path: string, sending: Sending = {}) => send(path, { headers: own, ...sending }),
    /** A ticket of theirs, with what is different about this one. */
    open: ({ headers: more = {}, ...sending }: Sending = {}) =>
      send(ticketRoute, { ...posting, headers: { ...headers, ...more }, ...sending }),
    async raw(...lines: string[]): Promise<Answer> {
      const answer = readRaw(await rawAnswer(socketUrl, lines.join('\r\n')))
      return { ...answer, body: parsed(answer.text) }
    },
  }
}

type House = ReturnType<typeof visit> &
  Pick<Awaited<ReturnType<typeof enterHouse>>, 'emulator' | 'faults'> & { breakClock: () => void }

/** An answer's name; what it is; how a client comes by it. */
export type Kind = [
  name: string,
  what: 'page' | 'asset' | 'file' | 'json',
  status: number,
  ask: (house: House) => Promise<Answer>,
]

const asset = async ({ get }: House) =>
  /\/assets\/[^"]+\.js/.exec((await get('/')).text)?.[0] ?? 'no asset in the page'

const bia = signedIn('bia')

export const kinds: Kind[] = [
  ['the page', 'page', 200, ({ get }) => get('/')],
  [
    'the page, at the address of a send',
    'page',
    200,
    ({ get, key }) => get(`/atendimentos/${key}`),
  ],
  ['the page’s head', 'page', 200, ({ get }) => get('/', { method: 'HEAD' })],
  ['a file of the build', 'asset', 200, async (house) => house.get(await asset(house))],
  ['the icon', 'file', 200, ({ get }) => get('/icon.svg')],
  ['who is signed in', 'json', 200, ({ get }) => get('/api/sessao')],
  ['what the page may know', 'json', 200, ({ get }) => get('/api/configuracao')],
  ['that it lives', 'json', 200, ({ get }) => get('/healthz')],
  ['an opened ticket', 'json', 201, ({ open }) => open()],
  [
    'an outcome',
    'json',
    200,
    async ({ open, get, key }) => {
      await open()
      return get(`${ticketRoute}/${key}`)
    },
  ],
  ['the day’s sends', 'json', 200, ({ get }) => get(`${ticketRoute}?hoje`)],
  [
    'a send that is pending',
    'json',
    202,
    ({ open, faults }) => {
      faults.inject({ route: 'atendimento', fault: 'reset-after' })
      return open()
    },
  ],
  ['a body that is no JSON', 'json', 400, ({ open }) => open({ body: '{' })],
  ['a key that is none', 'json', 400, ({ get }) => get(`${ticketRoute}/chave-1`)],
  ['nobody signed in', 'json', 401, ({ get, host }) => get('/api/sessao', { headers: { host } })],
  ['another site', 'json', 403, ({ open }) => open({ headers: { origin: 'https://x.example' } })],
  [
    'an account without permission',
    'json',
    403,
    ({ open, emulator }) => {
      emulator.setPermissions({ create: false })
      return open()
    },
  ],
  ['nothing below /api', 'json', 404, ({ get }) => get('/api/nada')],
  ['a key that never arrived', 'json', 404, ({ get, key }) => get(`${ticketRoute}/${key}`)],
  ['no such file', 'json', 404, ({ get }) => get('/assets/nada.js')],
  ['no such file, its head', 'json', 404, ({ get }) => get('/assets/nada.js', { method: 'HEAD' })],
  ['no such method', 'json', 404, ({ get }) => get('/', { method: 'POST' })],
  ['options', 'json', 404, ({ get }) => get('/api/sessao', { method: 'OPTIONS' })],
  ['an address not served to visitors', 'json', 404, ({ get }) => get('/.env')],
  [
    'another attendant’s key',
    'json',
    409,
    async ({ open }) => {
      await open()
      return open({ headers: bia })
    },
  ],
  ['a body above 64 KiB', 'json', 413, ({ open }) => open({ body: ' '.repeat(66_000) })],
  ['an address too long', 'json', 414, ({ get }) => get(`/?${'x'.repeat(3000)}`)],
  ['another type', 'json', 415, ({ open }) => open({ headers: { 'content-type': 'text/plain' } })],
  ['another host', 'json', 421, ({ get }) => get('/', { headers: { host: 'x.example' } })],
  ['a refusal', 'json', 422, ({ open }) => open({ body: JSON.stringify(refusedTicket) })],
  [
    'a key of another text',
    'json',
    422,
    async ({ open }) => {
      await open()
      return open({ body: JSON.stringify({ ...newTicket, nome: 'Outra' }) })
    },
  ],
  [
    'HubSoft’s limit',
    'json',
    429,
    ({ open, faults }) => {
      faults.inject({ route: 'atendimento', fault: 'too-many' })
      return open()
    },
  ],
  [
    'our own limit',
    'json',
    429,
    async ({ get }) => {
      for (let times = 0; times < 3; times += 1) await get(`${ticketRoute}?hoje`)
      return get(`${ticketRoute}?hoje`)
    },
  ],
  [
    'too many headers',
    'json',
    431,
    ({ raw, host }) => raw('GET / HTTP/1.1', `Host: ${host}`, ...Array(150).fill('A: x'), '', ''),
  ],
  [
    'a fault of ours',
    'json',
    500,
    ({ open, breakClock }) => {
      breakClock()
      return open()
    },
  ],
  [
    'a send that never left',
    'json',
    503,
    ({ open, faults, emulator }) => {
      emulator.revokeTokens()
      faults.inject({ route: 'token', fault: 'http-503' })
      return open()
    },
  ],
  [
    'two lengths, which proxies read differently',
    'json',
    400,
    ({ raw, host }) =>
      raw(
        'POST / HTTP/1.1',
        `Host: ${host}`,
        'Content-Length: 2',
        'Transfer-Encoding: chunked',
        '',
        '{}',
      ),
  ],
  [
    'a raw byte in the address',
    'json',
    400,
    ({ raw, host }) => raw('GET /caf\xe9 HTTP/1.1', `Host: ${host}`, '', ''),
  ],
  ['no HTTP', 'json', 400, ({ raw }) => raw('OLÁ', '', '')],
  ['no host', 'json', 400, ({ raw }) => raw('GET / HTTP/1.0', '', '')],
  [
    'no address',
    'json',
    400,
    ({ raw, host }) => raw('OPTIONS * HTTP/1.1', `Host: ${host}`, '', ''),
  ],
  [
    'a head that is too large',
    'json',
    431,
    ({ raw, host }) => raw('GET / HTTP/1.1', `Host: ${host}`, `A: ${'x'.repeat(20_000)}`, '', ''),
  ],
]
