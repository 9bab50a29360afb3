import type { HubsoftAnswer } from '../answer.ts'
import type { Question } from '../question.ts'
import { converse, NoAnswer } from './conversation.ts'
import { type EarlyLine, keepReady } from './early-line.ts'
import { createLines } from './lines.ts'
import { createQueue } from './queue.ts'
import { createRequestReader } from './request-reader.ts'

/** One request to HubSoft, until its signal aborts. */
export type Exchange<Said> = Question<Said> & {
  token: string | null
  signal: AbortSignal
  /** Asked in the tick in which the head would be written; where it isn't, whatever hasn't ended may start. */
  mayStart?: () => boolean
  onStart?: () => void
  /** The connection that it takes where that is as good as a new one. */
  early?: EarlyLine | undefined
}

/** A whole answer, and what it says. */
export type Answered<Said> = { answer: HubsoftAnswer; said: Said }

export type Connection = {
  /** Never rejects for what happens on the wire: null where no whole answer came. */
  exchange: <Said>(order: Exchange<Said>) => Promise<Answered<Said> | null>
  /** Opens one for an exchange to come. Where it doesn't come about, that opens its own. */
  openEarly: () => EarlyLine
  close: () => Promise<void>
}

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

  async function talk<Said>(order: Exchange<Said>): Promise<Answered<Said>> {
    const early = await order.early?.take()
    if (isClosed || order.signal.aborted) {
      early?.socket.destroy()
      throw new NoAnswer('CLOSED')
    }
    const reader = createRequestReader(base, order, order.token)
    const line = early ?? open()
    const { answer, standsAlone, stop, end } = converse(line, reader, order)
    const onAbort = () => stop(order.signal.reason)
    order.signal.addEventListener('abort', onAbort, { once: true })
    stops.add(stop)
    try {
      const answered = await answer()
      const said = order.read(answered)
      if (order.mustStandAlone?.(said) && !(await standsAlone())) throw new NoAnswer('NOT_ALONE')
      return { answer: answered, said }
    } finally {
      order.signal.removeEventListener('abort', onAbort)
      stops.delete(stop)
      end()
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
    openEarly() {
      const line = open()
      const early = keepReady(line)
      stops.add(early.close)
      line.socket.once('close', () => stops.delete(early.close))
      return early
    },
    async close() {
      isClosed = true
      for (const stop of [...stops]) stop(new NoAnswer('CLOSED'))
    },
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
