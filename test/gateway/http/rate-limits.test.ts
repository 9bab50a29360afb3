import { randomUUID } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { expect, test } from 'vitest'
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import { createPeers } from '#src/gateway/session/peers.ts'
import { arrivalFrom } from '../arrival.ts'
import {
  type Answer,
  behindProxy,
  newTicket,
  openHouse,
  signedIn,
  ticketRoute,
} from '../running.ts'
import { bareApp } from './bare-app.ts'
import { expectProblem } from './expect-problem.ts'

const [ana, bia] = [signedIn('ana', 'Ana'), signedIn('bia', 'Bia')]

/** A house behind the intranet's proxy, whose limits a test can reach. */
const openLimited = (rates: Partial<typeof ratesPerMinute>) =>
  openHouse({ env: behindProxy, limits: { rates: { ...ratesPerMinute, ...rates } } })

/** @param known what the answer says of a send */
function expectLimited(answer: Answer, known = '') {
  expectProblem(answer, 429, 'muitas_requisicoes')
  const waitS = Number(answer.headers['retry-after'])
  expect(waitS).toBeGreaterThan(0)
  expect(waitS).toBeLessThanOrEqual(60)
  const again = waitS === 1 ? '1 segundo' : `${waitS} segundos`
  expect(answer.body).toEqual({
    status: 'error',
    codigo: 'muitas_requisicoes',
    msg: `Pedidos demais em pouco tempo.${known} Tente de novo em ${again}.`,
    id_requisicao: answer.headers['x-request-id'],
  })
}

const from = (address: string) => ({ 'x-forwarded-for': address })
const nothingSent = ' Nada foi enviado.'

test('a send above the attendant’s limit: 429, nothing reaches HubSoft, and its key never arrived', async () => {
  const { post, ask, ticketRequests } = await openLimited({ sends: 2 })
  const [known, key] = [randomUUID(), randomUUID()]
  // No send: what is refused at our door, and what is told of one that is known.
  for (const body of ['{', '[]', { ...newTicket, telefone: '1' }]) {
    expect((await post(body, { headers: ana })).status).toBe(400)
  }
  for (let times = 0; times < 4; times += 1) await post(newTicket, { key: known, headers: ana })
  expect((await post(newTicket, { headers: ana })).status).toBe(201)

  expectLimited(await post(newTicket, { key, headers: ana }), nothingSent)

  expect(ticketRequests()).toHaveLength(2)
  expectProblem(await ask(key, { headers: ana }), 404, 'chave_desconhecida')
  expect((await post(newTicket, { headers: bia })).status).toBe(201)
})

test('a key that was proved not sent keeps its row when its next send is above the limit', async () => {
  const { post, ask, faults, ticketRequests } = await openLimited({ sends: 1 })
  faults.inject({ route: 'atendimento', fault: 'too-many' })
  const key = randomUUID()
  const { body } = await post(newTicket, { key, headers: ana })

  expectLimited(await post({ ...newTicket, nome: 'Outra' }, { key, headers: ana }), nothingSent)

  const { status, body: kept } = await ask(key, { headers: ana })
  expect(status).toBe(200)
  expect({ ...Object(kept), id_requisicao: '' }).toEqual({ ...Object(body), id_requisicao: '' })
  expect(ticketRequests()).toHaveLength(1)
})

test('above the attendant’s limit the outcome of a send is answered 429 as well', async () => {
  const { post, ask, send } = await openLimited({ requests: 3 })
  const key = randomUUID()
  await post(newTicket, { key, headers: ana })
  await ask(key, { headers: ana })
  await send(`${ticketRoute}?hoje`, { headers: ana })

  expectLimited(await ask(key, { headers: ana }))
  expectLimited(await post(newTicket, { headers: ana }), nothingSent)

  expect((await ask(key, { headers: bia })).status).toBe(409)
  expect((await post(newTicket, { headers: bia })).status).toBe(201)
})

test('whatever is posted counts as a request', async () => {
  const posted: [unknown, OutgoingHttpHeaders][] = [
    ['{', {}],
    [{ ...newTicket, telefone: '1' }, {}],
    [newTicket, { 'idempotency-key': 'x' }],
    [newTicket, { 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' }],
    [newTicket, { 'x-reenvio': '2' }],
  ]
  const { post, send, ticketRequests } = await openLimited({ requests: posted.length })

  for (const [body, headers] of posted) {
    expect((await post(body, { headers: { ...ana, ...headers } })).status).toBeLessThan(429)
  }

  expectLimited(await send(`${ticketRoute}?hoje`, { headers: ana }))
  expectLimited(await post(newTicket, { headers: ana }), nothingSent)
  expect(ticketRequests()).toEqual([])
})

test.each([
  ['one attendant’s sends', { sends: 1 }],
  ['one attendant', { requests: 1 }],
  ['one address below /api', { apiPerAddress: 1 }],
  ['one address', { perAddress: 1 }],
])(
  'above the limit of %s a key that was sent is told, and another one refused',
  async (_whose, rates) => {
    const { post, ticketRequests } = await openLimited(rates)
    const headers = { ...ana, ...from('203.0.113.9') }
    const key = randomUUID()
    const first = await post(newTicket, { key, headers })

    const again = await post(newTicket, { key, headers })
    const resent = await post(newTicket, { key, headers: { ...headers, 'x-reenvio': '2' } })
    const changed = await post({ ...newTicket, nome: 'Outra' }, { key, headers })

    expect([again.status, again.body]).toEqual([201, first.body])
    expect([resent.status, resent.body]).toEqual([201, first.body])
    expectProblem(changed, 422, 'chave_reutilizada')
    expectLimited(await post(newTicket, { headers }), nothingSent)
    expect(ticketRequests()).toHaveLength(1)
  },
)

test('one address below /api: 429 before anybody is known; the page is not counted with it', async () => {
  const { send, post } = await openLimited({ apiPerAddress: 2 })
  const headers = from('203.0.113.9')
  expectProblem(await send('/api/sessao', { headers }), 401, 'sessao_expirada')
  expect((await send('/api/configuracao', { headers })).status).toBe(200)

  expectLimited(await send('/api/sessao', { headers }))
  expectLimited(await send('/api/configuracao', { headers: { ...headers, ...ana } }))
  expectLimited(await send('/api/nada', { method: 'POST', headers }))
  // Whose key it is comes first.
  expectProblem(await post(newTicket, { headers }), 401, 'sessao_expirada')
  expectLimited(await post(newTicket, { headers: { ...headers, ...ana } }), nothingSent)

  expect((await send('/', { headers })).status).toBe(200)
  expect((await send('/api/configuracao', { headers: from('203.0.113.10') })).status).toBe(200)
})

test('one network, page and files together: 429 as JSON', async () => {
  const { send } = await openLimited({ perAddress: 3 })
  const ask = (path: string, address: string) => send(path, { headers: from(address) })
  for (const path of ['/', '/icon.svg', '/healthz']) await ask(path, '2001:db8:0:7::1')

  expectLimited(await ask('/', '2001:db8:0:7:ffff::2'))
  expect((await ask('/', '2001:db8:0:8::1')).status).toBe(200)
})

test('a proxy that names no visitor speaks for everybody and is not limited by its address', async () => {
  const { send } = await openLimited({ perAddress: 1, apiPerAddress: 1 })

  for (let times = 0; times < 3; times += 1) {
    expect((await send('/api/sessao', { headers: ana })).status).toBe(200)
  }
})

test('however many addresses ask, there are only so many counters', async () => {
  const app = bareApp({
    peers: createPeers(['10.0.0.7']),
    rates: { ...ratesPerMinute, perAddress: 1 },
  })
  const statuses = new Map<number, number>()

  for (let visitor = 0; visitor < 6000; visitor += 1) {
    const arrival = arrivalFrom('10.0.0.7', `198.18.${visitor >> 8}.${visitor & 255}`)
    const headers = { host: 'localhost' }
    const { status } = await app.request('/healthz', { headers }, arrival)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }

  expect([...statuses.keys()].toSorted()).toEqual([200, 429])
  expect(statuses.get(200)).toBeLessThanOrEqual(4096)
  expect(statuses.get(200)).toBeGreaterThan(2000)
})

test('an attendant of a busy office may send sixty times a minute', async () => {
  const { post, ticketRequests } = await openHouse({ env: behindProxy })
  const sends = Array.from({ length: 61 }, () => post(newTicket, { headers: ana }))

  const answers = await Promise.all(sends)

  expect(answers.filter(({ status }) => status === 201)).toHaveLength(60)
  expect(ticketRequests()).toHaveLength(60)
})

test('in the demo everybody is one attendant, who may send as a whole office does', async () => {
  const { post, ledger } = await openHouse()

  const answers = await Promise.all(Array.from({ length: 200 }, () => post()))

  expect(answers.every(({ status }) => status === 201)).toBe(true)
  expect(ledger.tickets).toHaveLength(200)
})
