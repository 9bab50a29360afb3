import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import { seedAnswer } from '../samples.ts'

const seed = seedAnswer.atendimento
const [seedOrder] = seed.ordens_servico

/** The manual's ticket with other values in it. */
const withFields = (fields: object) => ({ ...seed, ...fields })
const withOrder = (fields: object) => ({ ...seed, ordens_servico: [{ ...seedOrder, ...fields }] })

test("the manual's ticket as a page may see it", () => {
  expect(shownAtendimento.parse(seed)).toEqual({
    id_atendimento: 300,
    protocolo: '201811161058216',
    descricao_abertura:
      'Estou sem acesso a internet desde segunda-feira. | ATENDIMENTO ABERTO VIA API',
    tipo_atendimento: 'SAC',
    status: 'Aguardando Análise',
    usuario_abertura: 'IP Telecom',
    data_cadastro: '16/11/2018',
    data_fechamento: null,
    cliente: { codigo_cliente: 1204, nome_razaosocial: 'BIANCA COUTO' },
    servico: null,
    ordens_servico: [
      {
        numero_ordem_servico: '320',
        tipo: 'ABERTURA VIA API',
        status: 'aguardando_agendamento',
        status_fechamento: null,
        data_cadastro: '16/11/2018 10:58:21',
        data_inicio_programado: '16/11/2018 11:58:21',
        data_termino_programado: '16/11/2018 12:58:21',
        data_inicio_executado: null,
        data_termino_executado: null,
        servico: {
          numero_plano: 9,
          nome: 'NEXT-NV_1MBPS',
          status: 'Serviço Habilitado',
          status_prefixo: 'servico_habilitado',
        },
      },
    ],
  })
})

test.each([
  [300, 300],
  ['300', 300],
  [0, 0],
  ['0', 0],
  ['000300', 300],
])('the id %j is read as %j', (id_atendimento, read) => {
  expect(shownAtendimento.parse(withFields({ id_atendimento })).id_atendimento).toBe(read)
})

test.each([null, undefined, '', 'trezentos', 30.5, '30.5', {}, [], true])(
  'the id %j is read as none',
  (id_atendimento) => {
    expect(shownAtendimento.parse(withFields({ id_atendimento })).id_atendimento).toBeNull()
  },
)

test.each([
  ['SAC', 'SAC'],
  ['', ''],
  [320, '320'],
  [0, '0'],
])('the text %j is read as %j', (tipo_atendimento, read) => {
  expect(shownAtendimento.parse(withFields({ tipo_atendimento })).tipo_atendimento).toBe(read)
})

test.each([null, undefined, {}, [], false])('the text %j is read as none', (tipo_atendimento) => {
  expect(shownAtendimento.parse(withFields({ tipo_atendimento })).tipo_atendimento).toBeNull()
})

test.each([
  ['a list', [{ tipo: 'A' }, { tipo: 'B' }], ['A', 'B']],
  ['an index-keyed object', { 0: { tipo: 'A' }, 1: { tipo: 'B' } }, ['A', 'B']],
  ['a list with holes in it', [null, { tipo: 'A' }, 'x', 7], ['A']],
  ['an empty list', [], []],
  ['an empty object', {}, []],
  ['null', null, []],
  ['nothing', undefined, []],
  ['a text', 'nenhuma', []],
  ['a number', 2, []],
])('work orders as %s', (_how, ordens_servico, types) => {
  const read = shownAtendimento.parse(withFields({ ordens_servico })).ordens_servico

  expect(read.map(({ tipo }) => tipo)).toEqual(types)
})

test.each([[], null, undefined, 'BIANCA', 1204, {}])(
  'a client that came as %j loses no ticket',
  (cliente) => {
    const read = shownAtendimento.parse(withFields({ cliente }))

    expect(read.protocolo).toBe('201811161058216')
    expect(read.cliente?.nome_razaosocial ?? null).toBeNull()
  },
)

test('a ticket of nothing but its protocol is read, all else as null', () => {
  const { protocolo, ordens_servico, ...rest } = shownAtendimento.parse({
    protocolo: 201811161058216,
  })

  expect(protocolo).toBe('201811161058216')
  expect(ordens_servico).toEqual([])
  expect(new Set(Object.values(rest))).toEqual(new Set([null]))
})

test.each([
  ...[undefined, null, true, [], {}, ['201811161058216'], -201811161058216, 20181116.5, 1e22],
  ...['', ' ', 'SAC-1', '12 34', '2018-1116', 'nº 201811161058216', '٢٠١٨', '2.02e+19', '000'],
])('a ticket with protocol %j is no ticket', (protocolo) => {
  expect(shownAtendimento.safeParse(withFields({ protocolo })).success).toBe(false)
})

test('no other field can make an opened ticket unreadable', () => {
  const names = Object.keys(seed).filter((name) => name !== 'protocolo')
  const fields = fc.dictionary(fc.constantFrom(...names, 'servico'), fc.jsonValue())

  fc.assert(
    fc.property(fields, fields, (changed, changedOrder) => {
      const { protocolo } = shownAtendimento.parse({ ...withOrder(changedOrder), ...changed })
      expect(protocolo).toBe(seed.protocolo)
    }),
    { numRuns: 500 },
  )
})

// What HubSoft answers next to, or some day inside, what a page may see (hubsoft §12).
const neverShown = [
  'cpf_cnpj',
  'valor',
  'id_ordem_servico',
  'descricao_servico',
  'usuario_responsavel',
  'anotacoes',
  'parametros',
  'senha',
  'login',
  'ipv4',
  'motivo_cancelamento',
  'access_token',
  'trace',
  'campo_novo',
]

/** Every object of a ticket with a secret under each of these keys. */
function planted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(planted)
  if (typeof value !== 'object' || value === null) return value
  const inside = Object.entries(value).map(([key, inner]) => [key, planted(inner)])
  const secrets = neverShown.map((key) => [key, [`SEGREDO-${key}`, { tambem: 'SEGREDO-dentro' }]])
  return Object.fromEntries([...inside, ...secrets])
}

test('of secrets planted in every object, none is shown', () => {
  const { servico } = seed.ordens_servico[0] ?? {}
  const ticket = planted({ ...seed, servico })

  const shown = shownAtendimento.parse(ticket)

  expect(JSON.stringify(ticket)).toContain('SEGREDO-cpf_cnpj')
  expect(JSON.stringify(shown)).not.toMatch(/SEGREDO|cpf_cnpj|valor/)
  expect(shown).toEqual(shownAtendimento.parse({ ...seed, servico }))
})

test('a shown ticket read again is the same', () => {
  const shown = shownAtendimento.parse(seed)

  expect(shownAtendimento.parse(shown)).toEqual(shown)
})

test('of a text that is longer than any of a ticket its beginning is kept', () => {
  const long = 'x'.repeat(200_000)
  const read = shownAtendimento.parse({ ...seedAnswer.atendimento, status: long, protocolo: '7' })

  expect(read.status).toBe('x'.repeat(10_000))
  expect(shownAtendimento.safeParse({ protocolo: '1'.repeat(61) }).success).toBe(false)
})
