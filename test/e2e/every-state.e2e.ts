import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { expectNoAxeFindings } from './axe.ts'
import { test } from './house.ts'
import { type PageState, pageStates } from './page-states.ts'

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

for (const state of pageStates) {
  test(`axe finds nothing on "${state.name}", light, dark and in forced colours`, async ({
    page,
    openHouse,
    pageErrors,
  }) => {
    await reach(state, { page, openHouse, pageErrors })
    for (const media of [
      { colorScheme: 'light' },
      { colorScheme: 'dark' },
      { colorScheme: 'light', forcedColors: 'active' },
    ] as const) {
      await page.emulateMedia(media)
      await expectNoAxeFindings(page)
    }
  })

  test(`"${state.name}" fits 320 pixels, the width of 400 % zoom, wide text spacing included`, async ({
    page,
    openHouse,
    pageErrors,
  }) => {
    await page.setViewportSize({ width: 320, height: 256 })
    await reach(state, { page, openHouse, pageErrors })
    await expectNoSidewaysScroll(page)
    await widenText(page)
    await expectNoSidewaysScroll(page)
  })
}

type Fixtures = Pick<Parameters<Parameters<typeof test>[2]>[0], 'page' | 'openHouse' | 'pageErrors'>

async function reach(state: PageState, { page, openHouse, pageErrors }: Fixtures) {
  const { env, isLocal, allows, reach } = state
  pageErrors.allow(...(allows ?? []))
  const house = await openHouse({ isLocal, ...(env && { env }) })
  await page.goto(house.url)
  await reach(page, house)
}
