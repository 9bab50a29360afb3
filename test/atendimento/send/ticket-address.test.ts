import { expect, test } from 'vitest'
import { addressOf, chaveIn, isShiftLog } from '#src/atendimento/send/ticket-address.ts'

const key = '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'

test.each([
  ['as it is made', addressOf(key), key],
  ['in capitals', addressOf(key).toUpperCase().replace('ATENDIMENTOS', 'atendimentos'), key],
  ['with a slash behind it', `${addressOf(key)}/`, key],
  ['of what can’t be a key', '/atendimentos/qualquer', null],
  ['with more behind the key', `${addressOf(key)}/conferir`, null],
  ['of the list', '/atendimentos', null],
  ['of the empty form', '/', null],
  ['of anything else', '/outra/coisa', null],
])('the send of an address %s', (_name, path, chave) => {
  expect(chaveIn(path)).toBe(chave)
})

test('the list of today has one address, with a slash behind it or without', () => {
  expect(['/atendimentos', '/atendimentos/', addressOf(key), '/'].map(isShiftLog)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
