import { stringify } from 'node:querystring'
import type { HubsoftAnswer } from './answer.ts'
import { createLines, type Line } from './lines.ts'
import type { Question } from './question.ts'
import { createQueue } from './queue.ts'
import { createRequestReader, type RequestReader, type Whole } from './request-reader.ts'
import { unpack } from './unpack.ts'

/** One request to HubSoft, until its signal aborts. */
export type Exchange<Said> = Question<Said> & {
  token: string | null
  signal: AbortSignal
  /** Asked in the tick in which the head would be written; where it isn't, whatever hasn't ended may start. */
  mayStart?: () => boolean
  onStart?: () => void
}

/** A whole answer, and what it says. */
export type Answered<Said> = { answer: HubsoftAnswer; said: Said }

export type Connection = {
  /** Never rejects for what happens on the wire: null where no whole answer came. */
  exchange: <Said>(order: Exchange<Said>) => Promise<Answered<Said> | null>
  close: () => Promise<void>
}

type Answering = Pick<PromiseWithResolvers<Whole>, 'resolve' | 'reject'>

/** Why no whole answer came, where it isn't the system that says so. */
class NoAnswer extends Error {
  code: string
  constructor(code: 'CLOSED' | 'LATE' | 'TOO_LARGE' | 'NOT_ALONE') {
    super(code)
    this.code = code
  }
}

// The head of an answer, with those of interim ones.
const mostHeadBytes = 32 * 1024

// An unanswered send keeps its connection until the settle time: enough for more than a minute of
// them in a busy office, few enough not to knock HubSoft over.
const connections = 128

/**
 * The way to HubSoft: each exchange has a connection of its own, so that no answer is ever taken for another
 * one's.
 *
 * @param url HubSoft's base address; a path in it is kept
 * @param ca an extra certificate authority, PEM
 * @param onNoAnswer told why no whole answer came: "ECONNREFUSED", "AbortError", "TOO_LARGE"
 */
export function createConnection(
  url: URL,
  ca?: string,
  onNoAnswer: (path: string, code: string) => void = () => undefined,
): Connection {
  const open = createLines(url, ca)
  const queue = createQueue(connections, Number.POSITIVE_INFINITY)
  const base = url.href.endsWith('/') ? url.href : `${url.href}/`
  const stops = new Set<(why: unknown) => void>()
  let isClosed = false

  function readerFor({ path, query, token, body }: Exchange<unknown>, whole: Answering) {
    const { pathname, host } = new URL(path, base)
    const headers = { host, accept: 'application/json', 'accept-encoding': 'identity' }
    return createRequestReader(
      {
        method: body ? 'POST' : 'GET',
        path: query ? `${pathname}?${stringify(query)}` : pathname,
        headers: {
          ...headers,
          ...(body && { 'content-type': 'application/json' }),
          ...(token !== null && { authorization: `Bearer ${token}` }),
        },
        maxHeaderSize: mostHeadBytes,
      },
      body && JSON.stringify(body),
      whole,
    )
  }

  async function talk<Said>(order: Exchange<Said>): Promise<Answered<Said>> {
    if (isClosed) throw new NoAnswer('CLOSED')
    const whole = Promise.withResolvers<Whole>()
    const reader = readerFor(order, whole)
    const line = open()
    const { stop, standsAlone } = converse(line, order, reader, whole)
    const onAbort = () => stop(order.signal.reason)
    order.signal.addEventListener('abort', onAbort, { once: true })
    stops.add(stop)
    try {
      const answer = await toAnswer(await whole.promise, order.mostBytes)
      const said = order.read(answer)
      if (order.mustStandAlone?.(said) && !(await standsAlone())) throw new NoAnswer('NOT_ALONE')
      return { answer, said }
    } finally {
      order.signal.removeEventListener('abort', onAbort)
      stops.delete(stop)
      line.socket.destroy()
      reader.close()
    }
  }

  return {
    async exchange(order) {
      const whyNot = (error: unknown) => {
        onNoAnswer(order.path, codeOf(error))
        return null
      }
      return queue.run(() => talk(order).catch(whyNot), order.signal)
    },
    async close() {
      isClosed = true
      for (const stop of [...stops]) stop(new NoAnswer('CLOSED'))
    },
  }
}

/** Asks on this connection, once it stands, and listens. */
function converse(
  { socket, readyEvent }: Line,
  order: Exchange<unknown>,
  reader: RequestReader,
  whole: Answering,
) {
  const alone = Promise.withResolvers<boolean>()
  const mostBytes = order.mostBytes + mostHeadBytes
  let bytes = 0

  function stop(why: unknown) {
    whole.reject(why)
    alone.resolve(false)
    socket.destroy()
  }

  function ask() {
    if (order.mayStart?.() === false) return stop(new NoAnswer('LATE'))
    order.onStart?.()
    socket.write(reader.bytes())
  }

  socket.once(readyEvent, ask)
  socket.on('data', (chunk) => {
    bytes += chunk.length
    if (bytes > mostBytes && !reader.isWhole()) return stop(new NoAnswer('TOO_LARGE'))
    if (!reader.take(chunk)) alone.resolve(false)
  })
  socket.once('end', () => {
    reader.end()
    alone.resolve(true)
  })
  socket.on('error', (error) => reader.isWhole() || whole.reject(error))
  socket.once('close', () => {
    if (!reader.isWhole()) whole.reject(new NoAnswer('CLOSED'))
    alone.resolve(true)
  })

  return {
    stop,
    /** HubSoft closes once it has answered, as it is asked to: while it doesn't, more may come. */
    standsAlone: () => alone.promise,
  }
}

async function toAnswer({ response, body }: Whole, mostBytes: number): Promise<HubsoftAnswer> {
  const { statusCode = 0, headers } = response
  const plain = await unpack(body, headers['content-encoding'] ?? '', mostBytes)
  if (plain.length > mostBytes) throw new NoAnswer('TOO_LARGE')
  return { status: statusCode, headers, text: new TextDecoder().decode(plain) }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
