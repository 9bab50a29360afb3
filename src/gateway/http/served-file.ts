import type { Context } from 'hono'
import type { GatewayEnv } from './problem.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A file as it is held in memory, and packed where that was done. */
export type ServedFile = { type: string; plain: Bytes; brotli?: Bytes }

const forEver = 'public, max-age=31536000, immutable'
const askFirst = 'no-cache'
const pieceSize = 64 * 1024

/** @param isHashed whether its address carries a hash of what it holds, and so never holds anything else */
export function answerWith(
  c: Context<GatewayEnv>,
  { type, plain, brotli }: ServedFile,
  isHashed: boolean,
) {
  const codings = c.req.header('accept-encoding')?.split(',') ?? []
  const isPacked = brotli !== undefined && codings.some((coding) => coding.trim() === 'br')
  const sent = isPacked ? brotli : plain
  c.header('Content-Type', type)
  c.header('Content-Length', String(sent.length))
  c.header('Cache-Control', isHashed ? forEver : askFirst)
  if (brotli) c.header('Vary', 'Accept-Encoding')
  if (isPacked) c.header('Content-Encoding', 'br')
  return c.body(streamOf(sent))
}

/** Handed on piece by piece: who reads slowly holds no copy of a file. */
function streamOf(bytes: Bytes): ReadableStream<Bytes> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(at, at + pieceSize))
      at += pieceSize
    },
  })
}
