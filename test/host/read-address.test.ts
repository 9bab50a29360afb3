import { expect, test } from 'vitest'
import { takeFromAddress } from '#src/host/from-address.ts'
import { readAddress } from '#src/host/read-address.ts'

/** What a page opened at this address reads of it, and the address that is left. */
function open(address: string) {
  history.replaceState(null, '', address)
  const taken = takeFromAddress()
  const { pathname, search, hash } = location
  history.replaceState(null, '', '/')
  return { call: taken && readAddress(taken), left: pathname + search + hash }
}

test('a link’s fragment brings what is known of a call, and is taken out of the address', () => {
  const { call, left } = open(
    '/#id_cliente_servico=11000&nome=Bianca+Couto&telefone=%2837%29%2099911-2233&abrir_os=true&origem=PABX&chamada=c-1&id_tipo_atendimento=5',
  )

  expect(call).toEqual({
    chamada: 'c-1',
    values: {
      id_cliente_servico: '11000',
      nome: 'Bianca Couto',
      telefone: '(37) 99911-2233',
      abrir_os: true,
    },
    ignored: [],
    origin: { label: 'um link (diz ser: PABX)', rank: 'address' },
  })
  expect(left).toBe('/')
})

test('of a query only what says nothing of people is read, and all of it is taken out', () => {
  const { call, left } = open(
    '/?id_cliente_servico=11000&abrir_os=false&chamada=c-1&nome=Bianca&telefone=37999112233&descricao=x&origem=PABX',
  )

  expect(call?.values).toEqual({ id_cliente_servico: '11000', abrir_os: false })
  expect(call?.chamada).toBe('c-1')
  expect(call?.origin.label).toBe('um link')
  expect(left).toBe('/')
})

test('what asks for no bar of our own stays in the address', () => {
  expect(open('/?barra=nao&id_cliente_servico=11000#nome=Bia').left).toBe('/?barra=nao')
  expect(open('/?barra=nao')).toEqual({ call: null, left: '/?barra=nao' })
})

test('a send’s own address is no form: what is said there is taken out and not read', () => {
  const path = '/atendimentos/7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'

  expect(open(`${path}?id_cliente_servico=1#nome=Bia`)).toEqual({ call: null, left: path })
})

test('a key that comes twice counts as none, and is named', () => {
  const { call } = open(
    '/?id_cliente_servico=1#id_cliente_servico=2&nome=Ana&nome=Bia&email=a@example.com',
  )

  expect(call?.values).toEqual({ email: 'a@example.com' })
  expect(call?.ignored).toEqual([
    { campo: 'id_cliente_servico', motivo: 'repetido' },
    { campo: 'nome', motivo: 'repetido' },
  ])
})

test.each([
  ['no call', '/#campo-telefone'],
  ['what the page doesn’t know', '/#senha=1&__proto__=2&constructor=3&toString=4'],
  ['empty values', '/#nome=&telefone='],
  ['more than all fields hold', `/#nome=Bia&descricao=${'x'.repeat(1_000_000)}`],
])('an address with %s brings nothing', (_what, address) => {
  expect(open(address)).toEqual({ call: null, left: '/' })
})

test.each([
  ['descricao', 'x'.repeat(4001)],
  ['abrir_os', '1'],
  ['abrir_os', 'on'],
  ['abrir_os', 'constructor'],
])('%s is left out where no form takes it', (campo, text) => {
  const { call } = open(`/#nome=Bia&${campo}=${text}`)

  expect(call?.values).toEqual({ nome: 'Bia' })
  expect(call?.ignored).toEqual([{ campo, motivo: 'formato' }])
})

test('values stay text as they came, to be looked at when they are sent', () => {
  const script = '<script>alert(1)</script>'
  const { call } = open(
    `/#id_cliente_servico=${encodeURIComponent('1 OR 1=1')}&nome=${encodeURIComponent(script)}&origem=${'x'.repeat(31)}&chamada=${encodeURIComponent('a b')}`,
  )

  expect(call?.values).toEqual({ id_cliente_servico: '1 OR 1=1', nome: script })
  expect(call?.chamada).toBeUndefined()
  expect(call?.origin.label).toBe('um link')
})
