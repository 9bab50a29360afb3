import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { createConnection, type Exchange } from '#src/gateway/hubsoft/connection.ts'

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
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { port, received: () => Buffer.concat(chunks).toString('latin1'), sockets }
}

const http = (listener: RequestListener) => listening(createHttpServer(listener))

function connectTo(url: string, ca?: string) {
  const connection = createConnection(new URL(url), ca)
  onTestFinished(connection.close)
  return connection
}

/** A posting that remembers whether its head may have left. */
function posting(changes: Partial<Exchange> = {}) {
  let started = 0
  const order: Exchange = {
    method: 'POST',
    path: 'api/v1/integracao/atendimento',
    headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
    body: '{"nome":"José"}',
    mayStart: () => true,
    onStart: () => {
      started += 1
    },
    signal: new AbortController().signal,
    ...changes,
  }
  return { order, started: () => started }
}

test('a whole answer comes back with status, headers and text', async () => {
  const bodies: string[] = []
  const { port } = await http(async (request, response) => {
    bodies.push(`${request.method} ${request.url} ${request.headers.accept} ${await text(request)}`)
    response.writeHead(422, { 'retry-after': '7', 'content-type': 'text/html' }).end('não')
  })
  const { order, started } = posting()

  const answer = await connectTo(`http://127.0.0.1:${port}`).exchange(order)

  expect(answer).toMatchObject({ status: 422, text: 'não', headers: { 'retry-after': '7' } })
  expect(bodies).toEqual(['POST /api/v1/integracao/atendimento application/json {"nome":"José"}'])
  expect(started()).toBe(1)
})

test('a read goes out as GET, with its query and without a body', async () => {
  const requests: string[] = []
  const { port } = await http(async (request, response) => {
    requests.push(`${request.method} ${request.url} [${await text(request)}]`)
    response.end('{}')
  })
  const { order } = posting({ method: 'GET', path: 'api/lista', query: { busca: 'a b&c' } })
  const { body: _body, ...read } = order

  const answer = await connectTo(`http://127.0.0.1:${port}`).exchange(read)

  expect(answer?.status).toBe(200)
  expect(requests).toEqual(['GET /api/lista?busca=a%20b%26c []'])
})

test.each(['', '/'])('a path in the address is kept, with "%s" behind it', async (end) => {
  const paths: (string | undefined)[] = []
  const { port } = await http((request, response) => {
    paths.push(request.url)
    response.end()
  })

  await connectTo(`http://127.0.0.1:${port}/empresa${end}`).exchange(posting().order)

  expect(paths).toEqual(['/empresa/api/v1/integracao/atendimento'])
})

test('a redirect is an answer, not a way to go', async () => {
  const paths: (string | undefined)[] = []
  const { port } = await http((request, response) => {
    paths.push(request.url)
    response.writeHead(307, { location: '/outro' }).end()
  })

  const answer = await connectTo(`http://127.0.0.1:${port}`).exchange(posting().order)

  expect(answer?.status).toBe(307)
  expect(paths).toHaveLength(1)
})

test('nothing listens there: no answer, and for certain nothing was sent', async () => {
  const server = createServer()
  const { port } = await listening(server)
  server.close()
  await once(server, 'close')
  const { order, started } = posting()

  expect(await connectTo(`http://127.0.0.1:${port}`).exchange(order)).toBeNull()
  expect(started()).toBe(0)
})

test('a host without an address: no answer, and for certain nothing was sent', async () => {
  const { order, started } = posting()

  // The empty label fails by itself: no name server is waited for.
  expect(await connectTo('http://hubsoft..invalid').exchange(order)).toBeNull()
  expect(started()).toBe(0)
})

test('TLS spoken to a plain server: no answer, and not a byte of the ticket was sent', async () => {
  const { port, received } = await http((_request, response) => void response.end('{}'))
  const { order, started } = posting()

  expect(await connectTo(`https://127.0.0.1:${port}`).exchange(order)).toBeNull()
  expect(started()).toBe(0)
  expect(received()).not.toMatch(/POST|Bearer|nome/)
})

test('a reset in the middle of the TLS handshake: no answer, and not a byte of the ticket was sent', async () => {
  const { port, received } = await listening(createServer(), (socket) =>
    socket.once('data', () => socket.resetAndDestroy()),
  )
  const { order, started } = posting()

  expect(await connectTo(`https://127.0.0.1:${port}`).exchange(order)).toBeNull()
  expect(started()).toBe(0)
  expect(received()).not.toMatch(/POST|Bearer|nome/)
})

test('a server that drops whoever knocks: what was not marked as sent was not sent', async () => {
  const { port, received } = await listening(createServer(), (socket) => socket.resetAndDestroy())
  const connection = connectTo(`http://127.0.0.1:${port}`)

  for (let tries = 0; tries < 20; tries += 1) {
    const { order, started } = posting({ body: `{"try":"number ${tries}"}` })
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
  ['an answer without end', (_request, response) => void response.end('x'.repeat(5_000_000))],
])('%s is no answer, and the ticket may have been stored', async (_what, listener) => {
  const { port } = await http(listener)
  const { order, started } = posting()

  expect(await connectTo(`http://127.0.0.1:${port}`).exchange(order)).toBeNull()
  expect(started()).toBe(1)
})

test('too late at the very moment of sending: the connection stands, and not a byte leaves', async () => {
  const { port, received, sockets } = await http((_request, response) => void response.end('{}'))
  const { order, started } = posting({ mayStart: () => false })
  const connection = connectTo(`http://127.0.0.1:${port}`)

  expect(await connection.exchange(order)).toBeNull()
  expect(started()).toBe(0)
  expect(sockets).toHaveLength(1)
  expect(received()).toBe('')

  // The connection is none the worse for it.
  expect(await connection.exchange(posting().order)).toMatchObject({ status: 200 })
})

test('given up while it waits for a place in the pool: not a byte leaves', async () => {
  let requests = 0
  const { port, received } = await http(() => {
    requests += 1
  })
  const connection = connectTo(`http://127.0.0.1:${port}`)
  const silence = new AbortController()
  const silent = Array.from({ length: 128 }, () =>
    connection.exchange(posting({ signal: silence.signal }).order),
  )
  await expect.poll(() => requests).toBe(128)
  const giveUp = new AbortController()
  const { order, started } = posting({ body: '{"nome":"fila"}', signal: giveUp.signal })

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
  const { port } = await http(() => giveUp.abort())
  const { order, started } = posting({ signal: giveUp.signal })

  expect(await connectTo(`http://127.0.0.1:${port}`).exchange(order)).toBeNull()
  expect(started()).toBe(1)
})

test('a connection that HubSoft closed between two sends is not used for the second', async () => {
  let requests = 0
  const { port, sockets } = await http((request, response) => {
    requests += 1
    response.end('{}', () => request.socket.end())
  })
  const connection = connectTo(`http://127.0.0.1:${port}`)

  await connection.exchange(posting().order)
  await expect.poll(() => sockets[0]?.destroyed).toBe(true)
  const answer = await connection.exchange(posting().order)

  expect(answer?.status).toBe(200)
  expect(requests).toBe(2)
})
