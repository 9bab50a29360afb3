import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'

/** A request as it arrived; without a socket where a test calls the app itself. */
export type Arrival = { incoming?: IncomingMessage }

/**
 * Who is at the other end of a socket, and whom a trusted proxy speaks for there.
 *
 * @param trusted addresses or CIDR blocks that configuration has checked at start
 */
export function createPeers(trusted: string[]) {
  const proxies = toBlockList(trusted)
  const loopback = toBlockList(['127.0.0.0/8', '::1'])

  const peerOf = ({ incoming }: Arrival) => incoming?.socket.remoteAddress ?? ''
  const isIn = (list: BlockList, address: string) =>
    // An IPv4 peer of a dual socket is ::ffff:…, which the list itself knows for the IPv4 one.
    isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  const isProxyAt = (address: string) => isIn(proxies, address)
  const isProxy = (arrival: Arrival) => isProxyAt(peerOf(arrival))

  return {
    isProxyAt,
    isProxy,
    /** On this machine, or a trusted proxy: who may read what is the operator's alone. */
    isOurs: (arrival: Arrival) => isProxy(arrival) || isIn(loopback, peerOf(arrival)),
    /**
     * The visitor's address: "203.0.113.9". Behind a trusted proxy the last one in `X-Forwarded-For`
     * that isn't itself one, since whatever stands before it the visitor may have written.
     */
    visitorOf(arrival: Arrival): string {
      const peer = peerOf(arrival)
      if (!isProxy(arrival)) return peer
      const forwarded = arrival.incoming?.headers['x-forwarded-for'] ?? ''
      const path = String(forwarded).split(',').map(addressIn)
      return path.findLast((address) => !isIn(proxies, address)) || peer
    },
  }
}

export type Peers = ReturnType<typeof createPeers>

/** Some proxies write the port, too: "203.0.113.9:4711", "[2001:db8::1]:4711". */
const addressIn = (entry: string) =>
  entry.trim().replace(/^(?:\[(.*)\](?::\d+)?|([\d.]+):\d+)$/, '$1$2')

function toBlockList(entries: string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}
