import type { Locator, Page } from 'playwright'
import { expect } from 'playwright/test'
import { expectNoAxeFindings } from './axe.ts'
import {
  fillTicket,
  type OpenHouse,
  openHost,
  sendTicket,
  submitButton,
  test,
  ticket,
} from './house.ts'
import { expectFocusInView, untilPainted } from './measure.ts'
import { watchShifts } from './shifts.ts'

/** A screen of 1366 by 768, less the browser's bars. */
const usual = { width: 1366, height: 633 }
const fieldNames = ['id_cliente_servico', 'nome', 'telefone', 'email', 'descricao', 'abrir_os']
const field = (page: Page, name: string) => page.locator(`[name="${name}"]`)
const boxOf = async (one: Locator) =>
  one.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    return { left, top, right, bottom }
  })

for (const [name, demoServices, spare] of [
  ['', [], 0],
  [' but for 24 pixels of the demo', [{ id_cliente_servico: 11000, mostra: 'abre' }], 24],
] as const) {
  test(`an empty form is wholly in view${name}`, async ({ page, openHouse }) => {
    const { url } = await openHouse({ demoServices: [...demoServices] })
    await page.setViewportSize(usual)
    await page.goto(url)
    await expect(page.getByRole('toolbar')).toBeVisible()

    const form = await boxOf(page.locator('form'))
    expect(form.bottom).toBeLessThanOrEqual(usual.height + spare)
    const bar = await boxOf(submitButton(page))
    expect(bar.bottom).toBeLessThanOrEqual(usual.height)
  })
}

test('with a customer, an outage and an open ticket the form and its button are in view', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse({ demoServices: [] })
  await page.setViewportSize(usual)
  await page.goto(url)
  await expect(page.getByRole('toolbar')).toBeVisible()
  const shifts = await page.evaluate(() => document.documentElement.scrollTop)

  await page.getByRole('combobox').fill('vilma')
  await expect(page.getByRole('listbox')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Já existe 1 aberto' })).toBeVisible()
  const before = await boxOf(submitButton(page))
  await page.getByRole('button', { name: /^Usar titular/ }).click()

  await expect(field(page, 'descricao')).toBeFocused()
  expect(await page.evaluate(() => document.documentElement.scrollTop)).toBe(shifts)
  for (const name of fieldNames) {
    await expect(field(page, name)).toBeInViewport({ ratio: 1 })
  }
  await expect(submitButton(page)).toBeInViewport({ ratio: 1 })
  expect(await boxOf(submitButton(page))).toEqual(before)
  await expect(page.getByRole('heading', { name: 'Aviso de rede' })).toBeInViewport({ ratio: 1 })
  for (const name of ['Dar este protocolo', 'Acrescentar']) {
    await expect(page.getByRole('button', { name, exact: false })).toBeInViewport({ ratio: 1 })
  }
})

test('the list of customers lies over the form and the bar, and moves nothing', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse({ demoServices: [] })
  for (const size of [usual, { width: 320, height: 256 }]) {
    await page.setViewportSize(size)
    await page.goto(url)
    await expect(page.getByRole('toolbar')).toBeVisible()
    const whole = () => page.evaluate(() => document.documentElement.scrollHeight)
    const [height, name] = [await whole(), await boxOf(field(page, 'nome'))]
    const scrolled = await page.evaluate(() => scrollY)

    await page.getByRole('combobox').pressSequentially('condom')
    const list = page.getByRole('listbox')
    await expect(list).toBeVisible()

    const scrolledBy = (await page.evaluate(() => scrollY)) - scrolled
    expect(await whole()).toBe(height)
    expect((await boxOf(field(page, 'nome'))).top + scrolledBy).toBeCloseTo(name.top, 0)
    for (const key of ['End', 'Home', 'ArrowUp', 'ArrowDown']) {
      await page.keyboard.press(key)
      // What lies at the middle of the active one is the active one.
      const isOnTop = await page.getByRole('option', { selected: true }).evaluate((option) => {
        const { left, right, top, bottom } = option.getBoundingClientRect()
        const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
        return option.contains(at)
      })
      expect(isOnTop).toBe(true)
    }
    await page.keyboard.press('Escape')
  }
})

for (const [width, height] of [
  [1366, 633],
  [420, 800],
] as const) {
  test(`where types are offered the form keeps its place, its last field in view, at ${width} pixels`, async ({
    page,
    openHouse,
  }) => {
    const env = { HUBSOFT_TICKET_TYPES: '9,1,5' }
    const { url } = await openHouse({ demoServices: [], env, signsInAtStart: true })
    await page.setViewportSize({ width, height })
    const shifts = await watchShifts(page)
    await page.goto(url)
    const types = field(page, 'id_tipo_atendimento')
    await expect(types).toBeVisible()
    await expect(page.getByRole('toolbar')).toBeVisible()

    expect(await shifts()).toEqual([])
    if (width === 1366) {
      expect((await boxOf(page.locator('form'))).bottom).toBeLessThanOrEqual(height)
    }
    await field(page, 'abrir_os').focus()
    await page.keyboard.press('Tab')
    await expect(types).toBeFocused()
    const [box, bar] = [await boxOf(types), await boxOf(submitButton(page))]
    expect(box.bottom).toBeLessThanOrEqual(bar.top)
    expect(box.right).toBeLessThanOrEqual(width)
    // By its letters, as any list of a browser's.
    await page.keyboard.type('L')
    await expect(types).toHaveValue('5')
    await expectNoAxeFindings(page)
  })
}

/** The summary of all that is wrong with an empty form. */
async function sendEmpty(page: Page, openHouse: OpenHouse) {
  const { url } = await openHouse()
  await page.setViewportSize(usual)
  await page.goto(url)
  await submitButton(page).click()
  const summary = page.locator('#resumo-de-erros')
  await expect(summary).toBeFocused()
  return summary
}

test('with faults, each field to be mended is in view above the button', async ({
  page,
  openHouse,
}) => {
  const summary = await sendEmpty(page, openHouse)

  const button = await boxOf(submitButton(page))
  expect(button.bottom).toBeLessThanOrEqual(usual.height)
  for (const one of [
    summary,
    ...['id_cliente_servico', 'nome', 'telefone', 'descricao'].map((name) => field(page, name)),
  ]) {
    const box = await boxOf(one)
    expect(box.top).toBeGreaterThanOrEqual(0)
    expect(box.bottom).toBeLessThanOrEqual(button.top)
  }
})

test('by Tab the whole of the Descrição comes into view, with faults too', async ({
  page,
  openHouse,
}) => {
  await sendEmpty(page, openHouse)
  await page.evaluate(() => window.scrollTo(0, 0))
  await field(page, 'email').focus()

  await page.keyboard.press('Tab')

  await expect(field(page, 'descricao')).toBeFocused()
  const area = await boxOf(field(page, 'descricao'))
  expect(area.bottom).toBeLessThanOrEqual((await boxOf(submitButton(page))).top)
})

test('that the network is gone is said over the form, and moves and covers nothing of it', async ({
  page,
  context,
  openHouse,
}) => {
  const { url } = await openHouse({ allows: ['net::ERR_INTERNET_DISCONNECTED'] })
  await page.setViewportSize(usual)
  await page.goto(url)
  await expect(page.getByText('Você está registrando como')).toBeVisible()
  const title = page.getByRole('heading', { level: 1 })
  const before = await boxOf(title)

  await context.setOffline(true)
  const said = page.getByText(/^Sem internet neste computador\. /)
  await expect(said).toBeVisible()

  expect(await boxOf(title)).toEqual(before)
  expect((await boxOf(said)).bottom).toBeLessThanOrEqual(before.top)
  await context.setOffline(false)
})

const saidOfNetwork = (page: Page) =>
  page.getByText(/^(Sem internet neste computador|Conexão de volta)\./)

for (const [width, height] of [
  [720, 600],
  [600, 600],
  [420, 800],
] as const) {
  test(`at ${width} × ${height} an outage is said in view, moves nothing, and covers no field in focus`, async ({
    page,
    context,
    openHouse,
  }) => {
    const { url } = await openHouse({ allows: ['net::ERR_INTERNET_DISCONNECTED'] })
    await page.setViewportSize({ width, height })
    await page.goto(url)
    await expect(page.getByText('Você está registrando como')).toBeVisible()
    const said = saidOfNetwork(page)

    for (const name of ['id_cliente_servico', 'descricao']) {
      const top = async () => (await boxOf(field(page, name))).top
      await field(page, name).focus()
      const before = await top()
      await context.setOffline(true)
      await expect(said).toBeInViewport({ ratio: 1 })
      // But for what is less than the pixel by which a page scrolls.
      expect(Math.abs((await top()) - before)).toBeLessThan(1)
      await expectFocusInView(page)
      await field(page, name).focus()
      const during = await top()
      await context.setOffline(false)
      await expect(said).toHaveText('Conexão de volta.')
      expect(await top()).toBe(during)
      // Its room goes with the screen.
      await page.reload()
    }
  })
}

test('an outage moves nothing of a screen that is lower than its narrow window', async ({
  page,
  context,
  openHouse,
}) => {
  const { url } = await openHouse({ allows: ['net::ERR_INTERNET_DISCONNECTED'] })
  await page.setViewportSize({ width: 720, height: 900 })
  await page.goto(url)
  await page.getByRole('link', { name: /^Meus envios de hoje/ }).click()
  const title = page.getByRole('heading', { level: 1, name: 'Meus envios de hoje' })
  // Until the list's file has come the heading is another one.
  await expect(page.getByText(/^Você não enviou nenhum atendimento/)).toBeVisible()
  await expect(title).toBeFocused()
  const before = (await boxOf(title)).top

  await context.setOffline(true)
  await expect(saidOfNetwork(page)).toBeInViewport({ ratio: 1 })

  expect(Math.abs((await boxOf(title)).top - before)).toBeLessThan(1)
  await context.setOffline(false)
})

test('an outage brings nobody back to the field from which they scrolled away', async ({
  page,
  context,
  openHouse,
}) => {
  const { url } = await openHouse({ allows: ['net::ERR_INTERNET_DISCONNECTED'] })
  await page.setViewportSize({ width: 420, height: 500 })
  await page.goto(url)
  await expect(field(page, 'id_cliente_servico')).toBeFocused()
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  const before = (await boxOf(field(page, 'descricao'))).top

  await context.setOffline(true)
  await expect(saidOfNetwork(page)).toBeInViewport({ ratio: 1 })

  expect(Math.abs((await boxOf(field(page, 'descricao'))).top - before)).toBeLessThan(1)
  await context.setOffline(false)
})

test('a field that the line of an outage would cover comes out from under it', async ({
  page,
  context,
  openHouse,
}) => {
  const { url } = await openHouse({ allows: ['net::ERR_INTERNET_DISCONNECTED'] })
  await page.setViewportSize({ width: 420, height: 500 })
  await page.goto(url)
  const name = field(page, 'nome')
  await name.focus()
  await name.evaluate((input) => window.scrollBy(0, input.getBoundingClientRect().top - 6))

  await context.setOffline(true)
  const said = saidOfNetwork(page)
  await expect(said).toBeInViewport({ ratio: 1 })

  const { top } = await boxOf(name)
  expect(top).toBeGreaterThanOrEqual((await boxOf(said)).bottom)
  await page.keyboard.type('B')
  expect((await boxOf(name)).top).toBe(top)
  await context.setOffline(false)
})

test('of two outages the nearer one is said, and neither covers a heading', async ({
  page,
  context,
  openHouse,
}) => {
  const { url } = await openHouse({ allows: ['net::ERR_INTERNET_DISCONNECTED', 'net::ERR_FAILED'] })
  await page.route('**/api/configuracao', async (route) => {
    const response = await route.fetch()
    const hubsoft = { situacao: 'fora_do_ar', desde: null }
    await route.fulfill({ response, json: { ...(await response.json()), hubsoft } })
  })
  await page.setViewportSize(usual)
  await page.goto(url)
  const title = page.getByRole('heading', { level: 1 })
  const strip = page.locator('p[data-room]')
  for (const [isOffline, says] of [
    [false, 'HubSoft fora do ar. '],
    [true, 'Sem internet neste computador. '],
    [false, 'HubSoft fora do ar. '],
  ] as const) {
    await context.setOffline(isOffline)
    await expect(strip).toContainText(says)
    expect((await boxOf(strip)).bottom).toBeLessThanOrEqual((await boxOf(title)).top)
  }
})

test('in the low frame of a host the button is in view, and covers no field in focus', async ({
  page,
  openHouse,
}) => {
  const host = await openHost('localhost', { width: 720, height: 600 })
  const { url } = await openHouse({ env: { FRAME_ANCESTORS: host.origin } })
  const frame = await host.show(page, `${url}?barra=nao`)
  const button = submitButton(frame)

  await expect(button).toBeInViewport({ ratio: 1 })
  for (const name of fieldNames) {
    const one = frame.locator(`[name="${name}"]`)
    await one.focus()
    await expect(button).toBeInViewport({ ratio: 1 })
    expect((await boxOf(one)).top).toBeGreaterThanOrEqual(0)
    // Of a long text at least the lines that are written in.
    const { top } = await boxOf(button)
    expect((await boxOf(one)).top).toBeLessThan(top - 60)
  }
  await expect(frame.getByRole('link', { name: 'Meus envios de hoje' })).toHaveCount(1)
  await expect(frame.getByText('Novo Atendimento', { exact: true })).toHaveCount(0)
  host.stop()
})

for (const width of [420, 320]) {
  test(`at ${width} pixels the fields stand in one column, in the order of the call`, async ({
    page,
    openHouse,
  }) => {
    const { url } = await openHouse()
    await page.setViewportSize({ width, height: 640 })
    await page.goto(url)

    let last = 0
    const { left } = await boxOf(field(page, 'nome'))
    for (const name of fieldNames) {
      const box = await boxOf(field(page, name))
      expect(box.left).toBe(left)
      expect(box.top).toBeGreaterThan(last)
      last = box.bottom
    }
  })
}

for (const [name, send] of [
  ['the keys, from the first field', (page: Page) => page.keyboard.press('Control+Enter')],
  ['Enter, from the first field', (page: Page) => page.keyboard.press('Enter')],
  ['the button', (page: Page) => submitButton(page).click()],
] as const) {
  test(`sent by ${name}, what happens is said in the window`, async ({ page, openHouse }) => {
    const { url, emulator } = await openHouse()
    emulator.faults.inject({ route: 'atendimento', fault: 'slow', ms: 60_000 })
    await page.setViewportSize({ width: 420, height: 380 })
    await page.goto(url)
    await fillTicket(page)
    await field(page, 'id_cliente_servico').focus()

    await send(page)

    await expect(page.getByRole('button', { name: 'Abrindo…' })).toBeInViewport({ ratio: 1 })
    await expect(page.getByText('Abrindo o atendimento no HubSoft…')).toBeInViewport({ ratio: 1 })
  })
}

for (const width of [1366, 420]) {
  test(`nothing moves while the ticket is typed, at ${width} pixels`, async ({
    page,
    openHouse,
  }) => {
    const { url } = await openHouse()
    await page.setViewportSize({ width, height: 633 })
    const shifts = await watchShifts(page)
    await page.goto(url)
    await expect(page.getByText('Você está registrando como')).toBeVisible()
    await expect(page.getByRole('toolbar')).toBeVisible()

    const { id_cliente_servico, ...rest } = ticket
    await field(page, 'id_cliente_servico').focus()
    await page.keyboard.type(id_cliente_servico)
    await expect(page.getByRole('heading', { name: 'Bianca Couto' })).toBeVisible()
    // In one column who is calling comes between the service and what is below it.
    const byTheCard = width === 420 ? (await shifts()).length : 0
    for (const [name, text] of Object.entries({
      ...rest,
      nome: 'bia@x.com.br',
      email: 'bia@gmail.con',
    })) {
      await field(page, name).focus()
      await page.keyboard.type(text)
    }
    await expect(page.getByRole('button', { name: 'Você quis dizer gmail.com?' })).toBeVisible()

    expect((await shifts()).slice(byTheCard)).toEqual([])
  })
}

test('in one column, who is calling comes late and leaves what is being typed where it is', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse()
  await page.setViewportSize({ width: 420, height: 633 })
  const held = Promise.withResolvers<void>()
  await page.route('**/api/v1/integracao/cliente**', async (route) => {
    await held.promise
    await route.continue()
  })
  await page.goto(url)
  await expect(page.getByRole('toolbar')).toBeVisible()
  const asked = page.waitForRequest('**/api/v1/integracao/cliente**')
  await field(page, 'id_cliente_servico').fill('11000')
  await field(page, 'nome').focus()
  await page.keyboard.type('Bianca')
  const topOf = async () => (await boxOf(field(page, 'nome'))).top
  // With the card's own room there, and painted: what is moved for it is moved back just before.
  await asked
  await untilPainted(page)
  const top = await topOf()

  held.resolve()

  await expect(page.getByRole('heading', { name: 'Bianca Couto' })).toBeAttached()
  // A page scrolls by whole pixels.
  await expect.poll(async () => Math.abs((await topOf()) - top)).toBeLessThan(1)
  await expect(field(page, 'nome')).toBeFocused()
})

test('nothing moves from the first paint to the protocol, but by what was pressed', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse()
  await page.setViewportSize(usual)
  await page.goto(url)
  await sendTicket(page)
  await expect(page.locator('#protocolo')).toBeVisible()
  const shown = await boxOf(page.getByRole('button', { name: 'Abrir próximo atendimento' }))

  await page.getByRole('button', { name: 'Copiar protocolo' }).click()
  await expect(page.getByText('Protocolo copiado.')).toBeVisible()

  expect(await boxOf(page.getByRole('button', { name: 'Abrir próximo atendimento' }))).toEqual(
    shown,
  )
})
