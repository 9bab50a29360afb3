import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinDescription, referenceOf } from '#src/contract/reference.ts'
import { whoseAnswer, whoseIs } from '#src/gateway/hubsoft/reading/whose.ts'
import { apiSuffix as suffix, typedText } from '../../../contract/typed-description.ts'
import { seedAnswer, seedRequest } from '../../../samples.ts'

const signed = { text: 'Sem sinal.', attendant: 'Ana Lima', reference: 'REF 7F3K-2Q9D' }
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
