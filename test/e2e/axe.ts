import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { RunOptions } from 'axe-core'
import { expect } from 'playwright/test'
import type { View } from './house.ts'

declare global {
  interface Window {
    axe?: typeof import('axe-core')
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const wcag22 = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Runs axe over the live page, without the one that frames it; target sizes and contrast need a real browser. */
export async function expectNoAxeFindings(view: View) {
  // At its end: elsewhere what scrolls under the bar counts as a target too small.
  await view.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
  await expectNoneOf(view, { runOnly: { type: 'tag', values: wcag22 } })
}

/** The one rule that colours alone can break. */
export function expectEnoughContrast(view: View) {
  return expectNoneOf(view, { runOnly: { type: 'rule', values: ['color-contrast'] } })
}

async function expectNoneOf(view: View, options: RunOptions) {
  // Once for each document: it is half a megabyte. Handed over itself, it would be copied to here each time.
  if (!(await view.evaluate(() => 'axe' in window))) await view.evaluate(axe)
  const violations = await view.evaluate(async (rules) => {
    // Told of every element that is right, too, it takes ten times as long.
    const found = await window.axe?.run({ ...rules, resultTypes: ['violations'] })
    return found?.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  }, options)
  expect(violations).toEqual([])
}
