import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { fillTicket, sendTicket, signIn, submitButton, test, ticket } from './house.ts'
import { sendInto, sendInVain, shownInTheEnd } from './page-states.ts'

test('while faults are mended, the field typed in stays in place', async ({ page, openHouse }) => {
  const { url } = await openHouse()
  await page.setViewportSize({ width: 700, height: 900 })
  await page.goto(url)
  await submitButton(page).click()
  await expect(page.locator('#resumo-de-erros')).toBeFocused()

  for (const [name, text] of [
    ['id_cliente_servico', '11000'],
    ['nome', 'Bianca'],
    ['telefone', '37999112233'],
    ['descricao', 'Sem acesso'],
  ] as const) {
    const field = page.locator(`[name="${name}"]`)
    await field.focus()
    const before = await field.boundingBox()
    for (const letter of text) {
      await page.keyboard.type(letter)
      const { x, y = 0, width } = (await field.boundingBox()) ?? {}
      expect({ x, width }).toEqual({ x: before?.x, width: before?.width })
      // As who is calling is shown above, what is below is scrolled by whole pixels.
      expect(Math.abs(y - (before?.y ?? 0))).toBeLessThan(1)
    }
    await expect(field).not.toHaveAttribute('aria-invalid', 'true')
    // That it comes late and moves nothing, boxes.e2e.ts shows: between two frames a box is told as it never is seen.
    await expect(page.getByRole('heading', { name: 'Bianca Couto' })).toBeAttached()
  }
  await expect(page.getByRole('heading', { name: 'Tudo corrigido.' })).toBeVisible()
})

test('a first failed submit is at no moment called mended', async ({ page, openHouse }) => {
  const { url } = await openHouse()
  await page.goto(url)
  await page.evaluate(() => {
    const names = new Set<string>()
    new MutationObserver(() => {
      names.add(document.getElementById('resumo-titulo')?.textContent ?? '')
      document.documentElement.dataset.names = [...names].filter(Boolean).join('; ')
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  await submitButton(page).click()
  await expect(page.locator('#resumo-de-erros')).toBeFocused()

  expect(await page.evaluate(() => document.documentElement.dataset.names)).toBe(
    'Há 4 campos para corrigir',
  )
})

for (const isLocal of [false, true]) {
  test(`nothing shifts while it loads, signed in: ${isLocal}`, async ({ page, openHouse }) => {
    const { url } = await openHouse({ isLocal })
    await page.addInitScript(() => {
      const shifts: number[] = []
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          if ('value' in entry && typeof entry.value === 'number') shifts.push(entry.value)
        }
        document.documentElement.dataset.shifts = JSON.stringify(shifts)
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await page.goto(url)
    if (isLocal) {
      await signIn(page)
      await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
      await page.reload()
    }
    await expect(page.getByText('Você está registrando como')).toBeVisible()

    const shifts = await page.evaluate(() => document.documentElement.dataset.shifts ?? '[]')
    expect(JSON.parse(shifts).filter((value: number) => value > 0.01)).toEqual([])
  })
}

/** Whether all of what the page shows below its bar is in the window, nothing scrolled. */
async function expectWhollyInView(page: Page) {
  await expect(page.locator('main')).toBeVisible()
  const { height, room, top } = await page.evaluate(() => ({
    height: document.documentElement.scrollHeight,
    room: window.innerHeight,
    top: document.documentElement.scrollTop,
  }))
  expect(height).toBeLessThanOrEqual(room)
  expect(top).toBe(0)
}

/** Where everything in view is that is read or pressed; not what is said for a while where there is room for it. */
const boxes = (page: Page) =>
  page.locator('main :is(h1, h2, p:not([role]), button, a, dt, dd, summary)').evaluateAll((all) =>
    all
      .filter((one) => one.checkVisibility())
      .map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect()
        return [x, y, width, height].map(Math.round).join(' ')
      }),
  )

test('the receipt is wholly in view, and nothing in it moves when something is copied or noted', async ({
  page,
  context,
  openHouse,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { url } = await openHouse()
  await page.setViewportSize({ width: 1366, height: 633 })
  await page.goto(url)
  await page.locator('[name="abrir_os"]').check()
  await sendTicket(page)
  await expect(page.getByRole('heading', { name: /^Ordem de serviço \d/ })).toBeVisible()
  await expectWhollyInView(page)

  const before = await boxes(page)
  for (const [press, said] of [
    ['Alt+7', 'Protocolo copiado.'],
    ['Alt+8', 'Mensagem copiada.'],
  ] as const) {
    await page.keyboard.press(press)
    await expect(page.getByText(said)).toBeVisible()
    expect(await boxes(page)).toEqual(before)
  }
  const chip = page.getByRole('button', { name: 'por telefone' })
  const place = await chip.boundingBox()
  await chip.click()
  await expect(page.getByText(/^Anotado/)).toBeVisible()
  expect(await chip.boundingBox()).toEqual(place)
  await expectWhollyInView(page)
})

test('what is looked into, and what nobody knows, is wholly in view, and nothing moves when something is copied', async ({
  page,
  context,
  openHouse,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const house = await openHouse()
  await page.setViewportSize({ width: 1366, height: 633 })
  await page.goto(house.url)
  await sendInto('html')(page, house)
  await expect(page.getByText('Conferindo… Não envie de novo.')).toBeVisible()
  await expectWhollyInView(page)
  await shownInTheEnd(page, house, 'Não sei se o atendimento foi aberto')
  await expectWhollyInView(page)
  const before = await boxes(page)

  for (const name of ['Copiar meus dados', 'Copiar a referência']) {
    await page.getByRole('button', { name }).click()
    await expect(page.getByText(/copiad[ao]s?\.$/)).toBeVisible()
    expect(await boxes(page)).toEqual(before)
  }
  // It looks once in five seconds at most.
  house.skip(5000)
  await page.keyboard.press('Alt+7')
  await expect(page.getByText(/^Conferi agora/)).toBeVisible()
  expect(await boxes(page)).toEqual(before)
})

const shownText = async (page: Page) => (await page.locator('body').allInnerTexts()).join()

/** What a printer gets of the page. */
async function onPaper(page: Page): Promise<string> {
  await page.emulateMedia({ media: 'print' })
  for (const control of await page.locator('button, input, textarea, summary').all()) {
    await expect(control).toBeHidden()
  }
  const text = await shownText(page)
  await page.emulateMedia({ media: 'screen' })
  return text
}

/** What is said to the attendant, not to the one who is handed the paper. */
const order =
  /\b(dite|anote|não prometa|não (o |os )?abra|feche|copie|copiad|recarregue|entre de novo|pode|ditar)/i

test('on paper: protocol, client, description, and no order', async ({ page, openHouse }) => {
  const { url } = await openHouse()
  await page.goto(url)
  await page.locator('[name="abrir_os"]').check()
  await sendTicket(page)
  await expect(page.locator('#protocolo')).toBeVisible()
  expect(await shownText(page)).toMatch(order)
  await page.getByRole('button', { name: 'Copiar protocolo' }).click()

  const text = await onPaper(page)

  expect(text).toContain((await page.locator('#protocolo').textContent()) ?? 'a protocol')
  for (const word of ['BIANCA COUTO', 'final 2233', ticket.descricao, 'Ainda sem data marcada.']) {
    expect(text).toContain(word)
  }
  expect(text).toContain('DEMONSTRAÇÃO: protocolo sem valor')
  expect(text).not.toContain('99911-2233')
  expect(text).not.toMatch(order)
})

test('on paper what isn’t known says that it proves nothing', async ({ page, openHouse }) => {
  const house = await openHouse()
  await page.goto(house.url)
  await sendInto('html')(page, house)
  await expect(page.getByRole('heading', { name: 'Conferindo…' })).toBeVisible()

  const text = await onPaper(page)

  expect(text).toContain('isto não é um comprovante')
  expect(text).not.toContain('Diga ao cliente')
  expect(text).toContain(ticket.descricao)
  expect(text).not.toContain('99911-2233')
})

test('on paper the list keeps its times, and orders nothing', async ({ page, openHouse }) => {
  const house = await openHouse()
  await page.goto(house.url)
  await sendTicket(page)
  await expect(page.locator('#protocolo')).toBeVisible()
  await page.keyboard.press('Alt+9')
  await sendInVain(page, house, { id_cliente_servico: '11002' })
  await page.getByRole('link', { name: /^Meus envios de hoje/ }).click()
  await page.getByText(/^1 a conferir:/).waitFor()
  expect(await shownText(page)).toMatch(order)

  const text = await onPaper(page)

  expect(text.match(/\b\d\d:\d\d\b/g)).toHaveLength(2)
  expect(text).toContain('1 a conferir. 1 cliente ainda sem o protocolo.')
  expect(text).not.toMatch(order)
})

test('in the list what is copied or noted moves nothing', async ({ page, openHouse }) => {
  const { url } = await openHouse()
  await page.goto(url)
  await sendTicket(page)
  await page.locator('#protocolo').waitFor()
  await page.getByRole('link', { name: /^Meus envios de hoje/ }).click()
  await page.getByRole('button', { name: /^Copiar protocolo/ }).waitFor()
  const boxes = () =>
    page.locator('main :is(h1, th, td, a)').evaluateAll((all) =>
      all.map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect()
        return [x, y, width, height].map(Math.round).join(' ')
      }),
    )
  const before = await boxes()

  await page.getByRole('button', { name: /^Copiar protocolo/ }).click()
  await expect(page.getByText('Copiado.')).toBeVisible()
  expect(await boxes()).toEqual(before)

  await page.getByRole('button', { name: /^Informado por telefone/ }).click()
  await expect(page.getByText(/^por telefone, /)).toBeVisible()
  expect(await boxes()).toEqual(before)
})

/** Where the field being typed in is on the screen. */
const place = (page: Page) =>
  page.evaluate(() => {
    const { x, y } = document.activeElement?.getBoundingClientRect() ?? { x: 0, y: 0 }
    return {
      name: document.activeElement?.getAttribute('name'),
      x: Math.round(x),
      y: Math.round(y),
    }
  })

test('offline is said, moves nothing, and sends nothing', async ({ page, context, openHouse }) => {
  const { url, emulator } = await openHouse({ allows: ['net::ERR_INTERNET_DISCONNECTED', 404] })
  await page.setViewportSize({ width: 420, height: 633 })
  await page.clock.install()
  await page.goto(url)
  await fillTicket(page)
  // It comes after the form and above it, and must not come between.
  await expect(page.getByText('Demonstração', { exact: true })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Bianca Couto' })).toBeVisible()
  await page.locator('[name="nome"]').focus()
  await page.evaluate(() => window.scrollTo(0, 0))

  await context.setOffline(true)
  const banner = page.getByText(
    'Sem internet neste computador. Pode continuar escrevendo; envie quando a conexão voltar.',
  )
  await expect(banner).toBeVisible()
  const before = await place(page)
  await context.setOffline(false)
  await expect(page.getByText('Conexão de volta.')).toBeVisible()
  expect(await place(page)).toEqual(before)
  await page.clock.runFor(10_000)
  await expect(page.getByText('Conexão de volta.')).toBeHidden()
  expect(await place(page)).toEqual(before)

  await context.setOffline(true)
  await expect(banner).toBeVisible()
  await submitButton(page).click()
  await expect(page.getByText(/^Não consigo falar com o servidor\. /)).toBeVisible()
  await expect(
    page.getByText('Quando a conexão voltar, a página pergunta sozinha o que falta saber.'),
  ).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByRole('heading', { name: 'Nada foi aberto' })).toBeVisible()
  expect(emulator.ledger.tickets).toEqual([])
  await page.getByRole('button', { name: 'Tentar de novo' }).click()
  await expect(page.locator('#protocolo')).toBeVisible()
  await page.clock.runFor(10_000)
  await expect(page.getByText('Conexão de volta.')).toHaveCount(0)
  expect(emulator.ledger.tickets).toHaveLength(1)
})

for (const width of [1366, 420, 320]) {
  test(`the seconds of a wait move nothing, ${width} wide`, async ({ page, openHouse }) => {
    const house = await openHouse()
    await page.setViewportSize({ width, height: 633 })
    await page.clock.install()
    await page.goto(house.url)
    await sendInto('html')(page, house)
    await expect(page.getByText(/^Sem resposta até agora\. /)).toBeVisible()
    const next = page.getByRole('button', { name: 'Abrir próximo atendimento' })
    const before = await next.boundingBox()

    await page.clock.runFor(2000)
    await expect(page.getByText(/^há \d s$/)).toBeVisible()
    expect(await next.boundingBox()).toEqual(before)

    // The date alone leaps: a question under way would find its patience at an end.
    await page.clock.setSystemTime(await page.evaluate(() => Date.now() + 120_000))
    await page.clock.runFor(1000)
    await expect(page.getByText(/^há \d{3} s$/)).toBeVisible()
    expect(await next.boundingBox()).toEqual(before)
  })
}

// The narrow ones less a scroll bar.
for (const width of [1366, 720, 405, 305]) {
  test(`what is said of the Descrição moves nothing and marks its words, ${width} wide`, async ({
    page,
    openHouse,
  }) => {
    const { url } = await openHouse()
    // Whoever is calling comes above it meanwhile, and scrolls by whole pixels what is measured in parts of them.
    await page.route('**/api/v1/integracao/cliente**', () => {})
    await page.setViewportSize({ width, height: 700 })
    await page.goto(url)
    await fillTicket(page)
    const description = page.locator('[name="descricao"]')
    /** From the end of the text to what stands below it. */
    const room = () =>
      // Both in one moment: a page that is being scrolled has moved between two.
      description.evaluate((area) => {
        const below = document.querySelector('[name="abrir_os"]')?.getBoundingClientRect().top ?? 0
        return Math.round(below - area.getBoundingClientRect().bottom)
      })
    const before = await room()

    await page.getByRole('button', { name: 'Modelo Queda' }).click()
    await expect(page.getByText('Modelo “Queda” posto na Descrição.')).toBeVisible()
    expect(await room()).toBe(before)
    await page.keyboard.type('ontem')
    await expect(page.getByText('6 perguntas sem resposta')).toBeVisible()
    expect(await room()).toBe(before)

    const filling = 'Luz LOS vermelha no roteador desde cedo. '.repeat(20)
    await description.fill(`${filling}\n\n862.149.410-81\n`)
    await expect(page.locator('mark')).toHaveText('862.149.410-81')
    expect(await room()).toBe(before)
    await description.evaluate((area) => {
      area.scrollTop = area.scrollHeight
    })
    // The line before the last, which is empty: where it is by the text's own measures.
    const { bottom, line } = await description.evaluate((area) => {
      const { lineHeight, paddingBottom, borderBottomWidth } = getComputedStyle(area)
      const ends = Number.parseFloat(paddingBottom) + Number.parseFloat(borderBottomWidth)
      return {
        bottom: area.getBoundingClientRect().bottom - ends,
        line: Number.parseFloat(lineHeight),
      }
    })
    await expect
      .poll(async () => {
        const mark = await page.locator('mark').boundingBox()
        return mark ? Math.abs(mark.y + mark.height / 2 - (bottom - 1.5 * line)) : 99
      })
      .toBeLessThan(2)
    await page.keyboard.press('Alt+0')
    await expect(page.getByText('Retirado da Descrição.')).toBeVisible()
    expect(await room()).toBe(before)
  })
}
