import { type IncomingMessage, request } from 'node:http'
import { stringify } from 'node:querystring'
import { Duplex } from 'node:stream'
import type { Question } from '../question.ts'

/** An answer as it came, whole. */
type Whole = { response: IncomingMessage; body: Buffer }

/** The head of an answer, with those of interim ones. */
export const mostHeadBytes = 32 * 1024

/**
 * One request as bytes, and the reader of its answer: `node:http` over no socket, so that when a head leaves
 * and what comes before it or behind its answer are in our own hands.
 *
 * @param base HubSoft's address, with a slash at its end
 */
export function createRequestReader(
  base: string,
  { path, query, body }: Question<unknown>,
  token: string | null,
) {
  const { promise: whole, resolve, reject } = Promise.withResolvers<Whole>()
  const [written, parts]: [Buffer[], Buffer[]] = [[], []]
  let response: IncomingMessage | null = null
  const isWhole = () => response?.complete === true

  const wire = new Duplex({
    read: () => undefined,
    write(chunk, _encoding, done) {
      written.push(chunk)
      done()
    },
  })
  const { pathname, host } = new URL(path, base)
  const outgoing = request({
    createConnection: () => wire,
    method: body ? 'POST' : 'GET',
    path: query ? `${pathname}?${stringify(query)}` : pathname,
    headers: {
      host,
      accept: 'application/json',
      'accept-encoding': 'identity',
      ...(body && { 'content-type': 'application/json' }),
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    maxHeaderSize: mostHeadBytes,
  })
  // What comes behind a whole answer changes nothing any more.
  outgoing.on('error', (error) => isWhole() || reject(error))
  outgoing.once('response', (incoming) => {
    response = incoming
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.once('end', () => resolve({ response: incoming, body: Buffer.concat(parts) }))
    incoming.once('error', reject)
  })
  outgoing.end(body && JSON.stringify(body))

  return {
    /** Head and body, as they are to be written: not before the next tick. */
    bytes: () => Buffer.concat(written),
    /** Comes to the answer; rejects where none comes whole. */
    whole,
    isWhole,
    /** False where more came than the answer. */
    take(chunk: Buffer): boolean {
      if (isWhole()) return false
      wire.push(chunk)
      // For what follows an answer the parser gives its socket up at once, else in a later tick.
      return !isWhole() || !wire.destroyed
    },
    end: () => void wire.push(null),
    /** Why no answer comes any more. */
    fail: reject,
    close: () => void outgoing.destroy(),
  }
}

export type RequestReader = ReturnType<typeof createRequestReader>
