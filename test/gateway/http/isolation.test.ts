import { randomUUID } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { sentToday } from '#src/contract/gateway-answer.ts'
import {
  type Answer,
  behindProxy,
  enterHouse,
  newTicket,
  refusedTicket,
  shareHouse,
  signedIn,
  ticketRoute,
} from '../running.ts'
import { bareApp } from './bare-app.ts'

const json = { 'content-type': 'application/json' }

type House = Awaited<ReturnType<typeof enterHouse>>

const ana = signedIn('ana', 'Ana Souza')
const bia = signedIn('bia', 'Bia Lima')
const anasTicket = { ...newTicket, descricao: 'Só a Ana sabe disto.', nome: 'Cliente da Ana' }

/** A house, and the keys of one send of Ana's for each state that a send can be in. */
async function enterAnas() {
  const house = await enterHouse({ env: behindProxy })
  const { post, faults } = house
  const keys: Record<string, string> = {}
  async function send(state: string, body: object = anasTicket) {
    const key = randomUUID()
    keys[state] = key
    await post(body, { key, headers: ana })
  }
  await send('opened')
  await send('refused', { ...anasTicket, id_cliente_servico: refusedTicket.id_cliente_servico })
  faults.inject({ route: 'atendimento', fault: 'too-many' })
  await send('not-sent')
  faults.inject({ route: 'atendimento', fault: 'reset-after' })
  faults.inject({ route: 'listagem', fault: 'http-500', times: 1_000_000 })
  await send('uncertain')
  return { ...house, keys }
}

/** For whoever changes nothing of hers. */
const anas = shareHouse(enterAnas)

function expectNothingOfAna(answer: Answer) {
  const said = JSON.stringify(answer.headers) + answer.text
  for (const word of ['Só a Ana', 'Cliente da Ana', 'Ana Souza', 'protocolo', 'NEXT-NV']) {
    expect(said).not.toContain(word)
  }
}

/** What may be done to a send. */
type Act = (house: House, key: string, headers: OutgoingHttpHeaders) => Promise<Answer>

/** The gateway's own routes of a send: a new one is asked for here by being there. */
const routes = bareApp()
  .routes.filter(({ path }) => path.startsWith(`${ticketRoute}/:chave`))
  .map(({ method, path }): [string, Act] => [
    `${method} ${path}`,
    ({ send }, key, headers) =>
      send(path.replace(':chave', key), { method, headers: { ...headers, ...json } }),
  ])

const acts: [string, Act][] = [
  ...routes,
  ['asking for the head', ({ ask }, key, headers) => ask(key, { headers, method: 'HEAD' })],
  ['the same text', ({ post }, key, headers) => post(anasTicket, { key, headers })],
  ['another text', ({ post }, key, headers) => post(newTicket, { key, headers })],
  [
    'a resend',
    ({ post }, key, headers) =>
      post(anasTicket, { key, headers: { ...headers, 'x-reenvio': '2' } }),
  ],
  [
    'the key in capitals',
    ({ post }, key, headers) => post(newTicket, { key: key.toUpperCase(), headers }),
  ],
]

test('the gateway has routes of a send', () => {
  expect(routes.length).toBeGreaterThan(1)
})

test.each(acts)(
  'of Ana’s send another attendant gets 409 by %s, and nothing of hers',
  async (_what, act) => {
    const house = anas()
    const [tickets, asked] = [house.ledger.tickets.length, house.ticketRequests().length]

    for (const key of Object.values(house.keys)) {
      const answer = await act(house, key, bia)

      expect(answer.status).toBe(409)
      expectNothingOfAna(answer)
    }
    expect(house.ledger.tickets).toHaveLength(tickets)
    expect(house.ticketRequests()).toHaveLength(asked)
    expect((await act(house, house.keys.opened ?? '', ana)).status).not.toBe(409)
  },
)

test('nobody signed in learns of no send, on any route', async () => {
  const house = anas()
  const tickets = house.ledger.tickets.length

  for (const key of [...Object.values(house.keys), randomUUID()]) {
    for (const [, act] of acts) {
      const answer = await act(house, key, {})
      expect(answer.status).toBe(401)
      expectNothingOfAna(answer)
    }
  }
  expect((await house.send(`${ticketRoute}?hoje`)).status).toBe(401)
  expect(house.ledger.tickets).toHaveLength(tickets)
})

test('a page that takes itself for somebody else sends and learns nothing: 401', async () => {
  const house = anas()
  const asked = house.ticketRequests().length
  const mistaken = { ...bia, 'x-atendente': 'ana' }

  for (const answer of [
    await house.post(newTicket, { headers: mistaken }),
    await house.ask(house.keys.opened ?? '', { headers: mistaken }),
    await house.send(`${ticketRoute}?hoje`, { headers: mistaken }),
  ]) {
    expect([answer.status, answer.body]).toMatchObject([401, { codigo: 'sessao_expirada' }])
    expectNothingOfAna(answer)
  }
  expect(house.ticketRequests()).toHaveLength(asked)
})

test('a page says its attendant’s name in letters that a header can hold', async () => {
  const { post } = anas()
  const joao = { ...signedIn('jo\u00e3o'), 'x-atendente': 'jo%C3%A3o' }

  expect((await post(newTicket, { headers: joao })).status).toBe(201)
})

async function listFor({ send }: House, headers: OutgoingHttpHeaders) {
  const answer = await send(`${ticketRoute}?hoje`, { headers })
  expect(answer.status).toBe(200)
  return sentToday.parse(answer.body).atendimentos
}

test('the day’s list holds what one sent oneself, newest first, each outcome as by its key', async () => {
  const house = anas()

  // A look may end between one question and the next.
  await vi.waitFor(async () => {
    const list = await listFor(house, ana)

    expect(list.map(({ chave }) => chave)).toEqual(Object.values(house.keys).reverse())
    for (const { chave, ...entry } of list) {
      const { body } = await house.ask(chave, { headers: ana })
      const withoutId = { ...Object(body), id_requisicao: undefined, chave: undefined }
      expect({ ...entry, id_requisicao: undefined, chave: undefined }).toEqual(withoutId)
    }
  })
})

test('it holds nothing of another attendant, whoever asks and however', async () => {
  for (const query of ['?hoje', '?hoje=ana', '?hoje&usuario=ana', '?hoje&atendente=Ana%20Souza']) {
    const answer = await anas().send(`${ticketRoute}${query}`, { headers: bia })

    expect(answer.body).toMatchObject({ status: 'success', atendimentos: [] })
    expectNothingOfAna(answer)
  }
})

const hourMs = 3_600_000

test('after 16 hours what is known goes off the list, what isn’t known or told stays', async () => {
  const house = await enterAnas()
  onTestFinished(house.stop)
  const { opened = '', uncertain = '', ...known } = house.keys

  house.skip(15.9 * hourMs)
  expect(await listFor(house, ana)).toHaveLength(2 + Object.keys(known).length)
  house.skip(0.2 * hourMs)

  const list = () => listFor(house, ana)
  const untold = { chave: opened, status: 'success', informado: null }
  await expect.poll(list).toMatchObject([{ chave: uncertain, status: 'unknown' }, untold])
  await house.tell(opened, { canal: 'telefone' }, ana)
  expect(await list()).toMatchObject([{ chave: uncertain }])
})
