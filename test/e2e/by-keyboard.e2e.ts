import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { submitButton, test } from './house.ts'

/** Fails the test at its end if anything was pointed at. */
async function watchPointer(page: Page) {
  await page.addInitScript(() => {
    document.addEventListener('pointerdown', () => console.error('the mouse was used'))
  })
}

const focusedName = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document
    return activeElement?.getAttribute('name') ?? activeElement?.textContent ?? ''
  })

/** Types what stands in the fields one after the other, with a Tab behind each. */
async function typeFields(page: Page, values: string[]) {
  for (const value of values) {
    await page.keyboard.type(value)
    await page.keyboard.press('Tab')
  }
}

test('a ticket with OS is opened, its protocol copied and the next one begun by keyboard alone', async ({
  page,
  context,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await watchPointer(page)
  await page.goto(url)
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
  const order = [await focusedName(page)]
  const next = async (text = '') => {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
    order.push(await focusedName(page))
  }
  await next('11000')
  await next('Bianca Couto')
  await next('37999112233')
  await next()
  await next('Sem acesso desde segunda-feira.')
  await page.keyboard.press('Space')
  await next()
  expect(order).toEqual([
    'id_cliente_servico',
    'nome',
    'telefone',
    'email',
    'descricao',
    'abrir_os',
    'Abrir atendimento e OS',
  ])
  await page.keyboard.press('Control+Enter')

  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeFocused()
  // Past the switch of "seis" and "meia".
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  expect(await focusedName(page)).toBe('Copiar protocolo')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Protocolo copiado.')).toBeVisible()
  const protocol = emulator.ledger.tickets[0]?.atendimento.protocolo
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(protocol)

  await page.keyboard.press('Alt+9')
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
  await expect(page.locator('[name="descricao"]')).toHaveValue('')
})

test('faults are met and mended by keyboard: summary, link, field, send', async ({
  page,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  await watchPointer(page)
  await page.goto(url)
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
  await typeFields(page, ['11000', 'Bianca Couto', '999112233', '', 'Sem acesso.'])
  await page.keyboard.press('Control+Enter')

  const summary = page.locator('#resumo-de-erros')
  await expect(summary).toBeFocused()
  await expect(page).toHaveTitle('Erro: Abrir atendimento')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const phone = page.locator('[name="telefone"]')
  await expect(phone).toBeFocused()
  await expect(page).toHaveURL(url)
  await expect(phone).toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.press('Home')
  await page.keyboard.type('37')
  await expect(phone).not.toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.press('Control+Enter')

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('the focus stays on the button while it sends, and is never lost to the page', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(422)
  const { url, emulator } = await openHouse()
  emulator.faults.inject({ route: 'atendimento', fault: 'slow', ms: 1000 })
  await page.goto(url)
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
  await typeFields(page, ['11013', 'Bianca Couto', '37999112233', '', 'Sem acesso.', ''])
  await expect(submitButton(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Abrindo o atendimento no HubSoft…')).toBeVisible()
  await expect(submitButton(page)).toBeFocused()
  await expect(submitButton(page)).toHaveAttribute('aria-disabled', 'true')

  await expect(
    page.getByRole('region', { name: 'O HubSoft não abriu este atendimento' }),
  ).toBeFocused()
})
