import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { keepLog } from '../keep-log.ts'
import { exchange, newTicket, told } from '../running.ts'
import { openTlsHouse } from './open-tls-house.ts'

const fingerprintOf = (cert: string) => new X509Certificate(cert).fingerprint256

test('with a certificate of its own the gateway speaks https, and only that, and its end is on the metrics', async () => {
  const { url, send, post, cert } = await openTlsHouse()

  const opened = await post(newTicket, { headers: { origin: url } })

  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  expect(told(opened).status).toBe('success')
  expect(opened.headers['strict-transport-security']).toBe('max-age=31536000')
  await expect(exchange(url.replace('https:', 'http:'))).rejects.toThrow(/ECONNRESET|hang up/)
  const endsAtS = new X509Certificate(cert).validToDate.getTime() / 1000
  expect((await send('/metrics')).text).toContain(
    `novo_atendimento_certificate_ends_timestamp_seconds ${endsAtS}`,
  )
})

test('a renewed certificate is served without a restart, and who is connected stays so', async () => {
  const { logTo, text } = keepLog()
  const { url, cert, renew, connect } = await openTlsHouse({ certificateLookMs: 20, logTo })
  const fingerprint = async () => (await connect()).getPeerX509Certificate()?.fingerprint256
  const early = await connect()
  expect(await fingerprint()).toBe(fingerprintOf(cert))

  const renewed = await renew()

  await expect.poll(fingerprint).toBe(fingerprintOf(renewed))
  expect(text()).toContain('took a new certificate')
  early.write(`GET /healthz HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`)
  const [answer] = await once(early, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /)
})

test('nothing older than TLS 1.2 is spoken', async () => {
  const { connect } = await openTlsHouse()
  // Without the cipher setting this client would refuse itself.
  const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const

  await expect(connect({ ...old, maxVersion: 'TLSv1.1' })).rejects.toMatchObject({
    code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  })
  expect((await connect({ ...old, maxVersion: 'TLSv1.2' })).getProtocol()).toBe('TLSv1.2')
  expect((await connect()).getProtocol()).toBe('TLSv1.3')
})
