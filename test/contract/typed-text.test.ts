import fc from 'fast-check'
import { expect, test } from 'vitest'
import { novoAtendimento } from '#src/contract/novo-atendimento.ts'
import { cleanLine, countCharacters, normalize } from '#src/contract/typed-text.ts'
import { hostileTexts } from '../hostile-texts.ts'
import { anyText } from './any-text.ts'
import { mostMarks, normalizedDuring } from './normalized.ts'

// docs/design.md, "Values".
test.each([
  ['full-width digits become plain ones', '３７９９９', '37999'],
  ['a no-break space becomes a space', '37\u00a099911', '37 99911'],
  ['tabs and line breaks become one space', '11000\t\r\n11001', '11000 11001'],
  ['a run of spaces becomes one', 'Bianca   Couto', 'Bianca Couto'],
  ['a control character separates as a space does', '11000\u000011001', '11000 11001'],
  ['ends are trimmed', ' \u3000 11000\n', '11000'],
  ['a zero-width space goes', '110\u200b00', '11000'],
  ['zero-width joiners go', '110\u200c\u200d00', '11000'],
  ['a byte order mark and a word joiner go', '\ufeff110\u206000', '11000'],
  ['a soft hyphen goes', 'Bi\u00adanca', 'Bianca'],
  ['direction marks go', '\u202a11000\u202c\u200e', '11000'],
  ['direction isolates go', '\u2066(37)\u2069', '(37)'],
  ['what only looks blank counts as nothing', '\u3164 \u200b', ''],
  ['half of a surrogate pair is replaced', 'a\ud83d', 'a\ufffd'],
  ['an accent kept apart by an unseen character joins its letter', 'e\u200b\u0301', 'é'],
])('part B, order: %s', (_sentence, typed, cleaned) => {
  expect(cleanLine(typed)).toBe(cleaned)
})

test('in NFC an ordinal and an apostrophe stay as typed', () => {
  expect(cleanLine('João 2º D´Ávila', 'NFC')).toBe('João 2º D´Ávila')
})

test('a cleaned line has no unseen character, no break and no double space, and cleans to itself', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom('NFC', 'NFKC'), (typed, form) => {
      const once = cleanLine(typed, form)
      expect(once).not.toMatch(/\p{DI}|\p{Cc}|\s\s|^\s|\s$/u)
      expect(cleanLine(once, form)).toBe(once)
    }),
  )
})

test.each([
  ['🙂é', 2],
  ['', 0],
])('%j has %i characters: an emoji is one, a letter with its accent too', (text, count) => {
  expect(countCharacters(text)).toBe(count)
})

const everyField = (text: string) => ({
  id_cliente_servico: text,
  descricao: text,
  nome: text,
  telefone: text,
  email: text,
})

test.each(['marks', 'marks in turns', 'marks that are letters'] as const)(
  'a body full of %s has the library sort thirty at a time',
  async (what) => {
    const text = hostileTexts(63_000)[what]

    const texts = await normalizedDuring(() => novoAtendimento.safeParse(everyField(text)))

    expect(mostMarks(texts)).toBe(30)
    expect(mostMarks([cleanLine(text), cleanLine(text, 'NFC'), normalize(text, 'NFD')])).toBe(30)
  },
)

test('a line in which a mark becomes two reads the same the second time', () => {
  const once = cleanLine(hostileTexts(200).marks)

  expect(cleanLine(once)).toBe(once)
})

test('up to thirty marks on a letter are normalised as ever', () => {
  const marks = fc.string({
    unit: fc.constantFrom('\u0301', '\u0316', '\u05b0', 'ﾞ'),
    maxLength: 15,
  })
  const text = fc
    .array(fc.tuple(anyText, fc.constant('a'), marks))
    .map((parts) => parts.flat().join(''))

  fc.assert(
    fc.property(text, fc.constantFrom('NFC', 'NFKC', 'NFD'), (typed, form) => {
      fc.pre(mostMarks([typed, typed.normalize(form)]) <= 30)
      expect(normalize(typed, form)).toBe(typed.normalize(form))
    }),
  )
})
