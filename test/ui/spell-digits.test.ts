import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupDigits } from '#src/ui/group-digits.ts'
import { spellDigits } from '#src/ui/spell-digits.ts'

// design A-15: fours from the left; a remainder of one joins the group before it as 3 + 2.
test.each([
  ['201811161058216', ['2018', '1116', '1058', '216']],
  ['20221229180833379797', ['2022', '1229', '1808', '3337', '9797']],
  ['20181116105821645', ['2018', '1116', '1058', '216', '45']],
  ['201811161058216457', ['2018', '1116', '1058', '2164', '57']],
  ['12345', ['123', '45']],
  ['1234', ['1234']],
  ['1', ['1']],
  ['', []],
])('%s is grouped as %j', (protocol, groups) => {
  expect(groupDigits(protocol)).toEqual(groups)
})

test('groups hold every digit once, in order, and none stands alone', () => {
  const protocol = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 40 })
    .map((digits) => digits.join(''))

  fc.assert(
    fc.property(protocol, (digits) => {
      const groups = groupDigits(digits)
      expect(groups.join('')).toBe(digits)
      expect(groups.every((group) => group.length >= 2 && group.length <= 4)).toBe(true)
    }),
  )
})

test.each([
  ['meia', 'dois zero um oito · um um um meia · um zero cinco oito · dois um meia'],
  ['seis', 'dois zero um oito · um um um seis · um zero cinco oito · dois um seis'],
] as const)('the manual’s protocol is dictated with “%s”', (six, words) => {
  expect(spellDigits('201811161058216', six)).toBe(words)
})

test('every digit has its word', () => {
  expect(spellDigits('0123456789', 'meia')).toBe(
    'zero um dois três · quatro cinco meia sete · oito nove',
  )
})
