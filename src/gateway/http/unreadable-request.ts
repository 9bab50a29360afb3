import type { Duplex } from 'node:stream'

const answers = new Map([
  [
    'HPE_HEADER_OVERFLOW',
    ['431 Request Header Fields Too Large', 'Os cabeçalhos do pedido são grandes demais.'],
  ],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['408 Request Timeout', 'O pedido não chegou inteiro a tempo.']],
])
const otherwise = ['400 Bad Request', 'O pedido não é HTTP legível.']

/** Answers what never became a request in design §5's shape too; Node by itself sends an empty body. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex) {
  if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
  const [status, said] = answers.get(error.code ?? '') ?? otherwise
  const id_requisicao = crypto.randomUUID()
  const msg = `${said} Nada foi enviado.`
  const body = JSON.stringify({
    status: 'error',
    msg,
    codigo: 'requisicao_invalida',
    id_requisicao,
  })
  const answer = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json; charset=UTF-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Request-Id: ${id_requisicao}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n')
  // Destroyed, since what arrives after this answer said no must not be carried out.
  return socket.end(answer, () => socket.destroy())
}
