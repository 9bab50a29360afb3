import { expect, test } from 'vitest'
import { readEmail } from '#src/contract/email.ts'

const malformed = 'E-mail: confira o endereço (exemplo: nome@provedor.com.br) ou deixe em branco.'
const several = 'E-mail: digite um endereço só.'

test.each(['', '   ', '\u00a0\u200b\n'])('B-4: %j is read as no e-mail', (typed) => {
  expect(readEmail(typed)).toEqual({ value: undefined })
})

// design B-4, accepted.
test.each([
  [' Bia@Provedor.COM.br ', 'Bia@provedor.com.br'],
  ['Bianca <bia@x.com.br>', 'bia@x.com.br'],
  ['mailto:bia@x.com.br', 'bia@x.com.br'],
  ['bia+rede@x.com.br', 'bia+rede@x.com.br'],
  ['bia@x.co', 'bia@x.co'],
  // Other ways of pasting one address.
  ['<bia@x.com.br>', 'bia@x.com.br'],
  ['"Couto, Bianca" <Bia@X.com.br>', 'Bia@x.com.br'],
  ['Bianca < bia@x.com.br >', 'bia@x.com.br'],
  ['mailto: bia@x.com.br', 'bia@x.com.br'],
  ['Bia@x.com.br <bia@x.com.br>', 'bia@x.com.br'],
  ['MAILTO:bia@x.com.br?subject=Oi', 'bia@x.com.br'],
  ['bia\u200b@x.com.br', 'bia@x.com.br'],
  ['bia＠x.com.br', 'bia@x.com.br'],
  ["d'avila_1@sub.x-y.com.br", "d'avila_1@sub.x-y.com.br"],
  [`${'a'.repeat(64)}@x.com.br`, `${'a'.repeat(64)}@x.com.br`],
])('B-4: %j is accepted as %s', (typed, value) => {
  expect(readEmail(typed)).toMatchObject({ value })
})

// design A-9 and B-4, refused.
test.each([
  ['bia@x', malformed],
  ['bia x.com', malformed],
  ['bia@@x.com', malformed],
  ['bia@x..com', malformed],
  ['bia@x,com', malformed],
  ['a@x.com; b@x.com', several],
  ['a@x.com, b@x.com', several],
  ['a@x.com b@x.com', several],
  ['Bia <a@x.com>, Caio <b@x.com>', several],
  ['bia', malformed],
  ['@x.com', malformed],
  ['bia@', malformed],
  ['.bia@x.com', malformed],
  ['bia.@x.com', malformed],
  ['b..ia@x.com', malformed],
  ['bia@-x.com', malformed],
  ['bia@x-.com', malformed],
  ['bia@x.c', malformed],
  ['bia@127.0.0.1', malformed],
  ['biá@x.com', malformed],
  ['Bianca <bia@x.com', malformed],
  [`${'a'.repeat(65)}@x.com`, malformed],
  [`bia@${'a.'.repeat(130)}com`, malformed],
])('B-4: %j is refused with "%s"', (typed, fault) => {
  expect(readEmail(typed)).toEqual({ fault })
})

// design B-4, accepted with a warning.
test.each([
  'nao@tem.com',
  'naotem@naotem.com.br',
  'Nao.Tem@gmail.com',
  'sememail@gmail.com',
  'teste@teste.com.br',
  'xxx@provedor.com.br',
  'bia@naotem.com.br',
])('B-4: %s is accepted with a warning', (value) => {
  const warning = 'Parece um endereço inventado. Pode deixar em branco.'

  expect(readEmail(value)).toEqual({ value, warning })
})

test.each(['naomi@provedor.com.br', 'semear@semear.com.br', 'testemunha@x.com.br', 'aa@x.com.br'])(
  'B-4: %s is a name like others and gives no warning',
  (typed) => {
    expect(readEmail(typed)).toEqual({ value: typed })
  },
)

// design B-4, accepted with a suggestion.
test.each([
  ['bia@gmail.con', 'bia@gmail.com'],
  ['bia@gmial.com', 'bia@gmail.com'],
  ['bia@gmal.com', 'bia@gmail.com'],
  ['bia@gmail.co', 'bia@gmail.com'],
  ['Bia@hotmial.com', 'Bia@hotmail.com'],
  ['bia@hotmail.com.nr', 'bia@hotmail.com.br'],
  ['bia@outlok.com', 'bia@outlook.com'],
  ['bia@yaho.com.br', 'bia@yahoo.com.br'],
  ['bia@uol.con.br', 'bia@uol.com.br'],
  ['bia@iclod.com', 'bia@icloud.com'],
])('B-4: %s is accepted, and %s suggested', (typed, suggestion) => {
  expect(readEmail(typed)).toEqual({ value: typed, suggestion })
})

test.each([
  'gmail.com',
  'hotmail.com',
  'hotmail.com.br',
  'outlook.com',
  'outlook.com.br',
  'yahoo.com',
  'yahoo.com.br',
  'icloud.com',
  'live.com',
  'uol.com.br',
  'bol.com.br',
  'terra.com.br',
  'ig.com.br',
  'globo.com',
  // Like no popular domain.
  'mail.com',
  'ymail.com',
  'serra.com.br',
  'uai.com.br',
  'provedor.com.br',
  'x.co',
])('B-4: nothing is offered for %s', (domain) => {
  expect(readEmail(`bia@${domain}`)).toEqual({ value: `bia@${domain}` })
})
