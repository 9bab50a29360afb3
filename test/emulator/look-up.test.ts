import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { EmulatorOptions } from '#src/emulator/server.ts'
import { customersRoute, running } from './running.ts'

const keys = z.record(z.string(), z.unknown())
const answered = z.object({
  clientes: z.array(z.looseObject({ codigo_cliente: z.unknown(), servicos: z.array(keys) })),
})

type Query = Record<string, string>

/** An emulator, and ways to search its customers with a good token. */
async function searching(options: EmulatorOptions = {}) {
  const house = await running(options)
  const { access_token: token } = await house.signIn()
  const find = (query: Query) =>
    house.read(`${customersRoute}?${new URLSearchParams(query)}`, { token })
  const clientes = async (query: Query) => answered.parse((await find(query)).body).clientes
  return {
    ...house,
    find,
    clientes,
    codes: async (busca: string, termo_busca: string, query: Query = {}) =>
      (await clientes({ busca, termo_busca, ...query })).map((one) => one.codigo_cliente),
    services: async (termo_busca: string, query: Query = {}) =>
      (await clientes({ busca: 'codigo_cliente', termo_busca, ...query })).flatMap(
        ({ servicos }) => servicos,
      ),
  }
}

test('each kind of search finds its customers', async () => {
  const { codes } = await searching()

  expect(await codes('nome_razaosocial', 'couto')).toEqual([1204])
  expect(await codes('nome_razaosocial', 'inexistent')).toEqual([1482])
  expect(await codes('nome_razaosocial', 'JOSÉ AMOSTRA')).toEqual([1370])
  expect(await codes('cpf_cnpj', '86214941081')).toEqual([1204])
  expect(await codes('cpf_cnpj', '12ABC34501DE35')).toEqual([1503])
  expect(await codes('codigo_cliente', '1321')).toEqual([1321])
  expect(await codes('telefone', '37999112233')).toEqual([1204])
  expect(await codes('telefone', '3732210100')).toEqual([1204])
  expect(await codes('id_cliente_servico', '11010')).toEqual([1342])
  expect(await codes('login_radius', 'SEGREDO-LOGIN-11010')).toEqual([1342])
  expect(await codes('mac', '00:00:5E:00:2A:F8')).toEqual([1204])
})

test('two share a name and a phone, one has fifty services, one a number without its nine', async () => {
  const { codes, services } = await searching()

  expect(await codes('nome_razaosocial', 'joão da silva')).toEqual([1510, 1517])
  expect(await codes('telefone', '37999990030')).toEqual([1510, 1517])
  expect(await services('1538')).toHaveLength(50)
  expect(await codes('telefone', '37999990033')).toEqual([])
  expect(await codes('telefone', '3799990033')).toEqual([1531])
  expect((await services('1531')).map(({ status }) => status)).toEqual([
    'Franquia Excedida',
    'Inativo',
    'Em Migração de Tecnologia',
  ])
})

test('a part of a number, a code of the country or an accent left out finds nobody', async () => {
  const { codes } = await searching()

  expect(await codes('codigo_cliente', '13')).toEqual([])
  expect(await codes('telefone', '5537999112233')).toEqual([])
  expect(await codes('telefone', '999112233')).toEqual([])
  expect(await codes('cpf_cnpj', '862.149.410-81')).toEqual([])
  expect(await codes('nome_razaosocial', 'fatima')).toEqual([])
})

test('five are found where nobody says how many, and nothing tells of the rest (Q16)', async () => {
  const { codes } = await searching()

  const all = await codes('nome_razaosocial', 'a', { limit: '100' })

  expect(all.length).toBeGreaterThan(20)
  expect(await codes('nome_razaosocial', 'a')).toEqual(all.slice(0, 5))
})

test('a cancelled service is found where it is asked for, a suspended one always (Q38)', async () => {
  const { services, codes } = await searching()
  const states = async (query: Query) =>
    (await services('1363', query)).map(({ status_prefixo }) => status_prefixo)

  expect(await states({})).toEqual(['servico_habilitado'])
  for (const cancelado of ['sim', 'todos']) {
    expect(await states({ cancelado })).toEqual(['cancelado', 'servico_habilitado'])
  }
  expect(await codes('id_cliente_servico', '11013')).toEqual([])
  expect(await codes('id_cliente_servico', '11001')).toEqual([1204])
})

test('a customer whom staff keeps no more is found where such are asked for', async () => {
  const { codes } = await searching()

  expect(await codes('telefone', '37999990036')).toEqual([])
  expect(await codes('telefone', '37999990036', { inativo: 'todos' })).toEqual([1552])
  expect(await codes('nome_razaosocial', 'a', { inativo: 'sim' })).toEqual([])
  expect(await codes('nome_razaosocial', 'mudou', { inativo: 'sim' })).toEqual([1552])
})

test('the connection is told where it is asked for: an object, or [] of what never was (Q15)', async () => {
  const { services } = await searching()
  const ask = { ultima_conexao: 'sim' }

  expect((await services('1204'))[0]).not.toHaveProperty('ultima_conexao')
  expect(await services('1204', ask)).toMatchObject([
    {
      ultima_conexao: {
        conectado: true,
        ultima_conexao_datetime: '2026-11-23 11:36:09-03',
        status_txt: expect.stringMatching(/^CONECTADO HÁ .* - 203\.0\.113\.\d+\(192\.0\.2\.\d+\)$/),
      },
    },
    { ultima_conexao: { conectado: false } },
  ])
  expect(await services('1398', ask)).toMatchObject([{ ultima_conexao: [] }])
})

test('the manual’s keys hold addresses and stored passwords unasked; those of 2026 are more', async () => {
  const { emulator, clientes, services } = await searching({ switches: { customers: 'manual' } })
  const bianca = { busca: 'codigo_cliente', termo_busca: '1204' }
  const asked = { relacoes: 'endereco_instalacao,senhas,nada' }

  const [manual] = await clientes(bianca)
  expect(manual).toMatchObject({ codigo_cliente: 1204, data_nascmento: expect.any(String) })
  expect(manual?.servicos[0]).toMatchObject({
    senhas: [{ senha: 'SEGREDO-SENHA-GUARDADA-11000' }],
    endereco_instalacao: { estado: 'MG', uf: 'MINAS GERAIS' },
    endereco_cobranca: { completo: expect.stringContaining('SEGREDO-COBRANCA-11000') },
  })

  emulator.setSwitches({ customers: '2024' })
  expect((await clientes(bianca))[0]).toMatchObject({
    codigo_cliente: '1204',
    servicos: [{ numero_plano: '9', valor: '69.90' }, {}],
  })

  emulator.setSwitches({ customers: '2026' })
  const [newest] = await clientes(bianca)
  const [service = {}] = newest?.servicos ?? []
  expect(Object.keys({ ...newest, ...service }).length).toBeGreaterThan(60)
  expect(newest).toMatchObject({ nome_mae: 'SEGREDO-MAE-1204', telefone_terciario: '37988880000' })
  expect(service).not.toHaveProperty('endereco_instalacao')
  const [related = {}] = await services('1204', asked)
  expect(Object.keys(related).filter((key) => !(key in service))).toEqual([
    'endereco_instalacao',
    'senhas',
  ])
  expect(related).toMatchObject({ endereco_instalacao: { estado: 'MINAS GERAIS', uf: 'MG' } })
})

test.each(['manual', '2024', '2026'] as const)(
  'no two secrets of a customer are alike: %s',
  async (customers) => {
    const { find } = await searching({ switches: { customers } })
    const query = { busca: 'codigo_cliente', termo_busca: '1342', ultima_conexao: 'sim' }

    const { text } = await find(query)

    const [, ...values] = text.split(/"(?:completo|email)":"[^"]*"|(?="SEGREDO)/)
    const secrets = values.flatMap((value) => value.match(/^"(SEGREDO-[^"]*)/)?.[1] ?? [])
    expect(secrets.length).toBeGreaterThan(20)
    expect(new Set(secrets).size).toBe(secrets.length)
  },
)

test.each([
  [{ none: 'array' }, 200, { status: 'success', clientes: [] }],
  [{ none: 'http-404' }, 404, { status: 'error', msg: 'Cliente não encontrado' }],
  [{ none: 'error' }, 200, { status: 'error', msg: 'Cliente não encontrado' }],
] as const)('nobody, with %j, is HTTP %i', async (switches, status, body) => {
  const { find } = await searching({ switches })

  expect(await find({ busca: 'codigo_cliente', termo_busca: '1' })).toMatchObject({ status, body })
})

test('an inexact search by document finds somebody else as well (Q23)', async () => {
  const { codes } = await searching({ switches: { documents: 'inexact' } })

  expect(await codes('cpf_cnpj', '86214941081')).toEqual([1468, 1204])
  expect(await codes('codigo_cliente', '1204')).toEqual([1204])
})

const oneSentence = (msg: string) => ({ status: 'error', msg })
const listed = (sentence: string) => ({
  status: 'error',
  msg: 'Verifique os dados informados e tente novamente!',
  errors: [sentence],
})
const unknown = (label: string) => `O valor selecionado para o campo ${label} é inválido`

test.each([
  [{ busca: '' }, oneSentence('Favor preencher o atributo (busca)')],
  [{ termo_busca: ' ' }, oneSentence('Favor preencher o atributo (termo_busca)')],
  [{ limit: '101' }, oneSentence('O limite máximo de resultados é de 100 itens')],
  [{ limit: '0' }, listed('O campo limit não possui um valor válido.')],
  [{ cancelado: 'true' }, listed(unknown('cancelado'))],
  [{ inativo: 'false' }, listed(unknown('inativo'))],
  [{ ultima_conexao: 'true' }, listed(unknown('ultima conexao'))],
])('a look-up that HubSoft refuses: %j', async (query, body) => {
  const { find } = await searching()

  const refused = await find({ busca: 'codigo_cliente', termo_busca: '1204', ...query })

  expect([refused.status, refused.body]).toEqual([200, body])
})

test('a kind of search that HubSoft does not know is named beside those it does', async () => {
  const { find } = await searching()

  const { body } = await find({ busca: 'email', termo_busca: 'a@example.com' })

  const msg = expect.stringMatching(
    /^O tipo de busca \(email\) não é válido \| Valores aceitos .*: nome_razaosocial, .*, mac$/,
  )
  expect(body).toEqual({ status: 'error', msg })
})
