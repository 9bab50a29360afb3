import { expect, test } from 'vitest'
import { hubsoftAnswers, seedAnswer, seedRequest, seedText } from '../samples.ts'
import { newTicket, running } from './running.ts'

const seedProtocol = seedAnswer.atendimento.protocolo

test('the manual’s request gets the manual’s answer, key for key and in its order', async () => {
  const { openTicket, ledger } = await running({
    now: () => new Date('2018-11-16T13:58:21Z'),
    protocolDigits: 15,
    switches: { keys: '2018' },
  })

  const answer = await openTicket({ ...seedRequest, descricao: seedText })

  const protocol = ledger.tickets[0]?.atendimento.protocolo ?? ''
  expect(protocol).toMatch(/^20181116105821\d$/)
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe('application/json')
  // The text, not the parsed body: order of keys, "320" as a string, and slashes escaped (Q30).
  expect(answer.text.replaceAll(protocol, seedProtocol)).toBe(
    JSON.stringify(seedAnswer).replaceAll('/', '\\/'),
  )
})

test('the answer has the keys of 2025, in their order, the service with its number', async () => {
  const { openTicket, ledger } = await running()

  const { body } = await openTicket()

  const [stored] = ledger.tickets
  expect(body).toEqual({
    status: 'success',
    msg: expect.any(String),
    atendimento: stored?.atendimento,
  })
  expect(Object.keys(stored?.atendimento ?? {}).join(' ')).toBe(
    'id_atendimento rascunho protocolo descricao_abertura descricao_fechamento tipo_atendimento usuario_abertura usuario_responsavel usuario_fechamento data_cadastro data_fechamento setor_responsavel status_fechamento motivo_fechamento status atendimento_mensagem disponibilidade_atendimento atendimento_checklist cliente servico ordens_servico',
  )
  expect(stored?.atendimento).toMatchObject({
    rascunho: null,
    servico: { id_cliente_servico: 11000, motivo_cancelamento: null, anotacoes: expect.anything() },
    ordens_servico: [{ servico: { numero_plano: 9 } }],
  })
})

test('a type and a state that are asked for are the ticket’s, and an origin is taken', async () => {
  const { openTicket } = await running()
  const asked = { id_tipo_atendimento: '5', id_atendimento_status: 31, id_origem_contato: 2 }

  const { body } = await openTicket({ ...newTicket, ...asked })

  expect(body).toMatchObject({
    status: 'success',
    atendimento: { tipo_atendimento: 'LENTIDÃO', status: 'PENDENTE INTERNO' },
  })
})

test('a state that opens a work order opens one, a final state closes the ticket at once', async () => {
  const { openTicket, ledger } = await running()
  const inState = (id_atendimento_status: number) =>
    openTicket({ ...newTicket, abrir_os: false, id_atendimento_status })

  const [pending, finished] = [await inState(22), await inState(24)]

  expect(pending.body).toMatchObject({ atendimento: { ordens_servico: [{}], status: 'Pendente' } })
  expect(finished.body).toMatchObject({
    atendimento: { ordens_servico: [], status: 'Resolvido', data_fechamento: '24/11/2026' },
  })
  expect(ledger.tickets.map(({ closedAt }) => closedAt !== null)).toEqual([false, true])
})

test('texts are trimmed, empty ones are none, and a telephone may be a number of ten digits', async () => {
  const { openTicket, ledger } = await running()
  const sent = { ...newTicket, descricao: ' Sem sinal. \n', telefone: 3734151100, email: '' }

  const { body } = await openTicket(sent)

  expect(body).toMatchObject({
    atendimento: { descricao_abertura: 'Sem sinal. | ATENDIMENTO ABERTO VIA API' },
  })
  expect(ledger.tickets[0]?.body).toEqual(sent)
})

test('a form is taken, and JSON that is sent as one, as the manual’s curl does; its texts are no booleans', async () => {
  const { openTicket, ledger } = await running()
  const { abrir_os: _, ...texts } = { ...newTicket, id_cliente_servico: '11000' }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const form = (fields: Record<string, string>) =>
    openTicket(undefined, { text: String(new URLSearchParams(fields)), headers })

  expect((await form(texts)).body).toMatchObject({ status: 'success' })
  expect((await openTicket(newTicket, { headers })).body).toMatchObject({ status: 'success' })
  expect((await form({ ...texts, abrir_os: 'true' })).body).toMatchObject({
    errors: [workOrderWrong],
  })
  expect(ledger.tickets.map(({ body }) => body)).toEqual([texts, newTicket])
})

test.each([
  ['abrir_os is false', { abrir_os: false }],
  ['abrir_os is left out', { abrir_os: undefined }],
  ['the service never gets one', { id_cliente_servico: 11007 }],
  ['the type of ticket never gets one', { id_tipo_atendimento: 17 }],
])('no work order is made where %s, and the message speaks of none', async (_why, change) => {
  const { openTicket, ledger } = await running()

  const answer = await openTicket({ ...newTicket, ...change })

  expect(answer.body).toMatchObject({
    status: 'success',
    msg: `Atendimento aberto com sucesso. Anote o protocolo: ${ledger.tickets[0]?.atendimento.protocolo}.`,
    atendimento: { ordens_servico: [] },
  })
})

test.each([
  [[], { tipo: 'ABERTURA VIA API', status: 'aguardando_agendamento' }],
  [
    { id_tipo_ordem_servico: '3', status: 'pendente' },
    { tipo: 'SUPORTE', status: 'pendente' },
  ],
])(
  'a work order is of the kind that was asked for: %j',
  async (parametros_ordem_servico, order) => {
    const { openTicket } = await running()

    const { body } = await openTicket({ ...newTicket, parametros_ordem_servico })

    expect(body).toMatchObject({ atendimento: { ordens_servico: [order] } })
  },
)

test('a suspended service opens tickets like any other; a cancelled one is refused, with no list of errors', async () => {
  const { openTicket, ledger } = await running()

  await openTicket({ ...newTicket, id_cliente_servico: 11005 })
  const refused = await openTicket({ ...newTicket, id_cliente_servico: 11013 })

  expect([refused.status, refused.body]).toEqual([200, hubsoftAnswers.cancelledService])
  expect(ledger.tickets.map(({ atendimento }) => atendimento.servico.status_prefixo)).toEqual([
    'suspenso_debito',
  ])
})

test('unknown fields are ignored, kept with the request, and not returned; nor is the contact', async () => {
  const { openTicket, ledger } = await running()
  const body = { ...newTicket, referencia: 'chave-minha', parametros: { canal: 'web' } }

  const answer = await openTicket(body)

  expect(ledger.tickets[0]?.body).toEqual(body)
  expect(ledger.tickets[0]?.storedAt).toBe('2026-11-24T13:58:21.000Z')
  expect(answer.text).not.toMatch(/chave-minha|canal|37999112233|teste@teste|Bianca Couto/)
})

test('the same body twice makes two tickets with two protocols, an idempotency key or not', async () => {
  const { openTicket, ledger } = await running()
  const headers = { 'idempotency-key': '0197c3f2-0000-7000-8000-000000000001' }

  await openTicket(newTicket, { headers })
  await openTicket(newTicket, { headers })

  const [first, second] = ledger.tickets.map((ticket) => ticket.atendimento)
  expect(ledger.tickets).toHaveLength(2)
  expect(second?.id_atendimento).toBeGreaterThan(first?.id_atendimento ?? Number.NaN)
  expect(second?.protocolo).not.toBe(first?.protocolo)
})

test.each([
  [15, /^\d{15}$/],
  [19, /^20261124105\d{7}[13579]$/],
  [20, /^20261124105821\d{5}[13579]$/],
] as const)(
  'protocols of %i digits stay apart, and the long ones survive no double',
  async (protocolDigits, shape) => {
    const { openTicket, ledger } = await running({ protocolDigits })

    for (let count = 0; count < 25; count += 1) await openTicket()

    const protocols = ledger.tickets.map((ticket) => ticket.atendimento.protocolo)
    expect(new Set(protocols).size).toBe(25)
    for (const protocol of protocols) {
      expect(protocol).toMatch(shape)
      expect(BigInt(Number(protocol)) === BigInt(protocol)).toBe(protocolDigits === 15)
    }
  },
)

test('the same seed gives the same ids and protocols, another seed others', async () => {
  const told = async (seed: number) => {
    const { openTicket } = await running({ seed })
    return [(await openTicket()).text, (await openTicket()).text]
  }

  const [once, again, other] = [await told(5), await told(5), await told(6)]

  expect(again).toEqual(once)
  expect(other).not.toEqual(once)
})

test('dates are São Paulo’s, and the placeholder visit may fall on the next day', async () => {
  const { openTicket } = await running({ now: () => new Date('2026-12-01T02:30:00Z') })

  const answer = await openTicket()

  expect(answer.body).toMatchObject({
    atendimento: {
      data_cadastro: '30/11/2026',
      ordens_servico: [
        {
          data_cadastro: '30/11/2026 23:30:00',
          data_inicio_programado: '01/12/2026 00:30:00',
          data_termino_programado: '01/12/2026 01:30:00',
        },
      ],
    },
  })
})

const serviceMissing = 'O campo id cliente servico é obrigatório.'
const serviceUnknown = 'O valor selecionado para o campo id cliente servico é inválido'
const unknown = (what: string) => `O valor selecionado para o campo id ${what} é inválido`
const statusWrong = 'O valor selecionado para o campo status é inválido'
const serviceNoInteger = 'O campo id cliente servico deve ser do tipo integer'
const phoneShort = 'O campo telefone deverá conter no mínimo 10 caracteres'
const emailWrong = 'O campo email não possui um valor válido.'
const workOrderWrong = 'O campo abrir os deve ser verdadeiro ou falso.'

test.each([
  [{ id_cliente_servico: undefined }, serviceMissing],
  [{ id_cliente_servico: '' }, serviceMissing],
  [{ id_cliente_servico: 99999 }, serviceUnknown],
  [{ id_cliente_servico: 0 }, serviceUnknown],
  [{ id_cliente_servico: '1e4' }, serviceNoInteger],
  [{ id_cliente_servico: 11000.5 }, serviceNoInteger],
  [{ id_cliente_servico: [11000] }, serviceNoInteger],
  [{ descricao: '   ' }, 'O campo descricao é obrigatório.'],
  [{ descricao: 7 }, 'O campo descricao não possui um valor válido.'],
  [{ nome: null }, 'O campo nome é obrigatório.'],
  [{ telefone: undefined }, 'O campo telefone é obrigatório.'],
  [{ telefone: '999112233' }, phoneShort],
  [{ telefone: 999112233 }, phoneShort],
  [{ telefone: true }, 'O campo telefone não possui um valor válido.'],
  [{ email: 'teste' }, emailWrong],
  [{ id_tipo_atendimento: 3 }, unknown('tipo atendimento')],
  [{ id_tipo_atendimento: 'SAC' }, 'O campo id tipo atendimento deve ser do tipo integer'],
  [{ id_origem_contato: 99 }, unknown('origem contato')],
  [{ id_atendimento_status: 1 }, unknown('atendimento status')],
  [{ parametros_ordem_servico: { id_tipo_ordem_servico: 99 } }, unknown('tipo ordem servico')],
  // One for a tower, not for a customer's service.
  [{ parametros_ordem_servico: { id_tipo_ordem_servico: 8 } }, unknown('tipo ordem servico')],
  [{ parametros_ordem_servico: { status: 'finalizado' } }, statusWrong],
  [{ abrir_os: 'true' }, workOrderWrong],
  [{ abrir_os: 1 }, workOrderWrong],
  [{ abrir_os: null }, workOrderWrong],
])('%o is refused at HTTP 200: %s', async (change, sentence) => {
  const { openTicket, ledger } = await running()

  const answer = await openTicket({ ...newTicket, ...change })

  expect(answer.status).toBe(200)
  expect(answer.body).toEqual({
    status: 'error',
    msg: 'Favor preencher os campos obrigatórios de acordo com as especificações',
    errors: [sentence],
  })
  expect(ledger.tickets).toEqual([])
})

test.each(['{"id_cliente_servico":11000,', '[]', '"texto"', '', 'id_cliente_servico=11000'])(
  'of a body that is no JSON object PHP sees no field: %s',
  async (text) => {
    const { openTicket, ledger } = await running()

    const answer = await openTicket(undefined, { text })

    expect(answer.body).toMatchObject({
      status: 'error',
      errors: ['id cliente servico', 'descricao', 'nome', 'telefone'].map(
        (name) => `O campo ${name} é obrigatório.`,
      ),
    })
    expect(ledger.tickets).toEqual([])
  },
)
