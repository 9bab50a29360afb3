import { connect, isIP, type Socket } from 'node:net'
import {
  createSecureContext,
  rootCertificates,
  type TLSSocket,
  connect as tlsConnect,
} from 'node:tls'

/** A connection on its way, and what it says once a head may be written on it, unless that is so already. */
export type Line = {
  socket: Socket
  readyEvent: 'connect' | 'secureConnect'
  isReady?: boolean
}

/**
 * Opens connections to HubSoft, one for each exchange. A TLS session is taken up again by the next one, so
 * that its handshake costs neither a certificate nor a signature.
 *
 * @param ca an extra certificate authority, PEM
 */
export function createLines({ protocol, hostname, port }: URL, ca?: string): () => Line {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (protocol === 'http:') {
    const address = { host, port: Number(port || 80), noDelay: true }
    return () => ({ socket: connect(address), readyEvent: 'connect' })
  }
  // Made once: reading the authorities takes longer than a handshake.
  const secureContext = createSecureContext(
    ca === undefined ? {} : { ca: [...rootCertificates, ca] },
  )
  const address = { host, port: Number(port || 443), secureContext, ALPNProtocols: ['http/1.1'] }
  return resuming((session) =>
    tlsConnect({
      ...address,
      ...(isIP(host) === 0 && { servername: host }),
      ...(session && { session }),
    }),
  )
}

function resuming(open: (session: Buffer | null) => TLSSocket): () => Line {
  let kept: Buffer | null = null
  return () => {
    // Else the head waits for the acknowledgement of the handshake's end, which takes 40 ms.
    const socket = open(kept).setNoDelay()
    let [isTrusted, given]: [boolean, Buffer | null] = [false, null]
    // Before TLS 1.3 it is given before the certificate was looked at.
    socket.on('session', (session) => {
      given = session
      if (isTrusted) kept = given
    })
    socket.once('secureConnect', () => {
      isTrusted = true
      kept = given ?? kept
    })
    return { socket, readyEvent: 'secureConnect' }
  }
}
