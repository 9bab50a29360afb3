import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { listen } from './process.ts'

export type Scripted = {
  status?: number
  type?: string
  /** Sent as it is; an object is sent as JSON. */
  body?: string | object
  /** Instead of answering. */
  instead?: 'reset'
  headers?: Record<string, string>
}

type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string }

const granted = { body: { access_token: 'a1', token_type: 'Bearer', expires_in: 3600 } }

const noTickets = { body: { status: 'suscess', atendimentos: [] } }

/** A HubSoft that isn't ours: it knows the manual's two routes, answers tickets as it is told, one by one
 * where told so, and lists none unless told. */
export async function startScriptedHubsoft(
  answers: Scripted | ((received: Received) => Scripted),
  tokens: Scripted | (() => Scripted) = granted,
  lists: Scripted | ((received: Received) => Scripted) = noTickets,
) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const { method = '', url: path = '', headers } = request
    const one = { method, path, headers, body }
    received.push(one)
    if (path === '/oauth/token') {
      return reply(response, typeof tokens === 'function' ? tokens() : tokens)
    }
    if (path.startsWith('/api/v1/integracao/cliente/atendimento?')) {
      return reply(response, typeof lists === 'function' ? lists(one) : lists)
    }
    const answer = typeof answers === 'function' ? answers(one) : answers
    if (answer.instead === 'reset') return request.socket.resetAndDestroy()
    reply(response, answer)
  })
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    received,
    tickets: () => received.filter(({ path }) => path === '/api/v1/integracao/atendimento'),
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function reply(response: ServerResponse, { status = 200, type, body = '', headers }: Scripted) {
  response.writeHead(status, { 'content-type': type ?? 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
