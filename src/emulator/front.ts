import { gzipSync } from 'node:zlib'
import type { EmulatorContext } from './handler.ts'

/** Neither may ever be passed on: a page that got it would hold a session of HubSoft's. */
const session = 'hubsoft_session=SEGREDO-SESSAO-FALSA; Max-Age=7200; path=/; httponly; samesite=lax'

const mostInOneWrite = 16_000

/**
 * Makes an answer look as one that came from PHP through nginx: in chunks, packed for who asked for it,
 * and with headers that are nobody's business. A page of nginx itself bears its name alone.
 */
export async function sendAsFront(c: EmulatorContext): Promise<void> {
  const { headers, status } = c.res
  const type = headers.get('content-type')
  if (type === null) return
  headers.set('server', 'nginx')
  if (!type.startsWith('application/json')) return
  headers.set('access-control-allow-origin', '*')
  headers.append('set-cookie', session)
  // What says its length was cut, or is followed by more, on purpose.
  if (headers.has('content-length')) return
  headers.set('transfer-encoding', 'chunked')
  const isPacked = headers.has('content-encoding')
  if (!isPacked && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) {
    headers.set('content-encoding', 'gzip')
    headers.set('vary', 'Accept-Encoding')
    const packed = gzipSync(await c.res.arrayBuffer())
    c.res = undefined
    c.res = new Response(packed, { status, headers })
  }
  const { byteLength } = await c.res.clone().arrayBuffer()
  // Head and body in one write; the end of the answer lets go. What a socket can't take at once waits for
  // that write, and so for ever.
  if (byteLength < mostInOneWrite) c.env.outgoing.socket?.cork()
}
