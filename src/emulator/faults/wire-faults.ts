import { STATUS_CODES } from 'node:http'
import { gzipSync } from 'node:zlib'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { EmulatorContext } from '../handler.ts'
import { htmlPage, permissionMissing, phpJson, refusal, tooMany, unauthenticated } from '../wire.ts'
import type { Exchange, FaultRoute } from './fault.ts'
import { anotherMessage, anotherTicket } from './faulty-answers.ts'

export function resetConnection({ c }: { c: EmulatorContext }): Response {
  // Not destroy(): that closes politely (FIN), and no sender sees ECONNRESET.
  c.env.incoming.socket.resetAndDestroy()
  return RESPONSE_ALREADY_SENT
}

/** Never answers; ends when the sender gives up. */
export function silence({ c }: { c: EmulatorContext }): Promise<Response> {
  return new Promise((resolve) =>
    c.env.outgoing.once('close', () => resolve(RESPONSE_ALREADY_SENT)),
  )
}

/** What an ill front sends once too often: answers that belong to nobody, or to somebody else. */
export const unasked = {
  refused: () => phpJson(refusal('O serviço informado não pertence ao cliente.')),
  unauthorized: unauthenticated,
  forbidden: permissionMissing,
  'too-many': () => tooMany(),
  timeout: () => htmlPage('408 Request Time-out', 408),
  success: (protocolo: string, route: FaultRoute) =>
    phpJson(route === 'mensagem' ? anotherMessage(protocolo) : anotherTicket(protocolo)),
}

type ExtraAnswer = { kind: keyof typeof unasked; protocolo: string; ms: number }

/** The true answer, and another one behind it on the same connection, which stays open. */
export async function answerTwice(
  { c, carryOut, wait, route }: Exchange,
  { kind, protocolo, ms }: ExtraAnswer,
): Promise<Response> {
  const answer = await carryOut()
  const { outgoing } = c.env
  const extra = await onTheWire(unasked[kind](protocolo, route))
  if (ms === 0) {
    // One write, so one segment: the length tells where the true answer ends.
    const body = Buffer.from(await answer.arrayBuffer())
    const headers = new Headers(answer.headers)
    headers.set('content-length', String(body.length))
    return new Response(Buffer.concat([body, extra]), { status: answer.status, headers })
  }
  const { socket } = outgoing
  outgoing.once('finish', () => void wait(ms).then(() => socket?.writable && socket.write(extra)))
  return answer
}

async function onTheWire(answer: Response): Promise<Buffer> {
  const body = Buffer.from(await answer.arrayBuffer())
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
    ...[...answer.headers].map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
    'connection: keep-alive',
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body])
}

/** "100 Continue" that nobody waits for, and the true answer behind it. */
export async function continueFirst({ c, carryOut }: Exchange): Promise<Response> {
  c.env.outgoing.writeContinue()
  return carryOut()
}

export async function gzipped(answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers)
  headers.set('content-encoding', 'gzip')
  const body = gzipSync(await answer.arrayBuffer())
  return new Response(body, { status: answer.status, headers })
}
