import fc from 'fast-check'
import { expect, test } from 'vitest'
import { follow, splitAt } from '#src/atendimento/form/description/private-words.ts'
import { findPrivateData } from '#src/contract/privacy.ts'

const cpf = '862.149.410-81'
const wordsIn = (text: string, found: { start: number; end: number }[]) =>
  found.map(({ start, end }) => text.slice(start, end))

test.each([
  ['the same', `a ${cpf} b`, `a ${cpf} b`, [cpf]],
  ['typed behind it', `a ${cpf}`, `a ${cpf} b`, [cpf]],
  ['typed before it', `a ${cpf}`, `abc ${cpf}`, [cpf]],
  ['typed within it', `a ${cpf}`, 'a 862.1949.410-81', []],
  ['taken out', `a ${cpf}`, 'a ', []],
  ['typed between two', `${cpf} ${cpf}`, `${cpf} e ${cpf}`, [cpf, cpf]],
  ['one of two taken out', `${cpf} e ${cpf}`, `e ${cpf}`, [cpf]],
])('of a text with something %s', (_name, before, now, words) => {
  expect(wordsIn(now, follow(findPrivateData(before), before, now))).toEqual(words)
})

test('whatever becomes of a text, what is followed has its words, in order, and the pieces are the text', () => {
  const text = fc
    .array(fc.constantFrom(cpf, 'senha: x', ' ', '\n', 'a', '🙂'), { maxLength: 8 })
    .map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, text, (before, now) => {
      const found = findPrivateData(before)
      const followed = follow(found, before, now)

      const known = wordsIn(before, found)
      for (const words of wordsIn(now, followed)) expect(known).toContain(words)
      const pieces = splitAt(now, followed)
      expect(pieces.join('')).toBe(now)
      expect(pieces.filter((_piece, place) => place % 2)).toEqual(wordsIn(now, followed))
    }),
  )
})
