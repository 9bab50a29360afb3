import { hash } from 'node:crypto'
import type { Context } from 'hono'
import { parseAccept } from 'hono/utils/accept'
import type { GatewayEnv } from './problem.ts'

type Bytes = Uint8Array<ArrayBuffer>

type Coding = 'br' | 'gzip' | 'identity'

/** A file in each form in which it was made, the shortest first; the last is as it is. */
type Forms = { coding: Coding; bytes: Bytes; etag: string }[]

/** As it is held in memory. */
export type ServedFile = {
  type: string
  /** Whether its address carries a hash of what it holds, and so never holds anything else. */
  isHashed: boolean
  forms: Forms
}

export type FileContent = { plain: Bytes; gzip?: Bytes | undefined; brotli?: Bytes | undefined }

/** @param policy the headers that browsers keep with it: with others it counts as another file */
export function servedFile(
  { plain, gzip, brotli }: FileContent,
  { policy = '', ...about }: { type: string; isHashed: boolean; policy?: string },
): ServedFile {
  // One tag for each form, since caches take what has the same for the same bytes.
  const base = hash('sha256', Buffer.concat([Buffer.from(policy), plain]), 'base64url').slice(0, 22)
  const forms: Forms = []
  if (brotli) forms.push({ coding: 'br', bytes: brotli, etag: `"${base}-br"` })
  if (gzip) forms.push({ coding: 'gzip', bytes: gzip, etag: `"${base}-gz"` })
  forms.push({ coding: 'identity', bytes: plain, etag: `"${base}"` })
  return { ...about, forms }
}

const forEver = 'public, max-age=31536000, immutable'
const askFirst = 'no-cache'
const pieceSize = 64 * 1024

export function answerWith(c: Context<GatewayEnv>, { type, isHashed, forms }: ServedFile) {
  const form = formFor(c.req.header('accept-encoding'), forms)
  if (!form) throw new Error('a file without a form')
  const { coding, bytes, etag } = form
  c.header('Cache-Control', isHashed ? forEver : askFirst)
  if (forms.length > 1) c.header('Vary', 'Accept-Encoding')
  if (!isHashed) {
    c.header('ETag', etag)
    if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304)
  }
  c.header('Content-Type', type)
  c.header('Content-Length', String(bytes.length))
  if (coding !== 'identity') c.header('Content-Encoding', coding)
  return c.body(streamOf(bytes))
}

/** What the visitor prefers (RFC 9110, 12.5.3), and of that the shortest; as it is where nothing else is wanted. */
function formFor(accepted: string | undefined, forms: Forms) {
  const wanted = parseAccept(accepted ?? '')
  const weightOf = (coding: Coding) =>
    (
      wanted.find(({ type }) => type.toLowerCase() === coding) ??
      wanted.find(({ type }) => type === '*')
    )?.q ?? 0
  const best = Math.max(...forms.map(({ coding }) => weightOf(coding)))
  return forms.find(({ coding }) => best > 0 && weightOf(coding) === best) ?? forms.at(-1)
}

/** Whether it is the one that the visitor has: weak or strong, since it is only read (RFC 9110, 13.1.2). */
function isKnown(tags: string | undefined, etag: string): boolean {
  return tags?.trim() === '*' || (tags?.match(/"[^"]*"/g)?.includes(etag) ?? false)
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
