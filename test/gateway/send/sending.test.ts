import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { heldWait } from '../../held-wait.ts'
import { seedRequest } from '../../samples.ts'
import { keepLog } from '../keep-log.ts'
import { newTicket, openHouse, protocolIn, ticketRoute, told } from '../running.ts'

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

test('the longest description still fits 4,000 characters with its signature', async () => {
  const { post, ticketRequests } = await openHouse()

  const { status } = await post({ ...newTicket, descricao: '🙂'.repeat(3900) })

  expect(status).toBe(201)
  const { descricao } = Object(ticketRequests()[0]?.body)
  expect([...String(descricao)].length).toBeLessThanOrEqual(4000)
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
  const { logTo, text } = keepLog()
  const { url, ask, ledger } = await openHouse({ logTo })
  const key = randomUUID()

  const page = request(`${url}${ticketRoute}`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      'content-length': '500',
      expect: '100-continue',
    },
  })
  page.on('error', () => {})
  page.flushHeaders()
  await once(page, 'continue')
  page.write(JSON.stringify(newTicket), () => page.destroy())

  await expect.poll(text).toContain('"method":"POST"')
  expect(text()).not.toMatch(/"level":[56]0/)
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
