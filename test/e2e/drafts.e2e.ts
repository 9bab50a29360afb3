import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Page } from 'playwright'
import { expect } from 'playwright/test'
import { ana, bia } from '../house.ts'
import { findChromium } from './chromium.ts'
import { endSession, fillTicket, signIn, submitButton, test, ticket } from './house.ts'

const field = (page: Page, name: keyof typeof ticket) => page.locator(`[name="${name}"]`)
const note = (page: Page) => page.getByText(/^Continuando o rascunho de \d\d:\d\d\.$/)
const attendant = (page: Page, nome: string) => page.getByText(`Você está registrando como ${nome}`)

/** What lies in the tab's storage, by key. */
const kept = (page: Page) =>
  page.evaluate(() =>
    Object.entries({ ...sessionStorage }).map(([name, text]) => ({
      chave: name.slice(name.lastIndexOf(':') + 1),
      text: String(text),
    })),
  )

async function keyOf(page: Page) {
  const [draft, another] = await kept(page)
  if (!draft || another) throw new Error('not one draft')
  return draft.chave
}

const isHeld = (page: Page, chave: string) =>
  page.evaluate(async (key) => {
    const { held } = await navigator.locks.query()
    return held?.some(({ name }) => name?.endsWith(key)) ?? false
  }, chave)

async function expectTicket(page: Page) {
  for (const [name, value] of Object.entries(ticket)) {
    await expect(page.locator(`[name="${name}"]`)).toHaveValue(value)
  }
}

async function sendUntilOpened(page: Page) {
  await submitButton(page).click()
  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeVisible()
}

/** The page of whoever is signed in in the demonstration, with a ticket typed in and not sent. */
async function openTyped(page: Page, url: string) {
  await page.goto(url)
  await expect(attendant(page, 'Atendente de Demonstração')).toBeVisible()
  await fillTicket(page)
}

test('a reload keeps every letter, the key, and where the fields stand', async ({
  page,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  await openTyped(page, url)
  await field(page, 'descricao').press('End')
  await page.keyboard.type(' E hoje.')
  await page.reload()

  await expect(field(page, 'descricao')).toBeFocused()
  await expect(field(page, 'descricao')).toHaveValue(`${ticket.descricao} E hoje.`)
  await expect(note(page)).toBeVisible()
  const service = field(page, 'id_cliente_servico')
  const placeOf = () =>
    service.evaluate((input) => input.getBoundingClientRect().top + window.scrollY)
  const place = await placeOf()
  const chave = await keyOf(page)
  // Once the page that was left has let go of it.
  await expect.poll(() => isHeld(page, chave)).toBe(true)
  await page.reload()
  await expect.poll(() => isHeld(page, chave)).toBe(true)

  await page.getByRole('button', { name: 'Descartar' }).click()
  await expect(service).toBeFocused()
  await page.keyboard.type('1')
  await expect(page.getByRole('button', { name: 'Desfazer' })).toHaveCount(0)
  expect(await placeOf()).toBe(place)
  await page.keyboard.press('Backspace')
  await page.getByRole('button', { name: 'Desfazer' }).click()

  const posted = page.waitForRequest((request) => request.method() === 'POST')
  await sendUntilOpened(page)
  expect((await posted).headers()['idempotency-key']).toBe(chave)
  expect(emulator.ledger.tickets).toMatchObject([
    { body: { descricao: expect.stringContaining('E hoje.') } },
  ])
  await expect.poll(() => kept(page)).toEqual([])
})

test('Back to the page from another one finds the text, and Forward the other page', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse()
  await openTyped(page, url)
  await page.goto('about:blank')

  await page.goBack()

  await expectTicket(page)
  await page.goForward()
  await page.goBack()
  await expectTicket(page)
})

test('a page whose process died has the text when it is loaded again', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse()
  await openTyped(page, url)
  await expect.poll(async () => JSON.stringify(await kept(page))).toContain(ticket.descricao)
  const devtools = await page.context().newCDPSession(page)
  const crash = page.waitForEvent('crash')
  // Whoever asks for it gets no answer but that it has.
  const ended = devtools.send('Page.crash').catch(String)
  await crash

  await devtools.send('Page.navigate', { url })

  expect(await ended).toContain('Target crashed')
  const expression = 'document.querySelector("[name=descricao]")?.value'
  const written = () => devtools.send('Runtime.evaluate', { expression })
  await expect.poll(async () => (await written()).result.value).toBe(ticket.descricao)
})

/** As "duplicate tab" does: what lies in the storage is copied. */
async function duplicate(page: Page) {
  const opened = page.waitForEvent('popup')
  await page.evaluate(() => void window.open(location.href))
  return opened
}

test('a duplicated tab has the text and a key of its own; a new tab has neither', async ({
  page,
  context,
  openHouse,
}) => {
  const { url, emulator } = await openHouse()
  // Who has seen what is open already would be told of the other tab's ticket first.
  await context.route('**/api/v1/integracao/cliente/**', () => {})
  await openTyped(page, url)
  await expect.poll(async () => JSON.stringify(await kept(page))).toContain(ticket.descricao)
  const chave = await keyOf(page)

  const copy = await duplicate(page)

  await expectTicket(copy)
  await expect.poll(() => keyOf(copy)).not.toBe(chave)
  expect(await keyOf(page)).toBe(chave)
  await field(copy, 'descricao').fill('Outro assunto.')
  await sendUntilOpened(page)
  await sendUntilOpened(copy)
  expect(emulator.ledger.tickets.map(({ body }) => body.descricao)).toEqual([
    expect.stringContaining(ticket.descricao),
    expect.stringContaining('Outro assunto.'),
  ])
  const fresh = await context.newPage()
  await fresh.goto(url)
  await expect(field(fresh, 'id_cliente_servico')).toBeFocused()
  expect(await kept(fresh)).toEqual([])
  await expect(field(fresh, 'descricao')).toHaveValue('')
})

test('where the browser has no locks, two tabs with one key lose neither text', async ({
  page,
  context,
  openHouse,
}) => {
  await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }))
  const { url, emulator } = await openHouse({ allows: [422] })
  // As above.
  await context.route('**/api/v1/integracao/cliente/**', () => {})
  await openTyped(page, url)
  await expect.poll(async () => JSON.stringify(await kept(page))).toContain(ticket.descricao)
  const copy = await duplicate(page)
  await expectTicket(copy)
  await field(copy, 'descricao').fill('Outro assunto.')
  await sendUntilOpened(page)

  await submitButton(copy).click()

  await expect(copy.getByText('Este texto não foi enviado e continua aqui.')).toBeVisible()
  await expect(field(copy, 'descricao')).toHaveValue('Outro assunto.')
  await sendUntilOpened(copy)
  expect(emulator.ledger.tickets).toHaveLength(2)
})

test('over the end of a session a text waits for its writer, and another never sees it', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse({ isLocal: true })
  await page.goto(url)
  await signIn(page, ana)
  await expect(attendant(page, ana.nome)).toBeVisible()
  await fillTicket(page)
  await endSession(page)
  await page.reload()
  await expect(page.getByText('Há texto guardado nesta aba')).toBeVisible()
  await expect(field(page, 'descricao')).toHaveCount(0)

  await signIn(page, ana)

  await expectTicket(page)
  await expect(note(page)).toBeVisible()
  await endSession(page)
  await page.reload()
  await signIn(page, bia)
  await expect(page.getByText(`Este rascunho pertence a ${ana.nome}`)).toBeVisible()
  await expect(field(page, 'descricao')).toHaveValue('')
  expect(await kept(page)).toEqual([])
})

/** A browser of its own with that profile, to be killed. */
async function startBrowser(profile: string) {
  const { executablePath = '', args = [], env = {} } = await findChromium()
  const own = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
  const child = spawn(executablePath, [...args, ...own], {
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  for await (const line of createInterface(child.stderr)) {
    const [address] = /ws:\S+/.exec(line) ?? []
    if (!address) continue
    const browser = await chromium.connectOverCDP(address)
    const [context = await browser.newContext()] = browser.contexts()
    const kill = async () => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }
    return { page: await context.newPage(), kill }
  }
  throw new Error('no browser')
}

// A browser that brings its tabs back after a crash has their storage in them; this one brings none back.
test('after a browser was killed the next person finds nothing in a tab of theirs', async ({
  openHouse,
}) => {
  const { url } = await openHouse()
  const profile = await mkdtemp(join(tmpdir(), 'novo-atendimento-'))
  const killed = await startBrowser(profile)
  await openTyped(killed.page, url)
  await expect.poll(async () => JSON.stringify(await kept(killed.page))).toContain(ticket.descricao)
  await killed.kill()

  const next = await startBrowser(profile)
  await next.page.goto(url)

  await expect(attendant(next.page, 'Atendente de Demonstração')).toBeVisible()
  await expect(field(next.page, 'descricao')).toHaveValue('')
  expect(await next.page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(
    ticket.nome,
  )
  await next.kill()
  await rm(profile, { recursive: true })
})

test('where storage is blocked all works, and nothing is said to be kept', async ({
  page,
  openHouse,
}) => {
  await page.addInitScript(() =>
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('Access is denied for this document.', 'SecurityError')
      },
    }),
  )
  const { url, emulator } = await openHouse({ allows: [404] })
  await openTyped(page, url)
  await page.reload()
  await expect(attendant(page, 'Atendente de Demonstração')).toBeVisible()
  await expect(field(page, 'descricao')).toHaveValue('')
  await expect(note(page)).toHaveCount(0)

  await page.route('**/assets/later-*.js', (route) => route.fulfill({ status: 404 }))
  await page.reload()
  await openTyped(page, url)
  await submitButton(page).click()
  await expect(page.getByText(/^Seus dados não estão guardados: copie/)).toBeVisible()
  await page.unroute('**/assets/later-*.js')
  await openTyped(page, url)
  await sendUntilOpened(page)
  expect(emulator.ledger.tickets).toHaveLength(1)
})
