import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../../temporary-folder.ts'
import { openHouse } from '../running.ts'
import { certificateFor } from './certificate.ts'

/** A gateway with a certificate of its own, a way to renew it, and one to connect; stopped after the test. */
export async function openTlsHouse({ env, ...options }: Parameters<typeof openHouse>[0] = {}) {
  const folder = await temporaryFolder()
  const [TLS_CERT_FILE, TLS_KEY_FILE] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  async function renew() {
    const { cert, key } = certificateFor('127.0.0.1')
    await Promise.all([writeFile(TLS_CERT_FILE, cert), writeFile(TLS_KEY_FILE, key)])
    return cert
  }
  const cert = await renew()
  const house = await openHouse({ ...options, env: { ...env, TLS_CERT_FILE, TLS_KEY_FILE } })

  async function connect(options: ConnectionOptions = {}) {
    const port = Number(new URL(house.url).port)
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options })
    onTestFinished(() => void socket.destroy())
    await once(socket, 'secureConnect')
    return socket
  }
  return { ...house, cert, renew, connect }
}
