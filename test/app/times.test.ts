// @vitest-environment node
import { expect, test } from 'vitest'
import { formatSince, formatTime, formatWhen } from '#src/app/times.ts'

const noon = new Date('2026-11-24T15:00:00Z')

test('times are the operator’s, on a clock of 24 hours', () => {
  expect(formatTime(new Date('2026-11-24T17:02:59Z'), 'America/Sao_Paulo')).toBe('14:02')
  expect(formatTime(new Date('2026-11-24T17:02:59Z'), 'America/Rio_Branco')).toBe('12:02')
})

test.each([
  ['today', '2026-11-24T03:00:00Z', 'America/Sao_Paulo', '00:00'],
  [
    'yesterday, by the operator’s midnight',
    '2026-11-24T02:59:00Z',
    'America/Sao_Paulo',
    '23/11, 23:59',
  ],
  ['the same moment further west', '2026-11-24T02:59:00Z', 'America/Rio_Branco', '23/11, 21:59'],
  ['weeks ago', '2026-10-05T17:02:00Z', 'America/Sao_Paulo', '05/10, 14:02'],
])('since %s', (_name, at, timeZone, said) => {
  expect(formatSince(new Date(at), noon, timeZone)).toBe(said)
})

test('when it was sent is part of a sentence, with its day where that isn’t today', () => {
  const when = (at: string) => formatWhen(new Date(at), noon, 'America/Sao_Paulo')

  expect(when('2026-11-24T13:58:00Z')).toBe('às 10:58')
  expect(when('2026-11-23T13:58:00Z')).toBe('em 23/11, 10:58')
})
