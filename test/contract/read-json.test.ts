import { expect, test } from 'vitest'
import { parseKeepingDigits } from '#src/contract/read-json.ts'

test.each([
  ['{"protocolo":20220804154332000123}', { protocolo: '20220804154332000123' }],
  ['[-20220804154332000123 ,2.0220804154332e19]', ['-20220804154332000123', '2.0220804154332e19']],
  ['20220804154332000123', '20220804154332000123'],
  [
    '{"a":"20220804154332000123","b":1.5,"c":9007199254740991}',
    { a: '20220804154332000123', b: 1.5, c: 2 ** 53 - 1 },
  ],
  ['{"a":"[[\\"{{,\\\\"}', { a: '[["{{,\\' }],
])('%s keeps its digits', (json, value) => {
  expect(parseKeepingDigits(json)).toEqual(value)
})

test.each([
  ['no JSON', '{"a":'],
  ['what is nested deeper than any answer', '['.repeat(65) + ']'.repeat(65)],
  ['what holds more than any answer', `[${'0,'.repeat(50_001)}0]`],
])('%s is not read', (_what, json) => {
  expect(parseKeepingDigits(json)).toBeUndefined()
})
