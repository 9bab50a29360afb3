import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../temporary-folder.ts'
import { newTicket, openHouse, ticketRoute, told } from '../running.ts'
import { openTlsHouse } from './open-tls-house.ts'
import { connectTo, readRaw } from './raw.ts'

const hasty = { requestTimeoutMs: 150, answerTimeoutMs: 150 }

const headOf = (url: string, ...more: string[]) =>
  [`POST ${ticketRoute} HTTP/1.1`, `Host: ${new URL(url).host}`, ...more].join('\r\n')

const wholeHead = (url: string) =>
  headOf(
    url,
    'Content-Type: application/json',
    `Idempotency-Key: ${randomUUID()}`,
    'Content-Length: 500',
    '',
    '',
  )

async function openPlainHouse(options: Parameters<typeof openHouse>[0] = {}) {
  const house = await openHouse(options)
  return { ...house, connect: () => connectTo(house.url) }
}

// The handshake has as long as a request, and a busy machine takes its time for it.
const hastyAfterHandshake = { ...hasty, requestTimeoutMs: 800 }

const ways = [
  ['http', () => openPlainHouse({ limits: hasty })],
  ['https', () => openTlsHouse({ limits: hastyAfterHandshake })],
] as const

function expect408(answer: string) {
  const { status, headers, text: body } = readRaw(answer)
  expect(status).toBe(408)
  expect(headers.connection).toBe('close')
  expect(JSON.parse(body)).toEqual({
    status: 'error',
    msg: 'O pedido não chegou inteiro a tempo. Nada foi enviado.',
    codigo: 'requisicao_invalida',
    id_requisicao: headers['x-request-id'],
  })
}

const slow: [what: string, said: (url: string) => string, drip: string][] = [
  ['a head that does not end', (url) => headOf(url, 'X-Slow: '), ''],
  ['a head that drips in', (url) => headOf(url, 'X-Slow: '), 'x'],
  ['a body that does not end', (url) => `${wholeHead(url)}{"id_cliente_servico":`, ''],
  ['a body that drips in', wholeHead, ' '],
  ['silence', () => '', ''],
]

test.each(ways.flatMap(([way, open]) => slow.map((one) => [way, ...one, open] as const)))(
  'over %s, %s is cut with 408, and nothing is sent',
  async (_way, _what, said, drip, open) => {
    const { connect, url, ledger } = await open()
    const socket = await connect()

    socket.write(said(url))
    let isAnswered = false
    const dripOn = () => drip && !isAnswered && socket.writable && socket.write(drip)
    // Once what has come is read: what is sent behind an answer unread takes that off the line.
    const dripping = setInterval(() => setImmediate(dripOn), 20)
    socket.once('readable', () => {
      isAnswered = true
    })
    onTestFinished(() => clearInterval(dripping))

    expect408(await text(socket))
    expect(ledger.requests).toEqual([])
  },
)

test('a TLS handshake that does not end is cut', async () => {
  const { url } = await openTlsHouse({ limits: hasty })
  const socket = await connectTo(url)

  // The beginning of a hello.
  socket.write('\x16\x03\x01\x02\x00\x01', 'latin1')

  expect(await text(socket)).toBe('')
})

/** A build whose page has one huge file. */
async function hugePage(size: number) {
  const root = await temporaryFolder()
  await mkdir(join(root, 'assets'))
  await writeFile(join(root, 'index.html'), '<!doctype html>')
  await writeFile(join(root, 'assets/huge.bin'), Buffer.alloc(size))
  return root
}

const getHuge = (url: string) =>
  `GET /assets/huge.bin HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`
const megabytes = 1_000_000

test('who takes no answer is cut, and holds no end', async () => {
  const pageRoot = await hugePage(64 * megabytes)
  const { url, stopGateway } = await openHouse({ pageRoot, limits: hasty })
  const socket = await connectTo(url)
  socket.write(getHuge(url))
  await once(socket, 'readable')

  // It waits for whatever is under way.
  await stopGateway()

  let taken = 0
  socket.on('data', (chunk) => {
    taken += chunk.length
  })
  await once(socket, 'close')
  expect(taken).toBeLessThan(64 * megabytes)
})

test('who takes the answer gets the whole of it', async () => {
  const pageRoot = await hugePage(4 * megabytes)
  const { send } = await openHouse({ pageRoot })

  const { status, text: body, headers } = await send('/assets/huge.bin')

  expect([status, body.length]).toEqual([200, 4 * megabytes])
  expect(headers['content-length']).toBe(String(4 * megabytes))
})

test('a send that HubSoft keeps waiting is not cut, however hasty the gateway is with clients', async () => {
  const { post, faults } = await openHouse({
    env: { HUBSOFT_TIMEOUT_MS: '1500', HUBSOFT_SETTLE_MS: '60000' },
    limits: hasty,
    signsInAtStart: true,
  })
  faults.inject({ route: 'atendimento', fault: 'silent-after' })

  expect(told(await post(newTicket)).status).toBe('pending')
})

test('there are only so many connections; one that ends makes room for the next', async () => {
  const { url, send } = await openHouse({ limits: { mostConnections: 2 } })
  const [first] = [await connectTo(url), await connectTo(url)]

  await expect(send('/healthz')).rejects.toThrow(/ECONNRESET|socket hang up/)
  first.destroy()

  await expect.poll(() => send('/healthz').then(({ status }) => status, String)).toBe(200)
})

test('where TLS ends here, one address has only so many connections; a trusted proxy has them all', async () => {
  const { connect, url } = await openTlsHouse({ limits: { mostPerAddress: 2 } })
  const first = await connect()
  await connect()
  const third = await connectTo(url)

  await once(third, 'close')
  first.destroy()
  await expect.poll(() => connect().then(() => 'connected', String)).toBe('connected')

  const env = { TRUSTED_PROXIES: '127.0.0.1' }
  const proxied = await openTlsHouse({ limits: { mostPerAddress: 2 }, env })
  for (let times = 0; times < 3; times += 1) await proxied.connect()
})

test('who may be a proxy on this machine has as many connections as there are', async () => {
  const { url, send } = await openHouse({ limits: { mostPerAddress: 1 } })
  for (let times = 0; times < 3; times += 1) await connectTo(url)

  expect((await send('/healthz')).status).toBe(200)
})

/** A connection that stays, and what has come on it so far. */
async function talkTo(url: string) {
  const socket = await connectTo(url)
  let heard = ''
  socket.setEncoding('latin1').on('data', (chunk) => {
    heard += chunk
  })
  const ask = (...more: string[]) =>
    socket.write(
      ['GET /healthz HTTP/1.1', `Host: ${new URL(url).host}`, ...more, '', ''].join('\r\n'),
    )
  const answers = () => heard.split('HTTP/1.1 200 OK').length - 1
  return { socket, ask, answers, heard: () => heard, ended: once(socket, 'close') }
}

test('a connection serves one request after the other, also where they come at once', async () => {
  const { url } = await openHouse()
  const { ask, answers, heard, ended } = await talkTo(url)

  ask()
  await expect.poll(answers).toBe(1)
  expect(heard()).toContain('\r\nKeep-Alive: timeout=15\r\n')
  ask()
  ask('Connection: close')

  await ended
  expect(answers()).toBe(3)
})

test('a connection on which nobody asks any more is ended, without a word', async () => {
  const { url } = await openHouse({ limits: { idleTimeoutMs: 50 } })
  const { ask, answers, heard, ended } = await talkTo(url)

  ask()
  await ended

  expect(answers()).toBe(1)
  expect(heard()).not.toContain('HTTP/1.1 408')
})

test('a stop ends a connection that carries nothing, and another one with the answer it is at', async () => {
  const { url, stopGateway, faults, ledger } = await openHouse()
  const [idle, busy, late] = [await talkTo(url), await talkTo(url), await talkTo(url)]
  for (const one of [idle, busy]) one.ask()
  late.socket.write('GET /healthz HTTP/1.1\r\n')
  await expect.poll(() => [idle.answers(), busy.answers()]).toEqual([1, 1])
  faults.inject({ route: 'atendimento', fault: 'slow', ms: 300 })
  const body = JSON.stringify(newTicket)
  const length = `Content-Length: ${Buffer.byteLength(body)}`
  const key = `Idempotency-Key: ${randomUUID()}`
  busy.socket.write(headOf(url, 'Content-Type: application/json', key, length, '', body))
  await expect.poll(() => ledger.requests.some(({ path }) => path === ticketRoute)).toBe(true)

  const stopped = stopGateway()
  late.socket.write(`Host: ${new URL(url).host}\r\n\r\n`)

  await Promise.all([idle.ended, late.ended, busy.ended, stopped])
  expect(late.heard()).toMatch(/HTTP\/1\.1 200 [\s\S]*\r\nConnection: close\r\n/i)
  expect(busy.heard()).toMatch(/HTTP\/1\.1 201 [\s\S]*\r\nConnection: close\r\n/i)
})

test('who goes on dripping a body holds no stop', async () => {
  const { connect, url, stopGateway, send } = await openPlainHouse({
    limits: { requestTimeoutMs: 400, answerTimeoutMs: 400 },
  })
  const socket = await connect()
  socket.on('error', () => {})
  // Cut while more of it is on the way, it may end with a reset.
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  socket.once('close', () => resolve())
  socket.write(wholeHead(url))
  const drip = setInterval(() => socket.write(' '), 30)
  onTestFinished(() => clearInterval(drip))
  // Its head has arrived by then: this request came later.
  await send('/healthz')

  await stopGateway()

  socket.resume()
  await closed
  expect(socket.destroyed).toBe(true)
})
