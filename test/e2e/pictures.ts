import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright'
import { type House, startHouse } from '../house.ts'
import { createMovableClock } from '../movable-clock.ts'
import { findChromium } from './chromium.ts'
import { enterHouse, fillTicket, sendTicket, submitButton } from './house.ts'
import { type PageState, pageStates, reachState, sendInVain } from './page-states.ts'

const screen = { media: 'screen', colorScheme: 'light', forcedColors: 'none' } as const
const looks = [
  ['1366', { width: 1366, height: 633 }, screen],
  ['dark', { width: 1366, height: 633 }, { ...screen, colorScheme: 'dark' }],
  ['forced', { width: 1366, height: 633 }, { ...screen, forcedColors: 'active' }],
  ['420', { width: 420, height: 800 }, screen],
  ['320', { width: 320, height: 640 }, screen],
  // An A4 page less its margins.
  ['print', { width: 718, height: 1047 }, { ...screen, media: 'print' }],
] as const

const takenAt = new Date('2026-11-24T13:58:21Z')

/** The pictures of the guides, of a house with a name; the same ones each time, but for how often was looked. */
async function takeForDocs(browser: Browser, folder: string) {
  const { clock, after, set, skip } = createMovableClock()
  set(takenAt.getTime() - clock.wallMs())
  const house = await startHouse({
    clock,
    after,
    emulator: { now: () => takenAt },
    env: { BRAND_NAME: 'Provedor Exemplo' },
    demoServices: [],
  })
  const page = await browser.newPage({ viewport: { width: 1366, height: 633 }, locale: 'pt-BR' })
  await page.clock.setFixedTime(takenAt)
  // Of which the references are made.
  await page.addInitScript(() => {
    let made = 10
    const value = (bytes: Uint8Array) => bytes.fill(made++)
    Object.defineProperty(crypto, 'getRandomValues', { value })
  })
  const take = (name: string) => page.screenshot({ path: join(folder, `${name}.png`) })
  const next = async () => {
    skip(7 * 60_000)
    await page.clock.setFixedTime(clock.wallMs())
    await page.getByRole('button', { name: 'Abrir próximo atendimento' }).click()
  }

  await page.goto(house.url)
  await page.getByRole('toolbar').waitFor()
  await page.locator('[name="id_cliente_servico"]').fill('11028')
  await page.getByRole('heading', { name: 'Já existe 1 aberto' }).waitFor()
  await page.getByRole('button', { name: /^Usar titular/ }).click()
  // Of what is open already all that can be done with it.
  await page.setViewportSize({ width: 1366, height: 720 })
  await take('customer')
  await page.setViewportSize({ width: 1366, height: 633 })
  await page.getByRole('button', { name: 'Limpar formulário' }).click()
  await fillTicket(page)
  await page.locator('[name="abrir_os"]').check()
  await page.getByRole('heading', { name: 'Bianca Couto' }).waitFor()
  await take('form')
  await submitButton(page).click()
  await page.locator('#protocolo').waitFor()
  await take('receipt')
  await page.getByRole('button', { name: 'por telefone' }).click()
  await page.getByText(/^Anotado /).waitFor()
  await next()
  await sendTicket(page, { id_cliente_servico: '11007', nome: 'Marta Diniz' })
  await page.locator('#protocolo').waitFor()
  await next()
  await sendInVain(
    page,
    { ...house, skip },
    { id_cliente_servico: '11002', nome: 'Edivaldo Peroba' },
  )
  await page.clock.setFixedTime(clock.wallMs())
  await take('not-known')
  await page.getByRole('link', { name: /^Meus envios/ }).click()
  await page.getByText(/^1 a conferir: /).waitFor()
  await take('list')
  await page.close()
  await house.stop()
}

/** Every state in every look, to be looked at. */
async function takeAll(browser: Browser, folder: string) {
  for (const states of pageStates) {
    const [{ isLocal }] = states
    const house = await enterHouse({ isLocal })
    const page = await browser.newPage({ locale: 'pt-BR' })
    await page.goto(house.url)
    for (const state of states) await takeState(page, house, state, folder)
    await page.close()
    await house.stop()
  }
}

async function takeState(page: Page, house: House, state: PageState, folder: string) {
  await page.setViewportSize(looks[0][1])
  await page.emulateMedia(looks[0][2])
  await reachState(state, page, house)
  for (const [look, size, media] of looks) {
    await page.emulateMedia(media)
    await page.setViewportSize(size)
    // All of it in the window, or the bar would stand over what is below it.
    const content = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ ...size, height: Math.max(size.height, content) })
    await page.screenshot({ path: join(folder, `${state.name.replaceAll(' ', '-')}-${look}.png`) })
  }
  console.log(state.name)
}

const [everything] = process.argv.slice(2)
const folder = everything ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url))
mkdirSync(folder, { recursive: true })
const browser = await chromium.launch(await findChromium())
await (everything ? takeAll(browser, folder) : takeForDocs(browser, folder))
await browser.close()
