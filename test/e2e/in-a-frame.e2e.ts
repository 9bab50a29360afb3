import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { freePort } from '../process.ts'
import { test, ticket } from './house.ts'

/** Another site, on this machine, with a field of its own and whatever it frames. */
async function openHost(height = 1400) {
  let framed = ''
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(
      `<!doctype html><label>Busca <input id="busca"></label><iframe src="${framed}" width="900" height="${height}"></iframe>`,
    )
  })
  const port = await freePort()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${port}`,
    frame(url: string) {
      framed = url
    },
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

type Host = Awaited<ReturnType<typeof openHost>>

async function openFramed(page: Page, host: Host, url: string) {
  host.frame(url)
  await page.goto(host.url)
  const frame = page.frameLocator('iframe')
  for (const [name, value] of Object.entries(ticket)) {
    await frame.locator(`[name="${name}"]`).fill(value)
  }
  await frame.locator('form [type="submit"]').click()
  await expect(frame.getByText('Abrindo o atendimento no HubSoft…')).toBeVisible()
  return {
    frame,
    title: frame.getByRole('heading', { name: 'Atendimento aberto' }),
    said: frame.getByRole('status').filter({ hasText: 'Atendimento aberto' }),
  }
}

const slow = { route: 'atendimento', fault: 'slow', ms: 1500 } as const

test('while somebody types in the page around it, the receipt takes no focus and is said', async ({
  page,
  openHouse,
}) => {
  const host = await openHost()
  const { url, emulator } = await openHouse({ env: { FRAME_ANCESTORS: host.url } })
  emulator.faults.inject(slow)
  const { title, said } = await openFramed(page, host, url)

  await page.locator('#busca').click()

  await expect(title).toBeVisible()
  await expect(said).toHaveCount(1)
  await expect(title).not.toBeFocused()
  await page.keyboard.type('outro')
  await expect(page.locator('#busca')).toHaveValue('outro')
  await host.stop()
})

test('in a low frame without the focus the receipt is open at its protocol, and the page around it stays', async ({
  page,
  openHouse,
}) => {
  const host = await openHost(400)
  const { url, emulator } = await openHouse({ env: { FRAME_ANCESTORS: host.url } })
  emulator.faults.inject(slow)
  const { frame, title } = await openFramed(page, host, url)

  await page.locator('#busca').click()
  await page.evaluate(() => window.scrollTo(0, 0))

  await expect(title).toBeVisible()
  const inFrame = await frame.locator('#protocolo').evaluate((protocol) => {
    const { top, bottom } = protocol.getBoundingClientRect()
    return { isBelowTop: top >= 0, isAboveBottom: bottom <= window.innerHeight }
  })
  expect(inFrame).toEqual({ isBelowTop: true, isAboveBottom: true })
  expect(await page.evaluate(() => window.scrollY)).toBe(0)
  await expect(page.locator('#busca')).toBeFocused()
  await host.stop()
})

test('in a frame that has the focus the receipt’s heading takes it, and nothing else says it', async ({
  page,
  openHouse,
}) => {
  const host = await openHost()
  const { url, emulator } = await openHouse({ env: { FRAME_ANCESTORS: host.url } })
  emulator.faults.inject(slow)
  const { title, said } = await openFramed(page, host, url)

  await expect(title).toBeFocused()
  await expect(said).toHaveCount(0)
  await host.stop()
})
