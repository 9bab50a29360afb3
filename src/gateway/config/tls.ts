import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { Logger } from 'pino'
import { createFileReader } from '../file-reader.ts'
import { notSet, type Reader } from './environment.ts'

/** A certificate and its key, in PEM. */
export type KeyPair = { cert: string; key: string }

/** The pair as it was at start, and the files that it came from, which may change meanwhile. */
export type Tls = KeyPair & { certFile: string; keyFile: string }

/** Absent: browsers speak http here, or with a proxy before us. */
export function readTls({ typed, readFile, fault }: Reader): Tls | undefined {
  const both = 'TLS_CERT_FILE, TLS_KEY_FILE'
  const [certFile, keyFile] = [typed('TLS_CERT_FILE'), typed('TLS_KEY_FILE')]
  const [cert, key] = [readFile('TLS_CERT_FILE'), readFile('TLS_KEY_FILE')]
  if (Boolean(certFile) !== Boolean(keyFile)) {
    return fault(both, `uma delas ${notSet}`, 'as duas ou nenhuma')
  }
  if (!certFile || !keyFile || cert === undefined || key === undefined) return undefined
  if (isKeyPair(cert, key)) return { cert, key, certFile, keyFile }
  const misfits = `"${certFile}" e "${keyFile}" não combinam`
  return fault(both, misfits, 'um certificado e a chave dele, os dois em PEM')
}

/**
 * The pair as it is now: it is read again when a file has changed. One that doesn't fit together, as when only one
 * of its files is written so far, leaves the last one standing and is told in the log.
 */
export function createKeyPairReader(tls: Tls, log: Logger): () => KeyPair {
  const { certFile, keyFile } = tls
  return createFileReader<KeyPair>([certFile, keyFile], tls, () => {
    const fresh = readPair(certFile, keyFile)
    if (fresh && isKeyPair(fresh.cert, fresh.key)) return fresh
    log.error({ certFile, keyFile }, 'certificate and key don’t fit together: kept the last')
    return null
  })
}

function readPair(certFile: string, keyFile: string): KeyPair | null {
  try {
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
  } catch {
    return null
  }
}

function isKeyPair(cert: string, key: string): boolean {
  try {
    // It takes an empty text for none.
    return isCertificate(cert) && Boolean(createSecureContext({ cert, key }))
  } catch {
    return false
  }
}

export function isCertificate(pem: string): boolean {
  try {
    return Boolean(new X509Certificate(pem))
  } catch {
    return false
  }
}
