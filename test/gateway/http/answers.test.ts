import { expect, test } from 'vitest'
import { kinds, runAnswers } from '../../drill/answers.ts'

// `npm run drill:answers` is the long form.
test.concurrent.each(kinds)(
  'behind a front that says %s once more than it was asked, what is told is true',
  async (stray) => {
    const figures = await runAnswers(stray, 16, 20_261_127)

    expect(figures.told).toEqual({ success: 16 })
    expect(figures.broken).toEqual({})
  },
)
