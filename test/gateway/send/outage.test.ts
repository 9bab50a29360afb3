import { expect, test } from 'vitest'
import { outages, runOutage } from '../../drill/outage.ts'

// `npm run drill:outage` is the long form, and the one that looks at seconds and megabytes.
test.concurrent.each(outages)(
  'HubSoft goes away (%s) under load and comes back: nobody is told a lie, and nobody waits in vain',
  async (outage) => {
    const figures = await runOutage({
      outage,
      seconds: 3,
      perSecond: 20,
      calmSeconds: 0.5,
      timeoutMs: 500,
    })

    expect(figures).toMatchObject({ broken: {}, otherNoes: 0 })
    expect(figures.whileOpen).toBeGreaterThan(0)
    expect(figures.whileOpenTold).toEqual({ '503': figures.whileOpen })
    expect(figures.whileOpenReachedHubsoft).toBe(0)
    expect(figures.recoveryS).not.toBeNull()
    expect(figures.openedAfterwards).toBeGreaterThan(0)
  },
)
