import { TextDecoder } from 'node:util'
import type { Context } from 'hono'
import { type GatewayEnv, malformed, type Problem } from './problem.ts'

type Limit = {
  bytes: number
  /** What to say of a larger one. */
  msg: string
}

type ReadJsonBody =
  | { kind: 'json'; json: unknown }
  /** Larger than the limit, cut short, or no JSON in UTF-8. */
  | { kind: 'refused'; refusal: Problem }

export async function readJsonBody(c: Context<GatewayEnv>, limit: Limit): Promise<ReadJsonBody> {
  const body = await readBytes(c, limit.bytes)
  switch (body.kind) {
    case 'too-large':
      return refuse({ status: 413, codigo: 'corpo_grande', msg: limit.msg })
    case 'cut-short':
      return refuse({ ...malformed, msg: 'O corpo do pedido não chegou inteiro.' })
    case 'bytes': {
      const json = jsonIn(body.bytes)
      if (json !== undefined) return { kind: 'json', json }
      return refuse({ ...malformed, msg: 'O corpo do pedido não é JSON válido em UTF-8.' })
    }
  }
}

const refuse = (refusal: Problem) => ({ kind: 'refused', refusal }) as const

type ReadBytes =
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'too-large' }
  | { kind: 'cut-short' }

/**
 * The body's bytes, up to `limit` of them, whether it comes with its length or in chunks.
 *
 * Not hono's `bodyLimit`: for chunks it builds a new Request, which node-server's own requests don't
 * allow as long as the global Request is left alone (node-server 2.1.9: TypeError, so a 500).
 */
async function readBytes({ req }: Context, limit: number): Promise<ReadBytes> {
  const length = Number(req.header('content-length') ?? Number.NaN)
  if (length > limit) return { kind: 'too-large' }
  // Of a body with its length no more is read than that: without a stream for it, 0.1 ms less a ticket.
  if (length >= 0) return readWhole(req.raw)
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

async function readWhole(request: Request): Promise<ReadBytes> {
  const read = await request.arrayBuffer().catch(() => null)
  return read ? { kind: 'bytes', bytes: new Uint8Array(read) } : { kind: 'cut-short' }
}

/** Undefined for what isn't JSON in UTF-8. */
function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
