import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { expectEnoughContrast, expectNoAxeFindings } from './axe.ts'
import { test } from './house.ts'
import { openState, pageStates } from './page-states.ts'

/** Sets what WCAG 1.4.12 lets a reader set; by script, since the page's policy takes no inline style. */
async function widenText(page: Page) {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-bottom: 2em !important; }
    `)
    document.adoptedStyleSheets.push(sheet)
  })
}

async function expectNoSidewaysScroll(page: Page) {
  const { content, room } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    room: window.innerWidth,
  }))
  expect(content).toBeLessThanOrEqual(room)
}

test('axe does find what is wrong', async ({ page, openHouse }) => {
  await page.goto((await openHouse()).url)
  await page.locator('#campo-nome').evaluate((input) => input.removeAttribute('id'))

  await expect(expectNoAxeFindings(page)).rejects.toThrow('label: <input')
})

for (const state of pageStates) {
  const { name, isLocal, allows = [] } = state
  test(`"${name}" has no axe findings and fits 320 pixels`, async ({ page, openHouse }) => {
    const house = await openHouse({ allows, isLocal })
    await openState(state, page, house)

    await expectNoAxeFindings(page)
    // The same elements in other colours.
    for (const media of [
      { colorScheme: 'dark' },
      { colorScheme: 'light', forcedColors: 'active' },
    ] as const) {
      await page.emulateMedia(media)
      await expectEnoughContrast(page)
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
    await page.setViewportSize({ width: 320, height: 256 })
    await expectNoSidewaysScroll(page)
    await widenText(page)
    await expectNoSidewaysScroll(page)
  })
}
