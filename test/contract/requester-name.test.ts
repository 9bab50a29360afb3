import { expect, test } from 'vitest'
import { readRequesterName } from '#src/contract/requester-name.ts'

const empty = 'Nome do solicitante: digite o nome de quem está falando.'
const noLetter =
  'Nome do solicitante: falta o nome, só há números. Se for telefone, use o campo Telefone.'

// design B-3, accepted.
test.each([
  ['  Bianca   Couto ', 'Bianca Couto'],
  ["D'Ávila-Müller", "D'Ávila-Müller"],
  ['João 2º', 'João 2º'],
  ['Zé', 'Zé'],
  ['bianca COUTO', 'bianca COUTO'],
  ['D´Ávila', 'D´Ávila'],
  ['李小龙', '李小龙'],
  ['Bianca\u00a0\tCouto\u200b', 'Bianca Couto'],
  ['Jose\u0301', 'José'],
  ['X', 'X'],
  ['1234567 B', '1234567 B'],
])('B-3: %j is accepted as %j', (typed, value) => {
  expect(readRequesterName(typed)).toEqual({ value })
})

// design A-9 and B-3, refused.
test.each([
  ['A-9: empty', '', empty],
  ['A-9: blank', ' \u200b\n ', empty],
  ['A-9: what only looks blank', '\u3164', empty],
  ['A-9: no letter, a phone', '37999112233', noLetter],
  ['A-9: no letter, dashes', '---', noLetter],
  ['A-9: no letter, an emoji', '🙂', noLetter],
  [
    'B-3: 121 characters',
    'a'.repeat(121),
    'Nome do solicitante: retire pelo menos 1 caractere (limite 120).',
  ],
  [
    'B-3: 1,320 characters',
    'a'.repeat(1320),
    'Nome do solicitante: retire pelo menos 1.200 caracteres (limite 120).',
  ],
])('%s is refused', (_row, typed, fault) => {
  expect(readRequesterName(typed)).toEqual({ fault })
})

test('B-3: 120 characters are accepted, counted as a person does', () => {
  const name = `${'🙂'.repeat(119)}a`

  expect(readRequesterName(name)).toEqual({ value: name })
})

// design B-3, "Warn, not refuse".
test.each([
  ['an @', 'bia@provedor.com.br', 'Parece um e-mail. Se for, use o campo E-mail.'],
  [
    'eight digits',
    'Bianca 9991-1223',
    'Há um número comprido no nome. Se for telefone, use o campo Telefone.',
  ],
  ["the attendant's own name", 'ana  SOUZA', 'Este é o seu nome. Confira quem está falando.'],
])('B-3: %s is accepted with a warning', (_row, typed, warning) => {
  expect(readRequesterName(typed, 'Ana Souza')).toEqual({
    value: typed.replace('  ', ' '),
    warning,
  })
})

test("B-3: another name than the attendant's gives no warning", () => {
  expect(readRequesterName('Ana Souza Lima', 'Ana Souza')).toEqual({ value: 'Ana Souza Lima' })
})
