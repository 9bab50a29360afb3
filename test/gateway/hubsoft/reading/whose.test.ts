import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinDescription, referenceOf } from '#src/contract/reference.ts'
import { whoseAnswer, whoseIs } from '#src/gateway/hubsoft/reading/whose.ts'
import { apiSuffix as suffix, typedText } from '../../../contract/typed-description.ts'
import { seedAnswer, seedRequest } from '../../../samples.ts'

const signed = { text: 'Sem sinal.', attendant: 'Ana Lima', reference: 'REF 7F3K-2Q9D' }
const text = 'Sem acesso à rede desde ontem, e o roteador está com a luz vermelha.'
const sent = joinDescription({ ...signed, text })
const { reference } = signed

const short = joinDescription({ ...signed, text: 'Sem sinal' })
const seedSent = joinDescription({ ...signed, text: seedRequest.descricao })
const seedAnswered = seedAnswer.atendimento.descricao_abertura
const unaccented = text.normalize('NFD').replace(/\p{M}/gu, '')

test.each<[string, string, string | null, string?]>([
  ['as it was sent, with the suffix (Q8)', 'ours', sent + suffix],
  ['in capitals, with another hyphen', 'ours', 'SEM.\u00a0| ATENDENTE: ANA | REF\n7F3K–2Q9D'],
  ['with the reference alone', 'ours', 'REF 7F3K-2Q9D'],
  // Q14
  ['null', 'unsaid', null],
  ['empty', 'unsaid', ''],
  ['blank', 'unsaid', ' '],
  ['without its signature', 'mark-lost', text],
  ['without its signature but for the suffix', 'mark-lost', text + suffix],
  ['in capitals without its signature', 'mark-lost', text.toUpperCase()],
  ['without its signature and its accents', 'mark-lost', unaccented],
  ['cut', 'mark-lost', text.slice(0, 30)],
  ['cut with dots', 'mark-lost', `${text.slice(0, 30)}...`],
  ['cut in the signature', 'mark-lost', sent.slice(0, -1)],
  ['cut, with the suffix', 'mark-lost', sent.slice(0, -12) + suffix],
  ['all of a short text', 'mark-lost', 'SEM SINAL', short],
  ['less than a short text', 'another', 'Sem sina', short],
  ['another text', 'another', 'Mudança de endereço'],
  ['too short a beginning', 'another', 'Sem acesso à rede'],
  ['more than was sent', 'another', `${text} Ligou de novo.`],
  ['another suffix', 'another', `${text} | ATENDIMENTO ABERTO VIA CENTRAL DO ASSINANTE`],
  ['another reference', 'another', `${text} | Atendente: Ana Lima | REF 0A1B-2C3D${suffix}`],
  ['a quote, its signature cut', 'another', `Ver o ${reference}. | Atendente: Bia | REF 0A1B-2C`],
  ['a quote', 'another', `Ver o ${reference}. | ATENDENTE: BIA | REF\u00a00A1B–2C3D`],
  ['another text that came by the API', 'rewritten', `Mudança de endereço${suffix}`],
  ['the manual’s own', 'rewritten', seedAnswered, seedSent],
])('an answered description that is %s: %s', (_how, whose, answered, of = sent) => {
  expect(whoseAnswer(answered, of)).toBe(whose)
})

const description = `Sem acesso à rede desde ontem. | Atendente: Ana Lima | ${reference}`
const quote = `Ver o ${reference}.`

test.each([
  ['as it was sent', 'ours', description],
  ['with what HubSoft appends (Q8)', 'ours', `${description} | ABERTO VIA API`],
  ['signed, with other white space', 'ours', 'SEM |\u00a0ATENDENTE: ANA\n| REF\t7F3K‐2Q9D|FIM'],
  ['signed, and staff wrote behind', 'ours', `Sem | Atendente: Ana | ${reference} ligou de novo`],
  ['the reference alone', 'marked', reference],
  ['at the start, opened by hand', 'marked', `${reference} cliente sem acesso`],
  ['in the middle, opened by hand', 'marked', `sem acesso, ${reference}, ligar antes`],
  ['in lower case', 'marked', 'sem acesso | ref 7f3k-2q9d'],
  ['in mixed case', 'marked', 'Sem acesso | Ref 7f3K-2q9D'],
  ['with an en dash', 'marked', 'Sem acesso | REF 7F3K–2Q9D'],
  ['with a minus', 'marked', 'Sem acesso | REF 7F3K−2Q9D'],
  ['without a hyphen', 'marked', 'Sem acesso | REF 7F3K2Q9D'],
  ['with a no-break space', 'marked', 'Sem acesso | REF\u00a07F3K-2Q9D'],
  ['over a line break', 'marked', 'Sem acesso | REF\r\n7F3K-\n2Q9D'],
  ['with what can’t be seen', 'marked', 'Acesso | REF 7F\u200b3K\u00ad-2Q\u20609D\ufeff'],
  ['a shorter reference', 'another', 'REF 7F3K-2Q9'],
  ['its digits alone', 'another', '7F3K-2Q9D'],
  ['another reference', 'another', 'REF 7F3K-2Q9E'],
  ['signed by another send', 'another', 'Sem | Atendente: Bia | REF 0A1B-2C3D'],
  // What is signed as another send only quotes ours.
  ['a quote', 'another', `${quote} | Atendente: Bia | REF 0A1B-2C3D | ABERTO VIA API`],
  ['a quote in capitals', 'another', `${quote}\n|\u00a0ATENDENTE: BIA | REF 0A1B–2C3D`],
  ['a quote of all', 'another', `Como: ${description} | Atendente: Bia | REF 0A1B-2C3D`],
  ['a name like one', 'another', `${quote} | Atendente: Ana REF 0000-0000 | REF 0A1B-2C3D`],
  // Whose a cut signature is behind a quote of ours nobody can tell.
  ['a quote, its reference cut', 'perhaps', `${quote} | Atendente: Bia | REF 0A1B-2C`],
  ['a quote, its name cut', 'perhaps', `${quote} | Atendente: B`],
  ['a quote of all, cut', 'perhaps', `Como: ${description} | Atendente: Bia | REF 0A`],
  ['cut', 'perhaps', 'Sem acesso à re'],
  ['cut behind a letter', 'perhaps', 'S'],
  ['cut with dots', 'perhaps', 'Sem acesso à rede des...'],
  ['cut with an ellipsis', 'perhaps', 'Sem acesso à rede des…'],
  ['cut inside a character', 'perhaps', 'Sem acesso \ufffd'],
  ['cut in capitals and spaces', 'perhaps', 'SEM\u00a0ACESSO  à\nREDE'],
  ['cut, without its accents', 'perhaps', 'SEM ACESSO A REDE DES'],
  ['cut, its accents apart', 'perhaps', 'Sem acesso à rede des'.normalize('NFD')],
  ['cut, with ? for a letter', 'perhaps', 'Sem acesso ? rede des'],
  ['cut, with ? for each byte', 'perhaps', 'Sem acesso ?? rede des'],
  ['cut, with ? for an accent', 'perhaps', 'Sem acesso a? rede des'],
  ['cut, a letter lost', 'perhaps', 'Sem acesso \ufffd rede des'],
  ['cut, in another character set', 'perhaps', 'Sem acesso Ã\u00a0 rede des'],
  ['unsigned, with ? for a letter', 'perhaps', `Sem acesso ? rede desde ontem.${suffix}`],
  ['cut in the signature', 'perhaps', description.slice(0, -1)],
  ['without its signature', 'perhaps', 'Sem acesso à rede desde ontem.'],
  ['the suffix behind it', 'perhaps', `Sem acesso à rede desde ontem.${suffix}`],
  ['the suffix cut', 'perhaps', 'Sem acesso à rede desde ontem. | ATENDIM'],
  ['empty', 'perhaps', ''],
  ['longer than any that is sent', 'perhaps', 'x'.repeat(10_001)],
  ['another text', 'another', 'Sem acesso ao e-mail'],
  ['another letter', 'another', 'Sem acesso o rede'],
  ['another text, ? for a letter', 'another', 'Sem acesso ? internet'],
  ['other words between', 'another', 'Sem ? acesso? Rede desde hoje'],
  ['more behind it', 'another', 'Sem acesso à rede desde ontem. Ligou de novo.'],
  ['another suffix', 'another', 'Sem acesso à rede desde ontem. | ATENDIMENTO ABERTO VIA CENTRAL'],
  ['another attendant', 'another', 'Sem acesso à rede desde ontem. | Atendente: Bia'],
])('a listed description %s: %s', (_how, whose, listed) => {
  expect(whoseIs({ reference, description })(listed)).toBe(whose)
})

test.each([
  ['perhaps', 'Segunda via'],
  ['another', 'Segunda via | Atendente: Bia | REF 0A1B-2C3D'],
  ['ours', `Segunda via | Atendente: Bia | ${reference}`],
])('where the sent text was removed: %s is what says "%s"', (whose, listed) => {
  expect(whoseIs({ reference, description: null })(listed)).toBe(whose)
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
