import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { ana } from '../house.ts'
import { test } from './house.ts'

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

test('by keyboard alone: from signing in to signing out', async ({ page, context, openHouse }) => {
  const { url, emulator } = await openHouse({ isLocal: true })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await watchPointer(page)
  await page.goto(url)
  await expect(page).toHaveTitle('Entrar no Novo Atendimento')
  await expect(page.locator('[name="usuario"]')).toBeFocused()
  await typeFields(page, [ana.usuario])
  await page.keyboard.type(ana.senha)
  await page.keyboard.press('Enter')

  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
  const order = [await focusedName(page)]
  for (const text of ['11000', 'Bianca Couto', '37999112233', '', 'Sem acesso.', ' ']) {
    await typeFields(page, [text])
    order.push(await focusedName(page))
  }
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
  await expect(page.locator('dt:has-text("Aberto por") + dd')).toHaveText('Ana Souza')
  await page.keyboard.press('Tab')
  expect(await focusedName(page)).toBe('Copiar protocolo')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Protocolo copiado.')).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)
  const protocol = emulator.ledger.tickets[0]?.atendimento.protocolo
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(protocol)

  await page.keyboard.press('Alt+9')
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
  await expect(page.locator('[name="descricao"]')).toHaveValue('')
  for (const name of ['11013', '11007', '11000', 'Atalhos', 'Sair']) {
    await page.keyboard.press('Shift+Tab')
    expect(await focusedName(page)).toBe(name)
  }
  await page.keyboard.press('Enter')
  await expect(page.getByText('Você saiu.')).toBeVisible()
  await expect(page.locator('[name="usuario"]')).toBeFocused()
  // That somebody has signed in here, and not who.
  const left = await context.cookies()
  expect(left.map(({ name, value }) => [name, value.length])).toEqual([['aparelho', 65]])
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
})

test('faults are met and mended by keyboard, and the ticket sent', async ({ page, openHouse }) => {
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
