import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import { readListing } from '#src/gateway/hubsoft/reading/read-listing.ts'
import { anyText } from '../../../contract/any-text.ts'
import { mostMarks, normalizedDuring } from '../../../contract/normalized.ts'
import { hostileTexts } from '../../../hostile-texts.ts'
import { seedAnswer } from '../../../samples.ts'

const reference = 'REF 7F3K-2Q9D'
const description = `Sem acesso à rede desde ontem. | Atendente: Ana Lima | ${reference}`
const lookedFor = {
  serviceId: 11000,
  reference,
  description,
  sentAt: new Date('2026-11-24T13:58:21Z'),
}
const servico = { id_cliente_servico: '11000', numero_plano: 9, nome: 'EXEMPLO', valor: 69.9 }

/** A ticket as the list has it, of the day of the send and with the reference. */
const ours = {
  ...seedAnswer.atendimento,
  id_atendimento: 30117,
  protocolo: '20261124105821123457',
  descricao_abertura: `${description} | ATENDIMENTO ABERTO VIA API`,
  data_cadastro: '24/11/2026',
  servico,
}
/** Another ticket of that day. */
const other = {
  ...ours,
  id_atendimento: 30104,
  protocolo: '20261124093000900001',
  descricao_abertura: 'Segunda via | ATENDIMENTO ABERTO VIA CENTRAL DO ASSINANTE',
}

function readText(text: string, status = 200) {
  return readListing({ status, headers: {}, text }, lookedFor)
}

function read(atendimentos: unknown, status = 'suscess') {
  const msg = 'Dados consultados com sucesso'
  return readText(JSON.stringify({ status, msg, atendimentos }))
}

/** What a look tells: the protocols it found, or that it knows nothing. */
function protocols(atendimentos: unknown, status?: string) {
  return read(atendimentos, status)?.map(({ protocolo }) => protocolo) ?? 'unreadable'
}

const oursAlone = [ours.protocolo]

test('the ticket that carries the reference is found, as much of it as a page may see', () => {
  expect(read([other, ours])).toEqual([shownAtendimento.parse(ours)])
  expect(JSON.stringify(read([ours]))).not.toMatch(/cpf_cnpj|valor/)
})

test('of a sole trader’s name the CPF in which it ends isn’t told', () => {
  const cliente = { codigo_cliente: 1204, nome_razaosocial: 'BIANCA COUTO 86214941081' }

  expect(read([{ ...ours, cliente }])).toMatchObject([
    { cliente: { nome_razaosocial: 'BIANCA COUTO' } },
  ])
})

test.each(['success', 'suscess', 'sucesso', ' Suscess\n'])('Q2: status "%s" is read', (status) => {
  expect(protocols([ours], status)).toEqual(oursAlone)
  expect(protocols([other], status)).toEqual([])
})

test.each(['error', 'ok', '', 'successo'])('status "%s" says nothing, whatever is listed', (no) => {
  expect(protocols([ours], no)).toBe('unreadable')
  expect(protocols([], no)).toBe('unreadable')
})

test.each([199, 301, 400, 401, 403, 404, 422, 429, 500, 502, 503])(
  'HTTP %i says nothing, whatever is listed',
  (status) => {
    expect(readText(JSON.stringify({ status: 'suscess', atendimentos: [ours] }), status)).toBeNull()
    expect(readText(JSON.stringify({ status: 'suscess', atendimentos: [] }), status)).toBeNull()
  },
)

test.each([
  ['a page', '<html><h1>Sistema em manutenção</h1></html>'],
  ['nothing', ''],
  ['half a JSON', JSON.stringify({ status: 'suscess', atendimentos: [ours] }).slice(0, 400)],
  ['null', 'null'],
  ['a bare list', '[]'],
  ['no status', '{"atendimentos":[]}'],
  ['no list', '{"status":"suscess"}'],
  ['a list under another key', '{"status":"suscess","atendimento":[]}'],
  ['null for a list', '{"status":"suscess","atendimentos":null}'],
  ['an object for a list', '{"status":"suscess","atendimentos":{}}'],
  ['an index-keyed list', JSON.stringify({ status: 'suscess', atendimentos: { 0: ours } })],
  ['a text for a list', '{"status":"suscess","atendimentos":"[]"}'],
])('HTTP 200 with %s could not be read, which is no empty list', (_what, text) => {
  expect(readText(text)).toBeNull()
})

const mayBeOurs = 'Sem acesso à re'

const cut = { ...ours, descricao_abertura: mayBeOurs }
const marked = { ...ours, descricao_abertura: reference }
const second = { ...ours, id_atendimento: 30125, protocolo: '20261124110102000003' }
const both = [ours.protocolo, second.protocolo]
const early = { ...ours, id_atendimento: null, protocolo: '202611241058219' }
const late = { ...second, id_atendimento: null }
const withoutProtocol = { ...ours, protocolo: null }

test.each<[string, object[], string[] | 'unreadable']>([
  ['nothing', [], []],
  ['another ticket', [other], []],
  ['another ticket without a protocol', [{ ...other, protocolo: null }], []],
  ['ours twice', [ours, other, ours], oursAlone],
  ['the reference, which nobody signed', [marked, other], oursAlone],
  ['two of ours, the oldest first', [ours, other, second], both],
  ['two of ours, the oldest last', [second, other, ours], both],
  // Protocols begin with the time, and grew longer.
  ['three of ours without ids', [late, ours, early], [early.protocolo, ...both]],
  ['ours without a protocol', [withoutProtocol, other], 'unreadable'],
  [
    'ours without one, of any day',
    [{ ...withoutProtocol, data_cadastro: '22/11/2026' }],
    'unreadable',
  ],
  ['ours with and without one', [withoutProtocol, second], [second.protocolo]],
  ['what may be ours', [cut, other], 'unreadable'],
  ['what may be ours, of a day ago', [{ ...cut, data_cadastro: '23/11/2026' }], 'unreadable'],
  ['what is too old for ours', [{ ...cut, data_cadastro: '22/11/2026' }], []],
  ['what may be ours, and ours', [cut, second], [second.protocolo]],
])('of a list with %s it tells %j', (_what, listed, told) => {
  expect(protocols(listed)).toEqual(told)
})

test.each([true, 1, 'true'])('a draft (%j) is another, whatever it lacks or holds', (rascunho) => {
  const bare = { ...other, rascunho, descricao_abertura: null, tipo_atendimento: null }
  const cut = { ...ours, rascunho, descricao_abertura: mayBeOurs }

  expect(protocols([bare, cut, { ...ours, rascunho }])).toEqual([])
  expect(protocols([bare, ours])).toEqual(oursAlone)
})

test.each([false, null, 0])('a ticket with rascunho %j is a ticket', (rascunho) => {
  expect(protocols([{ ...ours, rascunho }])).toEqual(oursAlone)
})

const none = (msg: string, status = 200, more: object = {}) =>
  readText(JSON.stringify({ status: 'error', msg, ...more }), status)

test.each([
  'Nenhum atendimento encontrado',
  'Atendimento não encontrado.',
  'NENHUM REGISTRO FOI ENCONTRADO!',
  'Não foram encontrados atendimentos para este serviço',
  'Não há atendimentos para este serviço.',
  'Nenhum atendimento foi localizado para o cliente serviço informado.',
  'Nenhum resultado encontrado para os filtros informados',
  'Nenhum serviço encontrado',
  ' Nenhum cliente\nencontrado! ',
  'O atendimento não foi encontrado',
  'Não existem atendimentos cadastrados',
  'Cliente_servico de ID 11000 não encontrado',
  'Atendimento de ID 11000 não foi encontrado.',
])('HubSoft’s "%s" is a look that found nothing, with HTTP 200 and 404', (msg) => {
  expect(none(msg)).toEqual([])
  expect(none(msg, 404)).toEqual([])
  for (const status of [400, 403, 422, 500]) expect(none(msg, status)).toBeNull()
  expect(none(msg, 200, { trace: [] })).toBeNull()
  expect(none(msg, 404, { status: 'success' })).toBeNull()
})

test('a bare "não encontrado" is one, where the status doesn’t say that the route isn’t there', () => {
  expect(none('Não encontrado')).toEqual([])
  expect(none('Não encontrado', 404)).toBeNull()
})

test.each([
  'Método/endpoint não disponível',
  'Rota não encontrada',
  'Usuário não encontrado',
  'Usuário de ID 7 não encontrado',
  'Serviço não encontrado',
  'Cliente não encontrado',
  'Serviço de autenticação não encontrado',
  'Nenhum serviço de autenticação encontrado',
  'O serviço de listagem não foi encontrado no servidor',
  'Não foi encontrado serviço de listagem',
  'Dados de conexão do banco não encontrados',
  'Nenhum dado de conexão encontrado',
  'Atendimento temporariamente fora: servidor não encontrado',
  'Atendimento não encontrado no servidor de listagem',
  'Nenhum atendimento encontrado: falha ao ler a tabela',
  'Falha ao listar. Nenhum atendimento encontrado',
  'Não há atendimento disponível neste horário',
  'Não há atendimento para novos serviços',
  'O cliente possui pendências cadastrais.',
  'Nenhum cliente tem permissão para isto',
  `Atendimento não encontrado ${'x'.repeat(300)}`,
])('"%s" says nothing of the service’s tickets', (msg) => {
  expect(none(msg)).toBeNull()
  expect(none(msg, 404)).toBeNull()
})

test.each(['<html><h1>404 Atendimento não encontrado</h1></html>', '{"message":"Not Found"}', ''])(
  'HTTP 404 with %j is a route that isn’t there',
  (text) => {
    expect(readText(text, 404)).toBeNull()
  },
)

test('of what HubSoft lists, nothing longer than any description is normalised', async () => {
  const texts = Object.values(hostileTexts(63_000))

  const normalized = await normalizedDuring(() => {
    for (const one of texts) {
      protocols(page(50, one).map((item) => ({ ...item, descricao_abertura: one })))
      for (const msg of [one, one.slice(0, 290)]) none(msg)
    }
  })

  expect(normalized.length).toBeGreaterThan(0)
  expect(Math.max(...normalized.map(({ length }) => length))).toBeLessThanOrEqual(10_000)
  expect(mostMarks(normalized)).toBe(30)
})

test('a 20-digit protocol that comes unquoted keeps its digits (Q3)', () => {
  const text = JSON.stringify({ status: 'suscess', atendimentos: [ours] })
  const unquoted = text.replace(`"${ours.protocolo}"`, ours.protocolo)

  expect(unquoted).toContain(`"protocolo":${ours.protocolo},`)
  expect(readText(unquoted)).toMatchObject([{ protocolo: ours.protocolo }])
})

test.each(['11001', 11001, '1100', 'abc', '20261124105821123457'])(
  'an item of service %j shows that the list was not filtered, so it misses ours perhaps',
  (id_cliente_servico) => {
    const strange = { ...other, servico: { ...servico, id_cliente_servico } }

    expect(protocols([other, strange])).toBe('unreadable')
    expect(protocols([strange, ours])).toEqual(oursAlone)
  },
)

test.each([
  ['the service as a string', servico],
  ['the service as a number', { id_cliente_servico: 11000 }],
  ['no service (Q21)', undefined],
  ['null', null],
  ['an empty list for it (Q15)', []],
  ['a service without an id', { nome: 'EXEMPLO' }],
  ['a service with an empty id', { id_cliente_servico: '' }],
])('an item with %s leaves the list readable', (_what, named) => {
  expect(protocols([{ ...other, servico: named }])).toEqual([])
})

test.each([
  ['null', null],
  ['a text', 'x'],
  ['an empty list', []],
  ['an object without a description', {}],
  ['a ticket whose description is null', { ...other, descricao_abertura: null }],
  ['a ticket whose description is an object', { ...other, descricao_abertura: {} }],
])('%s among the tickets may be ours, so the list could not be read', (_what, item) => {
  expect(protocols([other, item])).toBe('unreadable')
  expect(protocols([item, ours])).toEqual(oursAlone)
})

/** So many tickets of others, the last of them with this date. */
function page(length: number, data_cadastro: unknown) {
  return Array.from({ length }, (_, place) =>
    place < length - 1 ? other : { ...other, data_cadastro },
  )
}

test.each([
  '24/11/2026',
  '23/11/2026',
  '25/11/2026',
  '',
  null,
  20261101,
  '2026-11-011',
  '2026-11-24',
  '2026-11-23 14:02:11',
  '00/00/0000',
  '01/13/2026',
  '01/01/0001',
])('beyond a full page that ends on %j our ticket may stand', (date) => {
  expect(protocols(page(50, date))).toBe('unreadable')
  expect(protocols(page(51, date))).toBe('unreadable')
  expect(protocols([...page(50, date), ours])).toEqual(oursAlone)
})

test.each([
  '22/11/2026',
  '01/11/2026 10:58:21',
  '31/12/2025',
  '16/11/2018',
  '2026-11-22',
  '2026-11-22 14:02:11',
  '2026-11-22T14:02:11.000Z',
])('a full page that ends on %s reaches back before the send', (date) => {
  expect(protocols(page(50, date))).toEqual([])
})

test('a page that is not full is the whole list, whatever its dates', () => {
  expect(protocols(page(49, '24/11/2026'))).toEqual([])
  expect(protocols(page(49, null))).toEqual([])
})

test('twenty tickets, the oldest first, are what HubSoft lists where it ignores the query', () => {
  const defaults = page(20, '24/11/2026').map((one, place) =>
    place < 10 ? { ...one, data_cadastro: '01/02/2026' } : one,
  )

  expect(protocols(defaults)).toBe('unreadable')
  expect(protocols(defaults.slice(1))).toEqual([])
  expect(protocols(defaults.toReversed())).toEqual([])
})

test('the whole day of the oldest ticket is over everywhere before the send', () => {
  const sentAt = (time: string) => ({ ...lookedFor, sentAt: new Date(time) })
  const text = JSON.stringify({ status: 'suscess', atendimentos: page(50, '22/11/2026') })
  const answer = { status: 200, headers: {}, text }

  expect(readListing(answer, sentAt('2026-11-24T00:00:00Z'))).toBeNull()
  expect(readListing(answer, sentAt('2026-11-24T00:00:01Z'))).toEqual([])
})

const someItem = fc.oneof(
  fc.record(
    {
      descricao_abertura: fc.oneof(fc.constant(reference), anyText, fc.jsonValue()),
      protocolo: fc.oneof(fc.constantFrom('1', 2, '3e4'), fc.jsonValue()),
      id_atendimento: fc.oneof(fc.integer(), fc.jsonValue()),
      data_cadastro: fc.oneof(fc.constantFrom('24/11/2026', '31/02/2026'), anyText, fc.jsonValue()),
      servico: fc.oneof(fc.record({ id_cliente_servico: fc.jsonValue() }), fc.jsonValue()),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
)

test('nothing that comes over the wire makes it throw, and every ticket found has a protocol', () => {
  const lists = fc
    .oneof(fc.array(someItem), fc.array(someItem, { minLength: 50, maxLength: 52 }), fc.jsonValue())
    .map((atendimentos) => JSON.stringify({ status: 'suscess', atendimentos }))

  fc.assert(
    fc.property(fc.oneof(anyText, lists), (text) => {
      for (const { protocolo } of readText(text) ?? []) expect(protocolo).toMatch(/^\d+$/)
    }),
    { numRuns: 400 },
  )
})

test.each([
  '{"status":"suscess","atendimentos":[{"descricao_abertura":{"toString":1}}]}',
  `{"status":"suscess","atendimentos":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
])('a body made to trip a reader does not make it throw: %#', (text) => {
  expect(readText(text)).toBeNull()
})
