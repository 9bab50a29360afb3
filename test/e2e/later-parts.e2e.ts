import { expect } from 'playwright/test'
import { ana, bia } from '../house.ts'
import { endSession, resultado, sendTicket, signIn, submitButton, test, ticket } from './house.ts'

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
  await sendTicket(page)

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

const rules = '**/assets/later-form-*.js'

test('where the file with the rules doesn’t come nothing is sent, and a reload has text and rules', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(404)
  const { url, emulator } = await openHouse()
  // As where another version was installed since the page came.
  await page.route(rules, (route) => route.fulfill({ status: 404 }))
  await page.goto(url)
  await sendTicket(page)

  await expect(page.getByRole('region', { name: 'Nada foi enviado' })).toBeFocused()
  expect(new URL(page.url()).pathname).toBe('/')

  await page.unroute(rules)
  await page.getByRole('button', { name: 'Recarregar a página' }).click()
  await expect(page.getByText('Serviço 11000', { exact: true })).toBeVisible()
  expect(emulator.ledger.tickets).toEqual([])
  await submitButton(page).click()
  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('where that file doesn’t come to a send’s own address the page says to reload it, and claims nothing', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(404)
  const { url, emulator } = await openHouse()
  await page.goto(url)
  await sendTicket(page)
  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeVisible()

  await page.route(rules, (route) => route.fulfill({ status: 404 }))
  await page.reload()
  await expect(
    page.getByText(/^Parte desta página não chegou: recarregue a página\./),
  ).toBeVisible()
  expect(await resultado(page)).toBe('incerto')

  await page.unroute(rules)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('a text that waits for that file is its writer’s: another who signs in finds nothing of it', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(401, 404)
  const { url } = await openHouse({ isLocal: true })
  const name = page.locator('[name="nome"]')
  await page.goto(url)
  await signIn(page, ana)
  await page.route(rules, (route) => route.fulfill({ status: 404 }))
  await page.reload()
  await sendTicket(page)
  await expect(page.getByRole('region', { name: 'Nada foi enviado' })).toBeFocused()

  await page.reload()
  await expect(name).toHaveValue(ticket.nome)

  await endSession(page)
  await page.unroute(rules)
  await page.reload()
  await signIn(page, bia)
  await expect(page.getByText(`Este rascunho pertence a ${ana.nome}.`)).toBeVisible()
  await expect(name).toHaveValue('')
})
