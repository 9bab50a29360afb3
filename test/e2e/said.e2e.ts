import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { fillTicket, submitButton, test } from './house.ts'
import { sendInto, shownInTheEnd } from './page-states.ts'

/** All that the page's live regions have said since it was opened, each time that one of them changed its words. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const said: string[] = []
    const before = new WeakMap<Element, string>()
    const look = () => {
      for (const region of document.querySelectorAll(
        '[role="status"], [role="alert"], [aria-live]',
      )) {
        const text = region.textContent?.replace(/\s+/g, ' ').trim() ?? ''
        if (text !== (before.get(region) ?? '')) {
          before.set(region, text)
          if (text) said.push(text)
        }
      }
      document.documentElement.dataset.said = JSON.stringify(said)
    }
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
    })
  })
  return async () =>
    JSON.parse((await page.evaluate(() => document.documentElement.dataset.said)) ?? '[]')
}

/** Opens the page with a clock that stands still from then on, so that no slow machine hears more. */
async function openAtRest(page: Page, url: string) {
  await page.clock.install({ time: '2026-11-24T12:00:00Z' })
  await page.goto(url)
  await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
  // With which the checks have come that a send would wait for.
  await expect(page.getByRole('toolbar')).toBeVisible()
  await page.clock.pauseAt('2026-11-24T13:00:00Z')
}

test('from the first letter to the copied protocol each thing is said once', async ({
  page,
  context,
  openHouse,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { url } = await openHouse()
  const said = await listen(page)
  const held = Promise.withResolvers<void>()
  await page.route('**/api/v1/integracao/atendimento', async (route) => {
    const response = await route.fetch()
    await held.promise
    await route.fulfill({ response })
  })
  await openAtRest(page, url)
  await fillTicket(page)
  await submitButton(page).click()
  await expect(page.getByRole('button', { name: 'Abrindo…' })).toBeVisible()
  await page.clock.runFor(1000)
  await expect(page.getByText('Abrindo o atendimento no HubSoft…')).toBeVisible()
  held.resolve()
  await page.clock.resume()
  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeFocused()
  for (const [name, done] of [
    ['Copiar protocolo', 'Protocolo copiado.'],
    ['Copiar mensagem', 'Mensagem copiada.'],
  ] as const) {
    await page.getByRole('button', { name }).click()
    await expect(page.getByText(done)).toBeVisible()
  }

  // The receipt itself by its heading, which takes the focus.
  expect(await said()).toEqual([
    'Abrindo o atendimento no HubSoft…',
    'Protocolo copiado.',
    'Mensagem copiada.',
  ])
})

test('faults are said once, and what is left of them as they are mended', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse()
  const said = await listen(page)
  await openAtRest(page, url)
  await fillTicket(page, { id_cliente_servico: '', telefone: '999112233' })
  await submitButton(page).click()
  await expect(page.locator('#resumo-de-erros')).toBeFocused()
  await fillTicket(page)
  await expect(page.getByRole('heading', { name: 'Tudo corrigido.' })).toBeVisible()

  expect(await said()).toEqual([
    expect.stringMatching(
      /^Há 2 campos para corrigir ?Código do serviço: .+Telefone: falta o DDD\./,
    ),
    'Falta corrigir 1 campo.',
    'Tudo corrigido. Pode abrir o atendimento.',
  ])
})

test('a send that nobody knows of is said once at each turn', async ({ page, openHouse }) => {
  const house = await openHouse()
  const said = await listen(page)
  const title = 'Não sei se o atendimento foi aberto'
  await openAtRest(page, house.url)
  await sendInto('html')(page, house)
  await page.clock.runFor(1000)
  await expect(page.getByText('Sem resposta até agora.')).toBeVisible()
  await page.clock.runFor(4000)
  await expect(page.getByText('Conferindo… Não envie de novo.')).toBeVisible()
  await page.clock.resume()
  await shownInTheEnd(page, house, title)
  await expect(page.getByRole('heading', { name: title })).toBeFocused()

  expect(await said()).toEqual([
    'Sem resposta até agora. Estou conferindo no HubSoft se o atendimento foi aberto.',
    'Conferindo… Não envie de novo.',
  ])
})
