import { expect, test } from 'vitest'
import { readDescription } from '#src/contract/description.ts'

// design B-5.
test.each([
  ['a Windows line break becomes LF', 'a\r\nb', 'a\nb'],
  ['an old Mac line break becomes LF', 'a\rb', 'a\nb'],
  ["a word processor's line break becomes LF", 'a\vb\u2028c\u0085d', 'a\nb\nc\nd'],
  ['blank lines and tabs are kept', 'a\n\n\tb  c', 'a\n\n\tb  c'],
  ['ends are trimmed', '\n  Sem sinal. \u00a0\n', 'Sem sinal.'],
  ['control characters go', 'a\u0000\u001b[31m\u007f\u0080b', 'a[31mb'],
  ['direction marks go', '\u202e10Mb\u202c \u2066x\u2069\u200f', '10Mb x'],
  [
    'zero-width spaces, marks and soft hyphens go',
    'sem\u200b si\u00adnal\ufeff\u2060',
    'sem sinal',
  ],
  ['a joined emoji survives', 'a 👩🏽‍🔧 b', 'a 👩🏽‍🔧 b'],
  ['an emoji ending in a variation selector survives', 'ok ❤\ufe0f', 'ok ❤\ufe0f'],
  ['a flag made of tags survives', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ['a non-joiner between letters survives', 'می\u200cخواهم', 'می\u200cخواهم'],
  ['prose is not rewritten', '10 m² – ½ – nº 2 – ﬁ', '10 m² – ½ – nº 2 – ﬁ'],
  ['an accent joins its letter', 'conexa\u0303o', 'conexão'],
  ['an accent kept apart by an unseen character joins its letter', 'a\u200b\u0303', 'ã'],
  ['half of a surrogate pair is replaced', 'a\ud83d b', 'a\ufffd b'],
  ['HTML stays text', '<b>Oi</b> &amp;', '<b>Oi</b> &amp;'],
])('B-5: %s', (_sentence, typed, value) => {
  expect(readDescription(typed)).toEqual({ value })
})

test.each(['', ' \r\n\t ', '\u200b\u0000', '\u200d\ufe0f', '\u3164'])(
  'A-9: empty or blank %j is refused',
  (typed) => {
    expect(readDescription(typed)).toEqual({
      fault: 'Descrição: escreva o que o cliente relatou.',
    })
  },
)

test.each([
  [4020, 'Descrição: retire pelo menos 120 caracteres (limite 3.900).'],
  [3901, 'Descrição: retire pelo menos 1 caractere (limite 3.900).'],
  [9900, 'Descrição: retire pelo menos 6.000 caracteres (limite 3.900).'],
])('A-9: too long: %d characters are refused, saying how many to take away', (length, fault) => {
  expect(readDescription('x'.repeat(length))).toEqual({ fault })
})

test('B-5: 3,900 characters after trim are accepted, an emoji counting as one', () => {
  const text = '🙂'.repeat(3900)

  expect(readDescription(`\n ${text} \n`)).toEqual({ value: text })
})
