import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEmail, suggestDomain } from '#src/contract/email.ts'
import { anyText } from './any-text.ts'

const malformed = 'E-mail: confira o endereço (exemplo: nome@provedor.com.br) ou deixe em branco.'
const several = 'E-mail: digite um endereço só.'
const inventedAddress = 'Parece um endereço inventado. Pode deixar em branco.'

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

// design B-4, accepted with a suggestion.
test.each([
  ['bia@gmail.con', 'bia@gmail.com'],
  ['Bia@hotmial.com', 'Bia@hotmail.com'],
])('B-4: %s is accepted, and %s suggested', (typed, suggestion) => {
  expect(readEmail(typed)).toEqual({ value: typed, suggestion })
})

// design B-4, accepted with a warning.
test.each([
  ['nao@tem.com', inventedAddress],
  ['naotem@naotem.com.br', inventedAddress],
  ['Nao.Tem@gmail.com', inventedAddress],
  ['sememail@gmail.com', inventedAddress],
  ['teste@teste.com.br', inventedAddress],
  ['xxx@provedor.com.br', inventedAddress],
  ['bia@naotem.com.br', inventedAddress],
])('B-4: %s is accepted with "%s"', (typed, warning) => {
  expect(readEmail(typed)).toEqual({ value: typed, warning })
})

test.each(['naomi@provedor.com.br', 'semear@semear.com.br', 'testemunha@x.com.br', 'aa@x.com.br'])(
  'B-4: %s is a name like others and gives no warning',
  (typed) => {
    expect(readEmail(typed)).toEqual({ value: typed })
  },
)

test.each([
  ['bia@gmail.con', 'gmail.com'],
  ['bia@gmial.com', 'gmail.com'],
  ['bia@gmal.com', 'gmail.com'],
  ['bia@GMAIL.CO', 'gmail.com'],
  ['bia@hotmial.com', 'hotmail.com'],
  ['bia@hotmail.com.b', 'hotmail.com.br'],
  ['bia@outlok.com', 'outlook.com'],
  ['bia@yaho.com.br', 'yahoo.com.br'],
  ['bia@uol.con.br', 'uol.com.br'],
  ['bia@iclod.com', 'icloud.com'],
])('B-4: for %s the domain %s is offered', (email, domain) => {
  expect(suggestDomain(email)).toBe(domain)
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
])('B-4: nothing is offered for the popular %s', (domain) => {
  expect(suggestDomain(`bia@${domain}`)).toBeNull()
})

test.each(['mail.com', 'ymail.com', 'serra.com.br', 'uai.com.br', 'provedor.com.br', 'x.co', ''])(
  'B-4: nothing is offered for %j, which is like no popular domain',
  (domain) => {
    expect(suggestDomain(`bia@${domain}`)).toBeNull()
  },
)

const addressLike = fc
  .tuple(
    fc.stringMatching(/^[A-Za-z0-9.+_-]{1,12}$/),
    fc.stringMatching(/^[A-Za-z0-9.-]{1,12}\.[a-zA-Z]{2,3}$/),
  )
  .map(([local, domain]) => `${local}@${domain}`)

test('whatever is typed, the answer is an address that is accepted again, nothing, or a fault that names the field', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, addressLike, fc.emailAddress()), (typed) => {
      const reading = readEmail(typed)
      if ('fault' in reading) {
        expect(reading.fault).toMatch(/^E-mail: /)
        return
      }
      expect(reading.value ?? 'bia@x.com').toMatch(/^[^\s@]{1,64}@[^\s@A-Z]+\.[^\s@A-Z]+$/)
      expect(readEmail(reading.value ?? '')).toEqual(reading)
    }),
  )
})

test('what is offered is itself known, whatever the text', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, addressLike), (text) => {
      const domain = suggestDomain(text)
      if (domain !== null) expect(suggestDomain(`bia@${domain}`)).toBeNull()
    }),
  )
})
