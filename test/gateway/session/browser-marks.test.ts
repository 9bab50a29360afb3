import { expect, test } from 'vitest'
import { addMark, findMark } from '#src/gateway/session/browser-marks.ts'

const ana = { usuario: 'ana', nome: 'Ana Lima', senha: 'hash-da-senha-da-ana' }
const bia = { usuario: 'bia', nome: 'Bia Couto', senha: 'hash-da-senha-da-bia' }

test('a mark is its attendant’s alone, as long as their password is the same', () => {
  const marks = addMark([], ana)

  expect(findMark(marks, { ...ana, nome: 'Ana Reis' })).toBe(marks[0])
  expect(findMark(marks, bia)).toBeUndefined()
  expect(findMark(marks, { ...bia, senha: ana.senha })).toBeUndefined()
  expect(findMark(marks, { ...ana, senha: 'hash-da-senha-nova' })).toBeUndefined()
  expect(marks.join()).not.toMatch(/ana|hash/)
})

test.each<[string, (mark: string) => string]>([
  ['another random part', (mark) => `${'A'.repeat(22)}${mark.slice(22)}`],
  ['another signature', (mark) => `${mark.slice(0, -2)}${mark.endsWith('AA') ? 'BA' : 'AA'}`],
  ['its beginning', (mark) => mark.slice(0, -1)],
  ['more behind it', (mark) => `${mark}A`],
  ['nothing', () => ''],
])('%s is no mark', (_what, change) => {
  expect(findMark(addMark([], ana).map(change), ana)).toBeUndefined()
})

test('attendants who share a computer keep a mark each, five of them, the latest first', () => {
  const others = Array.from({ length: 6 }, (_, place) => ({ ...bia, usuario: `user${place}` }))

  const both = addMark(addMark(addMark([], ana), bia), ana)
  const full = others.reduce(addMark, both)

  expect(both).toHaveLength(2)
  expect([findMark(both, ana), findMark(both, bia)]).toEqual(both)
  expect(full).toHaveLength(5)
  expect(findMark(full, ana)).toBeUndefined()
  expect(addMark(['x'.repeat(10_000), ...both], ana)).toHaveLength(2)
})
