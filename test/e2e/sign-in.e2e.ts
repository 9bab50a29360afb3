import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { certificateFor } from '../gateway/http/certificate.ts'
import { endSession, fillTicket, openHost, sendTicket, signIn, test } from './house.ts'

const panel = (page: Page) => page.getByRole('region', { name: 'Entrar de novo' })
/** The ticket form's own: beside the panel there are two forms. */
const openButton = (page: Page) => page.getByRole('button', { name: 'Abrir atendimento' })

async function openSignedIn(page: Page, url: string) {
  await page.goto(url)
  await signIn(page)
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
}

const proxySecret = 'um-segredo-com-mais-de-32-caracteres'

for (const where of ['on the page', 'at the intranet'] as const) {
  test(`a session that ends ${where} moves nothing under typing`, async ({ page, openHouse }) => {
    const isLocal = where === 'on the page'
    const env = {
      AUTH_MODE: 'proxy',
      AUTH_PROXY_SECRET: proxySecret,
      TRUSTED_PROXIES: '127.0.0.1',
    }
    const asAna = { 'x-auth-proxy-secret': proxySecret, 'x-forwarded-user': 'ana' }
    const { url } = await openHouse({ allows: [401], isLocal, ...(!isLocal && { env }) })
    await page.setViewportSize({ width: 1366, height: 633 })
    await page.setExtraHTTPHeaders(isLocal ? {} : asAna)
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
        await page.setExtraHTTPHeaders(asAna)
        await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
      }
      await expect(said).toHaveCount(0)
      if (!isLocal) expect(await field.boundingBox()).toMatchObject({ y: expect.closeTo(y, 0) })
    }
  })
}

test('signing in asks for no file that isn’t there already', async ({ page, openHouse }) => {
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

test('without the sign-in’s own file the page says what to do', async ({ page, openHouse }) => {
  const { url } = await openHouse({ allows: ['net::ERR_FAILED'], isLocal: true })
  const file = '**/assets/local-session-*.js'
  await page.route(file, (route) => route.abort())
  await page.goto(url)

  await expect(
    page.getByText('Não consegui carregar a entrada: recarregue a página.'),
  ).toBeVisible()
  await page.unroute(file)
  await page.reload()
  await signIn(page)
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
})

test('in a frame the session’s cookie is its partition’s alone', async ({ browser, openHouse }) => {
  const folder = await mkdtemp(join(tmpdir(), 'novo-atendimento-'))
  const { cert, key } = certificateFor('127.0.0.1')
  await writeFile(join(folder, 'cert.pem'), cert)
  await writeFile(join(folder, 'key.pem'), key)
  // Another site, and not only another origin: by its name.
  const host = await openHost('localhost')
  const { url, emulator } = await openHouse({
    isLocal: true,
    env: {
      TLS_CERT_FILE: join(folder, 'cert.pem'),
      TLS_KEY_FILE: join(folder, 'key.pem'),
      FRAME_ANCESTORS: host.origin,
    },
  })
  expect(url).toMatch(/^https:/)
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  const frame = await host.show(page, url)
  await signIn(frame)
  await expect(frame.getByText('Você está registrando como Ana Souza')).toBeVisible()

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
  await sendTicket(frame)
  await expect(frame.locator('#protocolo')).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)

  // A window of its own is another partition: signing in there is a sign-in of its own.
  const own = await context.newPage()
  await own.goto(url)
  await expect(own.getByRole('heading', { name: 'Entrar no Novo Atendimento' })).toBeVisible()
  host.stop()
  await rm(folder, { recursive: true })
})
