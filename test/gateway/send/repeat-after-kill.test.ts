import { randomUUID } from 'node:crypto'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { freePort } from '../../process.ts'
import { openProcessHouse } from '../process-house.ts'
import { exchange, newTicket, signedIn, ticketRoute } from '../running.ts'

const openKillable = async (firstFaults: FaultOrderInput[] = []) =>
  openProcessHouse({
    env: { PORT: String(await freePort()), HUBSOFT_TIMEOUT_MS: '3000' },
    firstFaults,
  })

/** A browser as far as connections go: it keeps one, and it may send a request again by itself. */
function openBrowser(url: string, key: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  async function ask(method: 'GET' | 'POST', path: string, body?: string) {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key }
    const options = { method, agent, headers: { ...headers, ...signedIn('ana') } }
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const outgoing = request(url + path, options, resolve)
    outgoing.once('error', reject)
    outgoing.end(body)
    const incoming = await promise
    return {
      answer: readGatewayAnswer(await text(incoming)),
      headers: incoming.headers,
      wasReused: outgoing.reusedSocket,
    }
  }
  return {
    ask: (path: string) => ask('GET', path),
    post: () => ask('POST', ticketRoute, JSON.stringify(newTicket)),
  }
}

test('a POST that a browser repeats after the gateway was killed opens one ticket, answered or not', async () => {
  const { url, die, startAnew, ledger, faults } = await openKillable()
  const [answered, key] = [randomUUID(), randomUUID()]
  const one = openBrowser(url, answered)
  const first = await one.post()
  expect(first.answer?.status).toBe('success')
  const browser = openBrowser(url, key)
  await browser.ask('/api/sessao')
  expect((await browser.ask('/api/sessao')).wasReused).toBe(true)
  faults.inject({ route: 'atendimento', fault: 'silent-after' })

  const lost = browser.post().catch(() => null)
  await expect.poll(() => ledger.tickets.length).toBe(2)
  await die()
  expect(await lost).toBeNull()
  await startAnew()
  const repeated = await browser.post()

  expect(['pending', 'success']).toContain(repeated.answer?.status)
  const found = async () => (await browser.ask(`${ticketRoute}/${key}`)).answer
  await expect.poll(found).toMatchObject({
    status: 'success',
    conferido: true,
    atendimento: { protocolo: ledger.tickets[1]?.atendimento.protocolo },
  })
  // Of the one whose answer was there the next gateway gives the same.
  const again = await one.post()
  expect(again.answer).toEqual(first.answer)
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(ledger.tickets).toHaveLength(2)
  const posts = ledger.requests.filter(({ path }) => path === ticketRoute)
  expect(posts).toHaveLength(2)
})

test('one that is repeated because the gateway was killed before it sent anything is sent then', async () => {
  const { url, die, startAnew, ledger } = await openKillable([
    { route: 'token', fault: 'silent-before' },
  ])
  const key = randomUUID()
  const browser = openBrowser(url, key)
  const lost = browser.post().catch(() => null)
  const told = async () =>
    readGatewayAnswer(
      (await exchange(`${url}${ticketRoute}/${key}`, { headers: signedIn('ana') })).text,
    )
  await expect.poll(told).toMatchObject({ status: 'pending' })
  await die()
  expect(await lost).toBeNull()
  expect(ledger.tickets).toEqual([])

  await startAnew()
  expect(await told()).toMatchObject({ codigo: 'chave_desconhecida' })
  const repeated = await browser.post()

  expect(repeated.answer?.status).toBe('success')
  expect(ledger.tickets).toHaveLength(1)
})
