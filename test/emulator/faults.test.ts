import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import { createEmulator } from '#src/emulator/emulator.ts'
import { demoCredentials } from '#src/emulator/server.ts'
import { clock, connectionReset, grant, newTicket, running, ticketRoute } from './running.ts'

/** A wait that ends when the test says so. */
function heldWait() {
  const asked: number[] = []
  const held = Promise.withResolvers<void>()
  const wait = (ms: number) => {
    asked.push(ms)
    return held.promise
  }
  return { asked, wait, release: held.resolve }
}

test('slow: nothing is stored until the time has passed, then all is as ever', async () => {
  const { asked, wait, release } = heldWait()
  const { emulator, openTicket, ledger } = await running({ wait })
  emulator.faults.inject({ route: 'atendimento', fault: 'slow', ms: 4000 })

  const sent = openTicket()
  await expect.poll(() => asked).toEqual([4000])
  expect(ledger.tickets).toEqual([])
  release()

  expect((await sent).body).toMatchObject({ status: 'success' })
  expect(ledger.tickets).toHaveLength(1)
})

test('slow-after: all is done at once, and the answer comes when the time has passed', async () => {
  const { asked, wait, release } = heldWait()
  const { emulator, openTicket, ledger } = await running({ wait })
  emulator.faults.inject({ route: 'atendimento', fault: 'slow-after', ms: 4000 })

  const sent = openTicket()
  await expect.poll(() => asked).toEqual([4000])
  expect(ledger.tickets).toHaveLength(1)
  const first = await Promise.race([sent, Promise.resolve('no answer yet')])
  release()

  expect(first).toBe('no answer yet')
  expect((await sent).body).toMatchObject({ status: 'success' })
  expect(ledger.tickets).toHaveLength(1)
})

test('slow-after on a list: it tells what stood when it was asked for', async () => {
  const { asked, wait, release } = heldWait()
  const { emulator, send, signIn, openTicket, ledger } = await running({ wait })
  const { access_token: token } = await signIn()
  emulator.faults.inject({ route: 'listagem', fault: 'slow-after', ms: 700 })
  const list = () =>
    send('/api/v1/integracao/cliente/atendimento?busca=codigo_cliente&termo_busca=1204', {
      headers: { accept: 'application/json', authorization: `Bearer ${token}` },
    })

  const early = list()
  await expect.poll(() => asked).toEqual([700])
  await openTicket(newTicket, { token })
  release()

  expect((await early).body).toMatchObject({ status: 'success', atendimentos: [] })
  expect((await list()).body).toMatchObject({ atendimentos: [{ id_atendimento: 300 }] })
  expect(ledger.tickets).toHaveLength(1)
})

test('reset-before: the connection drops and nothing is stored', async () => {
  const { emulator, openTicket, ledger } = await running()
  emulator.faults.inject({ route: 'atendimento', fault: 'reset-before' })

  await expect(openTicket()).rejects.toEqual(connectionReset)

  expect(ledger.tickets).toEqual([])
  expect(ledger.requests.map(({ path }) => path)).toEqual(['/oauth/token', ticketRoute])
})

test('reset-after: the connection drops in the same way, and the ticket stands', async () => {
  const { emulator, openTicket, ledger } = await running()
  emulator.faults.inject({ route: 'atendimento', fault: 'reset-after' })

  await expect(openTicket()).rejects.toEqual(connectionReset)

  expect(ledger.tickets).toHaveLength(1)
  expect(ledger.tickets[0]?.atendimento.ordens_servico).toHaveLength(1)
})

test('reset-after stores only what would have been stored without it', async () => {
  const { emulator, openTicket, ledger } = await running()
  emulator.faults.inject({ route: 'atendimento', fault: 'reset-after', times: 2 })

  await expect(openTicket({ ...newTicket, telefone: '' })).rejects.toEqual(connectionReset)
  await expect(openTicket(newTicket, { token: 'inventado' })).rejects.toEqual(connectionReset)

  expect(ledger.tickets).toEqual([])
})

test('stored-late: the connection drops at once, the ticket appears only later', async () => {
  const { asked, wait, release } = heldWait()
  const { emulator, openTicket, ledger } = await running({ wait })
  emulator.faults.inject({ route: 'atendimento', fault: 'stored-late', ms: 9000 })

  await expect(openTicket()).rejects.toEqual(connectionReset)
  expect(asked).toEqual([9000])
  expect(ledger.tickets).toEqual([])
  release()

  await expect.poll(() => ledger.tickets).toHaveLength(1)
  expect(ledger.tickets[0]?.body).toEqual(newTicket)
})

test.each([
  ['silent-before', 0],
  ['silent-after', 1],
] as const)('%s: no answer ever comes, and %i ticket stands', async (fault, stored) => {
  const { emulator, openTicket, ledger, stop } = await running()
  emulator.faults.inject({ route: 'atendimento', fault })
  const giveUp = new AbortController()

  const sent = openTicket(newTicket, { signal: giveUp.signal })
  sent.catch(() => {})
  await expect.poll(() => ledger.requests.at(-1)?.path).toBe(ticketRoute)
  await expect.poll(() => ledger.tickets).toHaveLength(stored)
  // Another whole request goes through while this one hangs.
  await openTicket({ ...newTicket, id_cliente_servico: 11002 })
  const first = await Promise.race([sent, Promise.resolve('still silent')])
  giveUp.abort()

  expect(first).toBe('still silent')
  await expect(sent).rejects.toThrow('aborted')
  expect(ledger.tickets).toHaveLength(stored + 1)
  await stop()
})

test('stopping the emulator cuts a silent request', async () => {
  const { emulator, openTicket, ledger, stop } = await running()
  emulator.faults.inject({ route: 'atendimento', fault: 'silent-before' })
  const sent = openTicket()
  sent.catch(() => {})
  await expect.poll(() => ledger.requests).toHaveLength(2)

  await stop()

  await expect(sent).rejects.toThrow('fetch failed')
  expect(ledger.tickets).toEqual([])
})

test('truncated-json: half of the JSON under an honest length, and the ticket stands', async () => {
  const { emulator, openTicket, ledger } = await running()
  emulator.faults.inject({ route: 'atendimento', fault: 'truncated-json' })

  const { status, headers, text, body } = await openTicket()

  expect([status, headers['content-type']]).toEqual([200, 'application/json'])
  expect(text).toMatch(/^\{"status":"success"/)
  expect(body).toBeUndefined()
  expect(Number(headers['content-length'])).toBeGreaterThan(500)
  expect(ledger.tickets).toHaveLength(1)
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
] as const)(
  '%s: the answer is lost in another, stored or not',
  async (fault, status, text, type) => {
    const { emulator, openTicket, ledger } = await running()
    emulator.faults.inject({ route: 'atendimento', fault })
    emulator.faults.inject({ route: 'atendimento', fault, stored: true })

    const lost = await openTicket()
    expect(ledger.tickets).toEqual([])
    const standing = await openTicket()

    expect(ledger.tickets).toHaveLength(1)
    for (const answer of [lost, standing]) {
      expect([answer.status, answer.headers['content-type']]).toEqual([status, type])
      expect(answer.text).toMatch(text)
    }
  },
)

test.each([
  ['unauthorized', 401, { message: 'Unauthenticated.' }],
  [
    'forbidden',
    403,
    { status: 'error', msg: 'O Usuário não possui a permissão desejada!', errors: [] },
  ],
  [
    'too-many',
    429,
    {
      status: 'error',
      msg: 'Limite de requisições excedido. Tente novamente em instantes.',
      errors: [],
      retry_after: 37,
    },
  ],
] as const)('%s: turned away with %i, nothing stored', async (fault, status, body) => {
  const { emulator, openTicket, ledger } = await running()
  emulator.faults.inject({ route: 'atendimento', fault })

  const answer = await openTicket()

  expect([answer.status, answer.body]).toEqual([status, body])
  expect(answer.headers['retry-after']).toBe(fault === 'too-many' ? '37' : undefined)
  expect(ledger.tickets).toEqual([])
})

const phoneMissing = 'O campo telefone é obrigatório.'
const invalidFields = 'Os dados fornecidos são inválidos'
const pending = 'O cliente possui pendências cadastrais e não permite abertura de atendimento.'
const laravelErrors = {
  telefone: [phoneMissing],
  id_cliente_servico: ['O campo id cliente servico deve ser do tipo integer'],
}

test.each([
  ['refused', 200, { status: 'error', msg: pending, errors: [] }],
  ['refused-without-errors', 200, { status: 'error', msg: pending }],
  ['refused-erro', 200, { status: 'erro', msg: pending, errors: [] }],
  [
    'refused-crash-words',
    200,
    { status: 'error', msg: expect.stringContaining('NULL'), errors: [] },
  ],
  ['refused-errors-array', 200, { status: 'error', msg: invalidFields, errors: [phoneMissing] }],
  ['refused-errors-object', 200, { status: 'error', msg: invalidFields, errors: laravelErrors }],
  ['validation-422', 422, { message: 'The given data was invalid.', errors: laravelErrors }],
] as const)('%s: a readable no with HTTP %i, nothing stored', async (fault, status, body) => {
  const { emulator, openTicket, ledger } = await running()
  emulator.faults.inject({ route: 'atendimento', fault })

  const answer = await openTicket()

  expect([answer.status, answer.body]).toEqual([status, body])
  expect(ledger.tickets).toEqual([])
})

test('refused: the sentence may be handed in', async () => {
  const { emulator, openTicket, ledger } = await running()
  emulator.faults.inject({ route: 'atendimento', fault: 'refused', msg: '<b>Não</b>' })
  emulator.faults.inject({ route: 'atendimento', fault: 'refused-without-errors', msg: 'Nem isso' })

  expect((await openTicket()).body).toEqual({ status: 'error', msg: '<b>Não</b>', errors: [] })
  expect((await openTicket()).body).toEqual({ status: 'error', msg: 'Nem isso' })
  expect(ledger.tickets).toEqual([])
})

/** One ticket under this fault: what the client read, and the ticket as it stands. */
async function openUnder(fault: Distortion) {
  const { emulator, openTicket, ledger } = await running()
  emulator.faults.inject({ route: 'atendimento', fault })
  const answer = await openTicket()
  expect(answer.status).toBe(200)
  expect(ledger.tickets).toHaveLength(1)
  const truth = ledger.tickets[0]?.atendimento
  if (!truth) throw new Error('No ticket')
  expect(truth.ordens_servico).toHaveLength(1)
  return { answer, truth, told: { status: 'success', msg: expect.any(String), atendimento: truth } }
}

type Distortion =
  | 'success-without-os'
  | 'os-empty'
  | 'success-without-atendimento'
  | 'protocol-as-number'
  | 'suscess'
  | 'msg-lies'
  | 'numbers-as-strings'
  | 'nulls'
  | 'extra-fields'
  | 'html-content-type'
  | 'gzip'
  | 'draft-answer'

/** An emulator with a good token, and the list of service 11000. */
async function withList() {
  const house = await running()
  const { access_token: token } = await house.signIn()
  const askForList = () =>
    house.send(
      '/api/v1/integracao/cliente/atendimento?busca=id_cliente_servico&termo_busca=11000',
      { headers: { accept: 'application/json', authorization: `Bearer ${token}` } },
    )
  return {
    ...house,
    openTicket: (body?: object) => house.openTicket(body, { token }),
    askForList,
    list: async () => answeredList.parse((await askForList()).body).atendimentos,
  }
}
const answeredList = z.object({ atendimentos: z.array(z.unknown()) })

test('success-without-os: the key is missing, the work order was made', async () => {
  const { answer, truth } = await openUnder('success-without-os')

  const { ordens_servico: _, ...rest } = truth
  expect(answer.body).toEqual({ status: 'success', msg: expect.any(String), atendimento: rest })
})

test('os-empty: the list is empty, the work order was made', async () => {
  const { answer, truth } = await openUnder('os-empty')

  expect(answer.body).toMatchObject({ status: 'success', atendimento: { ordens_servico: [] } })
  expect(answer.text).toContain(truth.protocolo)
})

test('success-without-atendimento: only the message tells of a ticket that stands', async () => {
  const { answer } = await openUnder('success-without-atendimento')

  expect(answer.body).toEqual({ status: 'success', msg: expect.any(String) })
})

test('protocol-as-number: the text holds all its digits, a parsed number does not', async () => {
  const { answer, truth } = await openUnder('protocol-as-number')

  expect(answer.text).toContain(`"protocolo":${truth.protocolo},`)
  expect(answer.body).toMatchObject({ atendimento: { protocolo: Number(truth.protocolo) } })
  expect(String(BigInt(Number(truth.protocolo)))).not.toBe(truth.protocolo)
})

test('suscess: the status is misspelt as in the listings, the ticket stands', async () => {
  const { answer, told } = await openUnder('suscess')

  expect(answer.body).toEqual({ ...told, status: 'suscess' })
})

test('msg-lies: the message quotes a protocol that is not the ticket’s', async () => {
  const { answer, truth, told } = await openUnder('msg-lies')

  expect(answer.body).toEqual({ ...told, msg: expect.stringMatching(/protocolo: \d{20}\./) })
  expect(answer.body).not.toMatchObject({ msg: expect.stringContaining(truth.protocolo) })
})

test('numbers-as-strings: every number comes as text, at every level', async () => {
  const { answer, truth } = await openUnder('numbers-as-strings')

  expect(answer.body).toMatchObject({
    atendimento: {
      id_atendimento: String(truth.id_atendimento),
      cliente: { codigo_cliente: '1204' },
      ordens_servico: [{ id_ordem_servico: '340', servico: { numero_plano: '9', valor: '69.9' } }],
    },
  })
  expect(answer.text).not.toMatch(/":\d/)
})

test('nulls: all is null but what makes the answer a success', async () => {
  const { answer, truth } = await openUnder('nulls')

  expect(answer.body).toMatchObject({
    status: 'success',
    atendimento: {
      id_atendimento: truth.id_atendimento,
      protocolo: truth.protocolo,
      data_cadastro: null,
      status: null,
      cliente: null,
      ordens_servico: [{ numero_ordem_servico: '320', data_cadastro: null, servico: null }],
    },
  })
})

test('extra-fields: unknown keys stand at every level beside the true ones', async () => {
  const { answer, truth } = await openUnder('extra-fields')

  expect(answer.body).toMatchObject({
    status: 'success',
    encrypted: false,
    cliente: null,
    campo_novo: {},
    atendimento: {
      protocolo: truth.protocolo,
      campo_novo: {},
      cliente: { campo_novo: {} },
      ordens_servico: [{ campo_novo: {}, servico: { campo_novo: {} } }],
    },
  })
})

test('html-content-type: the true JSON is sent as a page', async () => {
  const { answer, told } = await openUnder('html-content-type')

  expect(answer.headers['content-type']).toBe('text/html; charset=UTF-8')
  expect(answer.body).toEqual(told)
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

test('a fault meets the next requests only, as many as ordered, the first ordered first', async () => {
  const { emulator, openTicket, ledger } = await running()
  emulator.faults.inject({ route: 'atendimento', fault: 'http-500', times: 2 })
  emulator.faults.inject({ route: 'atendimento', fault: 'too-many' })

  const statuses: number[] = []
  for (let count = 0; count < 4; count += 1) statuses.push((await openTicket()).status)

  expect(statuses).toEqual([500, 500, 429, 200])
  expect(ledger.tickets).toHaveLength(1)
})

test('faults can be called off', async () => {
  const { emulator, openTicket, ledger } = await running()
  emulator.faults.inject({ route: 'atendimento', fault: 'http-500', times: 9 })

  emulator.faults.clear()

  expect((await openTicket()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(1)
})

test('a fault of one route leaves the other alone', async () => {
  const { emulator, postJson, openTicket, signIn, ledger } = await running()
  const { access_token } = await signIn()
  emulator.faults.inject({ route: 'token', fault: 'http-503' })

  const opened = await openTicket(newTicket, { token: access_token })
  const refused = await postJson('/oauth/token', grant)

  expect(opened.body).toMatchObject({ status: 'success' })
  expect(refused.status).toBe(503)
  expect(ledger.tickets).toHaveLength(1)
})

test('a sign-in fails in the same ways: reset, wrong user, too many, half an answer', async () => {
  const { emulator, postJson, ledger } = await running()
  for (const fault of ['reset-before', 'unauthorized', 'too-many', 'truncated-json'] as const) {
    emulator.faults.inject({ route: 'token', fault })
  }
  const signIn = () => postJson('/oauth/token', grant)

  await expect(signIn()).rejects.toEqual(connectionReset)
  expect(await signIn()).toMatchObject({ status: 401, body: { error: 'invalid_credentials' } })
  expect(await signIn()).toMatchObject({ status: 429, headers: { 'retry-after': '37' } })
  expect(await signIn()).toMatchObject({ status: 200, body: undefined })
  expect(await signIn()).toMatchObject({ status: 200, body: { token_type: 'Bearer' } })
  expect(ledger.requests).toHaveLength(5)
  expect(ledger.tickets).toEqual([])
})

test('nulls: a sign-in still gives its token, without a refresh token', async () => {
  const { emulator, postJson, ledger } = await running()
  emulator.faults.inject({ route: 'token', fault: 'nulls' })

  const answer = await postJson('/oauth/token', grant)

  expect(answer.body).toMatchObject({ access_token: expect.any(String), refresh_token: null })
  expect(ledger.requests).toHaveLength(1)
})

test('called in process, a lost connection rejects as a fetch would, and silence ends with the signal', async () => {
  const { app, faults, ledger } = createEmulator({
    now: clock,
    wait: () => Promise.resolve(),
    credentials: demoCredentials,
    seed: 1,
    protocolDigits: 20,
    expiresInS: 60,
  })
  faults.inject({ route: 'token', fault: 'reset-before' })
  faults.inject({ route: 'token', fault: 'silent-before' })
  const signal = AbortSignal.abort(new Error('enough'))
  const request = () => new Request('http://hubsoft.test/oauth/token', { method: 'POST', signal })

  await expect(app.request('/oauth/token', { method: 'POST' })).rejects.toEqual(connectionReset)
  await expect(app.request(request())).rejects.toThrow('enough')
  expect(ledger.requests).toHaveLength(2)
})

const rawSignIn = `POST /oauth/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${JSON.stringify(grant).length}\r\n\r\n${JSON.stringify(grant)}`

/** One connection, and what comes back on it, byte for byte, for one request after the other. */
function connection(url: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
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

test('an answer comes in chunks, as PHP sends it through a front', async () => {
  const { url } = await running()

  const answer = await connection(url)(rawSignIn, /\r\n0\r\n\r\n$/)

  expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/)
  expect(answer).toContain('\r\ntransfer-encoding: chunked\r\n')
})

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
    const say = connection(url)
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

  const answer = await connection(url)(rawSignIn, /\r\n0\r\n\r\n$/)

  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
})

test('gzip: the true answer is packed though nobody asked for it', async () => {
  const { answer, told } = await openUnder('gzip')

  expect(answer.headers['content-encoding']).toBe('gzip')
  expect(answer.body).toEqual(told)
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
  const { emulator, openTicket, list, ledger } = await withList()
  const order = { fault: 'mangled', how, characters: 19 } as const
  emulator.faults.inject({ route: 'atendimento', ...order })
  emulator.faults.inject({ route: 'listagem', ...order })

  const ticket = {
    descricao_abertura: descricao,
    ordens_servico: [{ descricao_abertura: descricao, descricao_servico: descricao }],
  }
  const answer = await openTicket({ ...newTicket, descricao: sent })
  expect(answer.body).toMatchObject({ status: 'success', atendimento: ticket })
  expect(await list()).toMatchObject([ticket])
  expect(await list()).toMatchObject([{ descricao_abertura: kept }])
  expect(ledger.tickets).toHaveLength(1)
})

test('iso-dates: dates stand the other way round', async () => {
  const { emulator, openTicket, list } = await withList()
  await openTicket()
  emulator.faults.inject({ route: 'listagem', fault: 'iso-dates' })

  expect(await list()).toMatchObject([
    { data_cadastro: '2026-11-24', ordens_servico: [{ data_cadastro: '2026-11-24 10:58:21' }] },
  ])
})

test('drafts: rows without text and type stand before, between and behind the items', async () => {
  const { emulator, openTicket, list } = await withList()
  await openTicket()
  await openTicket()
  emulator.faults.inject({ route: 'listagem', fault: 'drafts' })

  const draft = { rascunho: true, descricao_abertura: null, tipo_atendimento: null }
  const ours = { descricao_abertura: expect.any(String), tipo_atendimento: 'SAC' }
  expect(await list()).toMatchObject([draft, ours, draft, ours, draft])
})

test.each([
  ['array', 200, { status: 'success', atendimentos: [] }],
  ['http-404', 404, { status: 'error', msg: 'Atendimento não encontrado' }],
  ['error', 200, { status: 'error', msg: 'Atendimento não encontrado' }],
] as const)(
  'list-empty, %s: a form of "none", while a ticket stands',
  async (form, status, body) => {
    const { emulator, openTicket, askForList } = await withList()
    await openTicket()
    emulator.faults.inject({ route: 'listagem', fault: 'list-empty', form })

    expect(await askForList()).toMatchObject({ status, body })
  },
)

test.each([false, true])(
  'another-ticket: a success about somebody else’s, ours stored (%s) or not',
  async (stored) => {
    const { emulator, openTicket, ledger } = await running()
    emulator.faults.inject({ route: 'atendimento', fault: 'another-ticket', stored })

    const { body } = await openTicket()

    expect(body).toMatchObject({
      status: 'success',
      atendimento: { protocolo: '20181116105821604417', descricao_abertura: 'Mudança de endereço' },
    })
    expect(ledger.tickets).toHaveLength(Number(stored))
  },
)

test('draft-answer: the ticket is stored, and answered as a draft', async () => {
  const { answer, truth } = await openUnder('draft-answer')

  expect(answer.body).toMatchObject({
    status: 'success',
    atendimento: { protocolo: truth.protocolo, rascunho: true, descricao_abertura: null },
  })
})

test.each(['refused-exception', 'forbidden-exception'] as const)(
  '%s: a sentence to read among the keys of a crash, nothing stored',
  async (fault) => {
    const { emulator, openTicket, ledger } = await running()
    emulator.faults.inject({ route: 'atendimento', fault })

    const { status, body } = await openTicket()

    expect(status).toBe(fault === 'refused-exception' ? 200 : 403)
    expect(Object.keys(Object(body))).toEqual([
      'status',
      'msg',
      'code',
      'description',
      'line',
      'file',
      'trace',
    ])
    expect(body).toMatchObject({ status: 'error', msg: expect.stringMatching(/permi/) })
    expect(ledger.tickets).toEqual([])
  },
)

test('signed-out: turned away, and the next sign-in fails; the one after it is granted', async () => {
  const { emulator, openTicket, signIn, postJson, ledger } = await running()
  const { access_token: token } = await signIn()
  emulator.faults.inject({ route: 'atendimento', fault: 'signed-out' })

  expect((await openTicket(newTicket, { token })).status).toBe(401)
  expect((await postJson('/oauth/token', grant)).status).toBe(503)
  expect(ledger.tickets).toEqual([])

  expect((await openTicket()).status).toBe(200)
})
