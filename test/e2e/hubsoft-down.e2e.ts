import type { Locator, Page } from 'playwright'
import { expect } from 'playwright/test'
import { fillTicket, submitButton, test, ticket } from './house.ts'

test('an outage is on the page before anyone sends, and its end', async ({ page, openHouse }) => {
  const { url, emulator, stopEmulator, restartEmulator } = await openHouse({ allows: [503] })
  await page.clock.install()
  await page.goto(url)
  await fillTicket(page)
  await stopEmulator()
  await sendFromElsewhere(url, 5)

  const outage = page.getByText(
    /^HubSoft fora do ar desde \d\d:\d\d\. Pode continuar escrevendo; o envio só sai quando ele voltar e você clicar\.$/,
  )
  await untilShown(page, outage)
  await expect(page.locator('[name="descricao"]')).toHaveValue(ticket.descricao)
  await submitButton(page).click()
  await expect(page.getByRole('heading', { name: 'Nada foi aberto' })).toBeVisible()

  await restartEmulator()
  await untilShown(page, page.getByText('HubSoft de volta.'))
  await submitButton(page).click()
  await expect(page.locator('#protocolo')).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)
})

/** Other attendants' sends, by whose end the gateway knows that HubSoft is away. */
async function sendFromElsewhere(url: string, sends: number) {
  for (let number = 0; number < sends; number += 1) {
    const { status } = await fetch(new URL('/api/v1/integracao/atendimento', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ ...ticket, id_cliente_servico: 11000 }),
    })
    expect(status).toBe(503)
  }
}

/** The page asks every 15 seconds, which go by at once. */
async function untilShown(page: Page, text: Locator) {
  await expect(async () => {
    await page.clock.runFor(15_000)
    await expect(text).toBeVisible({ timeout: 500 })
  }).toPass()
}
