import { expect, test } from 'vitest'
import { askAgainMs, type SentToday } from '#src/atendimento/shift-log/use-sent-today.ts'
import { outcomes } from '../outcomes.ts'

const pending = { chave: 'k1', outcome: outcomes.pending }
const notSent = { chave: 'k2', outcome: outcomes['not-sent'] }
const today = (more: Partial<SentToday>): SentToday => ({
  sends: [notSent],
  listedAt: new Date(),
  fault: null,
  ...more,
})
const unreachable = { msg: '', isSessionOver: false }
const sessionOver = { msg: '', isSessionOver: true }

test.each<[string, SentToday | undefined, boolean]>([
  ['before the first answer', undefined, false],
  ['where all is known', today({}), false],
  ['while something isn’t known', today({ sends: [notSent, pending] }), true],
  ['where the last question came to nothing', today({ fault: unreachable }), true],
  ['until somebody has signed in', today({ sends: [pending], fault: sessionOver }), false],
])('whether the list is asked for again by itself: %s', (_name, known, isAsked) => {
  expect(askAgainMs(known)).toBe(isAsked && 15_000)
})
