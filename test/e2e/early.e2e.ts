import type { Frame, Page } from 'playwright'
import { expect } from 'playwright/test'
import { freePort } from '../process.ts'
import { fillTicket, openHost, submitButton, test, ticket } from './house.ts'

const script = '**/assets/index-*.js'

/** What the page is before its script has come; `letGo` lets that come. */
async function holdScript(page: Page) {
  const held = Promise.withResolvers<void>()
  await page.route(script, (route) => held.promise.then(() => route.continue()))
  return held.resolve
}

async function open(page: Page, url: string) {
  const letGo = await holdScript(page)
  // Its end waits for the script.
  await page.goto(url, { waitUntil: 'commit' })
  return letGo
}

const field = (page: Page | Frame, name: keyof typeof ticket) => page.locator(`[name="${name}"]`)
const workOrder = (page: Page) => page.getByRole('checkbox', { name: 'Abrir ordem de serviço' })

test('without scripts the form is on screen, and above it what to do', async ({
  browser,
  openHouse,
}) => {
  const { url } = await openHouse()
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await page.goto(url)

  await expect(page.locator('noscript')).toBeInViewport()
  await fillTicket(page)
  await submitButton(page).click()
  await field(page, 'nome').press('Enter')

  // A caller's data would stand in the address, and in logs.
  expect(page.url()).toBe(`${url}/`)
  await expect(field(page, 'nome')).toHaveValue(ticket.nome)
})

test('what is written before the script has come is kept, letter by letter, where it was written', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse()
  const letGo = await open(page, url)

  await expect(field(page, 'id_cliente_servico')).toBeFocused()
  await page.keyboard.type(ticket.id_cliente_servico)
  await workOrder(page).check()
  await field(page, 'nome').fill(ticket.nome)
  await field(page, 'descricao').focus()
  await page.keyboard.type('Sem sinal desde segunda.')
  for (let step = 0; step < ' desde segunda.'.length; step += 1) {
    await page.keyboard.press('Shift+ArrowLeft')
  }
  const typed = page.keyboard.type(' em toda a casa, também por cabo', { delay: 15 })
  letGo()
  await typed

  await expect(page.getByText('Serviço 11000', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Abrir atendimento e OS' })).toBeVisible()
  const written = 'Sem sinal em toda a casa, também por cabo'
  await expect(field(page, 'descricao')).toBeFocused()
  await expect(field(page, 'descricao')).toHaveValue(written)
  await page.keyboard.type('!')
  await expect(field(page, 'descricao')).toHaveValue(`${written}!`)
  // As if it had been typed now: it outlives a reload.
  await expect(page.getByText('Demonstração', { exact: true })).toBeVisible()
  await page.reload()
  await expect(field(page, 'nome')).toHaveValue(ticket.nome)
  await expect(workOrder(page)).toBeChecked()
})

for (const [way, press] of Object.entries({
  'a click': (page: Page) => submitButton(page).click(),
  'Ctrl+Enter': (page: Page) => page.keyboard.press('Control+Enter'),
  Enter: (page: Page) => field(page, 'nome').press('Enter'),
  'Shift+Enter': (page: Page) => field(page, 'nome').press('Shift+Enter'),
})) {
  test(`${way} before the script has come, and more behind it, is one ticket`, async ({
    page,
    openHouse,
  }) => {
    const { url, emulator } = await openHouse()
    emulator.faults.inject({ route: 'atendimento', fault: 'slow', ms: 300 })
    const rest = Promise.withResolvers<void>()
    await page.route('**/assets/later-*.js', (route) => rest.promise.then(() => route.continue()))
    const letGo = await open(page, url)
    await fillTicket(page)

    await press(page)
    await press(page)
    letGo()
    await expect(page.getByText('Espere: parte desta página ainda não chegou.')).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await submitButton(page).click({ force: true })
    rest.resolve()

    await expect(page.locator('#protocolo')).toBeVisible()
    expect(emulator.ledger.tickets).toHaveLength(1)
  })
}

test('what is written behind an early click is sent when it is written, not halfway', async ({
  page,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  const letGo = await open(page, url)
  await fillTicket(page)

  await submitButton(page).click()
  await expect(page.getByRole('alert')).toHaveText(/^Espere: parte desta página ainda não chegou\./)
  await field(page, 'descricao').focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' A TV')
  await expect(page.getByRole('alert')).toHaveText(/^Você continuou escrevendo/)
  letGo()
  await expect(page.getByText('Serviço 11000', { exact: true })).toBeVisible()
  await page.keyboard.type(' também.')
  await page.keyboard.press('Control+Enter')

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(emulator.ledger.tickets.map(({ body }) => body)).toMatchObject([
    { descricao: expect.stringContaining(`${ticket.descricao} A TV também.`) },
  ])
})

test('where the script doesn’t come the page says so, and keeps what was written', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse({ allows: ['net::ERR_FAILED'] })
  await page.route(script, (route) => route.abort())
  await page.setViewportSize({ width: 420, height: 600 })
  await page.goto(url)
  await fillTicket(page)
  await submitButton(page).click()

  await expect(page.getByRole('alert')).toHaveText(/^Uma parte desta página não chegou/)
  // Wherever the click was.
  await expect(page.getByRole('alert')).toBeInViewport({ ratio: 1 })
  await expect(field(page, 'nome')).toHaveValue(ticket.nome)
})

test('an early click on an empty form says what is missing', async ({ page, openHouse }) => {
  const { url, emulator } = await openHouse()
  const letGo = await open(page, url)

  await submitButton(page).click()
  letGo()

  await expect(page.getByRole('heading', { name: 'Há 4 campos para corrigir' })).toBeVisible()
  await expect(page.locator('#resumo-de-erros')).toBeFocused()
  expect(emulator.ledger.tickets).toEqual([])
})

test('with a draft in the tab the empty form is seen at no moment', async ({ page, openHouse }) => {
  const { url } = await openHouse()
  await page.addInitScript(() => {
    new MutationObserver(() => {
      const field = document.getElementById('campo-nome')
      const isSeen = field?.checkVisibility({ visibilityProperty: true })
      if (field instanceof HTMLInputElement && isSeen) {
        document.documentElement.dataset.seen ??= field.value
      }
    }).observe(document, { childList: true, subtree: true })
  })
  await page.goto(url)
  await expect(page.getByText('Você está registrando como')).toBeAttached()
  await fillTicket(page)
  const letGo = await holdScript(page)
  await page.reload({ waitUntil: 'commit' })
  await expect(page.locator('#raiz')).toBeEmpty()
  letGo()

  await expect(field(page, 'descricao')).toHaveValue(ticket.descricao)
  expect(await page.evaluate(() => document.documentElement.dataset.seen)).toBe(ticket.nome)
})

test('a tick that was set before a reload is none afterwards', async ({ page, openHouse }) => {
  const { url } = await openHouse()
  await open(page, url)
  await workOrder(page).check()

  await page.reload({ waitUntil: 'commit' })

  await expect(workOrder(page)).not.toBeChecked()
})

test('where nobody is signed in, what was written early stands below the panel', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse({ isLocal: true })
  const letGo = await open(page, url)
  await expect(field(page, 'id_cliente_servico')).toBeFocused()
  await page.keyboard.type('11000')

  letGo()

  await expect(page.getByRole('button', { name: 'Entrar', exact: true })).toBeVisible()
  await expect(field(page, 'id_cliente_servico')).toHaveValue('11000')
})

test('a send’s own address comes bare, and so does a tab without a bar', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse()
  const letGo = await open(page, `${url}/atendimentos/00000000-0000-4000-8000-000000000000`)
  await expect(page.locator('#raiz')).toBeEmpty()
  letGo()
  await page.goto(`${url}/?barra=nao`)
  await expect(page.getByText('Você está registrando como')).toBeAttached()
  await expect(page.locator('header nav')).toHaveCount(0)

  await holdScript(page)
  await page.goto(url, { waitUntil: 'commit' })
  await expect(page.locator('#raiz')).toBeEmpty()
  await page.goto(`${url}/?barra=nao`, { waitUntil: 'commit' })
  await expect(page.locator('footer nav')).toBeVisible()
})

for (const isOwn of [true, false]) {
  test(`in a frame, of its own origin: ${isOwn}, nothing takes the focus, and a call has its room`, async ({
    page,
    openHouse,
  }) => {
    const port = await freePort()
    const host = await openHost('localhost', { width: 1000, height: 900 })
    const own = `http://127.0.0.1:${port}`
    const env = { PORT: String(port), FRAME_ANCESTORS: isOwn ? own : host.origin }
    const { url } = await openHouse({ env })
    const letGo = await holdScript(page)
    const address = `${url}/?id_cliente_servico=11000`
    const body = `<!doctype html><input id="busca"><iframe src="${address}" width="1000"></iframe>`
    await page.route('**/moldura', (route) => route.fulfill({ body, contentType: 'text/html' }))
    // Its end waits for the script.
    const shown = isOwn ? page.goto(`${own}/moldura`) : host.show(page, address)
    const frame = page.frameLocator('iframe')
    const heading = frame.getByRole('heading', { level: 1 })
    await expect(heading).toBeVisible()
    await page.locator('#busca').focus()
    const top = () => heading.evaluate((title) => title.getBoundingClientRect().top)
    const before = await top()

    letGo()
    await shown

    await expect(frame.locator('[name="id_cliente_servico"]')).toHaveValue('11000')
    await expect(page.locator('#busca')).toBeFocused()
    expect(await top()).toBe(before)
    host.stop()
  })
}

test('a picture that React can’t take over is told of, and what was written in it stays', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  const { url, emulator } = await openHouse()
  await page.route(`${url}/`, async (route) => {
    const response = await route.fetch()
    const body = (await response.text()).replace('Pode não ser o titular.', 'É outra coisa.')
    await route.fulfill({ response, body })
  })
  const letGo = await open(page, url)
  await fillTicket(page)
  await submitButton(page).click()
  letGo()

  await expect(page.locator('#protocolo')).toBeVisible()
  expect(emulator.ledger.tickets.map(({ body }) => body)).toMatchObject([
    { nome: ticket.nome, descricao: expect.stringContaining(ticket.descricao) },
  ])
  expect(pageErrors.seen).toEqual([expect.stringContaining('Minified React error #418')])
  pageErrors.seen.length = 0
})

test('what another program puts into the form early moves nobody out of a field, and is no part of the page', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  const { url } = await openHouse({ allows: ['net::ERR_FAILED'] })
  await page.route('**/de-outro.js', (route) => route.abort())
  pageErrors.allow(/Minified React error #418/)
  const letGo = await open(page, url)
  await field(page, 'descricao').fill('Sem em casa')
  for (let step = 0; step < ' em casa'.length; step += 1) await page.keyboard.press('ArrowLeft')
  await field(page, 'descricao').evaluate(async (area) => {
    area.before(document.createElement('de-outro'))
    const other = Object.assign(document.createElement('script'), { src: '/de-outro.js' })
    const failed = new Promise((told) => other.addEventListener('error', told))
    document.head.append(other)
    await failed
  })
  await expect(page.getByRole('alert')).toHaveCount(0)
  letGo()

  await expect(page.locator('de-outro')).toHaveCount(0)
  await expect(field(page, 'descricao')).toBeFocused()
  await page.keyboard.type(' sinal')
  await expect(field(page, 'descricao')).toHaveValue('Sem sinal em casa')
})
