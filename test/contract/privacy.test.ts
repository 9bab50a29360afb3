import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findPrivateData, removePrivateData } from '#src/contract/privacy.ts'
import { anyText } from './any-text.ts'

const found = (text: string, phone?: string) =>
  findPrivateData(text, phone).map(({ kind, start, end }) => [kind, text.slice(start, end)])

// design B-5, "Privacy warnings".
test.each([
  ['o CPF dele é 862.149.410-81, ligar cedo', 'cpf', '862.149.410-81'],
  ['CPF86214941081.', 'cpf', '86214941081'],
  ['cpf 862 149 410 81', 'cpf', '862 149 410 81'],
  ['cpf 862149410–81', 'cpf', '862149410–81'],
  ['empresa 12.345.678/0001-95', 'cnpj', '12.345.678/0001-95'],
  ['empresa 12345678000195', 'cnpj', '12345678000195'],
  ['empresa Q0.SLF.MBD/7VX4-39', 'cnpj', 'Q0.SLF.MBD/7VX4-39'],
  ['empresa q0slfmbd7vx439', 'cnpj', 'q0slfmbd7vx439'],
  ['cartão 4111 1111 1111 1111 vencido', 'cartao', '4111 1111 1111 1111'],
  ['cartão 4111-1111-1111-1111', 'cartao', '4111-1111-1111-1111'],
  ['cartão 5555555555554444', 'cartao', '5555555555554444'],
  ['amex 3782 822463 10005', 'cartao', '3782 822463 10005'],
  ['visa antigo 4222222222222', 'cartao', '4222222222222'],
  ['19 dígitos 6304000000000000000', 'cartao', '6304000000000000000'],
  ['senha: abc123, do wi-fi', 'senha', 'senha: abc123'],
  ['a Senha é flor.', 'senha', 'Senha é flor'],
  ['SENHA=x', 'senha', 'SENHA=x'],
  ['pass: root', 'senha', 'pass: root'],
  ['password = root', 'senha', 'password = root'],
  ['pwd=1', 'senha', 'pwd=1'],
  ['🙂 CPF 862.149.410-81', 'cpf', '862.149.410-81'],
])('B-5: in %j a %s is found: %s', (text, kind, part) => {
  expect(found(text)).toEqual([[kind, part]])
})

test.each([
  ['a CPF with a wrong check digit', '862.149.410-82'],
  ['a CPF of one digit repeated', '111.111.111-11'],
  ['a CPF at the end of a longer number', '186214941081'],
  ['a CPF at the start of a longer number', '862149410811'],
  ['a CPF inside a longer number', '1862149410810'],
  ['a CNPJ at the end of a longer code', 'x12345678000195'],
  ['a CNPJ at the start of a longer code', '12345678000195x'],
  ['a card number at the end of a longer number', '46304000000000000000'],
  ['a card number at the start of a longer number', '63040000000000000004'],
  ['a CNPJ with a wrong check digit', '12.345.678/0001-96'],
  ['a number of card length that fails Luhn', '4111 1111 1111 1112'],
  ['12 digits', '411111111117'],
  ['20 digits', '41111111111111111115'],
  ["the manual's protocol, which passes Luhn", '201811161058216'],
  ['a phone with its country code that passes Luhn', '+55 37 99911-2234'],
  ['addresses of a network', 'IP 192.168.100.14 10.0.0.1'],
  ['the word without a value', 'trocou a senha ontem'],
  ['a label left empty', 'senha:\nsem sinal'],
  ['a word that ends the same', 'resenha: boa'],
  ['a mark of what was removed', '[CPF removido] [CNPJ removido] [senha removida]'],
  ['five short words and a number that pass as a CNPJ', 'na voz sul rede 22'],
  ['nothing', ''],
])('B-5: %s is left alone', (_sentence, text) => {
  expect(found(text)).toEqual([])
})

test('B-5: the number in the phone field is no CPF, however it is written there', () => {
  // 11 digits that are both a mobile of São Paulo and a valid CPF.
  expect(found('ligar 11987654374')).toEqual([['cpf', '11987654374']])
  expect(found('ligar 11987654374', '(11) 98765-4374')).toEqual([])
  expect(found('ligar 11987654374', '+55 11 98765-4374')).toEqual([])
  expect(found('ligar 11987654374', '(11) 98765-4375')).toEqual([['cpf', '11987654374']])
})

test('B-5: a password that equals the phone is still a password', () => {
  expect(found('senha: 37999112233', '37999112233')).toEqual([['senha', 'senha: 37999112233']])
})

test('B-5: of two that overlap the longer wins, and the rest is in order of place', () => {
  const text = 'cartão 4111111111111111, senha: 862.149.410-81 e CPF 862.149.410-81'

  expect(found(text)).toEqual([
    ['cartao', '4111111111111111'],
    ['senha', 'senha: 862.149.410-81'],
    ['cpf', '862.149.410-81'],
  ])
})

test.each([
  // The shorter ends in the longer, and begins in it.
  ['senha: 4111 1111 1111 1111', ['cartao', '4111 1111 1111 1111']],
  ['cartão 4000000000001 862 149 410 81', ['cartao', '4000000000001 862 149']],
])('B-5: of two in %j that overlap at one end alone the longer wins', (text, kept) => {
  expect(found(text)).toEqual([kept])
})

test.each([
  ['CPF 862.149.410-81 hoje', 'CPF [CPF removido] hoje'],
  ['🙂 12345678000195', '🙂 [CNPJ removido]'],
  ['4111 1111 1111 1111', '[cartão removido]'],
  ['wi-fi senha: abc123.', 'wi-fi [senha removida].'],
])('B-5: "Retirar" turns %j into %j', (text, without) => {
  const [finding] = findPrivateData(text)

  expect(finding && removePrivateData(text, finding)).toBe(without)
})

const riskyText = fc
  .array(
    fc.oneof(
      anyText,
      fc.constantFrom(
        '862.149.410-81',
        '12345678000195',
        '4111111111111111',
        'senha: x',
        ' ',
        '\n',
      ),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(''))

test('findings lie inside the text, in order, without overlap', () => {
  fc.assert(
    fc.property(riskyText, (text) => {
      let reached = 0
      for (const { start, end } of findPrivateData(text, text)) {
        expect(start).toBeGreaterThanOrEqual(reached)
        expect(end).toBeGreaterThan(start)
        reached = end
      }
      expect(reached).toBeLessThanOrEqual(text.length)
    }),
  )
})
