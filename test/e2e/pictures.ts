import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright'
import { startHouse } from '../house.ts'
import { findChromium } from './chromium.ts'
import { enterHouse, fillTicket, submitButton } from './house.ts'
import { openState, pageStates } from './page-states.ts'

const looks = {
  wide: { viewport: { width: 1000, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1000, height: 900 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
} as const

const takenAt = new Date('2026-11-24T13:58:21Z')

/** The two pictures of the README, from the demo as a newcomer meets it; the same ones each time. */
async function takeForDocs(browser: Browser, folder: string) {
  const clock = { wallMs: () => takenAt.getTime(), monotonicMs: () => performance.now() }
  const house = await startHouse({ clock, emulator: { now: () => takenAt } })
  const page = await browser.newPage({ viewport: { width: 720, height: 900 }, locale: 'pt-BR' })
  await page.clock.setFixedTime(takenAt)
  // Of which the reference is made.
  await page.addInitScript(() => {
    crypto.randomUUID = () => '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'
  })
  await page.goto(house.url)
  await fillTicket(page, { descricao: 'Sem acesso desde segunda-feira. Luz LOS vermelha.' })
  await page.locator('[name="abrir_os"]').check()
  await page.screenshot({ path: join(folder, 'form.png'), fullPage: true })
  await submitButton(page).click()
  await page.locator('#protocolo').waitFor()
  await page.screenshot({ path: join(folder, 'receipt.png'), fullPage: true })
  await page.close()
  await house.stop()
}

/** Every state in every look, to be looked at. */
async function takeAll(browser: Browser, folder: string) {
  for (const state of pageStates) {
    const { name, isLocal } = state
    for (const [look, settings] of Object.entries(looks)) {
      const house = await enterHouse({ isLocal })
      const page = await browser.newPage({ ...settings, locale: 'pt-BR' })
      await openState(state, page, house)
      await page.screenshot({
        path: join(folder, `${name.replaceAll(' ', '-')}-${look}.png`),
        fullPage: true,
      })
      await page.close()
      await house.stop()
      console.log(`${name}, ${look}`)
    }
  }
}

const [everything] = process.argv.slice(2)
const folder = everything ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url))
mkdirSync(folder, { recursive: true })
const browser = await chromium.launch(await findChromium())
await (everything ? takeAll(browser, folder) : takeForDocs(browser, folder))
await browser.close()
