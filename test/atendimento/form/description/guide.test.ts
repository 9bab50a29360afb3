import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stepOfGuide, unansweredIn } from '#src/atendimento/form/description/guide.ts'
import { descriptionLimit } from '#src/contract/description.ts'
import type { Modelo } from '#src/contract/page-context.ts'
import { countCharacters } from '#src/contract/typed-text.ts'
import { builtInTemplates } from '#src/gateway/config/built-in-templates.ts'
import { anyText } from '../../../contract/any-text.ts'

const guide: Modelo = { nome: 'Queda', linhas: ['Desde quando: ', 'Já reiniciou? ', 'Luzes:'] }
const other: Modelo = { nome: 'Lentidão', linhas: ['Desde quando: ', 'No cabo ou no Wi-Fi: '] }

/** The text with "^" where the caret is afterwards. */
function apply(text: string, one = guide): string {
  const step = stepOfGuide(text, one)
  if (step.kind === 'too-long') return `${step.excess} too long`
  const after = step.kind === 'added' ? text.slice(0, step.at) + step.added : text
  return `${after.slice(0, step.caret)}^${after.slice(step.caret)}`
}

test.each([
  ['', 'Desde quando: ^\nJá reiniciou? \nLuzes: '],
  ['\n', '\nDesde quando: ^\nJá reiniciou? \nLuzes: '],
  ['Sem sinal', 'Sem sinal\n\nDesde quando: ^\nJá reiniciou? \nLuzes: '],
  ['Sem sinal\n', 'Sem sinal\n\nDesde quando: ^\nJá reiniciou? \nLuzes: '],
  ['Sem sinal\n\n\n', 'Sem sinal\n\n\nDesde quando: ^\nJá reiniciou? \nLuzes: '],
  // All of it stands there: on to the first question without an answer.
  ['Desde quando: \nJá reiniciou? \nLuzes: ', 'Desde quando: ^\nJá reiniciou? \nLuzes: '],
  ['Desde quando: hoje\nJá reiniciou? \nLuzes: ', 'Desde quando: hoje\nJá reiniciou? ^\nLuzes: '],
  ['Desde quando:\nJá reiniciou?\nLuzes:\nfim', 'Desde quando:^\nJá reiniciou?\nLuzes:\nfim'],
  [
    'Desde quando: a\nJá reiniciou? b\nLuzes: c\n\nfim',
    'Desde quando: a\nJá reiniciou? b\nLuzes: c\n\nfim^',
  ],
  // Some of it does: another guide asked the same, or a line was taken out.
  ['Desde quando: hoje', 'Desde quando: hoje\n\nJá reiniciou? ^\nLuzes: '],
])('into %j the guide goes as %j', (text, after) => {
  expect(apply(text)).toBe(after)
})

test('a line that asks nothing is put in, and waited for by nobody', () => {
  const plain: Modelo = { nome: 'Visita', linhas: ['Só à tarde. ', 'Contato:'] }

  expect(apply('', plain)).toBe('Só à tarde.^\nContato: ')
  expect(unansweredIn('Só à tarde.\nContato: ', [plain])).toEqual(['Contato'])
  expect(apply('Só à tarde.\nContato: ', plain)).toBe('Só à tarde.\nContato: ^')
})

test('a guide that would pass the limit is left out whole', () => {
  const added = stepOfGuide('', guide)
  const room = descriptionLimit - (added.kind === 'added' ? added.added.length : 0) - '\n\n'.length

  expect(apply('🙂'.repeat(room))).toContain('^')
  expect(apply('🙂'.repeat(room + 3))).toBe('3 too long')
})

test.each([
  ['', []],
  ['Desde quando: hoje\nJá reiniciou? ', ['Já reiniciou']],
  ['Desde quando:', ['Desde quando']],
  ['  Desde quando:  \nJá reiniciou?', ['Desde quando', 'Já reiniciou']],
  ['Desde quando: \nontem à noite', []],
  ['Desde quando: \n\nontem à noite', ['Desde quando']],
  ['Desde quando: \nNo cabo ou no Wi-Fi: cabo', ['Desde quando']],
  ['Ele disse: Desde quando:', []],
  ['Desde quando: \nDesde quando: ', ['Desde quando', 'Desde quando']],
])('of %j what has no answer is %j', (text, names) => {
  expect(unansweredIn(text, [guide, other])).toEqual(names)
})

const anyGuide = fc.oneof(
  fc.constantFrom(guide, other, ...builtInTemplates),
  fc.record({
    nome: fc.string(),
    linhas: fc.array(fc.stringMatching(/^[\p{L} ]{1,8}[:?.]? ?$/u), { minLength: 1, maxLength: 5 }),
  }),
)
const writtenText = fc
  .array(fc.oneof(anyText, fc.constantFrom('Desde quando: ', 'Luzes:', '\n', 'x')), {
    maxLength: 8,
  })
  .map((pieces) => pieces.join(''))

test('whatever is written, it stays, one guide fits once, and the caret is where an answer goes', () => {
  fc.assert(
    fc.property(writtenText, anyGuide, (text, one) => {
      const step = stepOfGuide(text, one)
      if (step.kind !== 'added') return
      const after = text + step.added
      expect(step.at).toBe(text.length)
      expect(countCharacters(after)).toBeLessThanOrEqual(descriptionLimit)
      expect(after.charAt(step.caret)).toMatch(/^\n?$/)
      expect(step.caret).toBeGreaterThan(text.length)
      expect(stepOfGuide(after, one).kind).toBe('there')
    }),
  )
})
