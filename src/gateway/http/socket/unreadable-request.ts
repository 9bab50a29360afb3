import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { RequestError } from '@hono/node-server'
import type { Logger } from 'pino'
import { ourFault, type Problem } from '../problem.ts'

const codigo = 'requisicao_invalida'
const unreadable: Problem = {
  status: 400,
  codigo,
  msg: 'O pedido não é HTTP legível. Nada foi enviado.',
}
const refusals = new Map<string | undefined, Problem>([
  [
    'HPE_HEADER_OVERFLOW',
    { status: 431, codigo, msg: 'Os cabeçalhos do pedido são grandes demais. Nada foi enviado.' },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    { status: 408, codigo, msg: 'O pedido não chegou inteiro a tempo. Nada foi enviado.' },
  ],
])

/**
 * Answers what never reached the app, or broke outside it, in design §5's shape too: Node and
 * node-server by themselves send an empty body, or the error's own text.
 *
 * @param security the headers that every answer carries
 */
export function createUnreadable(security: Record<string, string>, log: Logger) {
  function describe({ status, codigo, msg }: Problem, err: Error) {
    const id_requisicao = crypto.randomUUID()
    if (status === 500) log.error({ id: id_requisicao, err }, 'a fault of ours')
    else log.info({ id: id_requisicao, status }, 'a request that can’t be read')
    const headers = {
      ...security,
      'content-type': 'application/json; charset=UTF-8',
      'cache-control': 'no-store',
      'x-request-id': id_requisicao,
    }
    return {
      status,
      headers,
      body: JSON.stringify({ status: 'error', msg, codigo, id_requisicao }),
    }
  }

  return {
    /** For Node's `clientError`. */
    refuse(error: NodeJS.ErrnoException, socket: Duplex) {
      // Rubbish goes on arriving behind what was refused already.
      if (socket.writableEnded) return
      if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
      const { status, headers, body } = describe(refusals.get(error.code) ?? unreadable, error)
      const answer = [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        `content-length: ${Buffer.byteLength(body)}`,
        'connection: close',
        '',
        body,
      ].join('\r\n')
      // Destroyed, since what arrives after this answer said no must not be carried out.
      return socket.end(answer, () => socket.destroy())
    },

    /** For node-server's `errorHandler`: no address can be read from it, or something broke. */
    respond(error: unknown): Response {
      const err =
        error instanceof Error ? error : new Error('thrown, and no error', { cause: error })
      const said = describe(err instanceof RequestError ? unreadable : ourFault, err)
      return new Response(said.body, said)
    },
  }
}
