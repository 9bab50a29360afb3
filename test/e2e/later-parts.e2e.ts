import { expect } from 'playwright/test'
import { fillTicket, resultado, submitButton, test } from './house.ts'

const rest = '**/assets/later-screens-*.js'

test('where the receipt’s own file doesn’t come the protocol does, and the rest with a reload', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow('net::ERR_FAILED')
  const { url, emulator } = await openHouse()
  await page.route(rest, (route) => route.abort())
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).click()

  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeFocused()
  await expect(page.locator('#protocolo')).toHaveText(
    emulator.ledger.tickets[0]?.atendimento.protocolo ?? 'a protocol',
  )
  expect(await resultado(page)).toBe('aberto')

  await page.unroute(rest)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Copiar protocolo' })).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('the page has the receipt’s file before a ticket is sent', async ({ page, openHouse }) => {
  const { url } = await openHouse()
  const loaded = page.waitForResponse(rest)
  await page.goto(url)

  expect((await loaded).status()).toBe(200)
})
