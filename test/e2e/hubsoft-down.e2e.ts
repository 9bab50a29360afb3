import { expect } from 'playwright/test'
import { fillTicket, submitButton, test, ticket } from './house.ts'

test('HubSoft’s outage is on the page before anyone sends, and its end too; nothing typed is lost', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  test.setTimeout(90_000)
  pageErrors.allow(503)
  const { url, emulator, stopEmulator, restartEmulator } = await openHouse()
  await page.goto(url)
  await fillTicket(page)
  await stopEmulator()

  const outage = page.getByText(
    /^HubSoft fora do ar desde \d\d:\d\d\. Pode continuar escrevendo; o envio só sai quando ele voltar e você clicar\.$/,
  )
  await expect(outage).toBeVisible({ timeout: 40_000 })
  await expect(page.locator('[name="descricao"]')).toHaveValue(ticket.descricao)
  await submitButton(page).click()
  await expect(page.getByRole('heading', { name: 'Nada foi aberto' })).toBeVisible()

  await restartEmulator()
  await expect(page.getByText('HubSoft de volta.')).toBeVisible({ timeout: 40_000 })
  await submitButton(page).click()
  await expect(page.locator('#protocolo')).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)
})
