import { rootCertificates } from 'node:tls'
import { Agent, type Dispatcher, request } from 'undici'
import type { HubsoftAnswer } from '../../contract/outcome.ts'

/** What HubSoft is asked. */
export type Question = {
  method: 'GET' | 'POST'
  path: string
  query?: Record<string, string>
  headers: Record<string, string>
  body?: string
}

/** One request to HubSoft. `mayStart` is asked in the tick in which the head would be written. */
export type Exchange = Question & {
  mayStart: () => boolean
  onStart: () => void
  signal: AbortSignal
}

export type Connection = {
  /** Never rejects for what happens on the wire: null where no whole answer came. */
  exchange: (order: Exchange) => Promise<HubsoftAnswer | null>
  close: () => Promise<void>
}

const largestAnswerBytes = 4 * 1024 * 1024

// An unanswered send keeps its connection until the settle time: enough for more than a minute of
// them in a busy office, few enough not to knock HubSoft over.
const connections = 128

/** Marks the moment from which bytes may have left; aborted inside it, none has (undici's own word). */
function marking({ mayStart, onStart }: Exchange): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        if (!mayStart()) return controller.abort(new Error('too late to start sending'))
        onStart()
        handler.onRequestStart?.(controller, context)
      },
      onRequestUpgrade: (...all) => handler.onRequestUpgrade?.(...all),
      onResponseStart: (...all) => handler.onResponseStart?.(...all),
      onResponseData: (...all) => handler.onResponseData?.(...all),
      onResponseEnd: (...all) => handler.onResponseEnd?.(...all),
      onResponseError: (...all) => handler.onResponseError?.(...all),
    })
}

/**
 * The one keep-alive pool to HubSoft.
 *
 * @param url HubSoft's base address; a path in it is kept
 * @param ca an extra certificate authority, PEM
 * @param onNoAnswer told why no whole answer came: "ECONNREFUSED", "AbortError"
 */
export function createConnection(
  url: URL,
  ca?: string,
  onNoAnswer: (path: string, code: string) => void = () => undefined,
): Connection {
  const agent = new Agent({
    allowH2: false,
    pipelining: 1,
    connections,
    maxResponseSize: largestAnswerBytes,
    connect: ca === undefined ? {} : { ca: [...rootCertificates, ca] },
  })
  const base = url.href.endsWith('/') ? url.href : `${url.href}/`

  async function talk(order: Exchange): Promise<HubsoftAnswer> {
    const response = await request(new URL(order.path, base), {
      method: order.method,
      headers: { accept: 'application/json', ...order.headers },
      ...(order.query && { query: order.query }),
      ...(order.body !== undefined && { body: order.body }),
      signal: order.signal,
      // The caller's signal is the only deadline.
      headersTimeout: 0,
      bodyTimeout: 0,
      dispatcher: agent.compose(marking(order)),
    })
    return {
      status: response.statusCode,
      headers: response.headers,
      text: await response.body.text(),
    }
  }

  return {
    exchange: (order) =>
      talk(order).catch((error: unknown) => {
        onNoAnswer(order.path, codeOf(error))
        return null
      }),
    close: () => agent.destroy(),
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
