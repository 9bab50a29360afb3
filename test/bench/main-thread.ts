import type { Page } from 'playwright'

/**
 * How long the page's main thread has worked so far, in milliseconds of its own processor time: other programs on the
 * machine count in it as little as the wait for a frame. The browser's slowing down does.
 */
export async function watchMainThread(page: Page) {
  const client = await page.context().newCDPSession(page)
  await client.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await client.send('Performance.getMetrics')
    const ms = (name: string) =>
      (metrics.find((one) => one.name === name)?.value ?? Number.NaN) * 1000
    return { all: ms('TaskDuration'), script: ms('ScriptDuration') }
  }
}
