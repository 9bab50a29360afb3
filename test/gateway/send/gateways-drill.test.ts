import { expect, test } from 'vitest'
import { runGatewaysDrill } from '../../drill/gateways/gateways.ts'
import { formatBroken } from '../../drill/kill/report.ts'

// `npm run drill:gateways` does so for a thousand tickets.
test('killed, stopped for longer than their leases and with their database ended under them, two gateways lose no ticket, make none twice and tell nobody a lie', async () => {
  const figures = await runGatewaysDrill({
    ...{ seed: 20_261_128, tickets: 16, kills: 2, moments: ['before the head', 'after the head'] },
    ...{ stops: 2, stopsAt: ['at the head, and killed when it has left', 'before commit 1'] },
    ...{ losses: 2, crashes: 1, cuts: 0, isHastened: false },
    lossesAt: [
      'before commit 1, for less than its lease, its line cut',
      'the answer to commit 1 lost',
    ],
    timeoutMs: 500,
    settleMs: 800,
    lanes: 8,
    troubled: 0,
    listTroubled: 0,
    leastOpened: 0.3,
  })

  expect(formatBroken(figures)).toEqual([])
  expect(figures.messages).toBeGreaterThan(0)
}, 180_000)
