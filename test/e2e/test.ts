import type { BrowserContext } from 'playwright'
import { test as base } from 'playwright/test'

type PageErrors = {
  /** What the pages of this test have reported so far. Whatever is left here at the end fails the test. */
  seen: string[]
  /**
   * Chromium prints a line for each answer with an error status and each lost connection. Lists those which belong to
   * this test: a status (422) or a net error ('net::ERR_CONNECTION_RESET'). By pattern: any other line.
   */
  allow: (...lines: (number | string | RegExp)[]) => void
}

/** Playwright's `test`, but any console.error, uncaught error or CSP violation of any page fails it. */
export const test = base.extend<{ pageErrors: PageErrors }>({
  pageErrors: [
    async ({ browser }, use) => {
      const seen: string[] = []
      const allowed: RegExp[] = []
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
        allow(...lines) {
          for (const one of lines) {
            const cause =
              typeof one === 'number' ? `the server responded with a status of ${one} ` : one
            allowed.push(
              one instanceof RegExp ? one : new RegExp(`^Failed to load resource: ${cause}`),
            )
          }
        },
      })

      browser.off('context', watch)
      const rest = seen.filter((line) => !allowed.some((pattern) => pattern.test(line)))
      if (rest.length > 0) throw new Error(`The page reported errors:\n${rest.join('\n')}`)
    },
    { auto: true },
  ],
})
