import { expect, test } from 'vitest'
import { type Figure, verdictOf } from './figure.ts'
import { exactly, median, medianOf, quantile, ratioOf } from './interval.ts'
import { tableOf } from './table.ts'

const spread = Array.from({ length: 101 }, (_, place) => (place * 37) % 101)

test('a quantile is one of the values, whatever their order', () => {
  expect(quantile(spread, 0)).toBe(0)
  expect(quantile(spread, 0.95)).toBe(95)
})

test('a median of an even count lies between the two in the middle', () => {
  expect(median(spread)).toBe(50)
  expect(median([9, 1, 3, 2])).toBe(2.5)
})

test('an interval holds the median, narrows with more samples, and is the same for the same ones', () => {
  const few = medianOf(spread.slice(0, 9))
  const many = medianOf(spread)

  expect(many.middle).toBe(50)
  expect(many.low).toBeLessThan(50)
  expect(many.high).toBeGreaterThan(50)
  expect(many.high - many.low).toBeLessThan(few.high - few.low)
  expect(medianOf(spread)).toEqual(many)
})

test('a ratio is taken within its round, so that a slow moment counts on neither side', () => {
  const theirs = [10, 100, 20, 1000]

  expect(ratioOf([15, 150, 30, 1500], theirs)).toEqual(exactly(1.5))
  expect(() => ratioOf([1], theirs)).toThrow('pair')
})

test('a figure that misses its target is open while its interval allows for it', () => {
  const figure = (target: Figure['target'], low = 1.02): Figure => ({
    ...{ name: 'x', unit: '×', measured: { middle: 1.08, low, high: 1.2 } },
    ...(target && { target }),
  })

  expect(verdictOf(figure({ atMost: 1.1 }))).toBe('met')
  expect(verdictOf(figure({ atMost: 1.05 }))).toBe('open')
  expect(verdictOf(figure({ atMost: 1 }))).toBe('missed')
  expect(verdictOf(figure({ atMost: 1, by: 'low end' }, 0.97))).toBe('met')
  expect(verdictOf(figure(undefined))).toBe('')
  expect([1.05, 1.15, 1.3].map((atLeast) => verdictOf(figure({ atLeast })))).toEqual([
    ...['met', 'open', 'missed'],
  ])
})

test('the table has a line for each figure, with its interval, noise and verdict', () => {
  const figures: Figure[] = [
    {
      ...{ name: 'first paint ÷ floor', unit: '×', target: { atMost: 1, by: 'low end' } },
      ...{ measured: { middle: 1.03, low: 0.991, high: 1.1 }, noise: exactly(1) },
    },
    { name: 'requests', unit: '', measured: exactly(2), target: { atMost: 2 } },
  ]

  expect(tableOf(figures)).toEqual([
    'figure              | target          | measured [95 %]     | A/A    | verdict',
    'first paint ÷ floor | ≤ 1 × (low end) | 1.03 × [0.99, 1.10] | 1.00 × | met',
    'requests            | ≤ 2             | 2                   |        | met',
  ])
})
