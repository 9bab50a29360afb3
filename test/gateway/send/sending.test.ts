import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { referenceOf } from '#src/contract/reference.ts'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { systemClock } from '#src/gateway/clock.ts'
import { seedRequest } from '../../samples.ts'
import {
  heldWait,
  newTicket,
  openHouse,
  protocolIn,
  refusedTicket,
  shortDeadline,
  ticketRoute,
  told,
} from '../running.ts'

const reference = '[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}'

test("HubSoft gets the manual's fields with the manual's types, signed, and nothing else", async () => {
  const { post, ticketRequests } = await openHouse()

  await post(seedRequest)

  const [sent] = ticketRequests()
  expect(sent).toMatchObject({
    method: 'POST',
    path: '/api/v1/integracao/atendimento',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: 'Bearer ***',
    },
  })
  expect(Object.entries(Object(sent?.body))).toEqual([
    ['id_cliente_servico', 11000],
    [
      'descricao',
      expect.stringMatching(
        new RegExp(
          `^Abertura de atendimento de teste \\| Atendente: Atendente de Demonstração \\| REF ${reference}$`,
        ),
      ),
    ],
    ['nome', 'Nome do Usuário Solicitante'],
    ['telefone', '37999112233'],
    ['email', 'teste@teste.com.br'],
    ['abrir_os', true],
  ])
})

test('what was typed goes out in its wire form, without what was left empty', async () => {
  const { post, ticketRequests } = await openHouse()

  await post({
    id_cliente_servico: ' 11.000 ',
    descricao: '\tSem sinal.\r\nLuz vermelha.\u0000 ',
    nome: ' Bianca  Couto',
    telefone: '+55 (37) 99911-2233',
    email: ' ',
  })

  expect(ticketRequests()[0]?.body).toEqual({
    id_cliente_servico: 11000,
    descricao: expect.stringMatching(/^Sem sinal\.\nLuz vermelha\. \| Atendente: /),
    nome: 'Bianca Couto',
    telefone: '37999112233',
    abrir_os: false,
  })
})

test('the longest description still fits 4,000 characters with its signature', async () => {
  const { post, ticketRequests } = await openHouse()

  const { status } = await post({ ...newTicket, descricao: '🙂'.repeat(3900) })

  expect(status).toBe(201)
  const { descricao } = Object(ticketRequests()[0]?.body)
  expect([...String(descricao)].length).toBeLessThanOrEqual(4000)
})

test('the one sign-in is a password grant in JSON, and serves many sends', async () => {
  const { post, signIns, ledger } = await openHouse()

  for (const _ of [1, 2, 3]) await post()

  expect(ledger.tickets).toHaveLength(3)
  expect(signIns()).toEqual([
    expect.objectContaining({
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: null,
      },
      body: {
        grant_type: 'password',
        client_id: '7',
        client_secret: '***',
        username: 'api@example.com',
        password: '***',
      },
    }),
  ])
})

// One of each kind of answer; the fault matrix has every fault.
const faults: [FaultOrderInput, 201 | 202 | 403 | 422 | 429 | 503][] = [
  [{ route: 'atendimento', fault: 'msg-lies' }, 201],
  [{ route: 'atendimento', fault: 'reset-before' }, 202],
  [{ route: 'atendimento', fault: 'reset-after' }, 202],
  [{ route: 'atendimento', fault: 'stack-trace', stored: true }, 202],
  [{ route: 'atendimento', fault: 'success-without-atendimento' }, 202],
  [{ route: 'atendimento', fault: 'refused' }, 422],
  [{ route: 'atendimento', fault: 'forbidden' }, 403],
  [{ route: 'atendimento', fault: 'too-many' }, 429],
  [{ route: 'atendimento', fault: 'unauthorized', times: 2 }, 503],
]

test.each(faults)(
  'after %j and %i told, the same key never makes a second ticket',
  async (fault, status) => {
    let leaptMs = 0
    const clock = { ...systemClock, wallMs: () => systemClock.wallMs() + leaptMs }
    const house = await openHouse({ env: shortDeadline, clock })
    const { post, faults, ticketsOf, ticketRequests } = house
    faults.inject(fault)
    const key = randomUUID()
    const first = await post(newTicket, { key })
    const [before, requests] = [ticketsOf(key), ticketRequests().length]
    // As the answer says.
    if (status === 503) leaptMs = 60_000

    const again = await post(newTicket, { key })

    // Not sent, or not accepted: the key is free, and the fault is over.
    if (status === 429 || status === 503) {
      expect(again.status).toBe(201)
      expect(ticketsOf(key)).toHaveLength(1)
    } else {
      const said = [again.status, told(again).status]
      const isFound = status === 202 && before.length === 1 && again.status === 201
      // A look may have found it meanwhile.
      expect(said).toEqual(isFound ? [201, 'success'] : [status, told(first).status])
      expect(ticketRequests()).toHaveLength(requests)
      expect(ticketsOf(key)).toEqual(before)
    }
  },
)

test('a protocol of 20 digits is told digit by digit, also when it came as a number', async () => {
  const { post, faults, ledger } = await openHouse({ emulator: { protocolDigits: 20 } })
  faults.inject({ route: 'atendimento', fault: 'protocol-as-number' })

  const protocol = protocolIn(await post())

  expect(protocol).toMatch(/^\d{20}$/)
  expect(protocol).toBe(ledger.tickets[0]?.atendimento.protocolo)
})

test('TLS to a HubSoft that speaks none: told as not sent, and no request arrives', async () => {
  const plain = await openHouse()
  const { post } = await openHouse({
    hubsoftUrl: plain.emulatorUrl.replace('http:', 'https:'),
    env: shortDeadline,
  })

  expect(told(await post())).toMatchObject({ codigo: 'nao_enviado' })
  expect(plain.ledger.requests).toEqual([])
})

test('a silent HubSoft: what still queued at its deadline was not sent, and that is what is told', async () => {
  const { post, faults, ticketRequests } = await openHouse({
    env: shortDeadline,
  })
  faults.inject({ route: 'atendimento', fault: 'silent-before', times: 1000 })
  const keys = Array.from({ length: 60 }, () => randomUUID())

  const answers = await Promise.all(keys.map((key) => post(newTicket, { key })))

  const wasSent = () =>
    keys.map((key) =>
      ticketRequests().some(({ body }) => JSON.stringify(body).includes(referenceOf(key))),
    )
  const toldSent = answers.map((answer) => told(answer).status === 'pending')
  // What left in the last moment may still be on its way.
  await expect.poll(wasSent).toEqual(toldSent)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 503]))
})

test('two sends of one key at once are one ticket, and both are told its protocol', async () => {
  const { wait, release } = heldWait()
  const { post, faults, ticketRequests, ledger } = await openHouse({ emulator: { wait } })
  faults.inject({ route: 'atendimento', fault: 'slow', ms: 1 })
  const key = randomUUID()

  const both = [post(newTicket, { key }), post(newTicket, { key })]
  await expect.poll(ticketRequests).toHaveLength(1)
  release()
  const answers = await Promise.all(both)

  expect(answers.map(({ status }) => status)).toEqual([201, 201])
  expect(new Set(answers.map(protocolIn))).toEqual(
    new Set([ledger.tickets[0]?.atendimento.protocolo]),
  )
  expect(answers.map(({ headers }) => headers['idempotency-replayed']).toSorted()).toEqual([
    'true',
    undefined,
  ])
  expect(ledger.tickets).toHaveLength(1)
  expect(ticketRequests()).toHaveLength(1)
})

test('forty sends of as many keys at once are as many tickets, each told its own protocol', async () => {
  const { post, ledger, ticketsOf, signIns } = await openHouse()
  const keys = Array.from({ length: 40 }, () => randomUUID())

  const answers = await Promise.all(keys.map((key) => post(newTicket, { key })))

  expect(answers.map(protocolIn)).toEqual(
    keys.map((key) => ticketsOf(key)[0]?.atendimento.protocolo),
  )
  expect(ledger.tickets).toHaveLength(40)
  expect(signIns()).toHaveLength(1)
})

test('joiners of a send that fails are told the same, and it may be sent again', async () => {
  const { wait, release } = heldWait()
  const { post, faults, signIns, ticketsOf } = await openHouse({ emulator: { wait } })
  faults.inject({ route: 'token', fault: 'slow', ms: 1 })
  faults.inject({ route: 'atendimento', fault: 'too-many' })
  const key = randomUUID()

  const both = [post(newTicket, { key }), post(newTicket, { key })]
  await expect.poll(signIns).toHaveLength(1)
  release()

  for (const answer of await Promise.all(both)) {
    expect(told(answer)).toMatchObject({ codigo: 'muitas_requisicoes' })
  }
  expect((await post(newTicket, { key })).status).toBe(201)
  expect(ticketsOf(key)).toHaveLength(1)
})

test('while a key is sending, another text under it is refused and does not disturb the send', async () => {
  const { wait, release } = heldWait()
  const { post, faults, ticketRequests, ledger } = await openHouse({ emulator: { wait } })
  faults.inject({ route: 'atendimento', fault: 'slow', ms: 1 })
  const key = randomUUID()

  const first = post(newTicket, { key })
  await expect.poll(ticketRequests).toHaveLength(1)
  const other = await post({ ...newTicket, descricao: 'Outra coisa.' }, { key })
  release()

  expect(told(other)).toMatchObject({ codigo: 'chave_reutilizada' })
  expect((await first).status).toBe(201)
  expect(ledger.tickets).toHaveLength(1)
})

test('a refusal after the deadline still counts: pending becomes refused', async () => {
  const { wait, release } = heldWait()
  const { post, ask, faults, ledger } = await openHouse({ env: shortDeadline, emulator: { wait } })
  faults.inject({ route: 'atendimento', fault: 'slow', ms: 1 })
  const key = randomUUID()

  expect(told(await post(refusedTicket, { key })).status).toBe('pending')
  release()

  await expect.poll(async () => told(await ask(key)).status).toBe('error')
  expect((await ask(key)).body).toMatchObject({ codigo: 'recusado_pelo_hubsoft' })
  expect(ledger.tickets).toEqual([])
})

test('a 401 after the deadline is told as not sent, and is not sent again by itself', async () => {
  const { wait, release } = heldWait()
  const { post, ask, emulator, faults, ledger, ticketRequests } = await openHouse({
    env: shortDeadline,
    emulator: { wait },
  })
  await post(refusedTicket) // signs in
  emulator.revokeTokens()
  faults.inject({ route: 'atendimento', fault: 'slow', ms: 1 })
  const key = randomUUID()

  expect(told(await post(newTicket, { key })).status).toBe('pending')
  release()

  await expect.poll(async () => told(await ask(key)).status).toBe('error')
  expect((await ask(key)).body).toMatchObject({ codigo: 'nao_enviado' })
  expect(ticketRequests()).toHaveLength(2)
  expect(ledger.tickets).toEqual([])
  expect((await post(newTicket, { key })).status).toBe(201)
  expect(ledger.tickets).toHaveLength(1)
})

test('a page that goes away while its ticket is sent finds the outcome when it asks again', async () => {
  const { wait, release } = heldWait()
  const { url, ask, faults, ticketRequests, ledger } = await openHouse({ emulator: { wait } })
  faults.inject({ route: 'atendimento', fault: 'slow', ms: 1 })
  const key = randomUUID()

  const page = request(`${url}${ticketRoute}`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
  })
  page.on('error', () => {})
  page.end(JSON.stringify(newTicket))
  await expect.poll(ticketRequests).toHaveLength(1)
  page.destroy()
  release()

  await expect.poll(async () => told(await ask(key)).status).toBe('success')
  expect(protocolIn(await ask(key))).toBe(ledger.tickets[0]?.atendimento.protocolo)
})

test('a request that breaks off in the middle of its body sends nothing and is no fault of ours', async () => {
  const lines: string[] = []
  const { url, ask, ledger } = await openHouse({ logTo: (line) => lines.push(line) })
  const key = randomUUID()

  const page = request(`${url}${ticketRoute}`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      'content-length': '500',
    },
  })
  page.on('error', () => {})
  page.write(JSON.stringify(newTicket))
  await once(page, 'socket')
  setTimeout(() => page.destroy(), 20)

  await expect.poll(() => lines.join('')).toContain('"method":"POST"')
  expect(lines.join('')).not.toMatch(/"level":[56]0/)
  expect(told(await ask(key))).toMatchObject({ codigo: 'chave_desconhecida' })
  expect(ledger.requests).toEqual([])
})

test('clocks that leap while a send waits for its token make no second one of the same key', async () => {
  let leapMs = 0
  const { wait, release } = heldWait()
  const clock = { wallMs: () => Date.now() + leapMs, monotonicMs: () => performance.now() }
  const { post, ask, faults, ledger } = await openHouse({ emulator: { wait }, clock })
  faults.inject({ route: 'token', fault: 'slow', ms: 1 })
  const key = randomUUID()
  const first = post(newTicket, { key })
  await expect.poll(async () => told(await ask(key)).status).toBe('pending')

  leapMs = 3_600_000
  expect(told(await ask(key)).status).toBe('pending')
  const second = post(newTicket, { key })
  leapMs = 0
  release()

  expect(protocolIn(await second)).toBe(protocolIn(await first))
  expect(ledger.tickets).toHaveLength(1)
})
