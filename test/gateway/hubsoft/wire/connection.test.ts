import { once } from 'node:events'
import { stat } from 'node:fs'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { TLSSocket } from 'node:tls'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { createConnection, type Exchange } from '#src/gateway/hubsoft/wire/connection.ts'
import { freePort, listen } from '../../../process.ts'
import { certificateFor } from '../../http/certificate.ts'

/** Listens on a free port until the test ends; everything that ever reached its sockets is in `received`. */
async function listening(server: Server, onConnection: (socket: Socket) => void = () => {}) {
  const chunks: Buffer[] = []
  const sockets: Socket[] = []
  server.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    onConnection(socket)
  })
  const url = `http://127.0.0.1:${await listen(server)}`
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { url, received: () => Buffer.concat(chunks).toString('latin1'), sockets }
}

const http = (listener: RequestListener) => listening(createHttpServer(listener))

function connectTo(url: string, ca?: string) {
  const connection = createConnection(new URL(url), ca)
  onTestFinished(connection.close)
  return {
    ...connection,
    exchange: async (order: Order) => (await connection.exchange(order))?.said ?? null,
  }
}

type Order = Exchange<HubsoftAnswer>

/** A posting that remembers whether its head may have left. */
function posting(changes: Partial<Order> = {}) {
  let started = 0
  const order: Order = {
    route: 'ticket',
    path: 'api/v1/integracao/atendimento',
    token: 't',
    body: { nome: 'José' },
    mostBytes: 1000,
    read: (answer) => answer,
    onStart: () => {
      started += 1
    },
    signal: new AbortController().signal,
    ...changes,
  }
  return { order, started: () => started }
}

/** One posting to this address: what came of it, and how often its head may have left. */
async function post(url: string, changes: Partial<Order> = {}, ca?: string) {
  const { order, started } = posting(changes)
  const answer = await connectTo(url, ca).exchange(order)
  return { answer, started: started() }
}

const switching = 'HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nx'
const interim = 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'
const refusal = 'HTTP/1.1 422 X\r\nContent-Length: 4\r\n\r\nnão'
const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsim!'
const chunked = 'Transfer-Encoding: chunked\r\n\r\n'

/** An answer as a proxy packs it. */
const packed =
  (pack: (text: string) => Buffer, encoding: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-encoding': encoding }).end(pack('sim, '.repeat(100)))

test('a whole answer comes back with status, headers and text', async () => {
  const bodies: string[] = []
  const { url } = await http(async (request, response) => {
    const { accept, authorization, 'content-type': type } = request.headers
    bodies.push(`${request.method} ${request.url} ${accept} ${authorization} ${type}`)
    bodies.push(await text(request))
    response.writeHead(422, { 'retry-after': '7', 'content-type': 'text/html' }).end('não')
  })

  const { answer, started } = await post(url)

  expect(answer).toMatchObject({ status: 422, text: 'não', headers: { 'retry-after': '7' } })
  expect(bodies).toEqual([
    'POST /api/v1/integracao/atendimento application/json Bearer t application/json',
    '{"nome":"José"}',
  ])
  expect(started).toBe(1)
})

test('a read goes out as GET, with its query and without a body, and where there is none, without a token', async () => {
  const requests: string[] = []
  const { url } = await http(async (request, response) => {
    const { authorization, 'content-type': type } = request.headers
    requests.push(`${request.method} ${request.url} ${authorization} ${type}`)
    requests.push(await text(request))
    response.end('{}')
  })
  const { order } = posting({ path: 'api/lista', query: { busca: 'a b&c' }, token: null })
  const { body: _body, ...read } = order

  const answer = await connectTo(url).exchange(read)

  expect(answer?.status).toBe(200)
  expect(requests).toEqual(['GET /api/lista?busca=a%20b%26c undefined undefined', ''])
})

test.each(['', '/'])('a path in the address is kept, with "%s" behind it', async (end) => {
  const paths: (string | undefined)[] = []
  const { url } = await http((request, response) => {
    paths.push(request.url)
    response.end()
  })

  await post(`${url}/empresa${end}`)

  expect(paths).toEqual(['/empresa/api/v1/integracao/atendimento'])
})

test('a redirect is an answer, not a way to go', async () => {
  const paths: (string | undefined)[] = []
  const { url } = await http((request, response) => {
    paths.push(request.url)
    response.writeHead(307, { location: '/outro' }).end()
  })

  const { answer } = await post(url)

  expect(answer?.status).toBe(307)
  expect(paths).toHaveLength(1)
})

/** An address at which nothing may be sent, and what reached it in clear. */
type Place = { url: string; ca?: string; received?: () => string }

const openNothing = async (): Promise<Place> => ({ url: `http://127.0.0.1:${await freePort()}` })

const openPlain = (says: (socket: Socket) => void) => async (): Promise<Place> => {
  const place = await listening(createServer(), (socket) => socket.once('data', () => says(socket)))
  return { ...place, url: place.url.replace('http', 'https') }
}

/** TLS with the certificate of this address, and how its requests came. */
async function openTls(address: string) {
  const { cert, key } = certificateFor(address)
  const resumed: boolean[] = []
  const server = createTlsServer({ cert, key }, ({ socket }, response) => {
    resumed.push(socket instanceof TLSSocket && socket.isSessionReused())
    response.end('{}')
  })
  const { url } = await listening(server)
  const received = () => (resumed.length > 0 ? 'POST' : '')
  return { url: url.replace('http', 'https'), cert, resumed, received }
}

test.each<[string, () => Promise<Place>]>([
  ['nothing listens', openNothing],
  // The empty label fails by itself: no name server is waited for.
  ['a host has no address', async () => ({ url: 'http://hubsoft..invalid' })],
  ['a plain server answers TLS', openPlain((socket) => socket.end(whole))],
  ['the handshake of TLS is cut', openPlain((socket) => socket.resetAndDestroy())],
  ['nobody vouches for the certificate', () => openTls('127.0.0.1')],
  [
    'somebody vouches for another certificate',
    async () => ({ ...(await openTls('127.0.0.1')), ca: certificateFor('127.0.0.1').cert }),
  ],
  [
    'the certificate is another address’s, whoever vouches for it',
    async () => {
      const place = await openTls('127.0.0.2')
      return { ...place, ca: place.cert }
    },
  ],
])('where %s there is no answer, and for certain nothing was sent', async (_what, open) => {
  const { url, ca, received = () => '' } = await open()

  expect(await post(url, {}, ca)).toEqual({ answer: null, started: 0 })
  expect(received()).not.toMatch(/POST|Bearer|nome/)
})

test('a private certificate is taken when its authority was named, its session taken up by the next connection', async () => {
  const { url, cert, resumed } = await openTls('127.0.0.1')
  const connection = connectTo(url, cert)

  for (const _post of [1, 2, 3]) {
    expect(await connection.exchange(posting().order)).toMatchObject({ status: 200 })
  }

  expect(resumed).toEqual([false, true, true])
})

test('a server that drops whoever knocks: what was not marked as sent was not sent', async () => {
  const { url, received } = await listening(createServer(), (socket) => socket.resetAndDestroy())
  const connection = connectTo(url)

  for (let tries = 0; tries < 20; tries += 1) {
    const { order, started } = posting({ body: { try: `number ${tries}` } })
    expect(await connection.exchange(order)).toBeNull()
    if (started() === 0) expect(received()).not.toContain(`number ${tries}"`)
  }
})

test.each<[string, RequestListener]>([
  ['a reset before the answer', (request) => request.socket.resetAndDestroy()],
  ['an end without an answer', (request) => void request.socket.end()],
  [
    'half an answer',
    (request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"status":"succ')
      setTimeout(() => request.socket.destroy(), 5)
    },
  ],
  [
    'half an answer in chunks',
    (request, response) => {
      response.write('{"status":"succ')
      setTimeout(() => request.socket.destroy(), 5)
    },
  ],
  ['an answer that is no HTTP', (request) => void request.socket.end('HTTX 200\r\n\r\n')],
  ['an answer without end', (_request, response) => void response.end('x'.repeat(1001))],
  ['a small answer that is large unpacked', packed((text) => gzipSync(text.repeat(100)), 'gzip')],
  ['an answer packed in a way that nobody knows', packed(gzipSync, 'zstd')],
  ['an answer that is not packed as it says', packed((text) => Buffer.from(text), 'gzip')],
  ['another protocol', (request) => void request.socket.end(switching)],
])('%s is no answer, and the ticket may have been stored', async (_what, listener) => {
  const { url } = await http(listener)

  expect(await post(url)).toEqual({ answer: null, started: 1 })
})

test('too late at the very moment of sending: the connection stands, and not a byte leaves', async () => {
  const { url, received, sockets } = await http((_request, response) => void response.end('{}'))
  const { order, started } = posting({ mayStart: () => false })
  const connection = connectTo(url)

  expect(await connection.exchange(order)).toBeNull()
  expect(started()).toBe(0)
  expect(sockets).toHaveLength(1)
  expect(received()).toBe('')

  // The connection is none the worse for it.
  expect(await connection.exchange(posting().order)).toMatchObject({ status: 200 })
})

test('given up while it waits for a place in the pool: not a byte leaves', async () => {
  let requests = 0
  const { url, received } = await http(() => {
    requests += 1
  })
  const connection = connectTo(url)
  const silence = new AbortController()
  const silent = Array.from({ length: 128 }, () =>
    connection.exchange(posting({ signal: silence.signal }).order),
  )
  await expect.poll(() => requests).toBe(128)
  const giveUp = new AbortController()
  const { order, started } = posting({ body: { nome: 'fila' }, signal: giveUp.signal })

  const queued = connection.exchange(order)
  giveUp.abort()

  expect(await queued).toBeNull()
  expect(started()).toBe(0)
  expect(received()).not.toContain('fila')
  silence.abort()
  expect(await Promise.all(silent)).toEqual(silent.map(() => null))
})

test('given up while HubSoft is silent: no answer, and the ticket may have been stored', async () => {
  const giveUp = new AbortController()
  const { url } = await http(() => giveUp.abort())

  expect(await post(url, { signal: giveUp.signal })).toEqual({ answer: null, started: 1 })
})

const says = (said: string) => listening(createServer(), answering(said))

/** Answers whoever has asked, with these bytes, and closes. */
const answering = (said: string) => (socket: Socket) =>
  void socket.once('data', () => socket.end(said))

test.each([
  ['interim answers before it', `HTTP/1.1 100 Continue\r\n\r\n${interim}${interim}${whole}`],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nsim!'],
  ['no length', 'HTTP/1.1 200 OK\r\n\r\nsim!'],
  ['chunks and trailers', `HTTP/1.1 200 OK\r\n${chunked}2\r\nsi\r\n2\r\nm!\r\n0\r\nX: y\r\n\r\n`],
  ['a byte order mark', 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n\ufeffsim!'],
  ['another answer behind it', `${whole}${refusal}`],
  ['half an answer behind it', `${whole}HTTP/1.1 4`],
  ['rubbish behind it', `${whole}\0\0<html>`],
  ['the end of its connection announced', whole.replace('\r\n', '\r\nConnection: close\r\n')],
])('a good answer stays one with %s', async (_what, said) => {
  const { url } = await says(said)

  const { answer } = await post(url)

  expect(answer).toMatchObject({ status: 200, text: 'sim!' })
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['Deflate', deflateRawSync],
  ['br', brotliCompressSync],
])('an answer that came packed with %s, unasked, is unpacked', async (encoding, pack) => {
  const asked: unknown[] = []
  const { url } = await http((request, response) => {
    asked.push(request.headers['accept-encoding'])
    packed(pack, encoding)(request, response)
  })

  const { answer } = await post(url)

  expect(answer?.text).toBe('sim, '.repeat(100))
  expect(asked).toEqual(['identity'])
})

test('a proxy that answers before it has read the body is heard', async () => {
  const { url } = await http((_request, response) => void response.writeHead(413).end('grande'))

  const { answer } = await post(url, { body: { nome: 'x'.repeat(900_000) } })

  expect(answer).toMatchObject({ status: 413, text: 'grande' })
})

test('what comes behind an answer, or late, is nobody’s: each exchange has a connection of its own', async () => {
  const { url, sockets } = await listening(createServer(), (socket) => {
    const number = sockets.length + 9
    socket.on('data', () => {
      socket.write(`${whole.replace('sim!', `n.${number}`)}${refusal}`)
      setTimeout(() => socket.destroyed || socket.write(refusal), 5)
    })
  })
  const connection = connectTo(url)

  const texts: (string | undefined)[] = []
  for (let times = 0; times < 20; times += 1) {
    texts.push((await connection.exchange(posting().order))?.text)
  }

  expect(texts).toEqual(Array.from({ length: 20 }, (_, place) => `n.${place + 10}`))
  expect(sockets).toHaveLength(20)
})

/** Who comes first meets this; whoever comes later is answered. What each connection heard. */
async function meeting(first: (socket: Socket) => void = answering(whole)) {
  const heard: string[] = []
  const place = await listening(createServer(), (socket) => {
    const nth = heard.push('') - 1
    socket.on('data', (chunk) => {
      heard[nth] += String(chunk)
    })
    const meet = nth === 0 ? first : answering(whole)
    meet(socket)
  })
  const connection = connectTo(place.url)
  return {
    ...place,
    ...connection,
    heard,
    posts: () => heard.map((text) => text.split('POST ').length - 1),
  }
}

test('a connection that was opened before is taken by one exchange, whether it stands by then or not', async () => {
  const { openEarly, exchange, sockets, posts } = await meeting()
  const early = openEarly()

  const atOnce = await exchange({ ...posting().order, early })
  const again = await exchange({ ...posting().order, early })
  const standing = openEarly()
  await expect.poll(() => sockets.length).toBe(3)
  await new Promise(setImmediate)
  const later = await exchange({ ...posting().order, early: standing })

  expect([atOnce, again, later].map((answer) => answer?.text)).toEqual(['sim!', 'sim!', 'sim!'])
  expect(posts()).toEqual([1, 1, 1])
})

test.each<[string, (socket: Socket) => Promise<unknown>]>([
  ['was ended', (socket) => once(socket.end(), 'finish')],
  ['was reset', (socket) => once(socket.resetAndDestroy(), 'close')],
  ['said something unasked', (socket) => new Promise((said) => socket.write(refusal, said))],
  ['was left alone for long', (socket) => once(socket, 'close')],
])(
  'a connection that %s before anything was asked is not asked: another one is opened',
  async (_what, meet) => {
    const met = Promise.withResolvers<unknown>()
    const { openEarly, exchange, posts } = await meeting((socket) => met.resolve(meet(socket)))
    const early = openEarly()
    await met.promise
    // It stands, and then what came on it is there.
    for (const _turn of [1, 2, 3]) await new Promise(setImmediate)
    const { order, started } = posting()

    const answer = await exchange({ ...order, early })

    expect([answer?.text, started()]).toEqual(['sim!', 1])
    expect(posts()).toEqual([0, 1])
  },
)

test.each<[string, (socket: Socket) => unknown]>([
  ['ended', (socket) => socket.end()],
  ['said something unasked', (socket) => socket.write(refusal)],
])('what has %s in the very moment in which it is taken is heard first', async (_what, meet) => {
  const { openEarly, exchange, posts, sockets } = await meeting(answering(whole))
  const early = openEarly()
  await expect.poll(() => sockets.length).toBe(1)
  for (const _turn of [1, 2, 3]) await new Promise(setImmediate)
  const { order, started } = posting()

  // Where a commit ends: what has come by then is looked for in the next turn only.
  const answer = await new Promise((told) =>
    stat('.', () => {
      for (const socket of sockets) meet(socket)
      told(exchange({ ...order, early }))
    }),
  )

  expect(answer).toMatchObject({ text: 'sim!' })
  expect([started(), posts()]).toEqual([1, [0, 1]])
})

test('on a connection that was opened before, an answer comes whole, however it is cut', async () => {
  const pieces = [whole.slice(0, 20), whole.slice(20, -2), whole.slice(-2)]
  const { openEarly, exchange } = await meeting((socket) => {
    socket.once('data', async () => {
      for (const piece of pieces) {
        socket.write(piece)
        await new Promise(setImmediate)
      }
    })
  })

  const answer = await exchange({ ...posting().order, early: openEarly() })

  expect(answer?.text).toBe('sim!')
})

test('what was taken once is taken by nobody else, also while it is still open', async () => {
  const { openEarly } = await meeting()
  const early = openEarly()

  const taken = await Promise.all([early.take(), early.take()])

  expect(taken.map((line) => line?.socket.destroyed)).toEqual([false, undefined])
})

test('a connection that could not be opened before changes nothing: the exchange opens its own', async () => {
  const port = await freePort()
  const { openEarly, exchange } = connectTo(`http://127.0.0.1:${port}`)
  const [early, alsoEarly] = [openEarly(), openEarly()]
  const refused = posting()

  expect(await exchange({ ...refused.order, early })).toBeNull()
  expect(refused.started()).toBe(0)

  // By then the other one knows, too.
  await new Promise(setImmediate)
  const server = createHttpServer((_request, response) => void response.end('sim!'))
  await listen(server, port)
  onTestFinished(() => void server.close())
  const { order, started } = posting()
  expect((await exchange({ ...order, early: alsoEarly }))?.text).toBe('sim!')
  expect(started()).toBe(1)
})

test('given up before it began: what was opened for it is closed, and not a byte leaves', async () => {
  const { openEarly, exchange, sockets, heard } = await meeting()
  const [giveUp, early] = [new AbortController(), openEarly()]
  await expect.poll(() => sockets.length).toBe(1)
  const { order, started } = posting({ early, signal: giveUp.signal })

  const asking = exchange(order)
  giveUp.abort()

  expect(await asking).toBeNull()
  await expect.poll(() => sockets[0]?.destroyed).toBe(true)
  expect([started(), heard]).toEqual([0, ['']])
})

test.each(['given up', 'closed'])(
  'where the exchange is %s as it takes what was opened for it, that is closed unasked',
  async (how) => {
    const { openEarly, exchange, close, sockets, heard } = await meeting()
    const [giveUp, ready] = [new AbortController(), openEarly()]
    await expect.poll(() => sockets.length).toBe(1)
    const early = {
      ...ready,
      async take() {
        const line = await ready.take()
        if (how === 'closed') void close()
        else giveUp.abort()
        return line
      },
    }
    const { order, started } = posting({ early, signal: giveUp.signal })

    expect(await exchange(order)).toBeNull()

    await expect.poll(() => sockets[0]?.destroyed).toBe(true)
    expect([started(), heard]).toEqual([0, ['']])
  },
)

test('with the way to HubSoft what was opened before is closed, too', async () => {
  const { openEarly, close, sockets } = await meeting()
  const early = openEarly()
  await expect.poll(() => sockets.length).toBe(1)

  await close()

  expect(await early.take()).toBeNull()
})

/** One answer to whoever has asked, and another so much later, with which the connection ends. */
const saysTwice = (first: string, second: string, ms: number) => (socket: Socket) =>
  void socket.once('data', () => {
    socket.write(first)
    setTimeout(() => socket.end(second), ms)
  })

function saysUnasked(socket: Socket) {
  socket.write(refusal)
  socket.once('data', () => setTimeout(() => socket.end(whole), 5))
}

test.each<[string, (socket: Socket) => void, number | undefined]>([
  ['when its connection ends behind it', answering(refusal), 422],
  ['not where it comes unasked', saysUnasked, undefined],
  ['not where another one comes in one piece with it', answering(refusal + whole), undefined],
  ['not where another one comes a little later', saysTwice(refusal, whole, 5), undefined],
  // Longer than anybody who guesses would wait.
  ['not while its connection stays open', saysTwice(refusal, whole, 300), undefined],
])('an answer that must stand alone is one %s', async (_when, onConnection, status) => {
  const { url } = await listening(createServer(), onConnection)

  const { answer } = await post(url, { mustStandAlone: (said) => said.status === 422 })

  expect(answer?.status).toBe(status)
})
