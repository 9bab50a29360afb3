import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { expect } from 'playwright/test'
import { heldWait } from '../held-wait.ts'
import { freePort, startGatewayProcess } from '../process.ts'
import {
  fillTicket,
  type OpenHouse,
  resultado,
  sendTicket,
  submitButton,
  test,
  ticket,
} from './house.ts'

const post = { route: 'atendimento' } as const

/** The sends that leave this page, by their key. */
function countSends(page: Page): string[] {
  const keys: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') keys.push(request.headers()['idempotency-key'] ?? '')
  })
  return keys
}

/** HubSoft takes the first ticket when it is let. */
async function openHeld(openHouse: OpenHouse) {
  const { wait, release } = heldWait()
  const house = await openHouse({ emulator: { wait } })
  house.emulator.faults.inject({ ...post, fault: 'slow', ms: 1 })
  return { ...house, release }
}

test('Enter, click and Ctrl+Enter at once are one ticket', async ({ page, openHouse }) => {
  const { url, emulator, release } = await openHeld(openHouse)
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
  release()

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(sends).toHaveLength(1)
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('of a double click the second presses nothing that came between', async ({
  page,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  await page.goto(url)
  await fillTicket(page, { descricao: 'CPF 862.149.410-81, senha: abc123xyz' })
  const remove = page.getByRole('button', { name: 'Retirar' })
  // It comes together with what hears the first click of two.
  await remove.waitFor()
  await page.locator('label[for="campo-abrir_os"]').dblclick()
  await expect(page.locator('[name="abrir_os"]')).not.toBeChecked()
  await remove.dblclick()
  await expect(page.locator('[name="descricao"]')).toHaveValue(/CPF \[.+\], senha: abc123xyz/)
  const protocol = page.locator('#protocolo')
  const click = async (one: Locator, clickCount: number) => {
    await one.hover()
    await page.mouse.down({ clickCount })
    await page.mouse.up({ clickCount })
  }

  await click(submitButton(page), 1)
  await expect(protocol).toBeVisible()
  // In a narrow window it comes to lie where the first one was clicked.
  const next = page.getByRole('button', { name: 'Abrir próximo atendimento' })
  await click(next, 2)

  await expect(protocol).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  expect(emulator.ledger.tickets).toHaveLength(1)
  await click(next, 1)
  await expect(protocol).toHaveCount(0)
})

test('a reload in mid-send asks, and reads the protocol', async ({ page, openHouse }) => {
  const { url, emulator, release } = await openHeld(openHouse)
  const sends = countSends(page)
  await page.goto(url)
  await sendTicket(page)
  await expect(page.getByText('Abrindo o atendimento no HubSoft…')).toBeVisible()
  await page.reload()

  await expect(page.getByText('Conferindo…').first()).toBeVisible()
  release()
  await expect(page.locator('#protocolo')).toBeVisible()
  expect(sends).toHaveLength(1)
  expect(emulator.ledger.tickets).toHaveLength(1)
  expect(await page.locator('#protocolo').textContent()).toBe(
    emulator.ledger.tickets[0]?.atendimento.protocolo,
  )
})

test('Back and Forward around the receipt send nothing', async ({ page, openHouse }) => {
  const { url, emulator } = await openHouse()
  const sends = countSends(page)
  await page.goto(url)
  await sendTicket(page)
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

test('a send open in two tabs is sent once', async ({ page, context, openHouse }) => {
  const { url, emulator, release } = await openHeld(openHouse)
  await page.goto(url)
  await sendTicket(page)
  await expect(page.getByText('Abrindo o atendimento no HubSoft…')).toBeVisible()
  const other = await context.newPage()
  await other.goto(page.url())
  await expect(other.getByText('Conferindo…').first()).toBeVisible()
  release()

  await expect(page.locator('#protocolo')).toBeVisible()
  await expect(other.locator('#protocolo')).toHaveText(
    (await page.locator('#protocolo').textContent()) ?? 'none',
  )
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('a gateway killed in mid-send finds its ticket again', async ({ page, openHouse }) => {
  const folder = await mkdtemp(join(tmpdir(), 'journal-'))
  const { emulator, emulatorUrl } = await openHouse({ allows: ['net::ERR'] })
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
  await sendTicket(page)
  await expect.poll(() => emulator.ledger.tickets.length).toBe(1)
  await first.kill()

  await expect(page.getByText(/^Não consigo falar com o servidor\. /)).toBeVisible()
  expect(await resultado(page)).toBe('incerto')
  await page.getByText('Descrição', { exact: true }).click()
  await expect(page.getByRole('paragraph').filter({ hasText: ticket.descricao })).toBeVisible()
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
