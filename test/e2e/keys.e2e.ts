import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import type { House } from '../house.ts'
import { test } from './house.ts'
import { sendInVain } from './page-states.ts'

/** The call that is measured: no e-mail, 80 characters of what happened, each letter one key. */
const call = {
  service: '11000',
  name: 'Bianca Couto',
  phone: '37999112233',
  cpf: '86214941081',
  description: 'Sem acesso desde segunda-feira de manha. Luz LOS vermelha. Ja reiniciou 2 vezes.',
}

/** Counts in the page each key and each click that reaches it; a chord is one, by its last key. */
async function watchHands(page: Page) {
  await page.addInitScript(() => {
    const counted = { keys: 0, clicks: 0 }
    const count = (event: Event) => {
      if (event.type === 'pointerdown') counted.clicks += 1
      else if (event instanceof KeyboardEvent && !/^(Alt|Control|Shift)$/.test(event.key)) {
        counted.keys += 1
      }
      document.documentElement.dataset.counted = JSON.stringify(counted)
    }
    for (const type of ['keydown', 'pointerdown']) addEventListener(type, count, true)
  })
  let before = { keys: 0, clicks: 0 }
  const read = async (): Promise<typeof before> =>
    JSON.parse((await page.evaluate(() => document.documentElement.dataset.counted)) ?? '{}')
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  return {
    press,
    /** What belongs to the ticket: not counted. */
    async type(text: string) {
      before.keys += text.length
      await page.keyboard.type(text)
    },
    /** By Tab, over whatever stands before it. */
    async tabTo(name: string) {
      const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
      do await press('Tab')
      while (!(await focused()).startsWith(name))
    },
    /** What was pressed until now isn't counted either. */
    async countFromHere() {
      before = await read()
    },
    async counted() {
      const { keys, clicks } = await read()
      return { keys: keys - before.keys, clicks: clicks - before.clicks }
    },
  }
}

type Hands = Awaited<ReturnType<typeof watchHands>>
type Walk = (hands: Hands, page: Page, house: House) => Promise<unknown>

async function typeTicket({ type, press }: Hands, phone = call.phone) {
  await type(call.service)
  await press('Alt+2')
  await type(call.name)
  await press('Tab')
  await type(phone)
  await press('Alt+5')
  await type(call.description)
}

/** Its heading has the focus, and what it offers its keys. */
const isOpen = (page: Page) =>
  expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeFocused()

async function isCopied(page: Page, { emulator }: House) {
  await expect(page.getByText('Protocolo copiado.')).toBeVisible()
  const protocol = emulator.ledger.tickets.at(-1)?.atendimento.protocolo
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(protocol)
}

const sendAndCopy: Walk = async ({ press }, page, house) => {
  await press('Control+Enter')
  await isOpen(page)
  await press('Alt+7')
  await isCopied(page, house)
}

/** With Tab, space and Enter alone, as where the shortcuts are switched off. */
const byTab: Walk = async ({ type, press, tabTo }, page, house) => {
  // Who is calling isn't known yet: a card has further stops.
  await page.route('**/api/v1/integracao/cliente?*', () => {})
  await expect(page.getByRole('combobox')).toBeVisible()
  for (const text of [call.service, '', call.name, call.phone]) {
    await type(text)
    await press('Tab')
  }
  await press('Tab')
  await type(call.description)
  // Past the guides, one stop for all of them.
  await expect(page.getByRole('toolbar')).toBeVisible()
  await press('Tab', 'Tab', 'Space')
  await tabTo('Abrir atendimento e OS')
  await press('Enter')
  await isOpen(page)
  await tabTo('Copiar protocolo')
  await press('Enter')
  await isCopied(page, house)
}

/** Its last digit is missing: what that costs more. */
const mendPhone =
  (goThere: (hands: Hands) => Promise<unknown>): Walk =>
  async (hands, page) => {
    await typeTicket(hands, call.phone.slice(0, -1))
    await hands.press('Control+Enter')
    await expect(page.locator('#resumo-de-erros')).toBeFocused()
    await hands.countFromHere()
    await goThere(hands)
    await expect(page.locator('[name="telefone"]')).toBeFocused()
    await hands.type(call.phone.slice(-1))
    await hands.press('Control+Enter')
    await isOpen(page)
  }

const nextTicket =
  (goOn: (hands: Hands) => Promise<unknown>): Walk =>
  async (hands, page, house) => {
    await typeTicket(hands)
    await sendAndCopy(hands, page, house)
    await hands.countFromHere()
    await goOn(hands)
    await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
    await expect(page.locator('[name="descricao"]')).toHaveValue('')
  }

const sendAgain: Walk = async (hands, page, house) => {
  await sendInVain(page, house)
  await expect(
    page.getByRole('heading', { name: 'Não sei se o atendimento foi aberto' }),
  ).toBeFocused()
  await hands.countFromHere()
  await hands.tabTo('Enviar de novo…')
  await hands.press('Enter', 'Space', 'Enter')
  await isOpen(page)
}

/** As a softphone opens the page: all that is left to write is what happened. */
const linkTo = (more: Record<string, string> = {}) => {
  const { service: id_cliente_servico, name: nome, phone: telefone } = call
  return `#${new URLSearchParams({ id_cliente_servico, nome, telefone, origem: 'PABX', ...more })}`
}

const rows: { what: string; budget: number; walk: Walk; link?: string }[] = [
  {
    what: 'With a work order, to the protocol copied',
    budget: 9,
    async walk(hands, page, house) {
      await typeTicket(hands)
      await hands.press('Alt+6', 'Space')
      await sendAndCopy(hands, page, house)
    },
  },
  {
    what: 'Without one',
    budget: 7,
    async walk(hands, page, house) {
      await typeTicket(hands)
      await sendAndCopy(hands, page, house)
    },
  },
  { what: 'With a work order, by Tab, space and Enter alone', budget: 12, walk: byTab },
  {
    what: 'One fault mended, by the link in the summary',
    budget: 4,
    walk: mendPhone(({ press }) => press('Tab', 'Enter')),
  },
  {
    what: 'One fault mended, by the key of its field',
    budget: 2,
    walk: mendPhone(({ press }) => press('Alt+3')),
  },
  { what: 'The next ticket', budget: 1, walk: nextTicket(({ press }) => press('Alt+9')) },
  {
    what: 'The next ticket, by Tab and Enter alone',
    budget: 9,
    walk: nextTicket(async ({ tabTo, press }) => {
      await tabTo('Abrir próximo atendimento')
      await press('Enter')
    }),
  },
  {
    what: 'From the caller’s CPF, with a work order',
    budget: 8,
    async walk(hands, page, house) {
      await page.getByRole('combobox').waitFor()
      await hands.press('Tab')
      await hands.type(call.cpf)
      await page.getByRole('option', { name: /Serviço 11000/ }).waitFor()
      await hands.press('Enter')
      await page.getByRole('button', { name: /^Usar titular/ }).waitFor()
      await hands.press('Tab', 'Enter')
      await expect(page.locator('[name="descricao"]')).toBeFocused()
      await hands.type(call.description)
      await hands.press('Alt+6', 'Space')
      await sendAndCopy(hands, page, house)
    },
  },
  {
    what: 'Filled in by a link, the work order by hand',
    budget: 4,
    link: linkTo(),
    async walk(hands, page, house) {
      await hands.type(call.description)
      await hands.press('Alt+6', 'Space')
      await sendAndCopy(hands, page, house)
    },
  },
  {
    what: 'Filled in by a link, the work order too',
    budget: 3,
    link: linkTo({ abrir_os: 'true' }),
    async walk(hands, page, house) {
      await hands.type(call.description)
      await sendAndCopy(hands, page, house)
    },
  },
  { what: 'Not known, to sent again', budget: 6, walk: sendAgain },
]

test('the keys of a ticket, counted, stay within their budgets', async ({ context, openHouse }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const counts: { what: string; budget: number; keys: number; clicks: number }[] = []
  for (const { what, budget, walk, link } of rows) {
    const house = await openHouse()
    const page = await context.newPage()
    const hands = await watchHands(page)
    await page.goto(`${house.url}/${link ?? ''}`)
    const first = link ? 'descricao' : 'id_cliente_servico'
    await expect(page.locator(`[name="${first}"]`)).toBeFocused()
    await walk(hands, page, house)
    counts.push({ what, budget, ...(await hands.counted()) })
    await page.close()
  }

  const line = (columns: (string | number)[]) =>
    columns.map((one, place) => (place ? String(one).padStart(7) : String(one).padEnd(48))).join('')
  console.log(line(['Keys beside what is typed', 'counted', ' budget', ' clicks']))
  for (const { what, keys, budget, clicks } of counts)
    console.log(line([what, keys, budget, clicks]))
  expect(counts.filter(({ keys, budget, clicks }) => keys > budget || clicks > 0)).toEqual([])
})
