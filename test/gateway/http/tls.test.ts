import { randomUUID, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type ConnectionOptions, connect } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { startHouse } from '../../house.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { newTicket, ticketRoute } from '../running.ts'
import { certificateFor } from './certificate.ts'

/** The gateway with a certificate of its own, and a way to renew it. */
async function startTlsHouse(options: Parameters<typeof startHouse>[0] = {}) {
  const folder = await temporaryFolder()
  const [TLS_CERT_FILE, TLS_KEY_FILE] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  async function renew() {
    const { cert, key } = certificateFor('127.0.0.1')
    await Promise.all([writeFile(TLS_CERT_FILE, cert), writeFile(TLS_KEY_FILE, key)])
    return cert
  }
  const cert = await renew()
  const { url, stop } = await startHouse({ ...options, env: { TLS_CERT_FILE, TLS_KEY_FILE } })
  onTestFinished(stop)
  return { url, cert, renew }
}

/** A handshake with the gateway: its certificate, or why there was none. */
async function handshake(url: string, options: ConnectionOptions = {}): Promise<string> {
  const socket = connect({
    host: '127.0.0.1',
    port: Number(new URL(url).port),
    rejectUnauthorized: false,
    ...options,
  })
  onTestFinished(() => void socket.destroy())
  try {
    await once(socket, 'secureConnect')
    return `${socket.getProtocol()} ${socket.getPeerX509Certificate()?.fingerprint256}`
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'no reason'
  }
}

const fingerprintOf = (cert: string) => new X509Certificate(cert).fingerprint256

test('with a certificate of its own the gateway speaks https, and only that, and its end is on the metrics', async () => {
  const { url, cert } = await startTlsHouse()

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

  const [metrics] = await once(
    request(`${url}/metrics`, { ca: cert, agent: false }).end(),
    'response',
  )
  expect(await text(metrics)).toContain(
    `novo_atendimento_certificate_ends_timestamp_seconds ${Date.UTC(2049, 11, 31, 23, 59, 59) / 1000}`,
  )
})

test('a renewed certificate is served without a restart, and who is connected stays so', async () => {
  const lines: string[] = []
  const { url, cert, renew } = await startTlsHouse({
    certificateLookMs: 20,
    logTo: (line) => void lines.push(JSON.parse(line).msg),
  })
  const port = Number(new URL(url).port)
  const early = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  onTestFinished(() => void early.destroy())
  await once(early, 'secureConnect')
  expect(await handshake(url)).toContain(fingerprintOf(cert))

  const renewed = await renew()

  await expect.poll(() => handshake(url)).toContain(fingerprintOf(renewed))
  expect(lines).toContain('took a new certificate')
  early.write(`GET /healthz HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`)
  const [answer] = await once(early, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /)
})

test('nothing older than TLS 1.2 is spoken', async () => {
  const { url } = await startTlsHouse()
  // Without the cipher setting this client would refuse itself.
  const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const

  expect(await handshake(url, { ...old, maxVersion: 'TLSv1.1' })).toBe(
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  )
  expect(await handshake(url, { ...old, maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 /)
  expect(await handshake(url)).toMatch(/^TLSv1\.3 /)
})
