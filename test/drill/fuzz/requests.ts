import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { WireKey } from '#src/contract/fields.ts'
import { clientePath } from '#src/gateway/http/clientes/cliente-routes.ts'
import { messagePath, ticketPath } from '#src/gateway/http/tickets/ticket-request.ts'
import { bareApp } from '../../gateway/http/bare-app.ts'
import { one, weighted } from '../draw.ts'

// Few enough that requests meet each other's keys; the journal holds as many rows at most.
const keys = Array.from({ length: 200 }, () => randomUUID())
const key = one(...keys)

const ticket = fc.record(
  {
    id_cliente_servico: one(11000, '11000', 11013),
    descricao: one('Sem acesso.', 'Lento à noite.', 'x'.repeat(3900)),
    nome: one('Bianca Couto', 'José Ávila'),
    telefone: one('37999112233', '(37) 3415-1100'),
    email: one('', 'a@example.com'),
    abrir_os: fc.boolean(),
    id_tipo_atendimento: one('', 1, '5', 7, 0),
  } satisfies Record<WireKey, fc.Arbitrary<unknown>>,
  { requiredKeys: ['id_cliente_servico', 'descricao', 'nome', 'telefone'] },
)
const added = fc.record(
  { mensagem: one('Ligou de novo.', 'x'.repeat(3900)), id_cliente_servico: one(11000, '11000') },
  { requiredKeys: ['mensagem'] },
)
const credentials = fc.record({ usuario: one('ana', 'x'), senha: fc.string() })
const json = (value: fc.Arbitrary<unknown>) => value.map((data) => JSON.stringify(data))

const sending = `POST ${ticketPath}`
const adding = `${sending}${messagePath}/:id`

/** A service for which no ticket is opened here. */
export const ofNoSend = 11001

/** Where a route is asked for, if not at what its pattern says, with a key for `:chave`. */
const addresses: Record<string, string[]> = {
  'ALL /*': ['/nada', '/a/b', '//', '/?x'],
  'GET /*': ['/', '/icon.svg', '/assets/x.js', '/.env'],
  'ALL /api/*': ['/api', '/api/', '/api/v1/nada'],
  [`GET ${clientePath}`]: [
    `${clientePath}?busca=nome_razaosocial&termo_busca=couto`,
    `${clientePath}?busca=cpf_cnpj&termo_busca=529.982.247-25`,
    `${clientePath}?busca=telefone&termo_busca=37999112233&incluir_contrato=sim`,
    `${clientePath}?busca=senha&termo_busca=x`,
  ],
  [`GET ${clientePath}/atendimento`]: [
    `${clientePath}/atendimento?busca=id_cliente_servico&termo_busca=${ofNoSend}`,
    `${clientePath}/atendimento?busca=id_cliente_servico&termo_busca=11000`,
  ],
  [adding]: ['300', '301', '302', '0'].map((id) => `${ticketPath}${messagePath}/${id}`),
  [`PUT ${clientePath}/atendimento/:id_atendimento/informado`]: [
    `${clientePath}/atendimento/7/informado`,
    `${clientePath}/atendimento/0/informado`,
  ],
  [`GET ${ticketPath}`]: [ticketPath, `${ticketPath}?hoje`, `${ticketPath}?hoje=1&x`],
}
const told = json(fc.record({ canal: one(null, 'telefone', 'whatsapp', 'outro', 'fax') }))
const bodies: Record<string, fc.Arbitrary<string>> = {
  'POST /api/sessao': json(credentials),
  [sending]: json(ticket),
  [adding]: json(added),
  [`PUT ${ticketPath}/:chave/informado`]: told,
  [`PUT ${clientePath}/atendimento/:id_atendimento/informado`]: told,
}

/** One thing that a client writes on a connection, and how it goes on. */
export type WireRequest = {
  mode: string
  /** In Latin-1, with HOST, SECRET and COOKIE where the gateway's own stand. */
  text: string
  /** Where to put another byte, as a part of the whole. */
  flips: [part: number, byte: number][]
  /** Where it breaks off with a reset, as a part of the whole. */
  cutAt?: number | undefined
}

const part = fc.noBias(fc.integer({ min: 0, max: 9999 })).map((place) => place / 10_000)
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  one(
    ...['', ' ', '\0', '\t', '\r\n', '\n', '\xff\xfe'],
    ...['%', '%00', '%ff', '../', '..%2f', '\\'],
  ),
  one("' OR 1=1--", '{{7*7}}', '<script>', '&', ';', '#', '?', 'x'.repeat(3000)),
)

const methods = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  ...['OPTIONS', 'TRACE', 'CONNECT', 'QUERY'],
]
const otherMethod = fc.oneof(one(...methods, 'get', 'PURGE', 'M-SEARCH', 'X', ''), noise)

const otherTarget = (target: string) =>
  fc.oneof(
    noise.map((text) => target + text),
    noise.map((text) => `/${text}${target}`),
    one(
      '*',
      '',
      `http://HOST${target}`,
      `https://HOST${target}`,
      `http://x.example${target}`,
      `//x.example${target}`,
      `${target}/`,
      `${target}//`,
      `${target}?${'x=1&'.repeat(600)}`,
      target.toUpperCase(),
      target.replaceAll('/', '%2f'),
      target.replaceAll('/', '\\'),
      `/.${target}`,
      `${target}/../..`,
      `${target}%00`,
    ),
  )

const otherLine = fc.oneof(
  one(
    ...['Host: x.example', 'Host:', 'Host: HOST'],
    ...['Origin: null', 'Origin: http://HOST', 'Origin: https://x.example'],
    ...['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Site: same-origin'],
    ...['Content-Type: text/plain', 'Content-Type: application/json; charset=utf-16'],
    ...['Content-Encoding: gzip', 'Content-Length: 5', 'Content-Length: -1'],
    ...['Content-Length: 99999999999999999999', 'Transfer-Encoding: chunked'],
    ...['Transfer-Encoding: gzip, chunked', 'Transfer-Encoding: identity'],
  ),
  one(
    ...['Expect: 100-continue', 'Expect: a wonder', 'Connection: keep-alive'],
    ...['Connection: upgrade\r\nUpgrade: websocket', 'Connection: HOST'],
    ...[
      'X-Reenvio: 2',
      'X-Reenvio: x',
      'X-Lido-Em: 2026-11-28T10:00:00Z',
      'X-Lido-Em: x',
      'X-Chamada: PABX-1',
      'X-Chamada: \xe9',
      'X-Forwarded-For: 203.0.113.9',
    ],
    ...['X-Forwarded-Host: x.example', 'X-Forwarded-User: bia', 'X-Forwarded-Name: \xff\xfe | x'],
    ...['X-Auth-Proxy-Secret: SECRET', 'X-Auth-Proxy-Secret: wrong', 'X-Request-Id: 52998224725'],
    ...['Idempotency-Key: x', 'Cookie: sessao=x; __Host-sessao=y', 'Authorization: Basic eDp5'],
    ...['Range: bytes=99999-', 'Accept-Encoding: br, gzip;q=0', 'If-None-Match: *'],
    ...['TE: trailers', 'Trailer: X', '__proto__: x', 'constructor: x', ' folded: x', 'No colon'],
    ...[': no name', 'X: \x01\x02', `X: ${'y'.repeat(17_000)}`],
    Array.from({ length: 150 }, () => 'A: x').join('\r\n'),
  ),
  noise.map((text) => `X-Noise: ${text}`),
  noise,
)

type LineChange = { at: number; how: 'drop' | 'twice' | 'add' | 'replace'; line: string }

const lineChanges = fc.array(
  fc.record<LineChange>({
    at: fc.nat(),
    how: one('drop', 'twice', 'add', 'add', 'replace'),
    line: otherLine,
  }),
  { maxLength: 3 },
)

function changedLines(lines: string[], changes: LineChange[]): string[] {
  return changes.reduce((now, { at, how, line }) => {
    const place = now.length === 0 ? 0 : at % now.length
    const kept = how === 'drop' || how === 'replace' ? 1 : 0
    const added = how === 'drop' ? [] : [how === 'twice' ? (now[place] ?? '') : line]
    return now.toSpliced(place, kept, ...added)
  }, lines)
}

const otherBody = (body: string) =>
  fc.oneof(
    fc.json(),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    part.map((end) => body.slice(0, Math.floor(body.length * end))),
    fc.jsonValue().map((value) => body.replace(/:[^,}]*/, () => `:${JSON.stringify(value)}`)),
    one(
      body.replace('{', '{"__proto__":{"status":"success"},'),
      body.replace('{', '{"constructor":1,'),
      body.replace('{', `{"x":${'['.repeat(20_000)}${']'.repeat(20_000)},`),
      `${body}${' '.repeat(66_000)}`,
      `${body}${body}`,
      `\xef\xbb\xbf${body}`,
      body.replaceAll('"', "'"),
    ),
  )

const framings = [
  ...['length', 'length', 'length', 'length', 'chunked'],
  ...['none', 'less', 'more', 'rubbish'],
]

/** The body with what its head says of its length. */
function framed(framing: string, body: string): [lines: string[], body: string] {
  const chunk = `${body.length.toString(16)}\r\n${body}\r\n`
  switch (framing) {
    case 'chunked':
      return [['Transfer-Encoding: chunked'], `${body === '' ? '' : chunk}0\r\n\r\n`]
    case 'rubbish':
      return [['Transfer-Encoding: chunked'], `${chunk}ZZ\r\n${body}`]
    case 'none':
      return [[], body]
    case 'less':
      return [[`Content-Length: ${Math.floor(body.length / 2)}`], body]
    case 'more':
      return [[`Content-Length: ${body.length + 7}`], body]
    default:
      return [body === '' ? [] : [`Content-Length: ${body.length}`], body]
  }
}

/** What it usually is, and now and then is not: a request has some six places for that. */
const mostly = <Value>(usual: fc.Arbitrary<Value>, other: fc.Arbitrary<Value>) =>
  weighted([8, usual], [1, other])

/** To a route as the gateway registers it: "GET /healthz". */
function requestTo(route: string): fc.Arbitrary<string> {
  const [ownMethod = '', pattern = ''] = route.split(' ')
  const method = mostly(one(...(ownMethod === 'ALL' ? methods : [ownMethod])), otherMethod)
  const target = fc
    .tuple(one(...(addresses[route] ?? [pattern])), key)
    .map(([address, chave]) => address.replace(':chave', chave))
    .chain((own) => mostly(one(own), otherTarget(own)))
  const body = (bodies[route] ?? one('')).chain((own) => {
    const utf8 = Buffer.from(own).toString('latin1')
    return mostly(one(utf8), otherBody(utf8))
  })
  return fc
    .record({
      method,
      target,
      body,
      framing: mostly(fc.constant('length'), one(...framings)),
      user: one('ana', 'bia'),
      key: mostly(key, noise),
      changes: mostly(fc.constant<LineChange[]>([]), lineChanges),
      version: weighted<string>(
        [30, one('HTTP/1.1')],
        [1, one('HTTP/1.0', 'HTTP/2.0', 'http/1.1', '')],
      ),
    })
    .map(({ method, target, body, framing, user, key, changes, version }) => {
      const [length, framedBody] = framed(framing, body)
      const lines = [
        'Host: HOST',
        // Whoever waits for the end of the connection has read the answer.
        'Connection: close',
        'X-Auth-Proxy-Secret: SECRET',
        `X-Forwarded-User: ${user}`,
        'Cookie: COOKIE',
        'Content-Type: application/json',
        `Idempotency-Key: ${key}`,
        ...length,
      ]
      const head = [`${method} ${target} ${version}`, ...changedLines(lines, changes)]
      return `${head.join('\r\n')}\r\n\r\n${framedBody}`
    })
}

const weights: Record<string, number> = { [sending]: 6, [adding]: 4 }

/** To each route that the gateway has, and to those that it is for more often than to the others. */
function requestsToAll(): fc.Arbitrary<string> {
  const routes = new Set(bareApp().routes.map(({ method, path }) => `${method} ${path}`))
  return fc.oneof(
    ...[...routes].map((route) => ({
      weight: weights[route] ?? 1,
      arbitrary: requestTo(route),
    })),
  )
}

/** What clients write: right, nearly right, broken off, and rubbish. */
export function wireRequests(modes: string[]): fc.Arbitrary<WireRequest> {
  const text = weighted([20, requestsToAll()], [1, noise.map((rubbish) => `${rubbish}\r\n\r\n`)])
  const flip = fc.tuple(part, fc.integer({ min: 0, max: 255 }))
  return fc.record({
    mode: one(...modes),
    text,
    flips: weighted<[number, number][]>(
      [9, fc.constant([])],
      [1, fc.array(flip, { minLength: 1, maxLength: 3 })],
    ),
    cutAt: weighted<number | undefined>([19, one(undefined)], [1, part]),
  })
}
