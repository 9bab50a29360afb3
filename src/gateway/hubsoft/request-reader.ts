import { type IncomingMessage, type RequestOptions, request } from 'node:http'
import { Duplex } from 'node:stream'

/** An answer as it came, whole. */
export type Whole = { response: IncomingMessage; body: Buffer }

/**
 * One request as bytes, and the reader of its answer: `node:http` over no socket, so that when a head leaves
 * and what comes before it or behind its answer are in our own hands.
 */
export function createRequestReader(
  options: RequestOptions,
  body: string | undefined,
  answer: Pick<PromiseWithResolvers<Whole>, 'resolve' | 'reject'>,
) {
  const [written, parts]: [Buffer[], Buffer[]] = [[], []]
  let response: IncomingMessage | null = null
  const wire = new Duplex({
    read: () => undefined,
    write(chunk, _encoding, done) {
      written.push(chunk)
      done()
    },
  })
  const outgoing = request({ ...options, createConnection: () => wire })
  // What comes behind a whole answer changes nothing any more.
  outgoing.on('error', (error) => isWhole() || answer.reject(error))
  outgoing.once('response', (incoming) => {
    response = incoming
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.once('end', () => answer.resolve({ response: incoming, body: Buffer.concat(parts) }))
    incoming.once('error', answer.reject)
  })
  outgoing.end(body)

  const isWhole = () => response?.complete === true

  return {
    /** Head and body, as they are to be written: not before the next tick. */
    bytes: () => Buffer.concat(written),
    isWhole,
    /** False where more came than the answer. */
    take(chunk: Buffer): boolean {
      if (isWhole()) return false
      wire.push(chunk)
      // For what follows an answer the parser gives its socket up at once, else in a later tick.
      return !isWhole() || !wire.destroyed
    },
    end: () => void wire.push(null),
    close: () => void outgoing.destroy(),
  }
}

export type RequestReader = ReturnType<typeof createRequestReader>
