import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPhone } from '#src/contract/format-phone.ts'
import { hasAreaCode, readPhone } from '#src/contract/phone.ts'

// design B-1, the rows that are accepted.
test.each([
  ['37999112233', '37999112233', 'mobile'],
  ['(37) 99911-2233', '37999112233', 'mobile'],
  ['37 9 9911 2233', '37999112233', 'mobile'],
  ['37.99911.2233', '37999112233', 'mobile'],
  ['+55 37 99911-2233', '37999112233', 'mobile'],
  ['5537999112233', '37999112233', 'mobile'],
  ['553734151100', '3734151100', 'landline'],
  ['(37) 3415-1100', '3734151100', 'landline'],
  ['55999112233', '55999112233', 'mobile'],
  ['5532221100', '5532221100', 'landline'],
  ['+55 55 99911-2233', '55999112233', 'mobile'],
  ['037999112233', '37999112233', 'mobile'],
  ['03734151100', '3734151100', 'landline'],
  ['0 15 37 99911-2233', '37999112233', 'mobile'],
  ['0 55 37 3415-1100', '3734151100', 'landline'],
  ['0055 37 99911 2233', '37999112233', 'mobile'],
  ['３７９９９１１２２３３', '37999112233', 'mobile'],
  ['37\u00a099911\u20112233', '37999112233', 'mobile'],
  // The algorithm's own example, and its edges.
  ['+55 (037) 3415-1100', '3734151100', 'landline'],
  ['0055 037 3415-1100', '3734151100', 'landline'],
  ['(+55) 37 99911–2233', '37999112233', 'mobile'],
  ['37/99911-2233', '37999112233', 'mobile'],
  ['37 99911-2233,', '37999112233', 'mobile'],
  ['\u202a+55 37 99911-2233\u202c', '37999112233', 'mobile'],
])('B-1: %j is accepted as %s, a %s', (typed, digits, kind) => {
  expect(readPhone(typed)).toEqual({ value: { digits, kind } })
})

// design B-1, the rows that are refused.
test.each([
  ['', 'Telefone: digite o telefone com DDD.'],
  [' \u200b\t', 'Telefone: digite o telefone com DDD.'],
  ['999112233', 'Telefone: falta o DDD. Exemplo: (37) 99911-2233.'],
  ['34151100', 'Telefone: falta o DDD. Exemplo: (37) 99911-2233.'],
  ['3799112233', 'Telefone: celular tem 9 dígitos depois do DDD. Confira se falta o 9.'],
  ['37899112233', 'Telefone: confira o número; celular começa com 9 depois do DDD.'],
  ['20999112233', 'Telefone: o DDD 20 não existe. Confira com o cliente.'],
  ['+55 (037) 99911-2233', 'Telefone: há dígitos demais. Digite só DDD e número.'],
  ['9090 37 99911-2233', 'Telefone: há dígitos demais. Digite só DDD e número.'],
  ['379991122334', 'Telefone: há dígitos demais. Digite só DDD e número.'],
  ['0800 777 1234', 'Telefone: 0800 não recebe retorno. Digite um número com DDD.'],
  ['+351 912 345 678', 'Telefone: só números do Brasil. Anote o número de fora na Descrição.'],
  ['37999112233 / 3734151100', 'Telefone: digite um número só. O segundo pode ir na Descrição.'],
  ['37 99911-2233 ramal 12', 'Telefone: retire letras; o ramal pode ir na Descrição.'],
  // B-1, the algorithm: the other prefixes of rule 2, rule 3, rule 6, rule 1's separators.
  ['0800 777 123', 'Telefone: 0800 não recebe retorno. Digite um número com DDD.'],
  ['0300 777 1234', 'Telefone: 0300 não recebe retorno. Digite um número com DDD.'],
  ['0303 777 1234', 'Telefone: 0303 não recebe retorno. Digite um número com DDD.'],
  ['0500 777 1234', 'Telefone: 0500 não recebe retorno. Digite um número com DDD.'],
  ['0900 777 1234', 'Telefone: 0900 não recebe retorno. Digite um número com DDD.'],
  ['00351912345678', 'Telefone: só números do Brasil. Anote o número de fora na Descrição.'],
  ['0055 37 999112', 'Telefone: só números do Brasil. Anote o número de fora na Descrição.'],
  ['+1 37 99911-2233', 'Telefone: só números do Brasil. Anote o número de fora na Descrição.'],
  ['+37 99911-2233', 'Telefone: só números do Brasil. Anote o número de fora na Descrição.'],
  ['3734151100;37999112233', 'Telefone: digite um número só. O segundo pode ir na Descrição.'],
  ['3734151100, 34151101', 'Telefone: digite um número só. O segundo pode ir na Descrição.'],
  ['3734151100|37999112233', 'Telefone: digite um número só. O segundo pode ir na Descrição.'],
  ['37 1415-1100', 'Telefone: celular tem 9 dígitos depois do DDD. Confira se falta o 9.'],
  // No sentence in the spec: neither letter nor accepted punctuation.
  ['📞 37 99911-2233', 'Telefone: retire os símbolos. Exemplo: (37) 99911-2233.'],
  ['*37 99911-2233', 'Telefone: retire os símbolos. Exemplo: (37) 99911-2233.'],
])('B-1: %j is refused with "%s"', (typed, fault) => {
  expect(readPhone(typed)).toEqual({ fault })
})

test.each(['11999999999', '37900000000'])('B-1: %s is accepted with a warning', (digits) => {
  expect(readPhone(digits)).toEqual({
    value: { digits, kind: 'mobile' },
    warning: 'Número repetitivo. Confira com o cliente.',
  })
})

test('B-1: there are the 67 area codes of the list and no other', () => {
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, place) => from + place)
  const listed = [
    ...range(11, 19),
    ...[21, 22, 24, 27, 28],
    ...range(31, 35),
    ...[37, 38],
    ...range(41, 49),
    ...[51, 53, 54, 55],
    ...range(61, 69),
    ...[71, 73, 74, 75, 77, 79],
    ...range(81, 89),
    ...range(91, 99),
  ]

  const known = range(0, 99).filter((code) => hasAreaCode(String(code).padStart(2, '0')))

  expect(known).toEqual(listed)
  expect(known).toHaveLength(67)
})

test.each([
  ['37999112233', '(37) 99911-2233'],
  ['3734151100', '(37) 3415-1100'],
])('%s is shown as %s', (digits, shown) => {
  expect(formatPhone(digits)).toBe(shown)
})

const number = fc.stringMatching(/^[1-9][1-9](9[0-9]{8}|[2-5][0-9]{7})$/)
test('a country code or trunk 0 before any valid number changes nothing, nor does how it is shown', () => {
  fc.assert(
    fc.property(
      number.filter(hasAreaCode),
      fc.constantFrom('+55', '55', '0055', '0', '015', '+55 '),
      (digits, prefix) => {
        expect(readPhone(prefix + digits)).toEqual(readPhone(digits))
        expect(readPhone(formatPhone(digits))).toEqual(readPhone(digits))
      },
    ),
  )
})
