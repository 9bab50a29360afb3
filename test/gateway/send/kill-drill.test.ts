import { expect, test } from 'vitest'
import { runKillDrill } from '../../drill/kill/kill.ts'
import { moments } from '../../drill/kill/orders.ts'
import { formatBroken } from '../../drill/kill/report.ts'

// `npm run drill` kills it three hundred times in a thousand tickets.
test('killed at each moment of a send, the gateway loses no ticket and no message, makes none twice and tells nobody a lie', async () => {
  const figures = await runKillDrill({
    seed: 20_261_126,
    tickets: 20,
    kills: moments.length,
    // Of a shorter one a busy machine misses so many that the breaker opens, for minutes.
    timeoutMs: 1500,
    settleMs: 800,
    lanes: 8,
    troubled: 45,
    listTroubled: 10,
    // Each kill meets others between their row and their head, while they connect.
    leastOpened: 0.3,
  })

  expect(formatBroken(figures)).toEqual([])
  expect(figures.messages).toBeGreaterThan(0)
  for (const moment of moments) expect(figures.killed[moment], moment).toBeGreaterThan(0)
}, 180_000)
