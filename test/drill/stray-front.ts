import { once } from 'node:events'
import { request } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { listen } from '../process.ts'

/** What an ill front says once more than it was asked. */
export const strays = {
  refusal: [200, { status: 'error', msg: 'O serviço está cancelado.', errors: ['Cancelado.'] }],
  '401': [401, { message: 'Unauthenticated.' }],
  '403': [403, { status: 'error', msg: 'Sem permissão.', errors: ['Sem permissão.'] }],
  '429': [429, { message: 'Too Many Attempts.', retry_after: 1 }],
  '408': [408, { status: 'error', msg: 'Tempo esgotado.', errors: ['Tempo esgotado.'] }],
  "another ticket's success": [
    200,
    { status: 'success', atendimento: { id_atendimento: 9, protocolo: '20261127000000000009' } },
  ],
  'an empty list': [200, { status: 'success', atendimentos: [] }],
} as const
export type Stray = keyof typeof strays

const hubsoftMs = 8
const delaysMs = fc.constantFrom(null, 0, 1, 2, 5, 10, 20)

/**
 * A raw server in front of HubSoft that says each true answer and, somewhat later, another one that nobody
 * asked for. It closes nothing by itself, whatever it is told.
 */
export async function startStrayFront(hubsoftUrl: string, stray: Stray, seed: number) {
  const delays = fc.sample(delaysMs, { seed, numRuns: 1000, unbiased: true })
  const sockets = new Set<Socket>()
  let answers = 0

  async function answer(near: Socket, asked: { head: string; body: string }) {
    const [, method = '', path = ''] = /^(\w+) (\S+)/.exec(asked.head) ?? []
    const lines = [...asked.head.matchAll(/^(accept|authorization|content-type): (.+?)\r$/gim)]
    const headers = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]))
    const far = request(hubsoftUrl + path, { method, headers, agent: false }).end(asked.body)
    const [told] = await once(far, 'response')
    const parts: Buffer[] = []
    for await (const part of told) parts.push(part)
    const truth = raw(told.statusCode, Buffer.concat(parts).toString())
    // As long as HubSoft takes: the one too many meets a request that waits.
    await sleep(hubsoftMs)
    if (path === '/oauth/token') return void near.write(truth)
    const [status, body] = strays[stray]
    const more = raw(status, JSON.stringify(body))
    const delayMs = delays[answers++ % delays.length] ?? null
    if (delayMs === null) return void near.write(truth + more)
    near.write(truth)
    await sleep(delayMs)
    if (!near.destroyed) near.write(more)
  }

  const server = createServer((near) => {
    sockets.add(near)
    near.once('close', () => sockets.delete(near))
    near.on('error', () => near.destroy())
    let read = ''
    near.setEncoding('utf8').on('data', (part) => {
      read += part
      const end = read.indexOf('\r\n\r\n') + 4
      const [head, body] = [read.slice(0, end), read.slice(end)]
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
      if (end < 4 || Buffer.byteLength(body) < length) return
      read = ''
      answer(near, { head, body }).catch(() => near.destroy())
    })
  })
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function raw(status: number, body: string): string {
  const length = Buffer.byteLength(body)
  return `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`
}
