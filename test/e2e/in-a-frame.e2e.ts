import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { type OpenHouse, openHost, sendTicket, test } from './house.ts'

/** A ticket on its way in the frame of another site; `letGo` lets its answer reach the page. */
async function openSending(page: Page, openHouse: OpenHouse, height = 1400) {
  const host = await openHost('localhost', { width: 900, height })
  const { url, emulator } = await openHouse({ env: { FRAME_ANCESTORS: host.origin } })
  const held = Promise.withResolvers<void>()
  await page.route('**/api/v1/integracao/atendimento', async (route) => {
    const response = await route.fetch()
    await held.promise
    await route.fulfill({ response })
  })
  // All of it in view: a click right after a scroll lands in the frame that was there before.
  await page.setViewportSize({ width: 1000, height: height + 100 })
  const frame = await host.show(page, url)
  await sendTicket(frame)
  await expect(frame.getByRole('button', { name: 'Abrindo…' })).toBeVisible()
  return {
    frame,
    title: frame.getByRole('heading', { name: 'Atendimento aberto' }),
    said: frame.getByRole('status').filter({ hasText: 'Atendimento aberto' }),
    emulator,
    letGo: () => held.resolve(),
    stop: host.stop,
  }
}

test('while somebody types around it, the receipt takes no focus', async ({ page, openHouse }) => {
  const { title, said, letGo, stop } = await openSending(page, openHouse)

  await page.locator('#busca').click()
  letGo()

  await expect(title).toBeVisible()
  await expect(said).toHaveCount(1)
  await expect(title).not.toBeFocused()
  await page.keyboard.type('outro')
  await expect(page.locator('#busca')).toHaveValue('outro')
  stop()
})

test('in a low frame the receipt is open at its protocol', async ({ page, openHouse }) => {
  const { frame, title, letGo, stop } = await openSending(page, openHouse, 400)

  await page.locator('#busca').click()
  await page.evaluate(() => window.scrollTo(0, 0))
  letGo()

  await expect(title).toBeVisible()
  const inFrame = await frame.locator('#protocolo').evaluate((protocol) => {
    const { top, bottom } = protocol.getBoundingClientRect()
    return { isBelowTop: top >= 0, isAboveBottom: bottom <= window.innerHeight }
  })
  expect(inFrame).toEqual({ isBelowTop: true, isAboveBottom: true })
  expect(await page.evaluate(() => window.scrollY)).toBe(0)
  await expect(page.locator('#busca')).toBeFocused()
  stop()
})

test('in a frame with the focus the receipt’s heading takes it', async ({ page, openHouse }) => {
  const { title, said, emulator, letGo, stop } = await openSending(page, openHouse)
  letGo()

  await expect(title).toBeFocused()
  await expect(said).toHaveCount(0)
  expect(emulator.ledger.tickets).toHaveLength(1)
  stop()
})

test('Tab leads into the frame, through it and out again, both ways', async ({
  page,
  openHouse,
}) => {
  const host = await openHost('localhost')
  const { url } = await openHouse({ env: { FRAME_ANCESTORS: host.origin } })
  const frame = await host.show(page, url)
  await expect(frame.getByRole('toolbar')).toBeVisible()
  const focused = () =>
    page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName)
  const focusedInside = () =>
    frame
      .locator('body *')
      .evaluateAll((all) => all.findIndex((one) => one.isSameNode(one.ownerDocument.activeElement)))
  const place = async () => `${await focused()} ${await focusedInside()}`
  /** Between two documents the focus is nowhere for a moment. */
  async function press(key: string) {
    const before = await place()
    await page.keyboard.press(key)
    await expect.poll(place).not.toMatch(new RegExp(`^(${before}|BODY .*|IFRAME -1)$`))
    return focused()
  }
  /** Until something else of the host has the focus. */
  async function leaveBy(key: string) {
    for (;;) {
      const name = await press(key)
      if (name !== 'IFRAME') return name
    }
  }

  await page.locator('#busca').focus()
  expect(await press('Tab')).toBe('IFRAME')
  expect(await leaveBy('Tab')).toBe('adiante')
  expect(await press('Shift+Tab')).toBe('IFRAME')
  expect(await leaveBy('Shift+Tab')).toBe('busca')
  host.stop()
})

test('an origin that is not listed cannot embed it', async ({ page, openHouse, pageErrors }) => {
  const { url } = await openHouse()
  const host = await openHost()
  const frame = await host.show(page, url)

  await expect.poll(() => pageErrors.seen.join()).toContain('frame-ancestors')
  pageErrors.seen.length = 0
  await expect(frame.locator('form')).toHaveCount(0)
  host.stop()
})
