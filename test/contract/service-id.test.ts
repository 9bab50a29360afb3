import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readServiceId } from '#src/contract/service-id.ts'

const notDigits = 'Código do serviço: use só números. Exemplo: 11000.'
const outOfRange = 'Código do serviço: confira o número, ele está fora da faixa.'
const phoneOrCpf = 'Código do serviço: isto parece telefone ou CPF. Digite o número do serviço.'

// design B-2, accepted.
test.each([
  ['11000', 11000],
  [' 11000 ', 11000],
  ['11.000', 11000],
  ['nº 11000', 11000],
  ['#11000', 11000],
  ['011000', 11000],
  // Other ways of writing the same.
  ['n° 11000', 11000],
  ['Nº11.000', 11000],
  ['№ 11000', 11000],
  ['１１０００', 11000],
  ['110\u200b00\n', 11000],
  ['1.234.567', 1234567],
  // A-9, the edges of our own bound.
  ['1', 1],
  ['2147483647', 2147483647],
  ['2.147.483.647', 2147483647],
  // Ten digits may be an id, though a landline has as many; so may eleven with leading zeros.
  ['1134151100', 1134151100],
  ['00000011000', 11000],
])('B-2: %j is accepted as %d', (typed, value) => {
  expect(readServiceId(typed)).toEqual({ value })
})

// design A-9 and B-2, refused.
test.each([
  ['A-9: empty', '', 'Código do serviço: digite o número do serviço do cliente.'],
  ['A-9: blank', ' \t ', 'Código do serviço: digite o número do serviço do cliente.'],
  ['A-9: not only digits', 'abc', notDigits],
  ['a text of a whole screen', '11000 '.repeat(84), notDigits],
  ['A-9: above the bound', '2147483648', outOfRange],
  ['A-9: far above it', '9'.repeat(400), outOfRange],
  ['B-2: zero', '0', outOfRange],
  ['B-2: negative', '-5', notDigits],
  ['B-2: exponent', '1e5', notDigits],
  ['B-2: decimals', '11000,5', notDigits],
  ['B-2: decimals with a point', '11000.5', notDigits],
  ['B-2: two ids', '11000 11001', notDigits],
  ['B-2: a dot that groups no thousands', '11.00', notDigits],
  ['B-2: a number without groups of three', '1100.000', notDigits],
  ['B-2: a prefix without number', 'nº', notDigits],
  ['B-2: 11 digits with a valid DDD', '37999112233', phoneOrCpf],
  ['B-2: 11 digits with a valid DDD that are no mobile', '37899112233', phoneOrCpf],
  ['B-2: a phone with its punctuation', '(37) 99911-2233', phoneOrCpf],
  ['B-2: a phone with its country code', '+55 37 99911-2233', phoneOrCpf],
  ['B-2: a landline with its punctuation', '(37) 3415-1100', phoneOrCpf],
  ['B-2: a phone in groups of three', '37.999.112.233', phoneOrCpf],
  ['B-2: a CPF', '52998224725', phoneOrCpf],
  ['B-2: a CPF whose first digits are no DDD', '20100000053', phoneOrCpf],
  ['B-2: a CPF with its punctuation', '862.149.410-81', phoneOrCpf],
  ['B-2: a CPF with a typographic dash', '201.000.000–53', phoneOrCpf],
  ['B-2: 11 digits that are neither', '20100000054', outOfRange],
])('%s is refused without a suggestion', (_row, typed, fault) => {
  expect(readServiceId(typed)).toEqual({ fault })
})

// design B-2, last row.
test.each([
  ['Serviço 11000 - Bianca Couto', '11000'],
  ['Serviço 11.000 - Bianca Couto', '11000'],
  ['Serviço: nº 011000', '11000'],
  ['Serviço 11000 NEXT-NV_1MBPS', '11000'],
])('B-2: pasted %j offers %s', (typed, suggestion) => {
  expect(readServiceId(typed)).toEqual({ fault: notDigits, suggestion })
})

test.each([
  'Serviço 11000, plano 1',
  'Bianca 37999112233',
  'Bianca 862.149.410-81',
  'Serviço 0',
  'Serviço',
  'NEXT-NV_1MBPS',
])('B-2: pasted %j offers nothing', (typed) => {
  expect(readServiceId(typed)).toEqual({ fault: notDigits })
})

test('an accepted id is accepted again as it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), (id) => {
      expect(readServiceId(String(id))).toEqual({ value: id })
      expect(readServiceId(id.toLocaleString('pt-BR'))).toEqual({ value: id })
    }),
  )
})
