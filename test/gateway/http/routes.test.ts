import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { builtInTemplates } from '#src/gateway/config/built-in-templates.ts'
import { quietConfiguracao, seedRequest } from '../../samples.ts'
import {
  type Answer,
  enterHouse,
  newTicket,
  openHouse,
  refusedTicket,
  shareHouse,
  ticketRoute,
} from '../running.ts'
import { expectApiHeaders, expectProblem } from './expect-problem.ts'
import { rawAnswer } from './raw.ts'

const json = { 'content-type': 'application/json' }

/** Where whatever is turned away at our door is asked for: nothing of it may reach HubSoft. */
const door = shareHouse(enterHouse)
/** Where whatever is asked for changes nothing for the next one. */
const house = shareHouse(enterHouse)

test("the manual's own request, unchanged, opens a ticket: 201, where to ask for it, and the ticket", async () => {
  const { post, ledger } = await openHouse()
  const key = randomUUID()

  const answer = await post(seedRequest, { key })

  const [ticket] = ledger.tickets
  const servico = {
    numero_plano: 9,
    nome: 'NEXT-NV_1MBPS',
    status: 'Serviço Habilitado',
    status_prefixo: 'servico_habilitado',
  }
  expect(answer.status).toBe(201)
  expect(answer.headers.location).toBe(`${ticketRoute}/${key}`)
  expect(answer.headers['idempotency-replayed']).toBeUndefined()
  expectApiHeaders(answer)
  expect(answer.body).toEqual({
    status: 'success',
    msg: `Atendimento aberto. Protocolo: ${ticket?.atendimento.protocolo}.`,
    atendimento: {
      id_atendimento: ticket?.atendimento.id_atendimento,
      protocolo: ticket?.atendimento.protocolo,
      descricao_abertura: ticket?.atendimento.descricao_abertura,
      tipo_atendimento: 'SAC',
      status: 'Aguardando Análise',
      usuario_abertura: 'IP Telecom',
      data_cadastro: ticket?.atendimento.data_cadastro,
      data_fechamento: null,
      cliente: { codigo_cliente: 1204, nome_razaosocial: 'BIANCA COUTO' },
      servico,
      ordens_servico: [
        {
          numero_ordem_servico: ticket?.atendimento.ordens_servico[0]?.numero_ordem_servico,
          tipo: 'ABERTURA VIA API',
          status: 'aguardando_agendamento',
          status_fechamento: null,
          data_cadastro: ticket?.atendimento.ordens_servico[0]?.data_cadastro,
          data_inicio_programado: ticket?.atendimento.ordens_servico[0]?.data_inicio_programado,
          data_termino_programado: ticket?.atendimento.ordens_servico[0]?.data_termino_programado,
          data_inicio_executado: null,
          data_termino_executado: null,
          servico,
        },
      ],
    },
    informado: null,
    enviado: { ...seedRequest, id_cliente_servico: 11000 },
    enviado_em: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    atendente: 'Atendente de Demonstração',
  })
  expect(ledger.tickets).toHaveLength(1)
})

test('the same key again, in capitals, and the same ticket written otherwise is a replay, and nothing is sent', async () => {
  const { post, ledger, ticketRequests } = await openHouse()
  const key = randomUUID()
  const otherwise = {
    abrir_os: true,
    telefone: '(37) 99911-2233',
    nome: '  Nome do Usuário  Solicitante',
    email: ' teste@teste.com.br ',
    descricao: 'Abertura de atendimento de teste\r\n',
    id_cliente_servico: 11000,
  }

  const first = await post(seedRequest, { key })
  const again = await post(otherwise, { key: key.toUpperCase() })

  expect(again.status).toBe(201)
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(again.headers.location).toBe(`${ticketRoute}/${key}`)
  expect(again.body).toEqual(first.body)
  expect(ticketRequests()).toHaveLength(1)
  expect(ledger.tickets).toHaveLength(1)
})

type Outcome = { status: number; headers: object; body: object }

test.each<[string, typeof newTicket, FaultOrderInput | null, Outcome]>([
  [
    'HubSoft’s refusal',
    refusedTicket,
    null,
    {
      status: 422,
      headers: {},
      body: {
        status: 'error',
        codigo: 'recusado_pelo_hubsoft',
        msg: 'O HubSoft não abriu este atendimento. Nada foi aberto.',
        errors: [
          'O serviço informado encontra-se cancelado e não permite abertura de atendimento.',
        ],
      },
    },
  ],
  [
    'HubSoft’s limit',
    newTicket,
    { route: 'atendimento', fault: 'too-many' },
    {
      status: 429,
      headers: { 'retry-after': '37' },
      body: {
        status: 'error',
        codigo: 'muitas_requisicoes',
        msg: 'O atendimento não foi aberto: o HubSoft pediu para esperar 37 segundos.',
      },
    },
  ],
  [
    'no answer',
    newTicket,
    { route: 'atendimento', fault: 'reset-before' },
    {
      status: 202,
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
      body: { status: 'pending', msg: expect.any(String) },
    },
  ],
])(
  '%s is told, also when it is asked for, with what was sent',
  async (_what, ticket, fault, told) => {
    const { post, ask, faults, ticketRequests } = await openHouse()
    if (fault) faults.inject(fault)
    const key = randomUUID()

    const answer = await post(ticket, { key })
    const asked = await ask(key.toUpperCase())

    const isError = told.status >= 400
    const idOf = ({ headers }: Answer) => isError && { id_requisicao: headers['x-request-id'] }
    const enviado_em = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    const body = {
      ...told.body,
      ...(!isError && { chave: key }),
      ...{ enviado: ticket, enviado_em, atendente: 'Atendente de Demonstração' },
    }
    expect(answer.status).toBe(told.status)
    expect(answer.headers).toMatchObject(told.headers)
    expect(answer.headers.location).toBe(isError ? undefined : `${ticketRoute}/${key}`)
    expect(answer.body).toEqual({ ...body, ...idOf(answer) })
    expect([asked.status, asked.body]).toEqual([200, { ...body, ...idOf(asked) }])
    for (const one of [answer, asked]) expectApiHeaders(one)
    expect(ticketRequests()).toHaveLength(1)
  },
)

test.each<[string, string | Uint8Array]>([
  ['nothing', ''],
  ['half a JSON', '{"id_cliente_servico":"11000"'],
  ['a form', 'id_cliente_servico=11000&nome=Ana'],
  ['in another encoding', Buffer.from(JSON.stringify(seedRequest), 'latin1')],
  ['in another byte order', Buffer.from(JSON.stringify(seedRequest), 'utf16le')],
  ['null', 'null'],
  ['a text', '"11000"'],
  ['a number', '11000'],
  ['true', 'true'],
  ['a list', JSON.stringify([seedRequest])],
])('a body that is %s: 400, and nothing is sent', async (_what, body) => {
  const { post, ticketRequests } = door()

  expectProblem(await post(body), 400, 'requisicao_invalida')
  expect(ticketRequests()).toEqual([])
})

test('everything wrong with the fields is told at once, by wire key, and nothing is sent', async () => {
  const { post, ticketRequests } = door()

  const answer = await post({
    id_cliente_servico: 'onze mil',
    nome: '123',
    telefone: '999112233',
    email: 'sem arroba',
    abrir_os: 'true',
  })

  expectProblem(answer, 400, 'requisicao_invalida')
  expect(answer.body).toMatchObject({
    campos: {
      id_cliente_servico: 'Código do serviço: use só números. Exemplo: 11000.',
      descricao: 'Descrição: escreva o que o cliente relatou.',
      nome: expect.stringMatching(/^Nome do solicitante: /),
      telefone: 'Telefone: falta o DDD. Exemplo: (37) 99911-2233.',
      email: expect.stringMatching(/^E-mail: /),
      abrir_os: 'Abrir ordem de serviço: envie true ou false.',
    },
  })
  expect(ticketRequests()).toEqual([])
})

test.each(['id_atendimento_status', 'parametros', 'Nome', '__proto__', 'constructor'])(
  'the unknown field "%s" is refused, not passed on: 400',
  async (name) => {
    const { post, ticketRequests } = door()
    const body = `{"${name}":1,${JSON.stringify(newTicket).slice(1)}`

    const answer = await post(body)

    expectProblem(answer, 400, 'requisicao_invalida')
    expect(answer.text).toContain(name)
    expect(ticketRequests()).toEqual([])
  },
)

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['a word', 'chave-1'],
  ['one digit short', '0198c0de-7f3a-7b1c-9d2e-5f60718293a'],
  ['one digit long', '0198c0de-7f3a-7b1c-9d2e-5f60718293a44'],
  ['without hyphens', '0198c0de7f3a7b1c9d2e5f60718293a4'],
  ['in braces', '{0198c0de-7f3a-7b1c-9d2e-5f60718293a4}'],
  ['sent twice', ['0198c0de-7f3a-7b1c-9d2e-5f60718293a4', '0198c0de-7f3a-7b1c-9d2e-5f60718293a5']],
  ['sent twice alike', Array.from({ length: 2 }, () => '0198c0de-7f3a-7b1c-9d2e-5f60718293a4')],
])('a key that is %s: 400, and nothing is sent', async (_how, key) => {
  const { send, ticketRequests } = door()
  const headers = key === undefined ? json : { ...json, 'idempotency-key': key }

  const answer = await send(ticketRoute, {
    method: 'POST',
    headers,
    body: JSON.stringify(newTicket),
  })

  expectProblem(answer, 400, 'requisicao_invalida')
  expect(ticketRequests()).toEqual([])
})

test.each([
  '0198c0de-7f3a-7b1c-9d2e-5f60718293a4', // v7
  '7d444840-9dc0-11d1-b245-5ffdce74fad2', // v1
  '00000000-0000-0000-0000-000000000000',
])('the key %s is taken', async (key) => {
  const { post } = house()

  expect((await post(newTicket, { key })).status).toBe(201)
})

test('an empty e-mail counts as none, an absent abrir_os as no, and a byte order mark does no harm', async () => {
  const { post, ledger } = await openHouse()
  const { abrir_os: _, ...rest } = newTicket

  const answer = await post(`\ufeff${JSON.stringify({ ...rest, email: '' })}`)

  expect(answer.status).toBe(201)
  expect(ledger.tickets[0]?.body).not.toHaveProperty('email')
  expect(ledger.tickets[0]?.body.abrir_os).toBe(false)
})

const kibibytes = (size: number) => {
  const body = JSON.stringify({ ...newTicket, descricao: '' })
  return body.replace('""', `"${'x'.repeat(size * 1024 - body.length)}"`)
}

test.each([
  ['with its length', {}],
  ['in chunks', { 'transfer-encoding': 'chunked' }],
])('64 KiB are read, more is refused: 413 %s, and nothing is sent', async (_how, headers) => {
  const { post, ticketRequests } = door()

  const fits = await post(kibibytes(64), { headers })
  const oneByteMore = await post(`${kibibytes(64)} `, { headers })
  const aMegabyte = await post(kibibytes(1024), { headers })

  expectProblem(fits, 400, 'requisicao_invalida')
  expect(fits.text).toContain('Descrição: retire pelo menos')
  expectProblem(oneByteMore, 413, 'corpo_grande')
  expectProblem(aMegabyte, 413, 'corpo_grande')
  expect(ticketRequests()).toEqual([])
})

test('a body of which only the length is known is refused before it comes', async () => {
  const { send } = door()
  const headers = { ...json, 'idempotency-key': randomUUID(), 'content-length': '999999999' }

  const answer = await send(ticketRoute, { method: 'POST', headers, headOnly: true })

  expectProblem(answer, 413, 'corpo_grande')
})

test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;x=y'])(
  'a body of type %s is JSON',
  async (type) => {
    const { post } = house()

    expect((await post(newTicket, { headers: { 'content-type': type } })).status).toBe(201)
  },
)

test.each([
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
])(
  'the demo signs everybody in, so it answers nothing that was forwarded: 421 for %s',
  async (name) => {
    const { send, post, ticketRequests } = door()

    expectProblem(await post(newTicket, { headers: { [name]: 'x' } }), 421, 'host_errado')
    expectProblem(await send('/', { headers: { [name]: 'x' } }), 421, 'host_errado')
    expect(ticketRequests()).toEqual([])
  },
)

test.each<[string, object, object[]]>([
  [
    'an opened',
    newTicket,
    [
      { ...newTicket, descricao: 'Outra coisa.' },
      { ...newTicket, abrir_os: true },
      { ...newTicket, email: 'bianca@example.com' },
    ],
  ],
  ['a refused', refusedTicket, [newTicket]],
])(
  'the key of %s ticket is spent: with another text 422, and nothing is sent',
  async (_which, first, others) => {
    const { post, ticketRequests } = await openHouse()
    const key = randomUUID()
    await post(first, { key })

    for (const changed of others) {
      const answer = await post(changed, { key })
      expectProblem(answer, 422, 'chave_reutilizada')
      expect(answer.body).not.toHaveProperty('enviado')
    }
    expect(ticketRequests()).toHaveLength(1)
  },
)

test.each<[string, FaultOrderInput, number, string]>([
  ['before its row', { route: 'token', fault: 'http-503' }, 404, 'chave_desconhecida'],
  ['behind its row', { route: 'atendimento', fault: 'signed-out' }, 200, 'nao_enviado'],
])(
  'what was for certain not sent, %s: 503, and the same key opens, also with another text',
  async (_when, fault, status, codigo) => {
    const { post, ask, faults, ledger } = await openHouse()
    faults.inject(fault)
    const key = randomUUID()

    const answer = await post(newTicket, { key })

    expectProblem(answer, 503, 'nao_enviado')
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(answer.body).toMatchObject({ enviado: newTicket })
    expectProblem(await ask(key), status, codigo)
    expect(ledger.tickets).toEqual([])

    const corrected = { ...newTicket, descricao: 'Sem acesso desde domingo.' }
    const opened = await post(corrected, { key })

    expect(opened.status).toBe(201)
    expect(opened.headers['idempotency-replayed']).toBeUndefined()
    expect(opened.body).toMatchObject({ enviado: corrected })
    expect(ledger.tickets).toHaveLength(1)
  },
)

test('unknown query parameters are ignored and not passed on', async () => {
  const { send, ledger } = await openHouse()
  const key = randomUUID()

  const sent = await send(`${ticketRoute}?abrir_os=true&x=1`, {
    method: 'POST',
    headers: { ...json, 'idempotency-key': key },
    body: JSON.stringify(newTicket),
  })
  const asked = await send(`${ticketRoute}/${key}?tudo=1`)

  expect(sent.status).toBe(201)
  expect(asked.body).toEqual(sent.body)
  expect(ledger.tickets[0]?.body.abrir_os).toBe(false)
})

test('what the page may know, and that the gateway lives', async () => {
  const servicos_de_demonstracao = [{ id_cliente_servico: 11000, mostra: 'abre' }]
  const intranet = 'https://intranet.example.com'
  const { send } = await openHouse({
    demoServices: servicos_de_demonstracao,
    env: { FRAME_ANCESTORS: intranet },
  })

  const [configuracao, alive] = [await send('/api/configuracao'), await send('/healthz')]

  expect(configuracao.body).toEqual({
    ...{ ...quietConfiguracao, servicos_de_demonstracao },
    modelos: builtInTemplates,
    origens_de_incorporacao: [intranet],
  })
  expect(alive.body).toEqual({ status: 'success' })
})

test.each(['/', '/atendimentos/x', '/api/sessao', '/healthz', '/readyz', '/metrics', '/icon.svg'])(
  'HEAD %s answers as GET does, without a body',
  async (path) => {
    const { send } = house()

    const [head, get] = [await send(path, { method: 'HEAD' }), await send(path)]

    expect([head.status, head.text]).toEqual([get.status, ''])
    expect(head.headers['content-type']).toBe(get.headers['content-type'])
    expect(head.headers['cache-control']).toBe(get.headers['cache-control'])
  },
)

test('rubbish behind a whole request doesn’t take that one’s answer', async () => {
  const { url, ledger } = await openHouse()
  const body = JSON.stringify(newTicket)
  const head = [
    `POST ${ticketRoute} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Idempotency-Key: ${randomUUID()}`,
  ].join('\r\n')

  const answer = await rawAnswer(url, `${head}\r\n\r\n${body}RUBBISH\r\n\r\n`)

  expect(answer).toMatch(/^HTTP\/1\.1 201 /)
  expect(ledger.tickets).toHaveLength(1)
})
