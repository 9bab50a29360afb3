import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { findChromium } from './chromium.ts'
import { enterHouse } from './house.ts'
import { pageStates } from './page-states.ts'

const wanted = [
  'conferring',
  'list not readable',
  'record lost',
  'refused in doubt',
  'gateway unreachable',
  'no record',
]
const folder = '/tmp/ps-pictures'
mkdirSync(folder, { recursive: true })
const browser = await chromium.launch(await findChromium())
for (const { name, env, isLocal, reach } of pageStates.filter((one) => wanted.includes(one.name))) {
  const house = await enterHouse({ isLocal, ...(env && { env }) })
  const page = await browser.newPage({ viewport: { width: 1366, height: 633 }, locale: 'pt-BR' })
  await page.goto(house.url)
  await reach(page, house)
  for (const [look, width, height, colorScheme, fullPage] of [
    ['1366', 1366, 633, 'light', false],
    ['1366-full-dark', 1366, 633, 'dark', true],
    ['420', 420, 800, 'light', true],
    ['320-dark', 320, 640, 'dark', true],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme })
    await page.screenshot({
      path: join(folder, `${name.replaceAll(' ', '-')}-${look}.png`),
      fullPage,
    })
  }
  await page.close()
  await house.stop()
  console.log(name)
}
await browser.close()
