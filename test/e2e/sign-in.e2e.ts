import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { certificateFor } from '../gateway/http/certificate.ts'
import { ana, bia, endSession, fillTicket, signIn, test, ticket } from './house.ts'

const panel = (page: Page) => page.getByRole('region', { name: 'Entrar de novo' })
/** The ticket form's own: beside the panel there are two forms. */
const openButton = (page: Page) => page.getByRole('button', { name: 'Abrir atendimento' })

/** The keys of the sends that leave the page. */
function watchKeys(page: Page): string[] {
  const keys: string[] = []
  page.on('request', (request) => {
    const key = request.headers()['idempotency-key']
    if (key) keys.push(key)
  })
  return keys
}

async function openSignedIn(page: Page, url: string) {
  await page.goto(url)
  await signIn(page)
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
}

test('by keyboard alone: sign in, open a ticket, read its protocol, sign out', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(401)
  const { url, emulator } = await openHouse({ isLocal: true })
  await page.addInitScript(() => {
    document.addEventListener('pointerdown', () => console.error('the mouse was used'))
  })
  const type = async (...texts: string[]) => {
    for (const text of texts) {
      await page.keyboard.type(text)
      await page.keyboard.press('Tab')
    }
  }
  await page.goto(url)
  await expect(page).toHaveTitle('Entrar no Novo Atendimento')
  await expect(page.locator('[name="usuario"]')).toBeFocused()
  await type(ana.usuario)
  await page.keyboard.type(ana.senha)
  await page.keyboard.press('Enter')

  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
  await type('11000', 'Bianca Couto', '37999112233', '', 'Sem acesso desde segunda-feira.')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeFocused()
  await expect(page.locator('#protocolo')).toHaveText(
    emulator.ledger.tickets[0]?.atendimento.protocolo ?? 'a protocol',
  )
  await expect(page.locator('dt:has-text("Aberto por") + dd')).toHaveText('Ana Souza')

  await page.keyboard.press('Alt+9')
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('link', { name: 'Meus atendimentos de hoje' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('button', { name: 'Sair' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Você saiu.')).toBeVisible()
  await expect(page.locator('[name="usuario"]')).toBeFocused()
  // That somebody has signed in here, and not who.
  const left = await page.context().cookies()
  expect(left.map(({ name, value }) => [name, value.length])).toEqual([['aparelho', 65]])
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('a session that ends in mid-ticket: every word stays, the same key goes out, one ticket opens', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(401)
  const { url, emulator } = await openHouse({ isLocal: true })
  const keys = watchKeys(page)
  await openSignedIn(page, url)
  await fillTicket(page)
  await endSession(page)
  await openButton(page).click()

  await expect(panel(page)).toBeFocused()
  for (const [name, value] of Object.entries(ticket)) {
    await expect(page.locator(`[name="${name}"]`)).toHaveValue(value)
  }
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(page.locator('[name="senha"]')).toBeFocused()
  await page.keyboard.type(ana.senha)
  await page.keyboard.press('Enter')

  await expect(openButton(page)).toBeFocused()
  await expect(panel(page)).toBeHidden()
  await page.keyboard.press('Enter')
  await expect(page.locator('#protocolo')).toBeVisible()
  expect(keys).toHaveLength(2)
  expect(keys[1]).toBe(keys[0])
  expect(emulator.ledger.tickets).toHaveLength(1)
})

const proxySecret = 'um-segredo-com-mais-de-32-caracteres'

for (const where of ['on the page', 'at the intranet'] as const) {
  test(`a session that ends ${where} while somebody writes moves nothing under the typing`, async ({
    page,
    openHouse,
    pageErrors,
  }) => {
    pageErrors.allow(401)
    const isLocal = where === 'on the page'
    const behindProxy = {
      AUTH_MODE: 'proxy',
      AUTH_PROXY_SECRET: proxySecret,
      TRUSTED_PROXIES: '127.0.0.1',
    }
    const { url } = await openHouse({ isLocal, ...(!isLocal && { env: behindProxy }) })
    await page.setViewportSize({ width: 1366, height: 633 })
    await page.setExtraHTTPHeaders(
      isLocal ? {} : { 'x-auth-proxy-secret': proxySecret, 'x-forwarded-user': 'ana' },
    )
    await page.goto(url)
    if (isLocal) await signIn(page)
    for (const name of ['id_cliente_servico', 'descricao']) {
      const field = page.locator(`[name="${name}"]`)
      await field.click()
      await page.keyboard.type('11')
      const { y } = (await field.boundingBox()) ?? { y: -1 }
      if (isLocal) await endSession(page)
      else await page.setExtraHTTPHeaders({})
      const said = page.getByText('Sua sessão expirou. Entre de novo para continuar')
      await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
      await expect(said).toHaveCount(1)

      expect(await field.boundingBox()).toMatchObject({ y: expect.closeTo(y, 0) })
      await expect(field).toBeFocused()
      await expect(field).toBeInViewport({ ratio: 0.5 })
      await page.keyboard.type('000')
      await expect(field).toHaveValue('11000')

      if (isLocal) await signIn(page)
      else {
        await page.setExtraHTTPHeaders({
          'x-auth-proxy-secret': proxySecret,
          'x-forwarded-user': 'ana',
        })
        await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
      }
      await expect(said).toHaveCount(0)
      if (!isLocal) expect(await field.boundingBox()).toMatchObject({ y: expect.closeTo(y, 0) })
    }
  })
}

test('another attendant signs in: the draft is gone, and its ticket is never opened', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(401)
  const { url, emulator } = await openHouse({ isLocal: true })
  await openSignedIn(page, url)
  await fillTicket(page)
  await endSession(page)
  await openButton(page).click()
  await expect(panel(page)).toBeFocused()

  await signIn(page, bia)

  await expect(page.getByText('Este rascunho pertence a Ana Souza.')).toBeVisible()
  await expect(page.getByText('Você está registrando como Bia Lima.')).toBeVisible()
  for (const name of Object.keys(ticket)) {
    await expect(page.locator(`[name="${name}"]`)).toHaveValue('')
  }
  await page.reload()
  await expect(page.getByText('Você está registrando como Bia Lima.')).toBeVisible()
  await expect(page.locator('[name="descricao"]')).toHaveValue('')
  expect(emulator.ledger.tickets).toEqual([])
})

test('signing in asks for nothing that isn’t on the page already: a gateway started anew may have other files', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(401)
  const { url } = await openHouse({ isLocal: true })
  await openSignedIn(page, url)
  await page.route('**/assets/**', (route) => route.abort())
  await endSession(page)
  await fillTicket(page)
  await openButton(page).click()
  await expect(panel(page)).toBeFocused()

  await signIn(page)

  await expect(openButton(page)).toBeFocused()
})

test('where the sign-in’s own file doesn’t come the page says so, with what to do', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(401, 'net::ERR_FAILED')
  const { url } = await openHouse({ isLocal: true })
  const file = '**/assets/local-session-*.js'
  await page.route(file, (route) => route.abort())
  await page.goto(url)

  await expect(
    page.getByText('Não consegui carregar a entrada: copie o que escreveu e recarregue a página.'),
  ).toBeVisible()
  await page.unroute(file)
  await page.reload()
  await signIn(page)
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
})

test('nothing shifts while the page of somebody signed in loads', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(401)
  const { url } = await openHouse({ isLocal: true, demoServices: [] })
  await openSignedIn(page, url)
  await page.addInitScript(() => {
    const shifts: number[] = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if ('value' in entry && typeof entry.value === 'number') shifts.push(entry.value)
      }
      document.documentElement.dataset.shifts = JSON.stringify(shifts)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.reload()
  await expect(page.getByRole('button', { name: 'Sair' })).toBeVisible()

  const shifts = await page.evaluate(() => document.documentElement.dataset.shifts ?? '[]')
  expect(JSON.parse(shifts).filter((value: number) => value > 0.01)).toEqual([])
})

test('in a frame of another site, over https, the session’s cookie is that site’s partition’s alone', async ({
  browser,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(401)
  const folder = await mkdtemp(join(tmpdir(), 'novo-atendimento-'))
  const { cert, key } = certificateFor('127.0.0.1')
  await writeFile(join(folder, 'cert.pem'), cert)
  await writeFile(join(folder, 'key.pem'), key)
  let frameSrc = ''
  const intranet = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(
      `<!doctype html><html lang="pt-BR"><title>Intranet</title>
       <iframe title="Abertura de atendimento" src="${frameSrc}" width="600" height="700"></iframe></html>`,
    )
  }).listen(0, '127.0.0.1')
  await once(intranet, 'listening')
  const address = intranet.address()
  const port = typeof address === 'object' && address ? address.port : 0
  // Another site, and not only another origin: by its name.
  const host = `http://localhost:${port}`
  const { url, emulator } = await openHouse({
    isLocal: true,
    env: {
      TLS_CERT_FILE: join(folder, 'cert.pem'),
      TLS_KEY_FILE: join(folder, 'key.pem'),
      FRAME_ANCESTORS: host,
    },
  })
  expect(url).toMatch(/^https:/)
  frameSrc = url
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await page.goto(host)
  const frame = page.frameLocator('iframe')
  await frame.locator('[name="usuario"]').fill(ana.usuario)
  await frame.locator('[name="senha"]').fill(ana.senha)
  await frame.locator('form [type="submit"]').click()
  await expect(frame.getByText('Você está registrando como Ana Souza.')).toBeVisible()

  const cookies = await context.cookies()
  expect(cookies.map(({ name }) => name).toSorted()).toEqual(['__Host-aparelho', '__Host-sessao'])
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({
      secure: true,
      httpOnly: true,
      sameSite: 'None',
      partitionKey: 'http://localhost',
    })
  }
  for (const [name, value] of Object.entries(ticket)) {
    await frame.locator(`[name="${name}"]`).fill(value)
  }
  await frame.locator('form [type="submit"]').click()
  await expect(frame.locator('#protocolo')).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)

  // A window of its own is another partition: signing in there is a sign-in of its own.
  const own = await context.newPage()
  await own.goto(url)
  await expect(own.getByRole('heading', { name: 'Entrar no Novo Atendimento' })).toBeVisible()
  intranet.close()
  intranet.closeAllConnections()
  await rm(folder, { recursive: true })
})
