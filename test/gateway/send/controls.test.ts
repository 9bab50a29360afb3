import pLimit from 'p-limit'
import { expect, test } from 'vitest'
import { breakages, broken, swapped } from '../../drill/breakages.ts'
import { runControl } from '../../drill/controls.ts'
import { formatBroken } from '../../drill/kill-report.ts'

const seed = 20_261_126
// Each of them is two processes at work.
const limit = pLimit(2)

test.each(breakages)('the drill’s control "$name" still applies to the code', (breakage) => {
  expect(broken(breakage)).toContain(breakage.becomes)
})

test.concurrent.each([
  ['whatever goes wrong', undefined],
  ['while the database is swapped', swapped],
])(
  'where nothing is broken, the drill finds nothing, %s',
  async (_what, drill) => {
    const figures = await limit(runControl, null, seed, drill)

    expect(formatBroken(figures)).toEqual([])
  },
  180_000,
)

test.concurrent.each(breakages)(
  'where the code is broken ($name), the drill finds it and names what broke',
  async (breakage) => {
    const figures = await limit(runControl, breakage, seed)

    expect(figures.broken.map(({ invariant }) => invariant)).toContain(breakage.breaks)
  },
  180_000,
)
