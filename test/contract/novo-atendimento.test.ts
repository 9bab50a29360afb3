import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wireKeys } from '#src/contract/fields.ts'
import { faultsByField, novoAtendimento } from '#src/contract/novo-atendimento.ts'
import { seedRequest } from '../samples.ts'

const typed = {
  id_cliente_servico: ' 11.000 ',
  descricao: 'Sem sinal.\r\n',
  nome: ' Bianca  Couto',
  telefone: '(37) 99911-2233',
  email: 'Bia@Provedor.COM.br',
  abrir_os: true,
}

function faultsOf(body: unknown): Record<string, string> {
  const parsed = novoAtendimento.safeParse(body)
  return parsed.success ? {} : faultsByField(parsed.error)
}

function wireOf(body: unknown): string {
  return JSON.stringify(novoAtendimento.parse(body))
}

test("the manual's own example body is accepted, its id sent on as an integer", () => {
  expect(wireOf(seedRequest)).toBe(JSON.stringify({ ...seedRequest, id_cliente_servico: 11000 }))
})

test('what was typed comes out as HubSoft wants it, keys in the order of the manual', () => {
  const shuffled = Object.fromEntries(Object.entries(typed).reverse())

  expect(wireOf(shuffled)).toBe(
    '{"id_cliente_servico":11000,"descricao":"Sem sinal.","nome":"Bianca Couto","telefone":"37999112233","email":"Bia@provedor.com.br","abrir_os":true}',
  )
})

test.each([
  ['empty', { ...typed, email: '' }],
  ['blank', { ...typed, email: ' \u200b' }],
  ['undefined', { ...typed, email: undefined }],
  ['absent', Object.fromEntries(Object.entries(typed).filter(([key]) => key !== 'email'))],
])('B-4: an e-mail that is %s leaves no key behind', (_how, body) => {
  expect(wireOf(body)).toBe(
    '{"id_cliente_servico":11000,"descricao":"Sem sinal.","nome":"Bianca Couto","telefone":"37999112233","abrir_os":true}',
  )
})

test.each([
  [undefined, false],
  [true, true],
  [false, false],
])('B-6: abrir_os %j is sent as %j', (abrir_os, sent) => {
  const body = JSON.parse(JSON.stringify({ ...typed, abrir_os }))

  expect(novoAtendimento.parse(body).abrir_os).toBe(sent)
})

test.each([
  [5, 5],
  ['5', 5],
  ['2147483647', 2_147_483_647],
  ['', undefined],
])('B-7: id_tipo_atendimento %j is sent as %j', (type, sent) => {
  const { id_tipo_atendimento } = novoAtendimento.parse({ ...typed, id_tipo_atendimento: type })

  expect(id_tipo_atendimento).toBe(sent)
})

test.each(['on', 'true', 1, null])('B-6: abrir_os %j is refused', (abrir_os) => {
  expect(faultsOf({ ...typed, abrir_os })).toEqual({
    abrir_os: 'Abrir ordem de serviço: envie true ou false.',
  })
})

const notDigits = 'Código do serviço: use só números. Exemplo: 11000.'
const outOfRange = 'Código do serviço: confira o número, ele está fora da faixa.'

test.each([11000, 1, 2_147_483_647])('an id that comes as the integer %d is accepted', (id) => {
  expect(novoAtendimento.parse({ ...typed, id_cliente_servico: id }).id_cliente_servico).toBe(id)
})

test.each([
  [11000.5, notDigits],
  [11.125, notDigits],
  [-3, notDigits],
  [0, outOfRange],
  [1e20, outOfRange],
  [2_147_483_648, outOfRange],
  [1e21, notDigits],
  [Number.NaN, notDigits],
  [Number.POSITIVE_INFINITY, notDigits],
  [true, notDigits],
  [null, notDigits],
  [['11000'], notDigits],
])('an id that comes as %j is refused with "%s"', (id_cliente_servico, fault) => {
  expect(faultsOf({ ...typed, id_cliente_servico })).toEqual({ id_cliente_servico: fault })
})

const emptyForm = {
  id_cliente_servico: '',
  descricao: '',
  nome: '',
  telefone: '',
  email: '',
  abrir_os: false,
}

test.each([{}, emptyForm])(
  'A-9: what is missing is named with what to type, the optional is not: %j',
  (body) => {
    expect(faultsOf(body)).toEqual({
      id_cliente_servico: 'Código do serviço: digite o número do serviço do cliente.',
      descricao: 'Descrição: escreva o que o cliente relatou.',
      nome: 'Nome do solicitante: digite o nome de quem está falando.',
      telefone: 'Telefone: digite o telefone com DDD.',
    })
  },
)

test('A-9: every field that is wrong says why, all at once', () => {
  const wrong = {
    id_cliente_servico: 'abc',
    descricao: ' ',
    nome: '---',
    telefone: '999112233',
    email: 'bia@x',
    abrir_os: 'on',
  }

  expect(faultsOf(wrong)).toEqual({
    id_cliente_servico: notDigits,
    descricao: 'Descrição: escreva o que o cliente relatou.',
    nome: 'Nome do solicitante: falta o nome, só há números. Se for telefone, use o campo Telefone.',
    telefone: 'Telefone: falta o DDD. Exemplo: (37) 99911-2233.',
    email: 'E-mail: confira o endereço (exemplo: nome@provedor.com.br) ou deixe em branco.',
    abrir_os: 'Abrir ordem de serviço: envie true ou false.',
  })
})

test.each([
  ['descricao', 'Descrição: envie um texto.'],
  ['nome', 'Nome do solicitante: envie um texto.'],
  ['telefone', 'Telefone: envie um texto.'],
  ['email', 'E-mail: envie um texto.'],
])('%s that is no text on the wire is refused with "%s"', (key, fault) => {
  for (const value of [37, null, true, {}, ['x']]) {
    expect(faultsOf({ ...typed, [key]: value })).toEqual({ [key]: fault })
  }
})

test('an unknown key is an issue of its own and is named', () => {
  const parsed = novoAtendimento.safeParse({ ...typed, cpf: '862.149.410-81' })

  expect(parsed.error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['cpf'] }])
  expect(faultsOf({ ...typed, cpf: '1' })).toEqual({ cpf: 'Campo desconhecido: retire “cpf”.' })
})

test('of ten thousand unknown keys some are named, and of a long one its beginning', () => {
  const [long, shown] = ['x'.repeat(60_000), `${'x'.repeat(60)}…`]
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, place) => [`k${place}`, 1]))

  const faults = faultsOf({ ...typed, [long]: 1, ...many })

  expect(faults[shown]).toBe(`Campo desconhecido: retire “${shown}”.`)
  expect(Object.keys(faults)).toHaveLength(20)
})

test("unknown keys that are named like an object's own parts are named too", () => {
  const body = JSON.parse('{"__proto__":1,"constructor":2,"toString":3}')

  expect(Object.keys(faultsOf({ ...typed, ...body }))).toEqual([
    '__proto__',
    'constructor',
    'toString',
  ])
})

test.each([null, [], 'x', 7, undefined])(
  'a body that is %j is refused and names no field',
  (body) => {
    expect(novoAtendimento.safeParse(body).success).toBe(false)
    expect(faultsOf(body)).toEqual({})
  },
)

test('no JSON makes it throw, and every fault ends as a sentence', () => {
  const fields = fc.record(Object.fromEntries(wireKeys.map((key) => [key, fc.jsonValue()])))
  const json = fc.oneof(fc.jsonValue(), fields)
  fc.assert(
    fc.property(json, (body) => {
      for (const fault of Object.values(faultsOf(body))) expect(fault).toMatch(/^[^:]+: .+\.$/s)
    }),
  )
})
