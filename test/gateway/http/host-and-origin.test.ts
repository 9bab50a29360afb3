import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { enterHouse, newTicket, openHouse, shareHouse, ticketRoute } from '../running.ts'
import { expectProblem } from './expect-problem.ts'
import { rawAnswer, readRaw } from './raw.ts'

const json = { 'content-type': 'application/json' }

const door = shareHouse(enterHouse)

/** A raw GET of the session with this head, OURS standing for the gateway's own host. */
async function statusOf(url: string, head: string, target = '/api/sessao'): Promise<number> {
  const lines = `GET ${target} HTTP/1.1\r\n${head}`.replaceAll('OURS', new URL(url).host)
  return readRaw(await rawAnswer(url, `${lines}\r\nConnection: close\r\n\r\n`)).status
}

test.each([
  ['in capitals', 'HOST: OURS', 200],
  ['with two hosts, ours first', 'Host: OURS\r\nHost: x.example', 421],
  ['with two hosts, ours last', 'Host: x.example\r\nHost: OURS', 421],
  ['with our host twice', 'Host: OURS\r\nHost: OURS', 421],
  ['with two hosts in one', 'Host: OURS, x.example', 400],
  ['with a user before it', 'Host: x@OURS', 400],
  ['that is none', 'Host: 127.0.f.1:8080', 421],
  ['with a port that is not ours', 'Host: 127.0.0.1:1', 421],
  ['that is missing', 'A: x', 400],
  ['of nothing', 'Host: ', 400],
  ['with a blank in it', 'Host: a b', 400],
  ['with a path in it', 'Host: a/b@c', 400],
  ['in another header', 'Host: x.example\r\nX-Forwarded-Host: OURS', 421],
])('a host %s', async (_how, head, status) => {
  expect(await statusOf(door().url, head)).toBe(status)
})

test.each([
  ['our own host', 'http://OURS/api/sessao', 'OURS', 200],
  ['another host than ours', 'http://x.example/api/sessao', 'OURS', 421],
  ['ours and another Host', 'http://OURS/api/sessao', 'x.example', 421],
  ['ours as its user', 'http://OURS@x.example/api/sessao', 'OURS', 421],
  ['another protocol', 'ftp://OURS/api/sessao', 'OURS', 400],
])('an address in full, with %s', async (_how, target, host, status) => {
  expect(await statusOf(door().url, `Host: ${host}`, target)).toBe(status)
})

test('with a PUBLIC_ORIGIN it is that origin and that host which count, without a dot behind it', async () => {
  const origin = 'http://localhost:5173'
  const { send, post } = await openHouse({ env: { PUBLIC_ORIGIN: origin } })
  const hosts = [
    'localhost:5173',
    'LOCALHOST:5173',
    'localhost.:5173',
    'localhost',
    '127.0.0.1:5173',
  ]

  const statuses = []
  for (const host of hosts) statuses.push((await send('/api/sessao', { headers: { host } })).status)

  expect(statuses).toEqual([200, 200, 421, 421, 421])
  const host = 'localhost:5173'
  expect((await post(newTicket, { headers: { host, origin } })).status).toBe(201)
  const elsewhere = { host, origin: 'http://127.0.0.1:5173' }
  expect((await post(newTicket, { headers: elsewhere })).status).toBe(403)
})

type Headers = Record<string, string | string[]>

/** Our own origin, written differently; OURS stands for host and port. */
const foreign: [string, Headers][] = [
  ['another site', { origin: 'https://x.example' }],
  ['no site at all (a sandbox, a file)', { origin: 'null' }],
  ['ours by another protocol', { origin: 'https://OURS' }],
  ['ours in capitals', { origin: 'HTTP://OURS' }],
  ['ours with a slash', { origin: 'http://OURS/' }],
  ['ours with a dot', { origin: 'http://127.0.0.1.:1' }],
  ['ours without its port', { origin: 'http://127.0.0.1' }],
  ['ours as the beginning of another', { origin: 'http://OURS.x.example' }],
  ['ours and another', { origin: ['http://OURS', 'https://x.example'] }],
  ['ours twice', { origin: ['http://OURS', 'http://OURS'] }],
  ['nothing, in an Origin', { origin: '' }],
  [
    'another site, which says it is the same',
    { origin: 'https://x.example', 'sec-fetch-site': 'same-origin' },
  ],
  ['a site beside ours', { 'sec-fetch-site': 'same-site' }],
  ['another site, by Sec-Fetch-Site alone', { 'sec-fetch-site': 'cross-site' }],
  ['a person’s own click', { 'sec-fetch-site': 'none' }],
  ['the same and another', { 'sec-fetch-site': ['same-origin', 'cross-site'] }],
  ['nothing, in a Sec-Fetch-Site', { 'sec-fetch-site': '' }],
]

const withHost = (headers: Headers, url: string): Headers =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      [value].flat().map((one) => String(one).replace('OURS', new URL(url).host)),
    ]),
  )

test.each(foreign)(
  'what comes from %s may read, as any link may, and no more',
  async (_who, headers) => {
    const { send, url, ticketRequests } = door()
    const sent = withHost(headers, url)
    const ofSend = ['conferir', 'informado'].map((act) => `${ticketRoute}/x/${act}`)
    const paths = [ticketRoute, '/api/sessao', ...ofSend, '/api/nada']

    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE']) {
      for (const path of paths) {
        const body = method === 'TRACE' ? {} : { body: JSON.stringify(newTicket) }
        const more = { ...json, ...sent, 'idempotency-key': randomUUID() }
        expectProblem(await send(path, { method, headers: more, ...body }), 403, 'origem_recusada')
      }
    }
    expect(ticketRequests()).toEqual([])
    for (const method of ['GET', 'HEAD']) {
      const answer = await send('/api/sessao', { method, headers: sent })
      expect(answer.status).toBe(200)
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    }
  },
)

/** What a form of another site can send without being asked for. */
const simple = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain; application/json',
  'application/jsonp',
  'application/json+x',
  'text/json',
  undefined,
]

test.each(simple)('who names neither origin nor site and sends %s gets 415', async (type) => {
  const { send, ticketRequests } = door()

  for (const path of [ticketRoute, '/api/sessao', '/api/nada']) {
    const headers = { 'idempotency-key': randomUUID(), ...(type && { 'content-type': type }) }
    const answer = await send(path, { method: 'POST', headers, body: JSON.stringify(newTicket) })
    expectProblem(answer, 415, 'tipo_invalido')
  }
  expect(ticketRequests()).toEqual([])
})

test('a send from our own page, or from a program that names no origin, is taken', async () => {
  const { post, url } = await openHouse()

  for (const headers of [
    { origin: url, 'sec-fetch-site': 'same-origin' },
    { origin: url },
    { 'sec-fetch-site': 'same-origin' },
    {},
  ]) {
    expect((await post(newTicket, { headers })).status).toBe(201)
  }
})

test('our own page may send a ticket as JSON alone', async () => {
  const { post, ticketRequests, url } = door()

  for (const type of ['text/plain', 'application/jsonp']) {
    const answer = await post(newTicket, { headers: { origin: url, 'content-type': type } })
    expectProblem(answer, 415, 'tipo_invalido')
  }
  expect(ticketRequests()).toEqual([])
})

test('who names neither, and sends no body that could tell, is refused: 403', async () => {
  const { send } = door()

  for (const method of ['DELETE', 'POST', 'PUT']) {
    expectProblem(await send('/api/sessao', { method }), 403, 'origem_recusada')
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  expectProblem(
    await send('/api/sessao', { method: 'POST', headers: form }),
    403,
    'origem_recusada',
  )
})

const target = (length: number) => `/?${'x'.repeat(length - 2)}`

test('an address of 2,048 characters is read, a longer one is not: 414, on page and API alike', async () => {
  const { send } = door()

  expect((await send(target(2048))).status).toBe(200)
  expectProblem(await send(target(2049)), 414, 'requisicao_invalida')
  expectProblem(await send(`/api/sessao${target(2049)}`), 414, 'requisicao_invalida')
  expectProblem(await send(target(9000)), 414, 'requisicao_invalida')
})

test('a hundred headers are read, more are not: 431, and none is dropped in silence', async () => {
  const { url } = door()
  const many = (count: number) => Array.from({ length: count }, () => 'A: x').join('\r\n')

  // Host and Connection are two more.
  expect(await statusOf(url, `Host: OURS\r\n${many(98)}`)).toBe(200)
  expect(await statusOf(url, `Host: OURS\r\n${many(99)}`)).toBe(431)
  // Above a thousand Node by itself would leave out the second Host.
  const second = `Host: OURS\r\n${many(1500)}\r\nHost: x.example`
  expect(await statusOf(url, second)).toBe(431)
})

test('a head above 16 KiB is not read: 431', async () => {
  const { url } = door()
  const head = (size: number) => `Host: OURS\r\nA: ${'x'.repeat(size)}`

  expect(await statusOf(url, head(15_000))).toBe(200)
  expect(await statusOf(url, head(16_500))).toBe(431)
})
