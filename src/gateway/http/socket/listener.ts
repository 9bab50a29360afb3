import { once } from 'node:events'
import {
  createServer as createHttpServer,
  type RequestListener,
  type Server,
  ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import type { Config } from '../../config/config.ts'
import { createUnreadable } from './unreadable-request.ts'

export const socketLimits = {
  /** A request that isn't complete by then is cut (design §7). */
  requestTimeoutMs: 30_000,
  /** An answer that isn't read by then is cut. */
  answerTimeoutMs: 30_000,
  /** A connection without a request is ended by then: pages ask in shorter intervals where they wait. */
  idleTimeoutMs: 15_000,
  mostConnections: 1000,
  /** Of them from one address, which a whole office may share; a browser opens up to six. */
  mostPerAddress: 250,
}

export type SocketLimits = typeof socketLimits

type Place = Pick<Config, 'host' | 'port' | 'tls'>

/** A server that listens, and what came before there was anybody to answer it: Node would forget that. */
export type Listening = Server & { early: Parameters<RequestListener>[] }

/** Listens, and answers nothing yet. Rejects when it can't. */
export async function listen(
  { host, port, tls }: Place,
  { requestTimeoutMs, idleTimeoutMs }: SocketLimits,
): Promise<Listening> {
  const options = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    handshakeTimeout: requestTimeoutMs,
    keepAliveTimeout: idleTimeoutMs,
    connectionsCheckingInterval: Math.min(1000, requestTimeoutMs),
    maxHeaderSize: 16 * 1024,
    // By itself Node answers 400 without a body.
    requireHostHeader: false,
  }
  const early: Listening['early'] = []
  const server = tls ? createHttpsServer({ ...options, ...tls }) : createHttpServer(options)
  server.on('request', (...came) => early.push(came))
  // By then there is nobody who could read an answer, and Node leaves the socket to us.
  server.on('tlsClientError', (_error: Error, socket: Duplex) => socket.destroy())
  // By itself Node answers 417 without a body.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  server.listen(port, host.replace(/^\[|\]$/g, ''))
  await once(server, 'listening')
  return Object.assign(server, { early })
}

/** For a server that was never told to serve; one that was is closed already. */
export async function hangUp(server: Server) {
  if (!server.listening) return
  server.close()
  server.closeAllConnections()
}

/** The origin under which it listens: "http://127.0.0.1:8080". */
export function originOf({ host, port, tls }: Place, server: Server): URL {
  const address = server.address()
  const listened = typeof address === 'object' && address ? address.port : port
  return new URL(`${tls ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${listened}`)
}

type Serving = {
  fetch: Parameters<typeof getRequestListener>[0]
  /** Headers of answers that never pass through the app. */
  security: Record<string, string>
  limits: Pick<SocketLimits, 'requestTimeoutMs' | 'answerTimeoutMs'>
  log: Logger
}

/** Answers what arrives; gives a way to stop that lets what is under way finish. */
export function serve(server: Listening, { fetch, security, limits, log }: Serving) {
  const unreadable = createUnreadable(security, log)
  const underWay = new Set<ServerResponse>()
  server.on('clientError', (error, socket) => {
    // Rubbish behind a whole request: what is said to that one must not be taken for this one's.
    const whole = [...underWay].find(({ socket: own, req }) => own === socket && req.complete)
    if (whole) whole.once('finish', () => socket.destroy())
    else unreadable.refuse(error, socket)
  })
  const answer = getRequestListener(
    async (request, bindings) => {
      const answered = await fetch(request, bindings)
      const { outgoing } = bindings
      if (outgoing instanceof ServerResponse) cutUnread(outgoing, limits.answerTimeoutMs)
      return answered
    },
    { overrideGlobalObjects: false, errorHandler: unreadable.respond },
  )
  const take: RequestListener = (request, response) => {
    underWay.add(response)
    if (!server.listening) response.shouldKeepAlive = false
    response.once('close', () => underWay.delete(response))
    void answer(request, response)
  }
  server.removeAllListeners('request').on('request', take)
  for (const [request, response] of server.early.splice(0)) {
    // Whoever has hung up meanwhile is owed nothing.
    if (!request.socket.destroyed) take(request, response)
  }
  return { stop: () => close(server, underWay, limits.requestTimeoutMs) }
}

/** Who takes no answer holds no connection. */
function cutUnread(response: ServerResponse, timeoutMs: number) {
  const cut = setTimeout(() => response.destroy(), timeoutMs).unref()
  response.once('close', () => clearTimeout(cut))
}

/**
 * Waits for what is under way, then cuts every connection: browsers keep some that carry nothing. Each
 * connection ends with the answer it is at, or a page that goes on asking would hold the end.
 */
async function close(server: Server, underWay: Set<ServerResponse>, arriveMs: number) {
  const closed = once(server, 'close')
  server.close()
  for (const response of underWay) response.shouldKeepAlive = false
  // Node looks after no request of a server that is closed.
  const cut = setTimeout(() => {
    for (const { req } of underWay) if (!req.complete) req.destroy()
  }, arriveMs).unref()
  server.once('close', () => clearTimeout(cut))
  while (underWay.size > 0)
    await Promise.all([...underWay].map((response) => once(response, 'close')))
  server.closeAllConnections()
  await closed
}
