import { expect, test } from 'vitest'
import { faultIn as faultInOutcome, fuzzAnswers } from '../../drill/fuzz/fuzz-answers.ts'
import { faultIn, fuzzRequests, type Read } from '../../drill/fuzz/fuzz-requests.ts'
import { goodLookUp, goodTicket, type WireAnswer } from '../../drill/fuzz/hubsoft-answers.ts'

// `npm run fuzz` takes 10,000, from a seed of its own, and looks at memory too.
const [seed, count] = [1, 150]
const patience = 180_000

test(
  'whatever clients write, they get an answer of ours, and nothing breaks or leaks',
  async () => {
    const fuzzed = await fuzzRequests(seed, count)

    expect(fuzzed.faults).toEqual([])
    // It went everywhere; what one request alone is answered with, a busy machine may cut.
    const met = [200, 201, 202, 400, 401, 403, 404, 408, 422, 429]
    expect([...fuzzed.tally.keys()]).toEqual(expect.arrayContaining(met.map(String)))
  },
  patience,
)

test(
  'whatever HubSoft answers, what is told is true, and nothing breaks or leaks',
  async () => {
    const fuzzed = await fuzzAnswers(seed, count)

    expect(fuzzed.faults).toEqual([])
    const met = [
      'ticket success',
      'ticket pending',
      'ticket recusado_pelo_hubsoft',
      'message success',
      'message pending',
      'token nao_enviado',
      'look-up found',
      'look-up unreadable',
    ]
    expect([...fuzzed.tally.keys()]).toEqual(expect.arrayContaining(met))
  },
  patience,
)

const error = { status: 'error', msg: 'Não.', codigo: 'nao_encontrado', id_requisicao: 'x' }

/** An answer with nothing wrong, but for this. */
function answer(status: number, value: unknown, more: Record<string, string> = {}): Read {
  const body = JSON.stringify(value)
  const length = Buffer.byteLength(body)
  const headers = {
    'x-request-id': 'x',
    'content-security-policy': 'x',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-type': 'application/json',
    'content-length': String(length),
    ...more,
  }
  return { status, headers: new Map(Object.entries(headers)), body, length }
}

const opened = (protocolo: string) => ({
  status: 'success',
  msg: 'Aberto.',
  atendimento: { protocolo, descricao_abertura: null, ordens_servico: [] },
})

test.each<[string, Read]>([
  ['a fault of ours', answer(500, { ...error, codigo: 'erro_interno' })],
  ['a planted secret', answer(404, { ...error, msg: 'CANARY-senha' })],
  ['a stack', answer(404, { ...error, msg: 'at run (/srv/x.ts:1:2)' })],
  ['a planted secret in a header', answer(404, error, { 'x-y': '529.982.247-25' })],
  ['another shape', answer(404, { error: 'nope' })],
  ['an error that says success', answer(404, { status: 'success' })],
  ['no id', { ...answer(404, error), headers: new Map([['content-type', 'application/json']]) }],
  ['a named server', answer(404, error, { server: 'x' })],
  ['another length', answer(404, error, { 'content-length': '7' })],
  ['an error as a page', answer(404, error, { 'content-type': 'text/html' })],
  ['a ticket that HubSoft never opened', answer(201, opened('123'))],
])('the fuzz of requests objects to %s', (_what, read) => {
  expect(faultIn(read, false, new Map())).toEqual(expect.any(String))
  expect(faultIn(answer(404, error), false, new Map())).toBeNull()
})

const wire: WireAnswer = { ...goodTicket, status: 200, isPristine: false }
const sent = ['POST /api/v1/integracao/atendimento HTTP/1.1']
const notSent = { ...error, codigo: 'nao_enviado' }
const refused = { ...error, codigo: 'recusado_pelo_hubsoft' }
const pending = { status: 'pending', msg: 'Conferindo.', chave: 'x' }

test.each<[string, WireAnswer, unknown]>([
  ['a ticket told that HubSoft didn’t open', { ...wire, status: 500 }, opened('201811161058216')],
  ['another protocol', wire, opened('1')],
  ['a refusal told of a ticket', wire, refused],
  ['"not sent" told of a ticket', wire, notSent],
  ['"not sent" told of what was sent', { ...wire, body: null }, notSent],
  ['an untouched answer that opens nothing', { ...wire, isPristine: true }, pending],
  ['a planted secret', { ...wire, body: null }, { ...pending, msg: 'CANARY-token' }],
  ['a shape of its own', wire, { status: 'ok' }],
])('the fuzz of HubSoft’s answers objects to %s', (_what, answer, told) => {
  const one = { route: 'ticket' as const, answer }

  expect(faultInOutcome(one, JSON.stringify(told), sent)).toEqual(expect.any(String))
  expect(
    faultInOutcome({ ...one, answer: wire }, JSON.stringify(opened('201811161058216')), sent),
  ).toBeNull()
})

const nobody = { kind: 'found', found: { clientes: [] } }
const ademar = { kind: 'found', found: { clientes: [{ codigo_cliente: 1307 }] } }
const another = { kind: 'found', found: { clientes: [{ codigo_cliente: 1308 }] } }
const lookUp: WireAnswer = { ...goodLookUp, status: 200, isPristine: false }

test.each<[string, WireAnswer, unknown]>([
  ['"nobody" of somebody', lookUp, nobody],
  ['somebody else', lookUp, another],
  ['somebody out of a page', { ...lookUp, status: 502 }, ademar],
  [
    'an untouched answer that finds nobody',
    { ...lookUp, isPristine: true },
    { kind: 'unreadable' },
  ],
  ['a planted secret', lookUp, { ...ademar, senha: 'CANARY-senha' }],
])('the fuzz of look-ups objects to %s', (_what, answer, told) => {
  const one = { route: 'look-up' as const, answer }

  expect(faultInOutcome(one, JSON.stringify(told), [])).toEqual(expect.any(String))
  expect(faultInOutcome({ ...one, answer: lookUp }, JSON.stringify(ademar), [])).toBeNull()
})
