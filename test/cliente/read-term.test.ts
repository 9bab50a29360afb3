import { expect, test } from 'vitest'
import { type LookUp, readTerm } from '#src/cliente/read-term.ts'
import { hostileTexts } from '../hostile-texts.ts'

const asking = (by: string, ...lookUps: LookUp[]) => ({ kind: 'asks', by, lookUps })
const cpf = (termo: string) => asking('CPF', { busca: 'cpf_cnpj', termo })
const cnpj = (termo: string) => asking('CNPJ', { busca: 'cpf_cnpj', termo })
const phone = (termo: string) => asking('telefone', { busca: 'telefone', termo })
const name = (termo: string) => asking('nome', { busca: 'nome_razaosocial', termo })
const code = (termo: string) =>
  asking(
    'código do serviço e do cliente',
    { busca: 'id_cliente_servico', termo },
    { busca: 'codigo_cliente', termo },
  )

test.each([
  ['862.149.410-81', cpf('86214941081')],
  ['86214941081', cpf('86214941081')],
  [' 862 149 410 81 ', cpf('86214941081')],
  ['862.149.410–81', cpf('86214941081')],
  ['12.345.678/0001-95', cnpj('12345678000195')],
  ['12345678000195', cnpj('12345678000195')],
  ['q0.slf.mbd/7vx4-39', cnpj('Q0SLFMBD7VX439')],
  ['Q0SLFMBD7VX439', cnpj('Q0SLFMBD7VX439')],
  ['(37) 99911-2233', phone('37999112233')],
  ['+55 37 3415-1100', phone('3734151100')],
  ['11000', code('11000')],
  ['11.000', code('11000')],
  ['nº 11000', code('11000')],
  ['１１０００', code('11000')],
  // A phone without its area code looks the same.
  ['99911223', code('99911223')],
  ['bia', name('bia')],
  ['  José   d’Ávila ', name('José d’Ávila')],
  ['Mercado 2000', name('Mercado 2000')],
  ['<b>Ana</b>', name('<b>Ana</b>')],
])('%s is looked up', (typed, expected) => {
  expect(readTerm(typed)).toEqual(expected)
})

test('eleven digits that are a CPF and a phone are looked up as both', () => {
  expect(readTerm('37999990191')).toEqual(
    asking(
      'CPF e telefone',
      { busca: 'cpf_cnpj', termo: '37999990191' },
      { busca: 'telefone', termo: '37999990191' },
    ),
  )
})

test.each([
  ['1', 'Digite pelo menos 3 números.'],
  ['42', 'Digite pelo menos 3 números.'],
  ['nº 42', 'Digite pelo menos 3 números.'],
  ['042', 'Digite pelo menos 3 números.'],
  ['99911-2233', 'Continue: CPF, CNPJ ou telefone com DDD, inteiros.'],
  ['86214941082', 'Confira: estes 11 números não são CPF nem telefone com DDD.'],
  ['862149410812', 'Confira: CPF tem 11 números, CNPJ tem 14.'],
  ['12.345.678/0001-96', 'Confira o CNPJ: os dois últimos números não batem.'],
  ['123456789012345', 'Há números demais: CPF tem 11, CNPJ tem 14.'],
  ['bi', 'Digite pelo menos 3 letras do nome.'],
  ['b1', 'Digite pelo menos 3 letras do nome.'],
  ['bia@example.com', 'Por e-mail não há busca. Use nome, CPF/CNPJ ou telefone.'],
  ['--', 'Digite nome, CPF/CNPJ, telefone ou código.'],
])('nobody is asked for %s', (typed, said) => {
  expect(readTerm(typed)).toEqual({ kind: 'not-yet', said })
})

test('nothing but what cannot be seen is nothing', () => {
  expect(readTerm(' \u200b\n')).toEqual({ kind: 'empty' })
})

test.each(Object.entries(hostileTexts(1_000_000)))(
  'a pasted text of %s is read to its first characters',
  (_, text) => {
    const term = readTerm(text)
    const terms = term.kind === 'asks' ? term.lookUps : []

    expect(terms.every(({ termo }) => termo.length <= 100)).toBe(true)
  },
)
