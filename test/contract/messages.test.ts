import { expect, test } from 'vitest'
import { fieldNames } from '#src/contract/fields.ts'
import {
  didYouMean,
  messages,
  notText,
  offerServiceId,
  privateData,
  unknownKey,
  warnings,
} from '#src/contract/messages.ts'

// The readers' tests hold the sentences that readers say; here are the ones said by others.
test('A-9: refused as unknown', () => {
  expect(messages.id_cliente_servico.unknownToHubsoft(11000)).toBe(
    'Código do serviço: o HubSoft não reconhece o serviço 11000. Confira com o cliente.',
  )
})

test('B-2: the button that takes a suggestion', () => {
  expect(offerServiceId('11000')).toBe('Usar 11000?')
})

test('B-4: the button that takes another domain', () => {
  expect(didYouMean('gmail.com')).toBe('Você quis dizer gmail.com?')
})

test.each([
  ['cpf', 'A Descrição parece conter um CPF. Todos os técnicos leem este texto.'],
  ['cnpj', 'A Descrição parece conter um CNPJ. Todos os técnicos leem este texto.'],
  ['cartao', 'A Descrição parece conter um número de cartão. Todos os técnicos leem este texto.'],
  ['senha', 'A Descrição parece conter uma senha. Todos os técnicos leem este texto.'],
] as const)('B-5: the warning about a %s', (kind, warning) => {
  expect(privateData[kind].warning).toBe(warning)
})

const fixedSentences = Object.entries(messages).flatMap(([key, sentences]) =>
  Object.values(sentences)
    .filter((sentence) => typeof sentence === 'string')
    .map((sentence) => [key, sentence]),
)

test.each(fixedSentences)('%s: "%s" starts with its label and blames nobody', (key, sentence) => {
  expect(sentence.split(': ')[0]).toBe(new Map<string, string>(Object.entries(fieldNames)).get(key))
  // House style §6.
  expect(sentence).not.toMatch(/inválid|obrigatóri|por favor|desculpe|ops|!/i)
  expect(sentence).toMatch(/\.$/)
})

test.each(Object.values(warnings))('the warning "%s" is a sentence', (warning) => {
  expect(warning).toMatch(/^[A-ZÁÉÍÓÚ].*\.$/)
})

test('what a program sent by mistake is named', () => {
  expect(notText('email')).toBe('E-mail: envie um texto.')
  expect(unknownKey('cpf')).toBe('Campo desconhecido: retire “cpf”.')
})
