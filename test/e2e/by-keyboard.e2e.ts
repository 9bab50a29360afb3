import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { callKeys } from '#src/contract/fields.ts'
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
    return activeElement?.getAttribute('name') ?? (activeElement?.textContent || activeElement?.id)
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
  await page.keyboard.type('11000')
  await expect(page.getByRole('region', { name: 'Bianca Couto' })).toBeVisible()
  const pastCard = ['', '', '', '']
  for (const text of [...pastCard, 'Bianca', '37999112233', '', 'Sem acesso.', '', ' ']) {
    await typeFields(page, [text])
    order.push(await focusedName(page))
  }
  expect(order).toEqual([
    'id_cliente_servico',
    'campo-busca',
    'Usar titular e fone final 2233',
    'Usar só o telefone',
    'nome',
    'telefone',
    'email',
    'descricao',
    // One stop for all the guides.
    'Sem conexão',
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
  await page.keyboard.type('11000')
  await expect(page.getByRole('region', { name: 'Bianca Couto' })).toBeVisible()
  await typeFields(page, ['', '', '', '', 'Bianca', '999112233', '', 'Sem acesso.'])
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

test('by keys alone: to each field, a guide, its undoing, private data, the protocol, the next ticket', async ({
  page,
  context,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await watchPointer(page)
  await page.setViewportSize({ width: 720, height: 600 })
  await page.goto(url)
  await expect(page.getByRole('toolbar')).toBeVisible()
  const description = page.locator('[name="descricao"]')
  const bar = await page.getByRole('button', { name: 'Abrir atendimento' }).boundingBox()

  for (const [place, name] of [...callKeys.entries()].reverse()) {
    await page.keyboard.press(`Alt+${place + 1}`)
    const field = page.locator(`[name="${name}"]`)
    await expect(field).toBeFocused()
    await expect(page.locator(`label[for="campo-${name}"]`)).toBeInViewport({ ratio: 1 })
    const { y = 0, height = 0 } = (await field.boundingBox()) ?? {}
    expect(y + height).toBeLessThanOrEqual(bar?.y ?? 0)
  }
  for (const [place, text] of ['11000', 'Bianca Couto', '37999112233'].entries()) {
    await page.keyboard.press(`Alt+${place + 1}`)
    await page.keyboard.type(text)
  }

  await page.keyboard.press('Alt+5')
  await page.keyboard.type('Sem sinal.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(description).toBeFocused()
  await expect(description).toHaveValue(/^Sem sinal\.\n\nDesde quando e em que horários: \n/)
  await page.keyboard.press('Control+z')
  await expect(description).toHaveValue('Sem sinal.')

  await page.keyboard.type(' CPF 862.149.410-81, senha: gato')
  await expect(page.locator('mark')).toHaveText(['862.149.410-81', 'senha: gato'])
  await page.keyboard.press('Alt+0')
  await page.keyboard.press('Alt+0')
  await page.keyboard.type('.')
  await expect(description).toHaveValue('Sem sinal. CPF [CPF removido], [senha removida].')

  await page.keyboard.press('Control+Enter')
  await expect(page.locator('#protocolo')).toBeVisible()
  await page.keyboard.press('Alt+7')
  await expect(page.getByText('Protocolo copiado.')).toBeVisible()
  const protocol = emulator.ledger.tickets[0]?.atendimento.protocolo
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(protocol)
  await page.keyboard.press('Alt+9')
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
  await expect(description).toHaveValue('')
})
