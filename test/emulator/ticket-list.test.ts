import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import type { EmulatorOptions } from '#src/emulator/server.ts'
import { listingQuery } from '#src/gateway/hubsoft/listing.ts'
import { readListing } from '#src/gateway/hubsoft/reading/read-listing.ts'
import { clock, connectionReset, newTicket, running } from './running.ts'

const route = '/api/v1/integracao/cliente/atendimento'
const reference = 'REF 7F3K-2Q9D'
const answered = z.object({ atendimentos: z.array(z.record(z.string(), z.unknown())) })

/** An emulator whose clock the test moves, and ways to list its tickets with a good token. */
async function listing(options: EmulatorOptions = {}) {
  let at = clock()
  const house = await running({ now: () => at, ...options })
  const { access_token } = await house.signIn()
  const headers = { accept: 'application/json', authorization: `Bearer ${access_token}` }
  const list = (query: Record<string, string>, init = {}) =>
    house.send(`${route}?${new URLSearchParams(query)}`, { headers, ...init })
  const ofService = (query = {}) =>
    list({ busca: 'id_cliente_servico', termo_busca: '11000', ...query })

  return {
    ...house,
    list,
    ofService,
    /** The protocols listed for service 11000. */
    async protocols(query = {}) {
      const { body } = await ofService(query)
      return answered.parse(body).atendimentos.map(({ protocolo }) => protocolo)
    },
    /** What a look of ours makes of the list. */
    async look() {
      const { status, headers: sent, text } = await list(listingQuery(11000))
      const answer = { status, headers: sent, text }
      return readListing(answer, {
        serviceId: 11000,
        reference,
        description: null,
        sentAt: clock(),
      })
    },
    async open(change = {}, time = '2026-11-24T13:58:21Z') {
      at = new Date(time)
      await house.openTicket({ ...newTicket, ...change }, { token: access_token })
      return house.ledger.tickets.at(-1)?.atendimento.protocolo ?? ''
    },
    close(protocolo: string, time: string) {
      at = new Date(time)
      return house.emulator.closeTicket(protocolo)
    },
  }
}

test('a ticket is listed as it was opened, with the service and its id as a string (Q22)', async () => {
  const { ofService, open, ledger } = await listing()
  await open()

  const { status, headers, text, body } = await ofService()

  const [{ atendimento } = noTicket()] = ledger.tickets
  const { ordens_servico } = atendimento
  const servico = { ...atendimento.servico, id_cliente_servico: '11000' }
  expect([status, headers['content-type']]).toEqual([200, 'application/json'])
  expect(body).toEqual({
    status: 'success',
    msg: 'Dados consultados com sucesso',
    atendimentos: [
      { ...atendimento, servico, ordens_servico: [{ ...ordens_servico[0], servico }] },
    ],
  })
  expect(ordens_servico).toHaveLength(1)
  expect(text).toContain('"data_cadastro":"24\\/11\\/2026"')
  expect(ledger.requests.at(-1)).toMatchObject({
    method: 'GET',
    path: route,
    query: { busca: 'id_cliente_servico', termo_busca: '11000' },
  })
})

test('in the keys of 2018 a list has less of each ticket', async () => {
  const { ofService, open } = await listing({ switches: { keys: '2018' } })
  await open()

  const { body } = await ofService()

  const servico = {
    id_cliente_servico: '11000',
    numero_plano: 9,
    nome: 'NEXT-NV_1MBPS',
    valor: 69.9,
    status: 'Serviço Habilitado',
    status_prefixo: 'servico_habilitado',
  }
  const [ticket] = answered.parse(body).atendimentos
  expect(ticket).toMatchObject({ servico, ordens_servico: [{ servico }] })
  expect(ticket?.servico).toEqual(servico)
  expect(ticket).not.toHaveProperty('rascunho')
})

test.each([
  ['http-404', 404],
  ['error', 200],
] as const)('"none" may come as %s; a ticket is listed all the same', async (none, status) => {
  const { ofService, protocols, open } = await listing({ switches: { none } })

  expect(await ofService()).toMatchObject({ status, body: { msg: 'Atendimento não encontrado' } })
  const protocolo = await open()
  expect(await protocols()).toEqual([protocolo])
})

test('among what stood before are finished tickets, several work orders and a draft', async () => {
  const { list, ledger } = await listing()
  const of = async (service: string) => {
    const query = { busca: 'id_cliente_servico', termo_busca: service, apenas_pendente: 'nao' }
    return answered.parse((await list(query)).body).atendimentos
  }

  expect(await of('11008')).toMatchObject([
    { status: 'Resolvido', ordens_servico: [{ status: 'finalizado' }, { status: 'finalizado' }] },
    { status: 'Pendente', ordens_servico: [{}, { status: 'aguardando_agendamento' }] },
  ])
  expect(await of('11012')).toMatchObject([
    { rascunho: true, descricao_abertura: null, tipo_atendimento: null },
  ])
  expect(ledger.tickets).toEqual([])
})

test('where nothing is found the list is empty', async () => {
  const { ofService, open } = await listing()
  await open({ id_cliente_servico: 11001 })

  expect((await ofService()).body).toMatchObject({ status: 'success', atendimentos: [] })
})

test('the status may be spelt as in the vendor’s sample (Q2)', async () => {
  const { ofService } = await listing({ switches: { listStatus: 'suscess' } })

  expect((await ofService()).body).toMatchObject({ status: 'suscess', atendimentos: [] })
})

test('a customer, a document, a service or a protocol finds its tickets and no others', async () => {
  const { list, open } = await listing()
  const first = await open()
  const second = await open({ id_cliente_servico: 11001 })
  await open({ id_cliente_servico: 11002 })
  const found = async (busca: string, termo_busca: string) => {
    const { body } = await list({ busca, termo_busca })
    return answered.parse(body).atendimentos.map(({ protocolo }) => protocolo)
  }

  expect(await found('codigo_cliente', '1204')).toEqual([first, second])
  expect(await found('cpf_cnpj', '86214941081')).toEqual([first, second])
  expect(await found('id_cliente_servico', '11001')).toEqual([second])
  expect(await found('protocolo', first)).toEqual([first])
  expect(await found('protocolo', '1')).toEqual([])
})

test('on some tickets the service is missing, the same ones every time (Q21)', async () => {
  const { ofService, open } = await listing()
  for (let count = 0; count < 9; count += 1) await open()
  const withService = async () =>
    answered.parse((await ofService()).body).atendimentos.map((ticket) => 'servico' in ticket)

  const once = await withService()

  expect(once).toContain(true)
  expect(once).toContain(false)
  expect(await withService()).toEqual(once)
})

test('by default the twenty oldest are listed, and nothing tells of the rest (Q16, Q17)', async () => {
  const { protocols, open } = await listing()
  const all: string[] = []
  for (let count = 0; count < 22; count += 1) all.push(await open())

  expect(await protocols()).toEqual(all.slice(0, 20))
  expect(await protocols({ order_type: 'desc' })).toEqual(all.toReversed().slice(0, 20))
  expect(await protocols({ limit: '3' })).toEqual(all.slice(0, 3))
  expect(await protocols({ limit: '50', order_type: 'desc' })).toEqual(all.toReversed())
})

test('a closed ticket is listed only where closed ones are asked for (Q17)', async () => {
  const { ofService, protocols, open, close } = await listing()
  const [first, second] = [await open(), await open()]

  expect(close(first, '2026-11-25T13:00:00Z')).toBe(true)

  expect(await protocols()).toEqual([second])
  expect(await protocols({ apenas_pendente: 'sim' })).toEqual([second])
  expect(await protocols({ apenas_pendente: 'nao' })).toEqual([first, second])
  expect((await ofService({ apenas_pendente: 'nao' })).body).toMatchObject({
    atendimentos: [{ data_cadastro: '24/11/2026', data_fechamento: '25/11/2026' }, {}],
  })
})

test('over HTTP a ticket can be closed by its protocol', async () => {
  const { send, protocols, open } = await listing()
  const protocolo = await open()
  const close = (one: string) =>
    send(`/_emulator/tickets/${one}/close`, { method: 'POST' }).then(({ status }) => status)

  expect([await close('1'), await protocols()]).toEqual([404, [protocolo]])
  expect([await close(protocolo), await protocols()]).toEqual([204, []])
})

test('by closing date those still open come last', async () => {
  const { protocols, open, close } = await listing()
  const [first, second, third] = [await open(), await open(), await open()]
  close(third, '2026-11-25T13:00:00Z')
  close(second, '2026-11-26T13:00:00Z')
  const query = { order_by: 'data_fechamento', apenas_pendente: 'nao' }

  expect(await protocols(query)).toEqual([third, second, first])
  expect(await protocols({ ...query, order_type: 'desc' })).toEqual([first, second, third])
})

test('the opening date can be narrowed down, both days included, in local time', async () => {
  const { protocols, open, close } = await listing()
  // 23:30 on the 23rd in São Paulo.
  const late = await open({}, '2026-11-24T02:30:00Z')
  const noon = await open({}, '2026-11-24T15:00:00Z')
  const next = await open({}, '2026-11-25T15:00:00Z')

  expect(await protocols({ data_inicio: '2026-11-24' })).toEqual([noon, next])
  expect(await protocols({ data_fim: '2026-11-24' })).toEqual([late, noon])
  expect(await protocols({ data_inicio: '2026-11-23', data_fim: '2026-11-23' })).toEqual([late])
  close(noon, '2026-11-26T15:00:00Z')
  const closing = { tipo_data: 'data_fechamento', apenas_pendente: 'nao' }
  expect(await protocols({ ...closing, data_inicio: '2026-11-26' })).toEqual([noon])
})

const unknown = (label: string) => `O valor selecionado para o campo ${label} é inválido`
const invalid = (label: string) => `O campo ${label} não possui um valor válido.`

test.each([
  [{}, 'Favor preencher o atributo (busca)'],
  [{ termo_busca: '11000' }, 'Favor preencher o atributo (busca)'],
  [{ busca: 'id_cliente_servico' }, 'Favor preencher o atributo (termo_busca)'],
  [{ busca: 'protocolo', termo_busca: ' ' }, 'Favor preencher o atributo (termo_busca)'],
  [
    { busca: 'protocolo', termo_busca: '1', limit: '51' },
    'O limite máximo de resultados é de 50 itens',
  ],
])('what is wrong with %j is said in one sentence, with no list of errors', async (query, msg) => {
  const { list, open } = await listing()
  await open()

  const { status, body } = await list(query)

  expect([status, body]).toEqual([200, { status: 'error', msg }])
})

test.each([
  [{ limit: '0' }, invalid('limit')],
  [{ busca: 'telefone' }, unknown('busca')],
  [{ busca: 'toString' }, unknown('busca')],
  [{ tipo_data: 'hoje' }, unknown('tipo data')],
  [{ limit: 'todos' }, invalid('limit')],
  [{ apenas_pendente: 'false' }, unknown('apenas pendente')],
  [{ order_by: 'protocolo' }, unknown('order by')],
  [{ order_type: 'DESC' }, unknown('order type')],
  [{ data_inicio: '24/11/2026' }, invalid('data inicio')],
  [{ data_fim: 'ontem' }, invalid('data fim')],
])('a value that the manual does not have is refused: %j', async (query, sentence) => {
  const { ofService, look } = await listing()

  expect((await ofService(query)).body).toEqual({
    status: 'error',
    msg: 'Verifique os dados informados e tente novamente!',
    errors: [sentence],
  })
  expect(await look()).toEqual([])
})

test('a parameter that HubSoft does not know changes nothing (Q24)', async () => {
  const { protocols, open } = await listing()
  const protocolo = await open()

  expect(await protocols({ referencia: 'REF 0000-0000', apenas_pendentes: 'x' })).toEqual([
    protocolo,
  ])
})

test('without a good token nothing is listed', async () => {
  const { ofService, list, open, emulator } = await listing()
  await open()

  const bare = await list({}, { headers: { accept: 'application/json' } })
  emulator.revokeTokens()
  const revoked = await ofService()

  for (const answer of [bare, revoked]) {
    expect([answer.status, answer.text]).toEqual([401, '{"message":"Unauthenticated."}'])
  }
})

test('an account that may not list gets 403, and still opens tickets', async () => {
  const { ofService, open, emulator, look } = await listing()
  emulator.setPermissions({ list: false })
  const protocolo = await open()

  const { status, body } = await ofService()

  expect([status, body]).toEqual([
    403,
    { status: 'error', msg: 'O Usuário não possui a permissão desejada!', errors: [] },
  ])
  expect(await look()).toBeNull()
  emulator.setPermissions({})
  expect(await look()).toMatchObject([{ protocolo }])
})

test('a look of ours finds its ticket among sixty others, closed as it is', async () => {
  const { open, close, look } = await listing()
  const other = { descricao: 'Outra coisa', abrir_os: false }
  for (let count = 0; count < 55; count += 1) await open(other, '2026-11-20T12:00:00Z')
  const ours = await open()
  close(ours, '2026-11-24T14:00:00Z')
  for (let count = 0; count < 5; count += 1) await open(other, '2026-11-24T14:00:00Z')

  expect(await look()).toMatchObject([{ protocolo: ours, status: 'Resolvido' }])
})

test('a look of ours knows that sixty newer tickets may hide its own', async () => {
  const { open, look } = await listing()
  await open({ descricao: 'Antes' }, '2026-11-20T12:00:00Z')
  expect(await look()).toEqual([])
  for (let count = 0; count < 60; count += 1) await open({ descricao: 'Depois', abrir_os: false })

  expect(await look()).toBeNull()
})

const unreadable: [FaultOrderInput['fault'], FaultOrderInput][] = (
  [
    { route: 'listagem', fault: 'unknown-list-key' },
    { route: 'listagem', fault: 'list-as-object' },
    { route: 'listagem', fault: 'html' },
    { route: 'listagem', fault: 'empty' },
    { route: 'listagem', fault: 'stack-trace' },
    { route: 'listagem', fault: 'stack-trace-keys' },
    { route: 'listagem', fault: 'http-500' },
    { route: 'listagem', fault: 'http-502' },
    { route: 'listagem', fault: 'http-503' },
    { route: 'listagem', fault: 'unauthorized' },
    { route: 'listagem', fault: 'forbidden' },
    { route: 'listagem', fault: 'too-many' },
    { route: 'listagem', fault: 'truncated-json' },
    { route: 'listagem', fault: 'refused' },
    { route: 'listagem', fault: 'refused-without-errors' },
    { route: 'listagem', fault: 'refused-errors-array' },
    { route: 'listagem', fault: 'refused-errors-object' },
    { route: 'listagem', fault: 'validation-422' },
  ] satisfies FaultOrderInput[]
).map((order) => [order.fault, order])

test.each(unreadable)('%s: a look can not tell whether the ticket stands', async (_name, order) => {
  const { emulator, open, look } = await listing()
  expect(await look()).toEqual([])
  emulator.faults.inject({ ...order, times: 2 })

  expect(await look()).toBeNull()
  const protocolo = await open()
  expect(await look()).toBeNull()
  expect(await look()).toMatchObject([{ protocolo }])
})

test.each([
  'html-content-type',
  'numbers-as-strings',
  'nulls',
  'extra-fields',
  'protocol-as-number',
] as const)('%s: a look finds the ticket all the same', async (fault) => {
  const { emulator, open, look } = await listing()
  await open({ descricao: 'Outra coisa' })
  const protocolo = await open()
  emulator.faults.inject({ route: 'listagem', fault })

  expect(await look()).toMatchObject([{ protocolo }])
})

test('protocol-as-number: no protocol of the list is quoted', async () => {
  const { emulator, open, ofService } = await listing()
  const protocols = [await open(), await open()]
  emulator.faults.inject({ route: 'listagem', fault: 'protocol-as-number' })

  const { text } = await ofService()

  expect(text.match(/"protocolo":\d+/g)).toEqual(protocols.map((one) => `"protocolo":${one}`))
})

test('nulls: of every ticket only the needful is left', async () => {
  const { emulator, open, ofService } = await listing()
  await open()
  emulator.faults.inject({ route: 'listagem', fault: 'nulls' })

  expect((await ofService()).body).toMatchObject({
    atendimentos: [{ id_atendimento: 300, data_cadastro: null, cliente: null, servico: null }],
  })
})

test('list-empty: the list is late, though the ticket stands', async () => {
  const { emulator, open, look, ledger } = await listing()
  const protocolo = await open()
  emulator.faults.inject({ route: 'listagem', fault: 'list-empty' })

  expect(await look()).toEqual([])
  expect(ledger.tickets).toHaveLength(1)
  expect(await look()).toMatchObject([{ protocolo }])
})

test('a list fails on the wire as every route does, and leaves the others alone', async () => {
  const { emulator, ofService, open, ledger } = await listing()
  for (const fault of ['reset-before', 'reset-after'] as const) {
    emulator.faults.inject({ route: 'listagem', fault })
  }
  emulator.faults.inject({ route: 'leitura', fault: 'http-500' })

  await open()

  await expect(ofService()).rejects.toEqual(connectionReset)
  await expect(ofService()).rejects.toEqual(connectionReset)
  expect((await ofService()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(1)
})

test('silent-before: a list that never answers ends when the asker gives up', async () => {
  const { emulator, list, ledger } = await listing()
  emulator.faults.inject({ route: 'listagem', fault: 'silent-before' })
  const giveUp = new AbortController()

  const asked = list({}, { signal: giveUp.signal })
  asked.catch(() => {})
  await expect.poll(() => ledger.requests.at(-1)?.path).toBe(route)
  giveUp.abort()

  await expect(asked).rejects.toThrow('aborted')
})

function noTicket(): never {
  throw new Error('No ticket was stored.')
}
