import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** A connection to the gateway, closed after the test. */
export async function connectTo(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** What comes back for these very bytes, up to the end of the connection. */
export async function rawAnswer(url: string, bytes: string): Promise<string> {
  const socket = await connectTo(url)
  socket.write(bytes, 'latin1')
  // Nothing more is asked on it: the gateway needn't keep it.
  socket.once('readable', () => socket.end())
  return text(socket)
}

/** Status, headers and body of one raw answer. */
export function readRaw(answer: string) {
  const [head = '', ...bodies] = answer.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers),
    text: bodies.join('\r\n\r\n'),
  }
}
