import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { impatient } from '../house.ts'
import { freePort, startGatewayProcess } from './gateway-process.ts'
import { fillTicket, resultado, slowSettings, submitButton, test, ticket } from './house.ts'

const post = { route: 'atendimento' } as const

/** The sends that leave this page, by their key. */
function countSends(page: Page): string[] {
  const keys: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') keys.push(request.headers()['idempotency-key'] ?? '')
  })
  return keys
}

const chaveOf = (page: Page) => new URL(page.url()).pathname.replace('/atendimentos/', '')

test('a double click is one POST and one ticket', async ({ page, openHouse }) => {
  const { url, emulator } = await openHouse()
  const sends = countSends(page)
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).dblclick()

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(sends).toHaveLength(1)
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('Enter, click and Ctrl+Enter at once are one POST and one ticket', async ({
  page,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  emulator.faults.inject({ ...post, fault: 'slow', ms: 300 })
  const sends = countSends(page)
  await page.goto(url)
  await fillTicket(page)
  await page.locator('[name="nome"]').focus()
  await Promise.all([
    page.keyboard.press('Enter'),
    // Forced: Playwright would wait for a button that says it is disabled, as no person does.
    submitButton(page).click({ force: true }),
    page.keyboard.press('Control+Enter'),
  ])

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(sends).toHaveLength(1)
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('the address names the send before its request leaves', async ({ page, openHouse }) => {
  const { url } = await openHouse()
  await page.goto(url)
  await fillTicket(page)
  const atRequest = page.waitForRequest((request) => request.method() === 'POST')
  let addressAtRequest = ''
  await page.route('**/api/v1/integracao/atendimento', async (route) => {
    addressAtRequest = await page.evaluate(() => window.location.pathname)
    await route.continue()
  })
  await submitButton(page).click()
  const sent = await atRequest

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(addressAtRequest).toBe(`/atendimentos/${sent.headers()['idempotency-key']}`)
})

test('a reload in mid-send asks, never sends, and reads the protocol', async ({
  page,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  emulator.faults.inject({ ...post, fault: 'slow', ms: 2500 })
  const sends = countSends(page)
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).click()
  await expect(page.getByText('Abrindo o atendimento no HubSoft…')).toBeVisible()
  await page.reload()

  await expect(page.locator('[name="descricao"]')).toHaveValue(ticket.descricao)
  await expect(page.locator('#protocolo')).toBeVisible()
  expect(sends).toHaveLength(1)
  expect(emulator.ledger.tickets).toHaveLength(1)
  expect(await page.locator('#protocolo').textContent()).toBe(
    emulator.ledger.tickets[0]?.atendimento.protocolo,
  )
})

test('a second click while it confers sends nothing', async ({ page, openHouse }) => {
  const { url, emulator } = await openHouse({ env: slowSettings })
  emulator.faults.inject({ ...post, fault: 'reset-before' })
  const sends = countSends(page)
  await page.setViewportSize({ width: 1366, height: 633 })
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).click()
  await expect(
    page.getByText('Estou conferindo no HubSoft se o atendimento foi aberto.'),
  ).toBeVisible()
  expect(await resultado(page)).toBe('incerto')
  await submitButton(page).click({ force: true })
  await submitButton(page).press('Enter')
  await page.keyboard.press('Control+Enter')

  await expect(page.getByText('Conferindo… Não envie de novo.')).toBeVisible()
  expect(sends).toHaveLength(1)
  expect(emulator.ledger.tickets).toEqual([])
  await expect(page.getByRole('button', { name: 'Abrir próximo atendimento' })).toBeInViewport()
})

test('stored without an answer, it is looked up in HubSoft and becomes the receipt by itself', async ({
  page,
  openHouse,
}) => {
  const { url, emulator } = await openHouse({ env: slowSettings })
  emulator.faults.inject({ ...post, fault: 'reset-after' })
  const sends = countSends(page)
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).click()

  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeFocused()
  await expect(page.getByText('Confirmado depois da conferência.')).toBeVisible()
  await expect(page.locator('#protocolo')).toHaveText(
    emulator.ledger.tickets[0]?.atendimento.protocolo ?? 'none',
  )
  expect(sends).toHaveLength(1)
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('not found, it is sent again only by whoever has understood, once, with the same key', async ({
  page,
  openHouse,
}) => {
  const { url, emulator } = await openHouse({ env: impatient })
  emulator.faults.inject({ ...post, fault: 'reset-before' })
  const sends = countSends(page)
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).click()
  await expect(
    page.getByRole('heading', { name: 'Não sei se o atendimento foi aberto' }),
  ).toBeVisible()

  await page.getByRole('button', { name: 'Enviar de novo' }).click()
  await page.getByRole('checkbox', { name: 'Entendi que pode haver dois atendimentos' }).check()
  await page.getByRole('button', { name: 'Enviar mesmo assim' }).dblclick()

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(sends).toEqual([chaveOf(page), chaveOf(page)])
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('edited after "not sent", it goes out with the same key and opens one ticket', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(503)
  const { url, emulator, refuseNextSend } = await openHouse()
  refuseNextSend()
  const sends = countSends(page)
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).click()
  await expect(page.getByRole('heading', { name: 'Nada foi aberto' })).toBeVisible()
  const first = chaveOf(page)
  await page.locator('[name="descricao"]').fill('Texto corrigido.')
  await page.getByRole('button', { name: 'Tentar de novo' }).click()

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(sends).toEqual([first, first])
  expect(emulator.ledger.tickets).toHaveLength(1)
  expect(emulator.ledger.tickets[0]?.atendimento.descricao_abertura).toContain('Texto corrigido.')
})

test('edited after a refusal, it goes out with a new key and opens one ticket', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(422)
  const { url, emulator } = await openHouse()
  const sends = countSends(page)
  await page.goto(url)
  await fillTicket(page, { id_cliente_servico: '11013' })
  await submitButton(page).click()
  await expect(
    page.getByText(
      'O serviço informado encontra-se cancelado e não permite abertura de atendimento.',
    ),
  ).toBeVisible()
  await expect(page.locator('[name="descricao"]')).toHaveValue(ticket.descricao)
  await page.locator('[name="id_cliente_servico"]').fill('11000')
  await submitButton(page).click()

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(new Set(sends).size).toBe(2)
  expect(sends[1]).toBe(chaveOf(page))
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('Back after the receipt is an empty form; Forward is the receipt again, and nothing is sent', async ({
  page,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  const sends = countSends(page)
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).click()
  await expect(page.locator('#protocolo')).toBeVisible()
  const protocol = await page.locator('#protocolo').textContent()

  await page.goBack()
  await expect(page.locator('[name="descricao"]')).toHaveValue('')
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
  expect(await resultado(page)).toBeUndefined()
  await page.goForward()
  await expect(page.locator('#protocolo')).toHaveText(protocol ?? 'none')
  await page.reload()
  await expect(page.locator('#protocolo')).toHaveText(protocol ?? 'none')
  expect(sends).toHaveLength(1)
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('Back in mid-send is an empty form that still leads to the send', async ({
  page,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  emulator.faults.inject({ ...post, fault: 'slow', ms: 1500 })
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).click()
  await expect(page.getByText('Abrindo o atendimento no HubSoft…')).toBeVisible()
  await page.goBack()

  await expect(page.locator('[name="descricao"]')).toHaveValue('')
  await expect(page.getByText(/aberto, protocolo \d{20}/)).toBeVisible()
  await page.getByRole('link', { name: /serviço 11000/ }).click()
  await expect(page.locator('#protocolo')).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('the same send open in two tabs is sent once and read in both', async ({
  page,
  context,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  emulator.faults.inject({ ...post, fault: 'slow', ms: 1500 })
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).click()
  await expect(page.getByText('Abrindo o atendimento no HubSoft…')).toBeVisible()
  const other = await context.newPage()
  await other.goto(page.url())

  await expect(page.locator('#protocolo')).toBeVisible()
  await expect(other.locator('#protocolo')).toHaveText(
    (await page.locator('#protocolo').textContent()) ?? 'none',
  )
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('a duplicated tab whose key the first one has used keeps its text and place, says why, and sends it apart', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  // 404: reloaded, it asks about what never left this tab.
  pageErrors.allow(404, 422, 429)
  const { url, emulator } = await openHouse()
  emulator.faults.inject({ ...post, fault: 'too-many' })
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).click()
  await expect(page.getByRole('heading', { name: 'Nada foi aberto' })).toBeVisible()
  // As "Duplicate tab" does: with a copy of what the tab keeps.
  const [copy] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(() => window.open(location.href)),
  ])
  await expect(copy.getByRole('heading', { name: 'Nada foi aberto' })).toBeVisible()
  await submitButton(page).click()
  await expect(page.locator('#protocolo')).toBeVisible()

  await copy.locator('[name="descricao"]').fill('Outro texto.')
  await submitButton(copy).click()

  await expect(copy.getByRole('region', { name: 'O envio não foi aceito' })).toBeFocused()
  await expect(copy.locator('[name="descricao"]')).toHaveValue('Outro texto.')
  await copy.getByRole('link', { name: 'Veja o outro envio antes de enviar este.' }).click()
  await expect(copy.locator('#protocolo')).toBeVisible()
  await copy.goBack()
  await expect(copy.locator('[name="descricao"]')).toHaveValue('Outro texto.')
  await copy.reload()
  await expect(copy.locator('[name="descricao"]')).toHaveValue('Outro texto.')
  await submitButton(copy).click()
  await expect(copy.locator('#protocolo')).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(2)
})

test('an answer lost on its way to the page is asked for, not sent again', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow('net::ERR_CONNECTION_RESET')
  const { url, emulator } = await openHouse()
  await page.goto(url)
  await fillTicket(page)
  let posts = 0
  await page.route('**/api/v1/integracao/atendimento', async (route) => {
    posts += 1
    await route.fetch()
    await route.abort('connectionreset')
  })
  await submitButton(page).click()

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(posts).toBe(1)
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test("a proxy's HTML page in place of our answer is asked about, not believed", async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(502)
  const { url, emulator } = await openHouse()
  await page.goto(url)
  await fillTicket(page)
  await page.route('**/api/v1/integracao/atendimento', async (route) => {
    await route.fetch()
    await route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' })
  })
  await submitButton(page).click()

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('a session that ends in mid-typing takes nothing, and the next send goes out with the same key', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(401)
  const secret = 'um-segredo-de-trinta-e-dois-caracteres'
  const { url, emulator } = await openHouse({
    env: { AUTH_MODE: 'proxy', AUTH_PROXY_SECRET: secret, TRUSTED_PROXIES: '127.0.0.1' },
  })
  const signedIn = { 'X-Auth-Proxy-Secret': secret, 'X-Forwarded-User': 'ana' }
  const sends = countSends(page)
  await page.setExtraHTTPHeaders(signedIn)
  await page.goto(url)
  await fillTicket(page)
  await page.setExtraHTTPHeaders({})
  await submitButton(page).click()
  await expect(page.getByRole('heading', { name: 'Sua sessão expirou' })).toBeVisible()
  await expect(page.locator('[name="descricao"]')).toHaveValue(ticket.descricao)
  expect(new URL(page.url()).pathname).toBe('/')
  expect(await resultado(page)).toBeUndefined()
  await page.setExtraHTTPHeaders(signedIn)
  await submitButton(page).click()

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(new Set(sends).size).toBe(1)
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('a gateway killed in mid-send and started again finds the ticket, and nothing is sent again', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow('net::ERR')
  const folder = await mkdtemp(join(tmpdir(), 'journal-'))
  const { emulator, emulatorUrl } = await openHouse({ env: impatient })
  emulator.faults.inject({ ...post, fault: 'silent-after' })
  const env = {
    PORT: String(await freePort()),
    DATABASE_URL: `file:${join(folder, 'novo-atendimento.db')}`,
    HUBSOFT_TIMEOUT_MS: '3000',
    HUBSOFT_URL: emulatorUrl,
    HUBSOFT_CLIENT_ID: '7',
    HUBSOFT_CLIENT_SECRET: 'segredo-do-emulador',
    HUBSOFT_USERNAME: 'api@example.com',
    HUBSOFT_PASSWORD: 'senha-do-emulador',
    AUTH_MODE: 'proxy',
    AUTH_PROXY_SECRET: 'um-segredo-de-trinta-e-dois-caracteres',
    TRUSTED_PROXIES: '127.0.0.1',
  }
  const sends = countSends(page)
  await page.setExtraHTTPHeaders({
    'X-Auth-Proxy-Secret': env.AUTH_PROXY_SECRET,
    'X-Forwarded-User': 'ana',
  })
  const first = await startGatewayProcess(env)
  await page.goto(first.url)
  await fillTicket(page)
  await submitButton(page).click()
  await expect.poll(() => emulator.ledger.tickets.length).toBe(1)
  await first.kill()

  await expect(
    page.getByRole('heading', { name: 'Não consigo falar com o servidor' }),
  ).toBeVisible()
  expect(await resultado(page)).toBe('incerto')
  await expect(page.locator('[name="descricao"]')).toHaveValue(ticket.descricao)
  const second = await startGatewayProcess(env)
  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeVisible({
    timeout: 20_000,
  })
  await expect(page.getByText('Confirmado depois da conferência.')).toBeVisible()
  await expect(page.locator('#protocolo')).toHaveText(
    emulator.ledger.tickets[0]?.atendimento.protocolo ?? 'none',
  )
  expect(await resultado(page)).toBe('aberto')
  expect(sends).toHaveLength(1)
  expect(emulator.ledger.tickets).toHaveLength(1)
  await second.stop()
  await rm(folder, { recursive: true })
})
