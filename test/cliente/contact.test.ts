import { expect, test } from 'vitest'
import { documentOf, nameOf, offersOf } from '#src/cliente/contact.ts'
import type { ShownCliente } from '#src/contract/cliente.ts'

const bianca: ShownCliente = {
  codigo_cliente: 1204,
  nome_razaosocial: 'BIANCA COUTO',
  nome_fantasia: null,
  cpf_cnpj: '***.***.***-81',
  telefone_primario: '37999112233',
  telefone_secundario: null,
  telefone_terciario: null,
  email_principal: 'bianca.couto@example.com',
  email_secundario: null,
  alerta_mensagens: [],
  servicos: [],
}
const company = {
  ...bianca,
  nome_razaosocial: 'PADARIA MODELO LTDA',
  cpf_cnpj: '**.***.***/****-95',
}

test.each([
  ['BIANCA COUTO', 'Bianca Couto'],
  ['JOSé AMOSTRA DE DIVINóPOLIS', 'José Amostra de Divinópolis'],
  ["DALVA D'ÁVILA DOS TESTES", "Dalva d'Ávila dos Testes"],
  [' ', 'Cliente 1204'],
  [null, 'Cliente 1204'],
])('Q26: %j is shown as %s', (nome_razaosocial, shown) => {
  expect(nameOf({ ...bianca, nome_razaosocial })).toBe(shown)
})

test('a company keeps its name as HubSoft has it, and has a CNPJ', () => {
  expect(nameOf(company)).toBe('PADARIA MODELO LTDA')
  expect(documentOf(company)).toEqual({ term: 'CNPJ', value: '**.***.***/****-95' })
  expect(documentOf(bianca)).toEqual({ term: 'CPF', value: '***.***.***-81' })
  expect(documentOf({ ...bianca, cpf_cnpj: null })).toBeNull()
})

test('the record offers its holder, phone and e-mail, and of the phone shows its ending alone', () => {
  expect(offersOf(bianca)).toEqual([
    {
      label: 'Usar titular e fone final 2233',
      values: {
        nome: 'Bianca Couto',
        telefone: '(37) 99911-2233',
        email: 'bianca.couto@example.com',
      },
    },
    { label: 'Usar só o telefone', values: { telefone: '(37) 99911-2233' } },
  ])
})

test('a company doesn’t call: its phone alone is offered', () => {
  expect(offersOf(company)).toEqual([
    { label: 'Usar fone final 2233', values: { telefone: '(37) 99911-2233' } },
  ])
})

test('the first number and address that read as such are offered, and no others', () => {
  const other = {
    ...bianca,
    telefone_primario: '0800 123 4567',
    telefone_secundario: '3734151100',
    email_principal: 'não tem',
    email_secundario: null,
  }
  expect(offersOf(other)[0]).toEqual({
    label: 'Usar titular e fone final 1100',
    values: { nome: 'Bianca Couto', telefone: '(37) 3415-1100' },
  })
  expect(offersOf({ ...other, telefone_secundario: null })).toEqual([
    { label: 'Usar titular', values: { nome: 'Bianca Couto' } },
  ])
  expect(offersOf({ ...other, telefone_secundario: null, nome_razaosocial: null })).toEqual([])
})
