import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'

const wcag22 = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Runs axe over the live page, every frame of it; target sizes and contrast need a real browser. */
export async function expectNoAxeFindings(page: Page, tags = wcag22) {
  // At its end: elsewhere what scrolls under the bar counts as a target too small.
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
  return expectNoneOf(new AxeBuilder({ page }).withTags(tags))
}

/** The one rule that colours alone can break. */
export function expectEnoughContrast(page: Page) {
  return expectNoneOf(new AxeBuilder({ page }).withRules(['color-contrast']))
}

async function expectNoneOf(rules: AxeBuilder) {
  const { violations } = await rules.analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}
