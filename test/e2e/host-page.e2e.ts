import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { FrameLocator, Page } from 'playwright'
import { expect } from 'playwright/test'
import { type OpenHouse, submitButton, test, ticket } from './house.ts'

const example = join(import.meta.dirname, '../../docs/exemplos/pagina-anfitria.html')

/** Serves pages of another origin than the house's, by path. */
async function openSite() {
  const pages = new Map<string, string>()
  const server = createServer(({ url = '/' }, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(pages.get(url) ?? '')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    pages,
    origin: `http://localhost:${address.port}`,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** The page of docs/integracao.md, on its own origin, with the real page in its frame. */
async function openExample(page: Page, openHouse: OpenHouse) {
  const site = await openSite()
  const house = await openHouse({ env: { FRAME_ANCESTORS: site.origin } })
  const html = await readFile(example, 'utf8')
  expect(html).toContain('https://abrir.provedor.com.br')
  site.pages.set('/', html.replaceAll('https://abrir.provedor.com.br', house.url))
  await keepWhatIsTold(page)
  await page.goto(site.origin)
  const frame = page.frameLocator('iframe[title]')
  await expect.poll(() => told(page, 'sujo')).toHaveLength(1)
  return { site, house, frame }
}

/** Notes in the page around ours whatever our page tells it. */
const keepWhatIsTold = (page: Page) =>
  page.addInitScript(() => {
    if (window.parent !== window) return
    const told: unknown[] = []
    Object.assign(window, { told })
    window.addEventListener('message', ({ data }) => told.push(data))
  })

type Message = Record<string, unknown>

const told = (page: Page, type: string): Promise<Message[]> =>
  page.evaluate(
    (wanted) =>
      Reflect.get(window, 'told').filter((one: Message) => one.type === `atendimento:${wanted}`),
    type,
  )

/** From the page around ours, as that one could itself. */
const say = (page: Page, type: string, more: object = {}) =>
  page.evaluate(
    ([name, rest]) => {
      const pronto = Reflect.get(window, 'told').findLast(
        (one: Message) => one.type === 'atendimento:pronto',
      )
      const message = { type: `atendimento:${name}`, v: 1, nonce: pronto.nonce, ...rest }
      document.querySelector('iframe')?.contentWindow?.postMessage(message, '*')
    },
    [type, more] as const,
  )

const fieldsOf = (frame: FrameLocator) =>
  frame.locator('form').evaluate((form) => {
    const values = [...form.querySelectorAll('input, textarea')].map((one) =>
      one instanceof HTMLInputElement && one.type === 'checkbox'
        ? one.checked
        : Reflect.get(one, 'value'),
    )
    return JSON.stringify(values)
  })

/** A call, as the softphone's own page has it. */
async function call(page: Page, { id_cliente_servico, nome, telefone }: typeof ticket = ticket) {
  await page.locator('#ligacao [name="id_cliente_servico"]').fill(id_cliente_servico)
  await page.locator('#ligacao [name="nome"]').fill(nome)
  await page.locator('#ligacao [name="telefone"]').fill(telefone)
  await page.getByRole('button', { name: 'Atender' }).click()
}

test('the page to copy fills in a call, is as high as the form, and hears of the ticket', async ({
  page,
  openHouse,
}) => {
  const { site, house, frame } = await openExample(page, openHouse)
  await call(page)

  await expect(frame.locator('[name="nome"]')).toHaveValue(ticket.nome)
  await expect(frame.getByText('Veio de: PABX')).toHaveCount(3)
  await expect(page.locator('#ligacao button').first()).toBeFocused()
  const height = await page.locator('iframe').evaluate(({ clientHeight }) => clientHeight)
  const content = await frame.locator('#raiz').evaluate(({ clientHeight }) => clientHeight)
  expect(Math.abs(height - content)).toBeLessThanOrEqual(2)

  await frame.locator('[name="descricao"]').fill(ticket.descricao)
  await submitButton(frame).click()
  await expect(frame.getByRole('heading', { name: 'Atendimento aberto' })).toBeVisible()
  const [opened] = house.emulator.ledger.tickets
  await expect(page.locator('#ultimo')).toContainText(`Protocolo ${opened?.atendimento.protocolo}`)
  const [aberto] = await told(page, 'aberto')
  expect(aberto).toEqual({
    type: 'atendimento:aberto',
    ...{ v: 1, nonce: expect.any(String), ref: expect.stringMatching(/^REF /) },
    protocolo: opened?.atendimento.protocolo,
    id_atendimento: opened?.atendimento.id_atendimento,
    id_cliente_servico: 11000,
    ...{ os: [], pediu_os: false, chamada: expect.any(String) },
  })

  await call(page, { ...ticket, id_cliente_servico: '11302', nome: 'Otávio Exemplo' })
  await expect(frame.getByText('Nova ligação: serviço 11302.')).toBeVisible()
  await frame.getByRole('button', { name: 'Começar próximo atendimento' }).click()
  await expect(frame.locator('[name="nome"]')).toHaveValue('Otávio Exemplo')
  await page.getByRole('button', { name: 'Desligar' }).click()
  await expect(frame.getByText(/^Ligação encerrada às \d\d:\d\d\.$/)).toBeVisible()

  const all = JSON.stringify(await page.evaluate(() => Reflect.get(window, 'told')))
  for (const word of [ticket.nome, 'Otávio', '99911', '37999112233', 'Luz LOS']) {
    expect(all).not.toContain(word)
  }
  expect(await told(page, 'fechado')).toHaveLength(1)
  site.stop()
})

test('what is hostile, malformed, repeated or another’s changes nothing', async ({
  page,
  openHouse,
}) => {
  const { site, frame } = await openExample(page, openHouse)
  const first = {
    id: crypto.randomUUID(),
    ...{ origem: 'PABX', chamada: 'c-1', campos: { nome: '<img src=x onerror=alert(1)>' } },
  }
  await say(page, 'preencher', first)
  await expect.poll(() => told(page, 'preenchido')).toHaveLength(1)
  const before = await fieldsOf(frame)

  // What was said once.
  await say(page, 'preencher', { ...first, campos: { nome: 'Outra' } })
  const fresh = () => ({ ...first, id: crypto.randomUUID() })
  await say(page, 'preencher', { ...fresh(), campos: { email: 'x'.repeat(1_000_000) } })
  await say(page, 'preencher', { ...fresh(), campos: { email: 'x'.repeat(4001) } })
  await say(page, 'preencher', { ...fresh(), nonce: 'another', campos: { email: 'a' } })
  await say(page, 'preencher', { ...fresh(), v: 2, campos: { email: 'a' } })
  await say(page, 'preencher', { ...fresh(), enviar: true, campos: { email: 'a' } })
  await say(page, 'ola', { nonce: 'another', tema: 'escuro' })
  await say(page, 'enviar')
  await say(page, 'preencher', { ...fresh(), campos: { email: 7, abrir_os: 'true', chave: 'k' } })

  await expect.poll(() => told(page, 'preenchido')).toHaveLength(2)
  expect((await told(page, 'preenchido'))[1]?.ignorados).toEqual([
    { campo: 'email', motivo: 'formato' },
    { campo: 'abrir_os', motivo: 'formato' },
    { campo: 'chave', motivo: 'desconhecido' },
  ])
  expect(await fieldsOf(frame)).toBe(before)
  await expect(frame.locator('html')).not.toHaveAttribute('data-tema')
  expect(await told(page, 'aberto')).toEqual([])
  site.stop()
})

test('another frame beside ours, of whatever origin, is not heard', async ({ page, openHouse }) => {
  const { site, frame } = await openExample(page, openHouse)
  // It knows what may be said, and calls our frame by its place.
  site.pages.set(
    '/vizinho',
    `<script>onmessage = ({ data }) => {
       parent.frames[0].postMessage(data, '*')
       parent.postMessage({ type: 'atendimento:dito' }, '*')
     }</script>`,
  )
  await page.evaluate(() => {
    const [{ nonce }] = Reflect.get(window, 'told')
    for (const sandbox of ['allow-scripts', 'allow-scripts allow-same-origin']) {
      const other = document.createElement('iframe')
      other.setAttribute('sandbox', sandbox)
      other.src = '/vizinho'
      other.onload = () => {
        const id = '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'
        const campos = { nome: 'Vizinho' }
        const message = { type: 'atendimento:preencher', v: 1, nonce, id, origem: 'x', campos }
        other.contentWindow?.postMessage(message, '*')
      }
      document.body.append(other)
    }
  })
  await expect.poll(() => told(page, 'dito')).toHaveLength(2)

  const id = crypto.randomUUID()
  await say(page, 'preencher', { id, origem: 'PABX', campos: { email: 'bia@example.com' } })
  await expect(frame.locator('[name="email"]')).toHaveValue('bia@example.com')
  await expect(frame.locator('[name="nome"]')).toHaveValue('')
  expect((await told(page, 'preenchido')).map((one) => one.id)).toEqual([id])
  site.stop()
})

test('another page around ours than those of the list is counted, and never heard', async ({
  page,
  openHouse,
}) => {
  const { site, frame } = await openExample(page, openHouse)
  const before = await fieldsOf(frame)
  await frame.locator('html').evaluate(() => {
    const { parent: source } = window
    const [origin, data] = ['https://outra.example.com', { type: 'atendimento:ola', v: 1 }]
    window.dispatchEvent(new MessageEvent('message', { source, origin, data }))
    window.dispatchEvent(new MessageEvent('message', { source, origin: 'null', data }))
  })

  await expect(frame.locator('html')).toHaveAttribute('data-mensagens-recusadas', '2')
  expect(await fieldsOf(frame)).toBe(before)
  site.stop()
})

test('the page around ours chooses the theme, whatever the system has, but on paper', async ({
  page,
  openHouse,
}) => {
  const { site, frame } = await openExample(page, openHouse)
  const ground = () =>
    frame.locator('html').evaluate((html) => getComputedStyle(html).backgroundColor)
  const [light, dark, paper] = ['rgb(238, 241, 245)', 'rgb(14, 19, 24)', 'rgb(255, 255, 255)']
  expect(await ground()).toBe(light)

  await say(page, 'tema', { tema: 'escuro' })
  await expect.poll(ground).toBe(dark)
  await page.emulateMedia({ media: 'print' })
  expect(await ground()).toBe(paper)
  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' })
  await say(page, 'tema', { tema: 'claro' })
  await expect.poll(ground).toBe(light)
  await say(page, 'tema', { tema: 'sistema' })
  await expect.poll(ground).toBe(dark)
  site.stop()
})
