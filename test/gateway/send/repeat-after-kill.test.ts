import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { demoCredentials, startEmulator } from '#src/emulator/server.ts'
import { freePort, startMain } from '../../process.ts'
import { behindProxy, exchange, newTicket, signedIn, ticketRoute } from '../running.ts'

/** A gateway that can be killed and started anew on the same journal and port, and its HubSoft. */
async function openKillable(atStart?: FaultOrderInput) {
  const { url: hubsoftUrl, emulator, stop } = await startEmulator()
  if (atStart) emulator.faults.inject(atStart)
  const folder = await mkdtemp(join(tmpdir(), 'repeat-'))
  const port = await freePort()
  const settings = {
    ...behindProxy,
    PORT: String(port),
    DATABASE_URL: `file:${join(folder, 'banco.db')}`,
    HUBSOFT_URL: hubsoftUrl,
    HUBSOFT_CLIENT_ID: demoCredentials.client_id,
    HUBSOFT_CLIENT_SECRET: demoCredentials.client_secret,
    HUBSOFT_USERNAME: demoCredentials.username,
    HUBSOFT_PASSWORD: demoCredentials.password,
    HUBSOFT_TIMEOUT_MS: '3000',
  }
  let gateway = startMain(process.cwd(), settings)
  async function kill() {
    gateway.kill('SIGKILL')
    await gateway.exit
  }
  onTestFinished(async () => {
    await kill()
    await stop()
    await rm(folder, { recursive: true })
  })
  const url = await gateway.ready()
  return {
    url,
    ...emulator,
    kill,
    async startAnew() {
      gateway = startMain(process.cwd(), settings)
      await gateway.ready()
    },
  }
}

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
  const { url, kill, startAnew, ledger, faults } = await openKillable()
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
  await kill()
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
  const { url, kill, startAnew, ledger } = await openKillable({
    route: 'token',
    fault: 'silent-before',
  })
  const key = randomUUID()
  const browser = openBrowser(url, key)
  const lost = browser.post().catch(() => null)
  const told = async () =>
    readGatewayAnswer(
      (await exchange(`${url}${ticketRoute}/${key}`, { headers: signedIn('ana') })).text,
    )
  await expect.poll(told).toMatchObject({ status: 'pending' })
  await kill()
  expect(await lost).toBeNull()
  expect(ledger.tickets).toEqual([])

  await startAnew()
  expect(await told()).toMatchObject({ codigo: 'chave_desconhecida' })
  const repeated = await browser.post()

  expect(repeated.answer?.status).toBe('success')
  expect(ledger.tickets).toHaveLength(1)
})
