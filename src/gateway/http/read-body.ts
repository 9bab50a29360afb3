import { TextDecoder } from 'node:util'
import type { Context } from 'hono'

export type ReadBody =
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'too-large' }
  | { kind: 'cut-short' }

/**
 * The body's bytes, up to `limit` of them, whether it comes with its length or in chunks.
 *
 * Not hono's `bodyLimit`: for chunks it builds a new Request, which node-server's own requests don't
 * allow as long as the global Request is left alone (node-server 2.1.9: TypeError, so a 500).
 */
export async function readBody({ req }: Context, limit: number): Promise<ReadBody> {
  if (Number(req.header('content-length') ?? 0) > limit) return { kind: 'too-large' }
  const reader = req.raw.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  while (reader) {
    const read = await reader.read().catch(() => null)
    if (!read) return { kind: 'cut-short' }
    if (read.done) break
    size += read.value.length
    // Not cancelled: that would destroy the socket before the answer is on it.
    if (size > limit) return { kind: 'too-large' }
    chunks.push(read.value)
  }
  return { kind: 'bytes', bytes: Buffer.concat(chunks) }
}

/** Undefined for what isn't JSON in UTF-8. */
export function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
