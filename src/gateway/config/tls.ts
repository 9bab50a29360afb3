import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { notSet, type Reader } from './environment.ts'

export type Tls = { cert: string; key: string; certFile: string; keyFile: string }

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

export function isKeyPair(cert: string, key: string): boolean {
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
