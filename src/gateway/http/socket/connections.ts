import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { WarnRarely } from '../../log.ts'
import { networkOf } from '../../session/network.ts'
import type { Peers } from '../../session/peers.ts'

type Limits = { mostConnections: number; mostPerAddress: number }
type Deps = { limits: Limits; peers: Peers; isTls: boolean; warn: WarnRarely }

/**
 * So many connections altogether, and so many from one address where that is the visitor's own: TLS ends
 * here, and no trusted proxy holds the other end.
 */
export function limitConnections(server: Server, { limits, peers, isTls, warn }: Deps) {
  server.maxConnections = limits.mostConnections
  server.on('drop', () => warn('too many connections: some are turned away'))
  if (!isTls) return

  const held = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const { remoteAddress } = socket
    if (remoteAddress === undefined || peers.isProxyAt(remoteAddress)) return
    const network = networkOf(remoteAddress)
    const before = held.get(network) ?? 0
    if (before >= limits.mostPerAddress) {
      warn('too many connections from one address: some are turned away')
      socket.destroy()
      return
    }
    held.set(network, before + 1)
    socket.once('close', () => {
      const left = (held.get(network) ?? 1) - 1
      if (left > 0) held.set(network, left)
      else held.delete(network)
    })
  })
}
