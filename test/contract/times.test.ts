import { expect, test } from 'vitest'
import { timesIn } from '#src/contract/times.ts'

const noon = new Date('2026-11-24T15:00:00Z')

test.each([
  ['today, on a clock of 24 hours', '2026-11-24T17:02:59Z', 'America/Sao_Paulo', '14:02'],
  ['today, further west', '2026-11-24T17:02:59Z', 'America/Rio_Branco', '12:02'],
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
  expect(timesIn(timeZone).formatSince(new Date(at), noon)).toBe(said)
})

test('when it was sent is part of a sentence, with its day where that isn’t today', () => {
  const { formatWhen } = timesIn('America/Sao_Paulo')

  expect(formatWhen(new Date('2026-11-24T13:58:00Z'), noon)).toBe('às 10:58')
  expect(formatWhen(new Date('2026-11-23T13:58:00Z'), noon)).toBe('em 23/11, 10:58')
})
