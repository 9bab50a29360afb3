import { once } from 'node:events'
import { createServer } from 'node:https'
import { TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { createConnection } from '#src/gateway/hubsoft/wire/connection.ts'
import { certificateFor } from '../../http/certificate.ts'

/** A HubSoft that speaks TLS with this certificate. */
async function startTlsServer(certificate: { cert: string; key: string }) {
  const resumed: boolean[] = []
  const server = createServer(certificate, ({ socket }, response) => {
    resumed.push(socket instanceof TLSSocket && socket.isSessionReused())
    response.end('{}')
  }).listen(0, '127.0.0.1')
  server.on('tlsClientError', () => {})
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: new URL(`https://127.0.0.1:${port}`), requests: () => resumed.length, resumed }
}

function connectTo(url: URL, ca?: string) {
  const connection = createConnection(url, ca)
  onTestFinished(connection.close)
  return connection
}

/** One post; says whether its head may have left. */
async function postTo(url: URL, ca?: string, connection = connectTo(url, ca)) {
  let started = 0
  const answered = await connection.exchange({
    route: 'token',
    path: 'oauth/token',
    body: { password: 'x' },
    token: null,
    mostBytes: 1000,
    read: ({ status }) => status,
    onStart: () => {
      started += 1
    },
    signal: new AbortController().signal,
  })
  return { status: answered?.said, started }
}

test('a private certificate is taken when its authority was named', async () => {
  const certificate = certificateFor('127.0.0.1')
  const { url, requests } = await startTlsServer(certificate)

  expect(await postTo(url, certificate.cert)).toEqual({ status: 200, started: 1 })
  expect(requests()).toBe(1)
})

test('the next connection takes the session of the last one up again', async () => {
  const certificate = certificateFor('127.0.0.1')
  const { url, resumed } = await startTlsServer(certificate)
  const connection = connectTo(url, certificate.cert)

  for (const _post of [1, 2, 3]) await postTo(url, undefined, connection)

  expect(resumed).toEqual([false, true, true])
})

test('a certificate that nobody vouches for gets nothing, and that counts as not sent', async () => {
  const { url, requests } = await startTlsServer(certificateFor('127.0.0.1'))

  expect(await postTo(url)).toEqual({ started: 0 })
  expect(await postTo(url, certificateFor('127.0.0.1').cert)).toEqual({ started: 0 })
  expect(requests()).toBe(0)
})

test('a certificate of another address gets nothing, whoever vouches for it', async () => {
  const certificate = certificateFor('127.0.0.2')
  const { url, requests } = await startTlsServer(certificate)

  expect(await postTo(url, certificate.cert)).toEqual({ started: 0 })
  expect(requests()).toBe(0)
})
