import { expect, test } from 'vitest'
import { readClientes, type Search } from '#src/gateway/hubsoft/reading/read-clientes.ts'
import { answer } from '../by-hand.ts'

const byName: Search = { by: 'nome_razaosocial', term: 'amostras' }
const service = { id_cliente_servico: 11002, nome: 'FIBRA 300' }
const customer = {
  codigo_cliente: 1307,
  nome_razaosocial: 'ADEMAR DAS AMOSTRAS',
  cpf_cnpj: '90000000175',
  servicos: [service],
}

const list = (clientes: unknown, more = {}) => answer(200, { status: 'success', clientes, ...more })
const read = (clientes: unknown, search = byName) => readClientes(list(clientes), search)
const first = (one: object, search = byName) => read([{ ...customer, ...one }], search)?.clientes[0]
const firstService = (one: object) => first({ servicos: [{ ...service, ...one }] })?.servicos[0]

test('of all that HubSoft says of a customer only what may be shown is read', () => {
  const secret = 'SEGREDO'
  const address = {
    completo: 'Rua Inventada, 7 -\n Centro',
    logradouro: secret,
    coordenadas: secret,
  }
  const rawService = {
    ...service,
    numero_plano: 0,
    status: 'Suspenso por Débito',
    status_prefixo: 'suspenso_debito',
    tecnologia: 'FIBRA',
    velocidade_download: '300 Mbits',
    velocidade_upload: '150 Mbits',
    ...{ login: secret, senha: secret, ipv4: secret, mac_addr: secret, valor: secret },
    senhas: [{ usuario: secret, senha: secret }],
    endereco_instalacao: address,
    endereco_cobranca: { completo: secret },
    ultima_conexao: {
      conectado: false,
      ultima_conexao_datetime: '2026-05-24 19:14:26-03',
      ultima_desconexao_datetime: '2026-05-25 19:14:26-03',
      ultimo_ipv4: secret,
      status_txt: secret,
    },
    novidade_de_2027: { secret },
  }
  const raw = {
    ...customer,
    nome_fantasia: ' ',
    telefone_primario: 37999990001,
    telefone_secundario: '',
    email_principal: 'ademar@example.com',
    alerta_mensagens: { 0: 'Rompimento de fibra' },
    ...{
      id_cliente: secret,
      rg: secret,
      data_nascimento: secret,
      nome_mae: secret,
      grupos: [secret],
    },
    servicos: { 1: rawService },
  }

  const found = readClientes(list([raw], { encrypted: false, paginacao: { secret } }), byName)

  expect(JSON.stringify(found)).not.toContain(secret)
  expect(found).toEqual({
    mayHaveMore: false,
    clientes: [
      {
        codigo_cliente: 1307,
        nome_razaosocial: 'ADEMAR DAS AMOSTRAS',
        nome_fantasia: null,
        cpf_cnpj: '***.***.***-75',
        telefone_primario: '37999990001',
        telefone_secundario: null,
        telefone_terciario: null,
        email_principal: 'ademar@example.com',
        email_secundario: null,
        alerta_mensagens: ['Rompimento de fibra'],
        servicos: [
          {
            id_cliente_servico: 11002,
            numero_plano: 0,
            nome: 'FIBRA 300',
            status: 'Suspenso por Débito',
            status_prefixo: 'suspenso_debito',
            tecnologia: 'FIBRA',
            velocidade_download: '300 Mbits',
            velocidade_upload: '150 Mbits',
            endereco_instalacao: 'Rua Inventada, 7 - Centro',
            ultima_conexao: { conectado: false, desde: '2026-05-25T22:14:26.000Z' },
          },
        ],
      },
    ],
  })
})

test.each([
  ['86214941081', '***.***.***-81'],
  ['862.149.410-81', '***.***.***-81'],
  [86214941081, '***.***.***-81'],
  ['12ABC34501DE35', '**.***.***/****-35'],
  ['12.abc.345/01de-35', '**.***.***/****-35'],
  ['8621494108', null],
  ['', null],
  [null, null],
  [{ cpf: '86214941081' }, null],
])('of the document %j the page gets %j', (cpf_cnpj, shown) => {
  expect(first({ cpf_cnpj })?.cpf_cnpj).toBe(shown)
})

test.each([
  ['ADEMAR DAS AMOSTRAS 86214941081', 'ADEMAR DAS AMOSTRAS'],
  ['ADEMAR 862.149.410-81 DAS AMOSTRAS', 'ADEMAR DAS AMOSTRAS'],
  ['12.345.678 ADEMAR DAS AMOSTRAS', '12.345.678 ADEMAR DAS AMOSTRAS'],
  ['BAR 12345678900', 'BAR 12345678900'],
  ['86214941081', null],
])('of the name %j, which may end in a sole trader’s CPF, the page gets %j', (name, shown) => {
  const names = { nome_razaosocial: name, nome_fantasia: name }

  expect(first(names)).toMatchObject({ nome_razaosocial: shown, nome_fantasia: shown })
})

test.each<[Search, object, boolean]>([
  [{ by: 'cpf_cnpj', term: '90000000175' }, {}, true],
  [{ by: 'cpf_cnpj', term: '90000000175' }, { cpf_cnpj: '900.000.001-75' }, true],
  [{ by: 'cpf_cnpj', term: '00000000191' }, { cpf_cnpj: 191 }, true],
  [{ by: 'cpf_cnpj', term: '90000000176' }, {}, false],
  [{ by: 'cpf_cnpj', term: '00000000000' }, { cpf_cnpj: null }, false],
  [{ by: 'codigo_cliente', term: '1307' }, { codigo_cliente: '1307' }, true],
  [{ by: 'codigo_cliente', term: '130' }, {}, false],
  [{ by: 'id_cliente_servico', term: '11002' }, {}, true],
  [{ by: 'id_cliente_servico', term: '11002' }, { servicos: [] }, false],
  [{ by: 'telefone', term: '3734151100' }, {}, true],
])('a search for %j believes in %j: %s', (search, one, isBelieved) => {
  expect(first(one, search) !== undefined).toBe(isBelieved)
})

test.each([
  ['2026-05-25 19:14:26-03', '2026-05-25T22:14:26.000Z'],
  ['2026-05-25 19:14:26.123-03:00', '2026-05-25T22:14:26.000Z'],
  ['2026-05-25T19:14:26Z', '2026-05-25T19:14:26.000Z'],
  ['2026-05-25 19:14:26', '2026-05-25T22:14:26.000Z'],
  ['25/05/2026 19:14', null],
  ['2026-99-25 19:14:26-03', null],
  [null, null],
  [[], null],
])('a connection since %j is one since %j', (ultima_conexao_datetime, desde) => {
  const ultima_conexao = { conectado: true, ultima_conexao_datetime }

  expect(firstService({ ultima_conexao })?.ultima_conexao).toEqual({ conectado: true, desde })
})

test.each([[[]], [null], [{}], [{ conectado: 'talvez' }], ['CONECTADO HÁ 2 DIAS']])(
  'of the connection %j nothing is known (Q15)',
  (ultima_conexao) => {
    expect(firstService({ ultima_conexao })?.ultima_conexao).toBeNull()
  },
)

test.each([
  [
    'Rompimento no Centro.\r\nEquipe a caminho.\r\n\r\n25/05/2026 19:14 - Zulmira Inventada\r\n',
    'Rompimento no Centro.\nEquipe a caminho.',
  ],
  ['Rompimento.\n \n25/05/2026\nZULMIRA DA SILVA', 'Rompimento.'],
  ['Rompimento.\n\n2026-05-25 19:14:26, por Zulmira', 'Rompimento.'],
  ['Rompimento.\n\nEm 25/05/2026 às 19h14', 'Rompimento.'],
  ['Rompimento.\n\n25/05/2026: volta às 18:00', 'Rompimento.\n\n25/05/2026: volta às 18:00'],
  ['Rompimento.\n\nPrevisão: 25/05/2026 18:00', 'Rompimento.\n\nPrevisão: 25/05/2026 18:00'],
  [
    'Rompimento.\n\n25/05/2026\nEquipe a caminho\nSem previsão',
    'Rompimento.\n\n25/05/2026\nEquipe a caminho\nSem previsão',
  ],
  ['25/05/2026 Rompimento', '25/05/2026 Rompimento'],
  ['\u202eRompimento\u0000 <b>grave</b>', 'Rompimento <b>grave</b>'],
  [' \n ', undefined],
  [7, undefined],
])('of the notice %j the page gets %j', (alert, shown) => {
  expect(first({ alerta_mensagens: [alert] })?.alerta_mensagens).toEqual(shown ? [shown] : [])
})

test('of more notices than anybody reads the first ten are shown', () => {
  const alerta_mensagens = Array.from({ length: 12 }, (_, place) => `Aviso ${place}`)

  expect(first({ alerta_mensagens })?.alerta_mensagens).toEqual(alerta_mensagens.slice(0, 10))
})

test.each([
  ['an empty list', list([]), true],
  ['the other word for success', answer(200, { status: 'suscess', clientes: [] }), true],
  ['a no that says so', answer(200, { status: 'error', msg: 'Nenhum cliente encontrado.' }), true],
  ['so', answer(200, { status: 'error', msg: 'Cliente não encontrado' }), true],
  ['404', answer(404, { status: 'error', msg: 'Nenhum registro encontrado!' }), true],
  ['404 of a route that is missing', answer(404, '<html>'), false],
  ['another key', answer(200, { status: 'success', cliente: [] }), false],
  ['an object for the list', list({}), false],
  ['a list of nothing that can be read', list([{ nome_razaosocial: 'SEM CÓDIGO' }, 7]), false],
  ['a fault', answer(500, { status: 'success', clientes: [] }), false],
  ['half of it', answer(200, '{"status":"success","clientes":['), false],
  ['a proxy’s page', answer(200, '<html>'), false],
])('nobody, by %s: %s', (_what, answered, isNobody) => {
  const nobody = { clientes: [], mayHaveMore: false }

  expect(readClientes(answered, byName)).toEqual(isNobody ? nobody : null)
})

test('whom a search by number finds beside one who can’t be read is no “nobody”', () => {
  const search: Search = { by: 'codigo_cliente', term: '1307' }
  const [another, unreadable] = [{ codigo_cliente: 1308 }, { codigo_cliente: [1307] }]

  expect(read([another], search)?.clientes).toEqual([])
  expect(read([another, unreadable], search)).toBeNull()
  expect(read([customer, unreadable], search)?.clientes).toHaveLength(1)
})

test('twenty others, behind whom who is searched for may stand, are no “nobody”', () => {
  const search: Search = { by: 'codigo_cliente', term: '1' }
  const others = Array.from({ length: 20 }, (_, place) => ({ codigo_cliente: place + 10 }))

  expect(read(others, search)).toBeNull()
  expect(read(others.slice(1), search)?.clientes).toEqual([])
  expect(read([...others, { codigo_cliente: 1 }], search)).toBeNull()
  expect(read([{ codigo_cliente: 1 }, ...others], search)?.clientes).toHaveLength(1)
})

test('a no that names something else is told from nobody', () => {
  const declined = answer(200, { status: 'error', msg: 'O tipo de busca (x) não é válido' })

  expect(readClientes(declined, byName)).toMatchObject({ clientes: [], isDeclined: true })
})

test('of more than twenty customers the first are shown, and that there may be more', () => {
  const many = Array.from({ length: 30 }, (_, place) => ({
    ...customer,
    codigo_cliente: place + 1,
  }))

  expect(read(many)?.clientes.map((one) => one.codigo_cliente)).toEqual(
    many.slice(0, 20).map((one) => one.codigo_cliente),
  )
  expect(read(many)?.mayHaveMore).toBe(true)
  expect(read(many.slice(0, 19))?.mayHaveMore).toBe(false)
})

const megabyte = 'Ã '.repeat(500_000)
test.each([
  ['a name of a megabyte', list([{ ...customer, nome_razaosocial: megabyte }]), 300],
  ['a notice of a megabyte', list([{ ...customer, alerta_mensagens: ['\n'.repeat(1e6)] }]), 0],
  ['10⁵ items', list(Array.from({ length: 1e5 }, () => customer)), null],
  ['20,000 services', list(Array(20).fill({ ...customer, servicos: Array(1000).fill({}) })), null],
  ['10⁵ services', list([{ ...customer, servicos: Array(1e5).fill(service) }]), null],
  ['JSON a million deep', answer(200, '['.repeat(1e6)), null],
  [
    'a name made of marks',
    list([{ ...customer, nome_razaosocial: `a${'\u0301'.repeat(9e5)}` }]),
    31,
  ],
])('%s is read or given up at once', (_what, answered, most) => {
  const found = readClientes(answered, byName)

  if (most === null) expect(found).toBeNull()
  else expect(JSON.stringify(found).length).toBeLessThan(1000 + most)
})
