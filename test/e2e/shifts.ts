import type { Page } from 'playwright'
import { untilPainted } from './measure.ts'

/** Whatever moved by itself since the page's first paint, each with what it was; to be called before it is opened. */
export async function watchShifts(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const shifts: string[] = []
    const nameOf = (node: unknown) =>
      node instanceof Element ? `${node.tagName} ${node.className}` : String(node)
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const value = 'value' in entry ? entry.value : 0
        const sources = 'sources' in entry && Array.isArray(entry.sources) ? entry.sources : []
        shifts.push(`${value}: ${sources.map(({ node }) => nameOf(node)).join(', ')}`)
      }
      document.documentElement.dataset.shifts = JSON.stringify(shifts)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  return async () => {
    // What was painted last is told of in the next task.
    await untilPainted(page)
    const kept = await page.evaluate(() => document.documentElement.dataset.shifts)
    return JSON.parse(kept ?? '[]')
  }
}
