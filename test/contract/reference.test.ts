import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinDescription, referenceOf, splitDescription } from '#src/contract/reference.ts'
import { anyText } from './any-text.ts'
import { apiSuffix as suffix, typedText } from './typed-description.ts'

const key = '0198c0de-7f3a-7b1c-9d2e-5f60718293a4'
const shape = /^REF [0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/
const signed = { text: 'Sem sinal.', attendant: 'Ana Lima', reference: 'REF 7F3K-2Q9D' }

test('a reference reads "REF " and two groups of four, without letters that look like digits', () => {
  expect(referenceOf(key)).toMatch(shape)
  fc.assert(
    fc.property(fc.uuid(), (any) => {
      expect(referenceOf(any)).toMatch(shape)
    }),
  )
})

test('the reference of a key never changes: tickets in HubSoft carry it', () => {
  expect(referenceOf(key)).toBe('REF CHXN-59J5')
  expect(referenceOf('00000000-0000-0000-0000-000000000000')).toBe('REF 0000-0000')
})

test('a key in capitals is the same key', () => {
  expect(referenceOf(key.toUpperCase())).toBe(referenceOf(key))
})

const counted = (make: (digits: string) => string) =>
  Array.from({ length: 16_384 }, (_, place) => make(place.toString(16).padStart(4, '0')))

test.each([
  ['of one millisecond', counted((digits) => key.slice(0, -4) + digits)],
  ['of different milliseconds', counted((digits) => `0198c0de-${digits}${key.slice(13)}`)],
])('keys %s (UUIDv7), alike in all else, have unlike references', (_which, neighbours) => {
  expect(new Set(neighbours.map(referenceOf)).size).toBe(16_384)
})

test('keys that differ in one digit anywhere have different references', () => {
  const places = [...key].flatMap((digit, place) => (digit === '-' ? [] : [place]))
  const hex = fc.constantFrom(...'0123456789abcdef')

  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom(...places), hex, (any, place, digit) => {
      const other = any.slice(0, place) + digit + any.slice(place + 1)
      fc.pre(other !== any)
      expect(referenceOf(other)).not.toBe(referenceOf(any))
    }),
    { numRuns: 2000 },
  )
})

test('text, attendant and reference are joined in the order in which HubSoft shows them', () => {
  expect(joinDescription(signed)).toBe('Sem sinal. | Atendente: Ana Lima | REF 7F3K-2Q9D')
})

test.each([
  ['Ana | Chefe', 'Ana Chefe'],
  ['|Ana|', 'Ana'],
  [' Ana \n\t Lima ', 'Ana Lima'],
  ['A'.repeat(61), 'A'.repeat(60)],
  [`${'A'.repeat(59)} Lima`, 'A'.repeat(59)],
  ['🙂'.repeat(61), '🙂'.repeat(60)],
  ['Ana | REF 0000-0000', 'Ana REF 0000-0000'],
  ['', ''],
])('the attendant %j signs as %j', (attendant, name) => {
  expect(joinDescription({ ...signed, attendant })).toBe(
    `Sem sinal. | Atendente: ${name} | REF 7F3K-2Q9D`,
  )
})

test('whatever was written comes back, with or without what HubSoft adds to it', () => {
  fc.assert(
    fc.property(typedText, anyText, fc.uuid(), (text, attendant, any) => {
      const description = joinDescription({ text, attendant, reference: referenceOf(any) })

      expect(splitDescription(description)).toBe(text)
      expect(splitDescription(description + suffix)).toBe(text)
    }),
    { numRuns: 2000 },
  )
})

test('a text that quotes another ticket with its signature comes back whole', () => {
  const text = 'Ver o outro: Sem sinal. | Atendente: Bia | REF 0A1B-2C3D'
  const description = joinDescription({ ...signed, text })

  expect(splitDescription(description)).toBe(text)
  expect(splitDescription(description + suffix)).toBe(text)
})

test.each([
  ['Sem sinal | ATENDIMENTO ABERTO VIA API', 'Sem sinal'],
  ['Sem sinal | ATENDIMENTO ABERTO VIA CENTRAL DO ASSINANTE', 'Sem sinal'],
  ['Sem sinal | REF', 'Sem sinal | REF'],
  ['Sem sinal | Atendente: Ana', 'Sem sinal | Atendente: Ana'],
  ['', ''],
])('Q8: from a ticket that is not ours only the suffix goes: %j', (description, text) => {
  expect(splitDescription(description)).toBe(text)
})

test('a longer suffix than the one known today still ends our text', () => {
  expect(splitDescription(`${joinDescription(signed)} | ABERTO VIA PORTAL | X`)).toBe('Sem sinal.')
})
