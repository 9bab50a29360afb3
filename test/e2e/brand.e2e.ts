import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { test } from './house.ts'

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><style>path{fill:#7b2cbf}</style><path d="M0 0h3v1H0z"/></svg>'

test('the operator’s brand is in the first picture, and a name is text whatever it holds', async ({
  page,
  openHouse,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'brand-'))
  const BRAND_LOGO_FILE = join(folder, 'logo')
  await writeFile(BRAND_LOGO_FILE, logo)
  // As long as a name may be, with nowhere to break.
  const BRAND_NAME = `</script><b>${'W'.repeat(28)}`
  const env = { BRAND_NAME, BRAND_LOGO_FILE, BRAND_COLOR: '#7b2cbf' }
  const { url } = await openHouse({ env }).finally(() => rm(folder, { recursive: true }))
  const [late, come] = [Promise.withResolvers<void>(), page.waitForResponse('**/marca/*')]
  await page.route('**/marca/*', (route) => late.promise.then(() => route.continue()))
  // Nothing of it comes by this way.
  await page.route('**/api/configuracao', () => undefined)
  await page.emulateMedia({ colorScheme: 'light' })

  await page.goto(url, { waitUntil: 'domcontentloaded' })

  await expect(page.getByText('Demonstração', { exact: true })).toBeVisible()
  const brand = page.getByText(BRAND_NAME)
  const before = await brand.boundingBox()
  late.resolve()
  await (await come).finished()
  await expect(brand.locator('img')).toHaveJSProperty('complete', true)
  expect(await brand.boundingBox()).toEqual(before)
  const known = await page.evaluate(() => ({
    ...JSON.parse(document.getElementById('configuracao')?.textContent ?? ''),
    accent: getComputedStyle(document.documentElement).getPropertyValue('--brand-accent-light'),
    markup: document.querySelectorAll('b').length,
  }))
  expect(known).toMatchObject({ marca: { nome: BRAND_NAME }, accent: '#7b2cbf', markup: 0 })

  await page.setViewportSize({ width: 320, height: 633 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)

  await page.goto(new URL(known.marca.logo, url).href)
  expect(await page.locator('path').evaluate((path) => getComputedStyle(path).fill)).toBe(
    'rgb(123, 44, 191)',
  )
})
