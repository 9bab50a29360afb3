import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  joinDescription,
  referenceOf,
  splitDescription,
  whoseAnswer,
  whoseIs,
} from '#src/contract/reference.ts'
import { seedAnswer, seedRequest } from '../samples.ts'
import { anyText } from './any-text.ts'

const key = '0198c0de-7f3a-7b1c-9d2e-5f60718293a4'
const suffix = ' | ATENDIMENTO ABERTO VIA API'
const shape = /^REF [0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/
const signed = { text: 'Sem sinal.', attendant: 'Ana Lima', reference: 'REF 7F3K-2Q9D' }

/** Sign-off look-alikes among everything else that can be typed. */
const typedText = fc.oneof(
  anyText,
  fc
    .array(
      fc.oneof(
        anyText,
        fc.constantFrom(
          ' | ',
          '|',
          'Atendente: Bia',
          ' | Atendente: Bia | REF 7F3K-2Q9D',
          'REF 7F3K-2Q9D',
          suffix,
          '\n',
        ),
      ),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join('')),
)

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

test('a hundred thousand random keys have as many references, give or take chance', () => {
  const references = Array.from({ length: 100_000 }, () => referenceOf(crypto.randomUUID()))

  // 40 bits: a pair among them comes once in two hundred runs, three pairs never.
  expect(new Set(references).size).toBeGreaterThan(99_997)
})

test('keys of one millisecond (UUIDv7), alike but for their last digits, have unlike references', () => {
  const neighbours = Array.from(
    { length: 16_384 },
    (_, place) => `${key.slice(0, -4)}${place.toString(16).padStart(4, '0')}`,
  )

  expect(new Set(neighbours.map(referenceOf)).size).toBe(16_384)
})

test('keys of different milliseconds (UUIDv7), alike in all else, have unlike references', () => {
  const neighbours = Array.from(
    { length: 16_384 },
    (_, place) => `0198c0de-${place.toString(16).padStart(4, '0')}${key.slice(13)}`,
  )

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

const text = 'Sem acesso à rede desde ontem, e o roteador está com a luz vermelha.'
const sent = joinDescription({ ...signed, text })

test.each([
  ['as it was sent, with the suffix (Q8)', sent + suffix],
  [
    'in capitals, with another hyphen and white space',
    'SEM ACESSO.\u00a0| ATENDENTE: ANA | REF\n7F3K–2Q9D',
  ],
  ['with the reference alone', 'REF 7F3K-2Q9D'],
])('an answer whose description is %s is about our ticket', (_how, answered) => {
  expect(whoseAnswer(answered, sent)).toBe('ours')
})

test.each([null, '', ' '])('an answer whose description is %j says nothing (Q14)', (answered) => {
  expect(whoseAnswer(answered, sent)).toBe('unsaid')
})

test.each([
  ['without its signature', text],
  ['without its signature but for the suffix', text + suffix],
  ['in capitals without its signature', text.toUpperCase()],
  ['without its signature and its accents', text.normalize('NFD').replace(/\p{M}/gu, '')],
  ['cut', text.slice(0, 30)],
  ['cut with dots', `${text.slice(0, 30)}...`],
  ['cut in the signature', sent.slice(0, -1)],
  ['cut, with the suffix', sent.slice(0, -12) + suffix],
])('an answer whose description is ours %s has lost its reference', (_how, answered) => {
  expect(whoseAnswer(answered, sent)).toBe('mark-lost')
})

test('a short text is ours where all of it came back, and no less', () => {
  const short = joinDescription({ ...signed, text: 'Sem sinal' })

  expect(whoseAnswer('SEM SINAL', short)).toBe('mark-lost')
  expect(whoseAnswer('Sem sina', short)).toBe('another')
})

test.each([
  'Mudança de endereço',
  'Sem acesso à rede',
  `${text} Ligou de novo.`,
  `${text} | ATENDIMENTO ABERTO VIA CENTRAL DO ASSINANTE`,
  `${text} | Atendente: Ana Lima | REF 0A1B-2C3D${suffix}`,
  'Ver o REF 7F3K-2Q9D. | Atendente: Bia | REF 0A1B-2C',
  'Ver o REF 7F3K-2Q9D. | ATENDENTE: BIA | REF\u00a00A1B–2C3D',
])('an answer about "%s" is about another ticket', (answered) => {
  expect(whoseAnswer(answered, sent)).toBe('another')
})

test('an answer about another text that came by the API is the send’s or another’s, as the seed’s own', () => {
  const asked = joinDescription({ ...signed, text: seedRequest.descricao })

  expect(whoseAnswer(seedAnswer.atendimento.descricao_abertura, asked)).toBe('rewritten')
  expect(whoseAnswer(`Mudança de endereço${suffix}`, sent)).toBe('rewritten')
})

test('a send is never taken for another one, whatever both say and however it comes back', () => {
  const manglings = [
    (one: string) => one,
    (one: string) => one + suffix,
    (one: string) => one.toUpperCase(),
    (one: string) => one.replaceAll('-', '–').replaceAll(' ', '\u00a0'),
    (one: string) => one.slice(0, -1),
    (one: string) => one.slice(0, 40),
  ]

  fc.assert(
    fc.property(
      typedText,
      typedText,
      fc.tuple(fc.uuid(), fc.uuid()).filter(([one, other]) => one !== other),
      fc.constantFrom(...manglings),
      (ours, theirs, [one, other], mangle) => {
        const reference = referenceOf(one)
        const description = joinDescription({ text: ours, attendant: 'Ana', reference })
        const another = joinDescription({
          text: theirs.includes('REF') ? `Ver ${reference}` : theirs,
          attendant: 'Bia',
          reference: referenceOf(other),
        })
        const whose = whoseIs({ reference, description })
        expect(whose(mangle(description))).not.toBe('another')
        expect(['perhaps', 'another']).toContain(whose(mangle(another)))
      },
    ),
    { numRuns: 500 },
  )
})
