import type { BrowserContext } from 'playwright'
import { test as base } from 'playwright/test'

type PageErrors = {
  /** What the pages of this test have reported so far. Whatever is left here at the end fails the test. */
  seen: string[]
  /**
   * Chromium prints a line for each answer with an error status and each lost connection. Lists those which belong to
   * this test: a status (422) or a net error ('net::ERR_CONNECTION_RESET').
   */
  allow: (...network: (number | string)[]) => void
}

/** Playwright's `test`, but any console.error, uncaught error or CSP violation of any page fails it. */
export const test = base.extend<{ pageErrors: PageErrors }>({
  pageErrors: [
    async ({ browser }, use) => {
      const seen: string[] = []
      const allowed: string[] = []
      const watch = (context: BrowserContext) => {
        // CSP violations arrive here too: Chromium prints each as an error.
        context.on('console', (line) => {
          if (line.type() === 'error') seen.push(line.text())
        })
        context.on('weberror', (fault) => seen.push(String(fault.error().stack ?? fault.error())))
      }
      browser.on('context', watch)

      await use({
        seen,
        allow(...network) {
          for (const one of network) {
            const cause =
              typeof one === 'number' ? `the server responded with a status of ${one} ` : one
            allowed.push(`Failed to load resource: ${cause}`)
          }
        },
      })

      browser.off('context', watch)
      const rest = seen.filter((line) => !allowed.some((start) => line.startsWith(start)))
      if (rest.length > 0) throw new Error(`The page reported errors:\n${rest.join('\n')}`)
    },
    { auto: true },
  ],
})
