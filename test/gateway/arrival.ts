import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'

/** A request from this peer, whose address no test machine has, as Node hands it over. */
export function arrivalFrom(peer: string | undefined, forwardedFor?: string) {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: peer })
  const incoming = new IncomingMessage(socket)
  if (forwardedFor !== undefined) incoming.headers['x-forwarded-for'] = forwardedFor
  return { incoming }
}
