import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { EmulatorOptions } from '#src/emulator/server.ts'
import { clock, listRoute, newTicket, running } from './running.ts'

const answered = z.object({ atendimentos: z.array(z.record(z.string(), z.unknown())) })

/** An emulator whose clock the test moves, and ways to list its tickets with a good token. */
async function listing(options: EmulatorOptions = {}) {
  let at = clock()
  const house = await running({ now: () => at, ...options })
  const { access_token } = await house.signIn()
  const list = (query: Record<string, string>) =>
    house.read(`${listRoute}?${new URLSearchParams(query)}`, { token: access_token })
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
    path: listRoute,
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

test.each([
  [{ none: 'array' }, 200, { status: 'success', atendimentos: [] }],
  [{ none: 'http-404' }, 404, { status: 'error', msg: 'Atendimento não encontrado' }],
  [{ none: 'error' }, 200, { status: 'error', msg: 'Atendimento não encontrado' }],
  [{ listStatus: 'suscess' }, 200, { status: 'suscess', atendimentos: [] }],
] as const)('where nothing is found, %j makes it HTTP %i', async (switches, status, body) => {
  const { ofService, protocols, open } = await listing({ switches })
  await open({ id_cliente_servico: 11001 })

  expect(await ofService()).toMatchObject({ status, body })
  const protocolo = await open()
  expect(await protocols()).toEqual([protocolo])
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

const unknown = (label: string) => `O valor selecionado para o campo ${label} é inválido`
const oneSentence = (msg: string) => ({ status: 'error', msg })
const listed = (sentence: string) => ({
  status: 'error',
  msg: 'Verifique os dados informados e tente novamente!',
  errors: [sentence],
})
const noLimit = 'O campo limit não possui um valor válido.'
const tooMany = 'O limite máximo de resultados é de 50 itens'

test.each([
  [{ busca: '', termo_busca: '' }, oneSentence('Favor preencher o atributo (busca)')],
  [{ busca: '' }, oneSentence('Favor preencher o atributo (busca)')],
  [{ termo_busca: '' }, oneSentence('Favor preencher o atributo (termo_busca)')],
  [{ termo_busca: ' ' }, oneSentence('Favor preencher o atributo (termo_busca)')],
  [{ limit: '51' }, oneSentence(tooMany)],
  [{ limit: '0' }, listed(noLimit)],
  [{ limit: 'todos' }, listed(noLimit)],
  [{ busca: 'telefone' }, listed(unknown('busca'))],
  [{ busca: 'toString' }, listed(unknown('busca'))],
  [{ apenas_pendente: 'false' }, listed(unknown('apenas pendente'))],
  [{ order_by: 'protocolo' }, listed(unknown('order by'))],
  [{ order_type: 'DESC' }, listed(unknown('order type'))],
])('a query that HubSoft refuses: %j', async (query, body) => {
  const { ofService, open } = await listing()
  await open()

  const refused = await ofService(query)

  expect([refused.status, refused.body]).toEqual([200, body])
})

test('a parameter that HubSoft does not know changes nothing (Q24)', async () => {
  const { protocols, open } = await listing()
  const protocolo = await open()

  expect(await protocols({ referencia: 'REF 0000-0000', apenas_pendentes: 'x' })).toEqual([
    protocolo,
  ])
})

test('protocol-as-number: no protocol of the list is quoted', async () => {
  const { emulator, open, ofService } = await listing()
  const protocols = [await open(), await open()]
  emulator.faults.inject({ route: 'listagem', fault: 'protocol-as-number' })

  const { text } = await ofService()

  expect(text.match(/"protocolo":\d+/g)).toEqual(protocols.map((one) => `"protocolo":${one}`))
})

function noTicket(): never {
  throw new Error('No ticket was stored.')
}
