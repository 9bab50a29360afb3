import { expect, test } from 'vitest'
import { fieldNames, messageName } from '#src/contract/fields.ts'
import { messages, privacyWarning, warnings } from '#src/contract/messages.ts'

// What each says stands in the test of the reader that says it.
const names = new Map<string, string>([...Object.entries(fieldNames), ['mensagem', messageName]])
const faults = Object.entries(messages).flatMap(([key, sentences]) =>
  Object.values(sentences)
    .filter((sentence) => typeof sentence === 'string')
    .map((sentence) => [key, sentence]),
)

test.each(faults)('%s: "%s" starts with its label and blames nobody', (key, sentence) => {
  expect(sentence.split(': ')[0]).toBe(names.get(key))
  // design A-9.
  expect(sentence).not.toMatch(/inválid|obrigatóri|por favor|desculpe|ops|!/i)
  expect(sentence).toMatch(/\.$/)
})

const asides = [...Object.values(warnings), privacyWarning('cpf', '862.149.410-81')]

test.each(asides)('the warning "%s" is a sentence', (warning) => {
  expect(warning).toMatch(/^[A-ZÁÉÍÓÚ].*\.$/)
})
