import { expect, test } from 'vitest'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import type { EmulatorOptions } from '#src/emulator/server.ts'
import type { Atendimento } from '#src/emulator/tickets/atendimento.ts'
import { connectTo } from '../gateway/http/raw.ts'
import { heldWait } from '../held-wait.ts'
import { hubsoftAnswers } from '../samples.ts'
import {
  connectionReset,
  customersRoute,
  grant,
  newTicket,
  running,
  typesRoute,
} from './running.ts'

/** An emulator whose next request meets this. */
async function meeting(order: FaultOrderInput, options: EmulatorOptions = {}) {
  const house = await running(options)
  house.emulator.faults.inject(order)
  return house
}

test.each([
  ['slow', 0, 200],
  ['slow-after', 1, 200],
  ['stored-late', 0, 'reset'],
] as const)(
  '%s: until the time has passed %i ticket stands; it ends with %s',
  async (fault, early, end) => {
    const { asked, wait, release } = heldWait()
    const { openTicket, ledger } = await meeting(
      { route: 'atendimento', fault, ms: 4000 },
      { wait },
    )

    const sent = openTicket().then(
      ({ status }) => status,
      () => 'reset',
    )
    await expect.poll(() => asked).toEqual([4000])
    expect(ledger.tickets).toHaveLength(early)
    release()

    expect(await sent).toBe(end)
    await expect.poll(() => ledger.tickets).toHaveLength(1)
  },
)

test('reset-after: the connection drops, and what would have been stored without it is', async () => {
  const { openTicket, ledger } = await meeting({
    route: 'atendimento',
    fault: 'reset-after',
    times: 3,
  })

  await expect(openTicket({ ...newTicket, telefone: '' })).rejects.toEqual(connectionReset)
  await expect(openTicket(newTicket, { token: 'inventado' })).rejects.toEqual(connectionReset)
  expect(ledger.tickets).toEqual([])
  await expect(openTicket()).rejects.toEqual(connectionReset)

  expect(ledger.tickets).toHaveLength(1)
})

test.each([
  ['silent-before', 0],
  ['silent-after', 1],
] as const)('%s: %i ticket stands, and no answer comes until all ends', async (fault, stored) => {
  const { openTicket, ledger, stop } = await meeting({ route: 'atendimento', fault })
  const sent = openTicket()
  sent.catch(() => {})
  await expect.poll(() => ledger.requests).toHaveLength(2)
  await expect.poll(() => ledger.tickets).toHaveLength(stored)

  await stop()

  await expect(sent).rejects.toEqual(connectionReset)
  expect(ledger.tickets).toHaveLength(stored)
})

const nginxPage = /<h1>.*<\/h1>[\s\S]*nginx/

test.each([
  ['html', 200, nginxPage, 'text/html; charset=UTF-8'],
  ['empty', 200, /^$/, 'application/json'],
  ['stack-trace', 200, /"status":"error","msg":"SQLSTATE.*#0 .*\.php\(629\)/, 'application/json'],
  ['stack-trace-keys', 200, /"line":214,"file":.*"trace":\["#0 /, 'application/json'],
  ['http-500', 500, nginxPage, 'text/html; charset=UTF-8'],
  ['http-502', 502, nginxPage, 'text/html; charset=UTF-8'],
  ['http-503', 503, nginxPage, 'text/html; charset=UTF-8'],
] as const)('%s: another answer in place of the true one', async (fault, status, text, type) => {
  const { openTicket, ledger } = await meeting({ route: 'atendimento', fault })

  const answer = await openTicket()

  expect([answer.status, answer.headers['content-type']]).toEqual([status, type])
  expect(answer.text).toMatch(text)
  expect(ledger.tickets).toEqual([])
})

const phoneMissing = 'O campo telefone é obrigatório.'
const invalidFields = 'Os dados fornecidos são inválidos'
const pending = 'O cliente possui pendências cadastrais e não permite abertura de atendimento.'
const laravelErrors = {
  telefone: [phoneMissing],
  id_cliente_servico: ['O campo id cliente servico deve ser do tipo integer'],
}

const crashKeys = ['status', 'msg', 'code', 'description', 'line', 'file', 'trace']
const thrown = Object.fromEntries(crashKeys.map((key) => [key, expect.anything()]))
const aboutPermission = { ...thrown, status: 'error', msg: expect.stringMatching(/permi/) }
const quoting = { status: 'error', msg: expect.stringContaining('NULL'), errors: [] }

test.each([
  ['unauthorized', 401, hubsoftAnswers.unauthenticated],
  ['forbidden', 403, hubsoftAnswers.permissionMissing],
  ['forbidden-exception', 403, aboutPermission],
  ['too-many', 429, hubsoftAnswers.tooMany],
  ['refused', 200, { status: 'error', msg: pending, errors: [] }],
  ['refused-without-errors', 200, { status: 'error', msg: pending }],
  ['refused-erro', 200, { status: 'erro', msg: pending, errors: [] }],
  ['refused-crash-words', 200, quoting],
  ['refused-exception', 200, aboutPermission],
  ['refused-errors-array', 200, { status: 'error', msg: invalidFields, errors: [phoneMissing] }],
  ['refused-errors-object', 200, { status: 'error', msg: invalidFields, errors: laravelErrors }],
  ['validation-422', 422, { message: 'The given data was invalid.', errors: laravelErrors }],
] as const)('%s: a no with HTTP %i, nothing stored', async (fault, status, body) => {
  const { openTicket, ledger } = await meeting({ route: 'atendimento', fault })

  const answer = await openTicket()

  expect([answer.status, answer.body]).toEqual([status, body])
  expect(answer.headers['retry-after']).toBe(fault === 'too-many' ? '37' : undefined)
  expect(ledger.tickets).toEqual([])
})

/** One ticket under this fault: what the client read, and the ticket as it stands, its work order made. */
async function openUnder(order: FaultOrderInput) {
  const { emulator, openTicket, ledger } = await running()
  emulator.faults.inject(order)
  const answer = await openTicket()
  const [stored, another] = ledger.tickets
  if (!stored || another) throw new Error('There is not one ticket')
  expect(answer.status).toBe(200)
  expect(stored.atendimento.ordens_servico).toHaveLength(1)
  return { answer, ticket: stored.atendimento }
}

const told = { status: 'success', msg: expect.any(String) }
const partly = (part: object) => expect.objectContaining(part)
const aKey = { anotacoes: 'SEGREDO-CAMPO-NOVO' }

test.each([
  [
    'success-without-os',
    ({ ordens_servico: _, ...ticket }: Atendimento) => ({ ...told, atendimento: ticket }),
  ],
  [
    'os-empty',
    (ticket: Atendimento) => ({ ...told, atendimento: { ...ticket, ordens_servico: [] } }),
  ],
  ['success-without-atendimento', () => told],
  ['suscess', (atendimento: Atendimento) => ({ ...told, status: 'suscess', atendimento })],
  [
    'draft-answer',
    ({ protocolo }: Atendimento) => ({
      ...told,
      atendimento: partly({ protocolo, rascunho: true, descricao_abertura: null }),
    }),
  ],
  [
    'numbers-as-strings',
    (ticket: Atendimento) => ({
      ...told,
      atendimento: JSON.parse(JSON.stringify(ticket).replace(/(":)([\d.]+)/g, '$1"$2"')),
    }),
  ],
  [
    'nulls',
    ({ id_atendimento, protocolo }: Atendimento) => ({
      ...told,
      atendimento: partly({
        id_atendimento,
        protocolo,
        data_cadastro: null,
        status: null,
        cliente: null,
        ordens_servico: [partly({ numero_ordem_servico: '320', data_cadastro: null })],
      }),
    }),
  ],
  [
    'extra-fields',
    ({ protocolo }: Atendimento) => ({
      ...told,
      encrypted: false,
      cliente: null,
      campo_novo: aKey,
      atendimento: partly({
        protocolo,
        campo_novo: aKey,
        cliente: partly({ campo_novo: aKey }),
        ordens_servico: [partly({ campo_novo: aKey, servico: partly({ campo_novo: aKey }) })],
      }),
    }),
  ],
] as const)('%s: the answer is changed, the ticket stands whole', async (fault, changed) => {
  const { answer, ticket } = await openUnder({ route: 'atendimento', fault })

  expect(answer.body).toEqual(changed(ticket))
})

test('html-content-type: the true answer is called a page', async () => {
  const { answer, ticket } = await openUnder({ route: 'atendimento', fault: 'html-content-type' })

  expect(answer.headers['content-type']).toBe('text/html; charset=UTF-8')
  expect(answer.body).toEqual({ ...told, atendimento: ticket })
})

test('gzip: the answer comes packed, unasked', async () => {
  const { answer } = await openUnder({ route: 'atendimento', fault: 'gzip' })

  expect(answer.headers['content-encoding']).toBe('gzip')
})

test('protocol-as-number: the text holds all its digits, a parsed number does not', async () => {
  const { answer, ticket } = await openUnder({ route: 'atendimento', fault: 'protocol-as-number' })

  expect(answer.text).toContain(`"protocolo":${ticket.protocolo},`)
  expect(answer.body).toMatchObject({ atendimento: { protocolo: Number(ticket.protocolo) } })
})

test('msg-lies: the message quotes a protocol that is not the ticket’s', async () => {
  const { answer, ticket } = await openUnder({ route: 'atendimento', fault: 'msg-lies' })

  const msg = expect.stringMatching(/protocolo: \d{20}\./)
  expect(answer.body).toEqual({ ...told, msg, atendimento: ticket })
  expect(answer.body).not.toMatchObject({ msg: expect.stringContaining(ticket.protocolo) })
})

test.each(['truncated-json', 'nulls', 'success-without-os', 'protocol-as-number'] as const)(
  '%s: a refusal stays a refusal',
  async (fault) => {
    const { emulator, openTicket, ledger } = await running()
    emulator.faults.inject({ route: 'atendimento', fault })

    const answer = await openTicket({ ...newTicket, telefone: '' })

    expect(answer.text).toMatch(/^\{"status":"error"/)
    expect(ledger.tickets).toEqual([])
  },
)

test('a fault meets one route alone, and an outage of all lasts until it is called off', async () => {
  const { emulator, signIn, openTicket, read, listOf, ledger } = await running()
  const { access_token: token } = await signIn()
  const ask = {
    token: signIn,
    atendimento: () => openTicket(newTicket, { token }),
    listagem: () => listOf(11000, token),
    consulta: () => read(`${customersRoute}?busca=codigo_cliente&termo_busca=1204`, { token }),
    leitura: () => read(typesRoute, { token }),
  }
  const routes = ['token', 'atendimento', 'listagem', 'consulta', 'leitura'] as const
  for (const route of routes) {
    emulator.faults.inject({ route, fault: 'reset-before' })
    await expect(ask[route]()).rejects.toEqual(connectionReset)
    await Promise.all(Object.values(ask).map((one) => one()))
  }
  for (const route of routes) {
    emulator.faults.inject({ route, fault: 'reset-before', times: 1_000_000 })
  }

  for (const route of [...routes, ...routes]) {
    await expect(ask[route]()).rejects.toEqual(connectionReset)
  }
  emulator.faults.clear()

  for (const route of routes) await ask[route]()
  expect(ledger.tickets).toHaveLength(6)
})

test('a sign-in fails in the same ways: wrong user, too many, half an answer, no refresh token', async () => {
  const { emulator, postJson, ledger } = await running()
  for (const fault of ['unauthorized', 'too-many', 'truncated-json', 'nulls'] as const) {
    emulator.faults.inject({ route: 'token', fault })
  }
  const signIn = () => postJson('/oauth/token', grant)

  expect(await signIn()).toMatchObject({ status: 401, body: { error: 'invalid_credentials' } })
  expect(await signIn()).toMatchObject({ status: 429, headers: { 'retry-after': '37' } })
  expect(await signIn()).toMatchObject({ status: 200, body: undefined })
  expect(await signIn()).toMatchObject({ body: { token_type: 'Bearer', refresh_token: null } })
  expect(ledger.requests).toHaveLength(4)
})

const rawSignIn = `POST /oauth/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${JSON.stringify(grant).length}\r\n\r\n${JSON.stringify(grant)}`

/** One connection, and what comes back on it, byte for byte, for one request after the other. */
async function connection(url: string) {
  const socket = await connectTo(url)
  let read = ''
  socket.setEncoding('utf8').on('data', (text) => {
    read += text
  })
  return async (request: string, whole: RegExp) => {
    read = ''
    socket.write(request)
    await expect.poll(() => read).toMatch(whole)
    return read
  }
}

const grantedThen = (extra: string) =>
  new RegExp(`^HTTP/1\\.1 200 OK\r\n[\\s\\S]*"access_token"[\\s\\S]*HTTP/1\\.1 ${extra}`)

test.each([
  ['refused', '200 OK[\\s\\S]*"status":"error"'],
  ['unauthorized', '401 Unauthorized[\\s\\S]*Unauthenticated'],
  ['forbidden', '403 Forbidden[\\s\\S]*permissão'],
  ['too-many', '429 Too Many Requests[\\s\\S]*"retry_after":37'],
  ['timeout', '408 Request Timeout[\\s\\S]*Time-out'],
  ['success', '200 OK[\\s\\S]*"protocolo":"777"'],
] as const)(
  'extra-answer, %s: behind the true answer, and the connection goes on',
  async (kind, extra) => {
    const { url, emulator } = await running({ wait: () => Promise.resolve() })
    const say = await connection(url)
    for (const ms of [0, 5]) {
      emulator.faults.inject({ route: 'token', fault: 'extra-answer', kind, protocolo: '777', ms })

      await say(rawSignIn, grantedThen(extra))

      const next = await say(rawSignIn, /"access_token"[\s\S]*\r\n0\r\n\r\n$/)
      expect(next.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200'])
    }
  },
)

test('interim-100: a 100 that nobody waits for comes before the answer', async () => {
  const { url, emulator } = await running()
  emulator.faults.inject({ route: 'token', fault: 'interim-100' })

  const say = await connection(url)

  const answer = await say(rawSignIn, /\r\n0\r\n\r\n$/)

  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
})

const sent = 'Sem sinal - ONU | Atendente: Ana Sá | REF 7F3K-2Q9D'
const kept = `${sent} | ATENDIMENTO ABERTO VIA API`

test.each([
  ['shortened', 'Sem sinal - ONU | A'],
  ['en-dash', kept.replaceAll('-', '–')],
  ['em-dash', kept.replaceAll('-', '—')],
  ['no-break-hyphen', kept.replaceAll('-', '\u2011')],
  ['minus-sign', kept.replaceAll('-', '\u2212')],
  ['no-break-spaces', kept.replaceAll(' ', '\u00a0')],
  ['line-breaks', kept.replaceAll(' ', '\r\n')],
  ['upper-case', kept.toUpperCase()],
  ['zero-width', expect.stringContaining('RE\u200bF 7F\u200b3K-2Q\u200b9D')],
  ['no-reference', 'Sem sinal - ONU | Atendente: Ana Sá | ATENDIMENTO ABERTO VIA API'],
  ['no-signature', 'Sem sinal - ONU | ATENDIMENTO ABERTO VIA API'],
  ['no-description', null],
] as const)('mangled, %s: in the answer and in a list, work orders too', async (how, descricao) => {
  const { emulator, openTicket, listOf, ledger } = await running()
  const order = { fault: 'mangled', how, characters: 19 } as const
  emulator.faults.inject({ route: 'atendimento', ...order })
  emulator.faults.inject({ route: 'listagem', ...order })

  const ticket = {
    descricao_abertura: descricao,
    ordens_servico: [{ descricao_abertura: descricao, descricao_servico: descricao }],
  }
  const answer = await openTicket({ ...newTicket, descricao: sent })
  expect(answer.body).toMatchObject({ status: 'success', atendimento: ticket })
  expect((await listOf(11000)).body).toMatchObject({ atendimentos: [ticket] })
  expect((await listOf(11000)).body).toMatchObject({ atendimentos: [{ descricao_abertura: kept }] })
  expect(ledger.tickets).toHaveLength(1)
})

const ours = partly({ rascunho: null, descricao_abertura: expect.any(String) })
const draft = partly({ rascunho: true, descricao_abertura: null, tipo_atendimento: null })
const bare = partly({ id_atendimento: expect.any(Number), data_cadastro: null, cliente: null })
const isoDates = partly({
  data_cadastro: '2026-11-24',
  ordens_servico: [partly({ data_cadastro: '2026-11-24 10:58:21' })],
})

// How an empty list is said: describe-list.test.ts.
test.each([
  ['unknown-list-key', { tickets: [ours, ours] }],
  ['list-as-object', { atendimentos: { 0: ours, 1: ours } }],
  ['nulls', { atendimentos: [bare, bare] }],
  ['iso-dates', { atendimentos: [isoDates, isoDates] }],
  ['drafts', { atendimentos: [draft, ours, draft, ours, draft] }],
] as const)('%s: two tickets that stand are listed so', async (fault, body) => {
  const { emulator, openTicket, listOf } = await running()
  await openTicket()
  await openTicket()
  emulator.faults.inject({ route: 'listagem', fault })

  expect((await listOf(11000)).body).toEqual(partly(body))
})

const customer = (rest: object) =>
  partly({ codigo_cliente: 1314, servicos: [partly({ id_cliente_servico: 11003 }), partly(rest)] })
const second = { id_cliente_servico: 11004 }
const bareCustomer = partly({ codigo_cliente: 1314, nome_razaosocial: null, cpf_cnpj: null })

test.each([
  ['unknown-list-key', { customers: [customer(second)] }],
  ['list-as-object', { clientes: { 0: customer(second) } }],
  ['list-empty', { clientes: [] }],
  ['nulls', { clientes: [bareCustomer] }],
  ['extra-fields', { clientes: [customer({ ...second, campo_novo: aKey })], campo_novo: aKey }],
  ['numbers-as-strings', { clientes: [partly({ codigo_cliente: '1314' })] }],
] as const)('%s: a customer who is found is answered so', async (fault, body) => {
  const { emulator, read } = await running()
  emulator.faults.inject({ route: 'consulta', fault })

  const answer = await read(`${customersRoute}?busca=codigo_cliente&termo_busca=1314`)

  expect(answer.body).toEqual(partly(body))
})
