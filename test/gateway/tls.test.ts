import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { createConnection } from '#src/gateway/hubsoft/connection.ts'
import { startHouse } from '../house.ts'
import { certificateFor } from './certificate.ts'
import { newTicket, ticketRoute } from './running.ts'

/** A HubSoft that speaks TLS with this certificate. */
async function startTlsServer(certificate: { cert: string; key: string }) {
  let requests = 0
  const server = createServer(certificate, (_incoming, response) => {
    requests += 1
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
  return { url: new URL(`https://127.0.0.1:${port}`), requests: () => requests }
}

/** One post; says whether its head may have left. */
async function postTo(url: URL, ca?: string) {
  let started = 0
  const connection = createConnection(url, ca)
  onTestFinished(connection.close)
  const answer = await connection.post({
    path: 'oauth/token',
    headers: {},
    body: '{"password":"x"}',
    mayStart: () => true,
    onStart: () => {
      started += 1
    },
    signal: new AbortController().signal,
  })
  return { status: answer?.status, started }
}

test('a private certificate is taken when its authority was named', async () => {
  const certificate = certificateFor('127.0.0.1')
  const { url, requests } = await startTlsServer(certificate)

  expect(await postTo(url, certificate.cert)).toEqual({ status: 200, started: 1 })
  expect(requests()).toBe(1)
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

test('with a certificate of its own the gateway speaks https, and only that', async () => {
  const { cert, key } = certificateFor('127.0.0.1')
  const folder = await mkdtemp(join(tmpdir(), 'tls-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [TLS_CERT_FILE, TLS_KEY_FILE] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  await Promise.all([writeFile(TLS_CERT_FILE, cert), writeFile(TLS_KEY_FILE, key)])
  const { url, stop } = await startHouse({ env: { TLS_CERT_FILE, TLS_KEY_FILE } })
  onTestFinished(stop)

  const sent = request(url + ticketRoute, {
    ca: cert,
    agent: false,
    method: 'POST',
    headers: {
      origin: url,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
  }).end(JSON.stringify(newTicket))
  const [response] = await once(sent, 'response')

  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  expect(await text(response)).toMatch(/^\{"status":"success"/)
  expect(response.headers['strict-transport-security']).toBe('max-age=31536000')
  await expect(fetch(url.replace('https:', 'http:'))).rejects.toThrow('fetch failed')
})
