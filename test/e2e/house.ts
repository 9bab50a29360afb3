import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Frame, FrameLocator, Page } from 'playwright'
import { ana, bia, type House, letIn, startHouse } from '../house.ts'
import { freePort } from '../process.ts'
import { test as base } from './test.ts'

/** Where the page is seen: in a tab of its own, or in a frame of another page. */
export type View = Page | Frame

export const tabOf = (view: View): Page => ('mainFrame' in view ? view : view.page())

export async function reload(view: View) {
  await ('reload' in view ? view.reload() : view.goto(view.url()))
}

type HouseOptions = Parameters<typeof startHouse>[0] & {
  /** Attendants sign in on the page: `ana` and `bia` may. */
  isLocal?: boolean | undefined
}

/** Starts the real gateway and emulator; both are stopped when the test ends. */
export type OpenHouse = (options?: HouseOptions & Allowing) => Promise<House>

/** What Chromium prints meanwhile, as `pageErrors` allows it; 401 is part of signing in on the page. */
type Allowing = { allows?: (number | string | RegExp)[] }

/** A house to be closed: its own files go with it. */
export async function enterHouse({
  isLocal,
  emulator,
  ...others
}: HouseOptions = {}): Promise<House> {
  // To which HubSoft can come back after it was away.
  const options = { isDrawn: true, ...others, emulator: { port: await freePort(), ...emulator } }
  if (!isLocal) return startHouse(options)
  const people = await letIn(ana, bia)
  const house = await startHouse({ ...options, env: { ...people.env, ...options.env } })
  const stop = () => house.stop().then(people.remove)
  return { ...house, stop }
}

/** Signs in by the panel, wherever it stands. */
export async function signIn(page: View | FrameLocator, { usuario, senha }: typeof ana = ana) {
  await page.locator('[name="usuario"]').fill(usuario)
  await page.locator('[name="senha"]').fill(senha)
  await page.getByRole('button', { name: 'Entrar', exact: true }).click()
}

/** Ends the session as another tab's “Sair” does: the page hears nothing of it. */
export async function endSession(view: View) {
  const { origin } = new URL(view.url())
  await tabOf(view).context().request.delete(`${origin}/api/sessao`, { headers: { origin } })
}

/** Another site, with a field of its own and whatever it frames; `name` is that site's. */
export async function openHost(
  name = '127.0.0.1',
  { width = 600, height = 700 }: Partial<Record<'width' | 'height', number | '100%'>> = {},
) {
  let framed = ''
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      `<!doctype html><html lang="pt-BR"><title>Intranet</title>
       <style>html, body { height: 100%; margin: 0 } iframe { border: 0; display: block }</style>
       <search><p>Intranet</p><label>Busca <input id="busca"></label></search>
       <iframe title="Abertura de atendimento" src="${framed}" width="${width}" height="${height}"
         allow="clipboard-write"></iframe><nav><a id="adiante" href="#">Adiante</a></nav></html>`,
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const origin = `http://${name}:${address.port}`
  return {
    origin,
    /** Opens it with this address in its frame. */
    async show(page: Page, url: string) {
      framed = url
      await page.goto(origin)
      return page.frameLocator('iframe')
    },
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

export const test = base.extend<{ openHouse: OpenHouse }>({
  openHouse: async ({ browser, pageErrors }, use) => {
    const houses: House[] = []
    await use(async ({ allows = [], ...options } = {}) => {
      pageErrors.allow(...allows, ...(options.isLocal ? [401] : []))
      const house = await enterHouse(options)
      houses.push(house)
      return house
    })
    // Pages first: one that asks on would meet a closed door, which counts as an error.
    for (const context of browser.contexts()) await context.close()
    for (const house of houses) await house.stop()
  },
})

export const ticket = {
  id_cliente_servico: '11000',
  nome: 'Bianca Couto',
  telefone: '(37) 99911-2233',
  descricao: 'Sem acesso desde segunda-feira. Luz LOS vermelha no roteador.',
}

/** Fills the form by the inputs' names, which are the wire's keys. */
export async function fillTicket(page: View | FrameLocator, fields: Partial<typeof ticket> = {}) {
  for (const [name, value] of Object.entries({ ...ticket, ...fields })) {
    await page.locator(`[name="${name}"]`).fill(value)
  }
}

/** Where people sign in beside the form, theirs is another. */
export const submitButton = (page: View | FrameLocator) =>
  page.locator('form:has([name="descricao"]) [type="submit"]')

/** Fills the form and sends it with the button. */
export async function sendTicket(page: View | FrameLocator, fields: Partial<typeof ticket> = {}) {
  await fillTicket(page, fields)
  await submitButton(page).click()
}

/** What `<html>` says of the outcome: design §5's stable hook. */
export const resultado = (page: Page) =>
  page.evaluate(() => document.documentElement.dataset.resultado)
