import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { WireKey } from '#src/contract/fields.ts'
import { ticketPath } from '#src/gateway/http/ticket-request.ts'

/** One of the gateway's routes, and how a request to it looks when nothing is wrong with it. */
type Route = {
  method: string
  pattern: string
  target: fc.Arbitrary<string>
  body?: fc.Arbitrary<string>
}

// Few enough that requests meet each other's keys; the journal holds as many rows at most.
const keys = Array.from({ length: 200 }, () => randomUUID())
const key = fc.constantFrom(...keys)

const ticket = fc.record(
  {
    id_cliente_servico: fc.constantFrom(11000, '11000', 11013),
    descricao: fc.constantFrom('Sem acesso.', 'Lento à noite.', 'x'.repeat(3900)),
    nome: fc.constantFrom('Bianca Couto', 'José Ávila'),
    telefone: fc.constantFrom('37999112233', '(37) 3415-1100'),
    email: fc.constantFrom('', 'a@example.com'),
    abrir_os: fc.boolean(),
  } satisfies Record<WireKey, fc.Arbitrary<unknown>>,
  { requiredKeys: ['id_cliente_servico', 'descricao', 'nome', 'telefone'] },
)
const credentials = fc.record({ usuario: fc.constantFrom('ana', 'x'), senha: fc.string() })
const json = (value: fc.Arbitrary<unknown>) => value.map((data) => JSON.stringify(data))

/**
 * Every route there is: a new one has its line here, or a test says so. `pattern` is the one that it
 * is registered under.
 */
export const routes: Route[] = [
  { method: 'ALL', pattern: '/*', target: fc.constantFrom('/nada', '/a/b', '//', '/?x') },
  {
    method: 'GET',
    pattern: '/*',
    target: fc.constantFrom('/', '/icon.svg', '/assets/x.js', '/.env'),
  },
  { method: 'GET', pattern: '/healthz', target: fc.constant('/healthz') },
  { method: 'GET', pattern: '/readyz', target: fc.constant('/readyz') },
  { method: 'GET', pattern: '/metrics', target: fc.constant('/metrics') },
  { method: 'ALL', pattern: '/readyz', target: fc.constant('/readyz?x') },
  { method: 'ALL', pattern: '/metrics', target: fc.constant('/metrics?x') },
  { method: 'ALL', pattern: '/api/*', target: fc.constantFrom('/api', '/api/', '/api/v1/nada') },
  { method: 'GET', pattern: '/api/configuracao', target: fc.constant('/api/configuracao') },
  { method: 'GET', pattern: '/api/sessao', target: fc.constant('/api/sessao') },
  {
    method: 'POST',
    pattern: '/api/sessao',
    target: fc.constant('/api/sessao'),
    body: json(credentials),
  },
  { method: 'DELETE', pattern: '/api/sessao', target: fc.constant('/api/sessao') },
  {
    method: 'GET',
    pattern: ticketPath,
    target: fc.constantFrom('', '?hoje', '?hoje=1&x').map((query) => ticketPath + query),
  },
  {
    method: 'GET',
    pattern: `${ticketPath}/:chave`,
    target: key.map((one) => `${ticketPath}/${one}`),
  },
  {
    method: 'POST',
    pattern: `${ticketPath}/:chave/conferir`,
    target: key.map((one) => `${ticketPath}/${one}/conferir`),
  },
  // More often than the others: it is what the gateway is for.
  ...Array.from({ length: 6 }, () => ({
    method: 'POST',
    pattern: ticketPath,
    target: fc.constant(ticketPath),
    body: json(ticket),
  })),
]

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
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\t',
    '\r\n',
    '\n',
    '\xff\xfe',
    '%',
    '%00',
    '%ff',
    '../',
    '..%2f',
    '\\',
  ),
  fc.constantFrom("' OR 1=1--", '{{7*7}}', '<script>', '&', ';', '#', '?', 'x'.repeat(3000)),
)

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'QUERY',
]
const otherMethod = fc.oneof(
  fc.constantFrom(...methods, 'get', 'PURGE', 'M-SEARCH', 'X', ''),
  noise,
)

const otherTarget = (target: string) =>
  fc.oneof(
    noise.map((text) => target + text),
    noise.map((text) => `/${text}${target}`),
    fc.constantFrom(
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
  fc.constantFrom(
    'Host: x.example',
    'Host:',
    'Host: HOST',
    'Origin: null',
    'Origin: http://HOST',
    'Origin: https://x.example',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Site: same-origin',
    'Content-Type: text/plain',
    'Content-Type: application/json; charset=utf-16',
    'Content-Encoding: gzip',
    'Content-Length: 5',
    'Content-Length: -1',
    'Content-Length: 99999999999999999999',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: identity',
  ),
  fc.constantFrom(
    'Expect: 100-continue',
    'Expect: a wonder',
    'Connection: keep-alive',
    'Connection: upgrade\r\nUpgrade: websocket',
    'Connection: HOST',
    'X-Reenvio: 2',
    'X-Reenvio: x',
    'X-Forwarded-For: 203.0.113.9',
    'X-Forwarded-Host: x.example',
    'X-Forwarded-User: bia',
    'X-Forwarded-Name: \xff\xfe | x',
    'X-Auth-Proxy-Secret: SECRET',
    'X-Auth-Proxy-Secret: wrong',
    'X-Request-Id: 52998224725',
    'Idempotency-Key: x',
    'Cookie: sessao=x; __Host-sessao=y',
    'Authorization: Basic eDp5',
    'Range: bytes=99999-',
    'Accept-Encoding: br, gzip;q=0',
    'If-None-Match: *',
    'TE: trailers',
    'Trailer: X',
    '__proto__: x',
    'constructor: x',
    ' folded: x',
    'No colon',
    ': no name',
    'X: \x01\x02',
    `X: ${'y'.repeat(17_000)}`,
    Array.from({ length: 150 }, () => 'A: x').join('\r\n'),
  ),
  noise.map((text) => `X-Noise: ${text}`),
  noise,
)

type LineChange = { at: number; how: 'drop' | 'twice' | 'add' | 'replace'; line: string }

const lineChanges = fc.array(
  fc.record<LineChange>({
    at: fc.nat(),
    how: fc.constantFrom('drop', 'twice', 'add', 'add', 'replace'),
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
    fc.constantFrom(
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
  'length',
  'length',
  'length',
  'length',
  'chunked',
  'none',
  'less',
  'more',
  'rubbish',
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
  fc.oneof({ weight: 8, arbitrary: usual }, { weight: 1, arbitrary: other })

function requestTo(route: Route): fc.Arbitrary<string> {
  const method = mostly(
    route.method === 'ALL' ? fc.constantFrom(...methods) : fc.constant(route.method),
    otherMethod,
  )
  const target = route.target.chain((own) => mostly(fc.constant(own), otherTarget(own)))
  const body = (route.body ?? fc.constant('')).chain((own) => {
    const utf8 = Buffer.from(own).toString('latin1')
    return mostly(fc.constant(utf8), otherBody(utf8))
  })
  return fc
    .record({
      method,
      target,
      body,
      framing: mostly(fc.constant('length'), fc.constantFrom(...framings)),
      user: fc.constantFrom('ana', 'bia'),
      key: mostly(key, noise),
      changes: mostly(fc.constant<LineChange[]>([]), lineChanges),
      version: fc.oneof(
        { weight: 30, arbitrary: fc.constant('HTTP/1.1') },
        fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'http/1.1', ''),
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

/** What clients write: right, nearly right, broken off, and rubbish. */
export function wireRequests(modes: string[]): fc.Arbitrary<WireRequest> {
  const text = fc.oneof(
    { weight: 20, arbitrary: fc.oneof(...routes.map(requestTo)) },
    { weight: 1, arbitrary: noise.map((rubbish) => `${rubbish}\r\n\r\n`) },
  )
  const flip = fc.tuple(part, fc.integer({ min: 0, max: 255 }))
  return fc.record({
    mode: fc.constantFrom(...modes),
    text,
    flips: fc.oneof(
      { weight: 9, arbitrary: fc.constant<[number, number][]>([]) },
      fc.array(flip, { minLength: 1, maxLength: 3 }),
    ),
    cutAt: fc.oneof({ weight: 19, arbitrary: fc.constant(undefined) }, part),
  })
}
