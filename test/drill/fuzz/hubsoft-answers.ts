import fc from 'fast-check'
import { hubsoftAnswers, seedAnswer, seedText } from '../../samples.ts'
import { one, weighted } from '../draw.ts'
import { crash, page, plant, planted } from './planted.ts'

/** What goes over the wire in place of HubSoft's answer. */
export type WireAnswer = {
  /** The head and the body in its framing. */
  bytes: Buffer
  /** What becomes of the connection behind them. */
  end: 'close' | 'reset' | 'stall'
  status: number
  /** The body, where the framing holds it whole; null where nobody could read one. */
  body: Buffer | null
  /** Untouched, as HubSoft itself sends it. */
  isPristine: boolean
}

const json = fc.jsonValue({ maxDepth: 2 })
const telling = one<unknown[]>(
  ...['success', ' Suscess ', 'SUCESSO', 'error', 'ok', true, null, '', [], {}, 0, -1],
  ...[2.0220804154332e19, 1e308, 20260904111502604, '20260904111502604417'],
  ...['0', ' 201811161058216 ', '201811161058216x', ['O campo telefone é obrigatório.']],
  { telefone: ['O campo telefone é obrigatório.'], nome: { '0': 'x' } },
)

type Change = { at: number; how: string; with: unknown }

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  how: one('replace', 'replace', 'remove', 'wrap', 'list', 'text', 'number', 'rename'),
  with: fc.oneof(telling, json),
})

/** A place inside a body that a change can be made at. */
type Place = { holder: Record<string, unknown>; key: string }

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder: Record<string, unknown> = Object(value)
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])])
}

function changed(original: unknown, changes: Change[]): unknown {
  const root = { body: structuredClone(original) }
  for (const { at, how, with: other } of changes) {
    // The top counts more: there stands what an answer is read by.
    const places = [...placesIn(root), ...placesIn(root).slice(0, 6), ...placesIn(root).slice(0, 6)]
    const place = places[at % places.length]
    if (!place) continue
    const { holder, key } = place
    const own = holder[key]
    if (how === 'remove') delete holder[key]
    else if (how === 'rename') {
      delete holder[key]
      holder[`${key}_`] = own
    } else holder[key] = remade(own, how, structuredClone(other))
  }
  return root.body
}

function remade(own: unknown, how: string, other: unknown): unknown {
  switch (how) {
    case 'wrap':
      return { valor: own }
    case 'list':
      return [own]
    case 'text':
      return String(own)
    case 'number':
      return Number(own)
    default:
      return other
  }
}

const nested = [200, 20_000].map((levels) => '['.repeat(levels) + ']'.repeat(levels))
const inFront = (more: string) => (text: string) => text.replace('{', `{${more},`)

/** Changes to the text of a body, none of which moves a planted value to where it may be shown. */
const spoilt = weighted<(text: string) => Buffer | string>(
  [30, one((text: string) => text)],
  [
    1,
    fc.noBias(fc.nat({ max: 99 })).map((percent) => (text) => {
      const bytes = Buffer.from(text)
      return bytes.subarray(0, Math.floor((bytes.length * percent) / 100))
    }),
  ],
  [
    1,
    fc
      .array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })
      .map((flips) => (text) => {
        const bytes = Buffer.from(text)
        for (const [at, byte] of flips) bytes[at % bytes.length] = byte
        return bytes
      }),
  ],
  [
    1,
    one('\ufeff', ' \n', ")]}',\n", '<br />\n<b>Warning</b>', '\0').map(
      (before) => (text) => before + text,
    ),
  ],
  [1, one('}', '\n<!-- fim -->', ',{}', '\0', ' ').map((after) => (text) => text + after)],
  [
    3,
    one('error', 'Suscess ', 'SUCESSO', 'ok', 'unsuccess', 'success?', '').map(
      (word) => (text) => text.replace(/"status":"[^"]*"/, `"status":"${word}"`),
    ),
  ],
  // A number of twenty digits, which a reader in a hurry takes for another (Q3).
  [3, one((text: string) => text.replace(/"protocolo":"(\d+)"/, '"protocolo":$1'))],
  [1, one((text: string) => Buffer.from(text, 'latin1'))],
  [1, one((text: string) => Buffer.from(text, 'utf16le'))],
  [1, one((text: string) => JSON.stringify(text))],
  [1, one(inFront('"__proto__":{"status":"success"}'))],
  [1, one(inFront('"constructor":null,"status":"error"'))],
  [1, one(...nested).map((levels) => inFront(`"fundo":${levels}`))],
)

const statuses = weighted<number>(
  [8, one(200)],
  [1, one(201, 202, 204, 206, 301, 302, 304, 307, 400, 401, 403, 404, 409, 413, 418)],
  [1, one(422, 422, 429, 429, 500, 502, 503, 504, 599, 600, 999)],
)

const headerLines = fc.array(
  one(
    ...['Content-Type: application/json', 'Content-Type: text/html; charset=iso-8859-1'],
    ...['Content-Encoding: gzip', 'Set-Cookie: sessao=CANARY', 'Server: CANARY/7'],
    ...['X-Powered-By: CANARY', 'Location: https://x.example/CANARY'],
    ...['Retry-After: 7', 'Retry-After: -1', 'Retry-After: 1e999', 'Retry-After: CANARY'],
    ...[
      'Retry-After: 99999999999',
      'Connection: close',
      'Trailer: X',
      `X-Long: ${'y'.repeat(9000)}`,
    ],
  ),
  { maxLength: 4 },
)

const framings = weighted(
  [16, one('length')],
  [4, one('chunked')],
  [4, one('until-close')],
  [1, one('too-long', 'too-short', 'two-lengths', 'chunks-cut', 'chunks-rubbish', 'both')],
  [1, one('reset-in-head', 'reset-in-body', 'stall-in-body', 'no-answer', 'reset-at-once')],
  [1, one('continue', 'early-hints', 'switching', 'no-http', 'http-1.0', 'head-without-end')],
)

type Framed = Pick<WireAnswer, 'bytes' | 'end' | 'body'>

/** Texts in Latin-1, one behind the other. */
const joined = (...parts: (string | Buffer)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  )

/** The answer in this framing; `body` is null where its reader can't have got the whole of it. */
function framed(framing: string, status: number, lines: string[], body: Buffer): Framed {
  const start = (first: string, ...more: string[]) =>
    `${[first, ...lines, ...more].join('\r\n')}\r\n\r\n`
  const ok = `HTTP/1.1 ${status} X`
  const length = `Content-Length: ${body.length}`
  const inChunks = 'Transfer-Encoding: chunked'
  const chunk = joined(`${body.length.toString(16)}\r\n`, body, '\r\n')
  const plain = joined(start(ok, length), body)
  const half = plain.subarray(0, Math.floor(plain.length - body.length / 2))
  function whole(...parts: (string | Buffer)[]): Framed {
    return { bytes: joined(...parts), end: 'close', body }
  }
  function broken(bytes: string | Buffer, end: WireAnswer['end'] = 'close'): Framed {
    return { bytes: joined(bytes), end, body: null }
  }
  switch (framing) {
    case 'chunked':
      return whole(start(ok, inChunks), chunk, '0\r\n\r\n')
    case 'until-close':
      return whole(start(ok, 'Connection: close'), body)
    case 'too-long':
      return broken(joined(start(ok, `Content-Length: ${body.length + 9}`), body))
    case 'too-short':
      // Its reader takes the beginning for the whole.
      return { ...whole(start(ok, 'Content-Length: 9'), body), body: body.subarray(0, 9) }
    case 'two-lengths':
      return broken(joined(start(ok, length, 'Content-Length: 1'), body))
    case 'both':
      return whole(start(ok, length, inChunks), chunk, '0\r\n\r\n')
    case 'chunks-cut':
      return broken(joined(start(ok, inChunks), chunk))
    case 'chunks-rubbish':
      return broken(joined(start(ok, inChunks), chunk, 'ZZ\r\nCANARY\r\n'))
    case 'reset-in-head':
      return broken(plain.subarray(0, 20), 'reset')
    case 'reset-in-body':
      return broken(half, 'reset')
    case 'stall-in-body':
      return broken(half, 'stall')
    case 'no-answer':
      return broken('', 'stall')
    case 'reset-at-once':
      return broken('', 'reset')
    case 'continue':
      return whole('HTTP/1.1 100 Continue\r\n\r\n', plain)
    case 'early-hints':
      return whole('HTTP/1.1 103 Early Hints\r\nLink: </CANARY>\r\n\r\n', plain)
    case 'switching':
      return broken('HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nCANARY')
    case 'no-http':
      return broken('SSH-2.0-CANARY\r\n')
    case 'http-1.0':
      return whole(start(`HTTP/1.0 ${status} X`, length), body)
    case 'head-without-end':
      return broken(`${ok}\r\nX: ${'CANARY'.repeat(5000)}`)
    default:
      return whole(plain)
  }
}

// One for all of them: what the samples hold would hide what the gateway holds.
const huge: WireAnswer = {
  ...framed(
    'length',
    200,
    [],
    Buffer.from(JSON.stringify({ enche: 'x'.repeat(5e6), ...seedAnswer })),
  ),
  status: 200,
  isPristine: false,
}

/** A body of HubSoft's and what becomes of it on its way. */
function onTheWire(bodies: unknown[], own: number): fc.Arbitrary<WireAnswer> {
  const pristine = one(...bodies.slice(0, own)).map((body): WireAnswer => {
    const bytes = Buffer.from(JSON.stringify(body))
    return { ...framed('length', 200, [], bytes), status: 200, isPristine: true }
  })
  const mended = fc
    .tuple(one(...bodies), fc.array(change, { maxLength: 4 }), spoilt)
    .map(([own, changes, spoil]) => {
      const made = changed(own, changes)
      return spoil(typeof made === 'string' ? made : (JSON.stringify(made) ?? ''))
    })
  const body = weighted<Buffer | string>(
    [20, mended],
    [1, fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))],
    [1, one(page, '', '[]', 'null', '"success"')],
  ).map((made) => (typeof made === 'string' ? Buffer.from(made) : made))
  const mutated = fc.record({ body, status: statuses, lines: headerLines, framing: framings }).map(
    ({ body, status, lines, framing }): WireAnswer => ({
      ...framed(framing, status, lines, body),
      status,
      isPristine: false,
    }),
  )
  return weighted([10, pristine], [300, mutated], [1, one(huge)])
}

/** The ticket that messages are for. */
export const messageTo = 300

const { openedWithoutOrder, ...others } = hubsoftAnswers
const withoutReference = (answer: { atendimento: object }) => ({
  ...answer,
  atendimento: { ...answer.atendimento, descricao_abertura: seedText },
})
const successes = [seedAnswer, withoutReference(openedWithoutOrder)]

/** Answers to a ticket: successes, refusals and crashes, most of them spoilt. */
export const ticketAnswers = onTheWire(
  [...successes.map(plant), ...Object.values(others).map(plant), { ...crash, ...planted }],
  successes.length,
)

/** Its text is not told: no sample knows the reference of a send. */
const added = {
  status: 'success',
  msg: 'Mensagem Adicionada com sucesso',
  atendimento_mensagem: {
    ...{ id_atendimento: messageTo, id_usuario: 7, ip_cadastro: '198.51.100.77', ativo: true },
    atendimento: {
      ...{ id_atendimento: messageTo, protocolo: '20260904111502604417' },
      ...{ nome_contato: 'CANARY-contato', telefone_contato: 'CANARY-telefone' },
    },
  },
}

/** Answers to a message: yes, refusals and crashes, most of them spoilt. */
export const messageAnswers = onTheWire(
  [plant(added), ...Object.values(others).map(plant), plant(seedAnswer), { ...crash, ...planted }],
  1,
)

const customer = {
  codigo_cliente: 1307,
  nome_razaosocial: 'ADEMAR DAS AMOSTRAS',
  telefone_primario: '37999990001',
  alerta_mensagens: ['Rompimento de fibra\n\n24/11/2026 08:12 - Zulmira Inventada'],
  servicos: [
    {
      id_cliente_servico: 11002,
      numero_plano: 14,
      nome: 'EXEMPLO FIBRA 300M',
      endereco_instalacao: { completo: 'RUA DAS AMOSTRAS, 7 - CENTRO' },
      ultima_conexao: { conectado: true, ultima_conexao_datetime: '2026-05-25 19:14:26-03' },
    },
  ],
}
const foundOne = { status: 'success', msg: 'Dados consultados com sucesso', clientes: [customer] }

/** Answers to a look-up of one customer. */
export const lookUpAnswers = onTheWire(
  [
    plant(foundOne),
    plant({ ...foundOne, clientes: [{ ...customer, codigo_cliente: 1308 }, customer] }),
    plant({ ...foundOne, clientes: [] }),
    plant(hubsoftAnswers.permissionMissing),
    plant({ status: 'error', msg: 'Cliente não encontrado' }),
    { ...crash, ...planted },
  ],
  2,
)

export const grant = { token_type: 'Bearer', expires_in: 3600, access_token: 'CANARY-token' }

/** Answers to a sign-in. */
export const tokenAnswers = onTheWire(
  [
    { ...planted, ...grant },
    { ...planted, ...grant, expires_in: '3600' },
    { ...planted, ...grant, access_token: 'CANARY\r\nX-Injected: 1' },
    { error: 'invalid_credentials', message: 'CANARY', ...planted },
    crash,
  ],
  2,
)

/** The answer that every other route gives. */
export const goodGrant = framed('length', 200, [], Buffer.from(JSON.stringify(grant)))
export const goodTicket = framed('length', 200, [], Buffer.from(JSON.stringify(plant(seedAnswer))))
export const goodMessage = framed('length', 200, [], Buffer.from(JSON.stringify(plant(added))))
export const goodLookUp = framed('length', 200, [], Buffer.from(JSON.stringify(plant(foundOne))))
