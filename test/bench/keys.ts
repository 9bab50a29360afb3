import { type Browser, chromium, type Page } from 'playwright'
import { startEmulator } from '#src/emulator/server.ts'
import { findChromium } from '../e2e/chromium.ts'
import { submitButton } from '../e2e/house.ts'
import type { Figure, Run } from './figure.ts'
import { median, ratioOf } from './interval.ts'
import { watchMainThread } from './main-thread.ts'
import { inTurn, startFloor, startProduct } from './serving.ts'

const slowdown = 4
const keyEveryMs = 80
/** What nothing is promised of is looked at in every fourth round. */
const restEvery = 4
const phone = '37999112233'
const words = 'e sem sinal.'
const longText = 'Sem acesso desde segunda, luz vermelha no equipamento; já reiniciou. '
  .repeat(30)
  .slice(0, 2000)

type Field = { selector: string; already: string; typed: string }

const inPhone: Field = { selector: '[name="telefone"]', already: '', typed: phone }
const inDescription: Field = { selector: '[name="descricao"]', already: longText, typed: words }
const inName: Field = { selector: '[name="nome"]', already: '', typed: 'Bianca Couto' }
const inSearch: Field = { selector: '[role="combobox"]', already: '', typed: 'Bianca Couto' }

/** Where keys are pressed: on a page, or in a field that is alone. */
type Case = {
  url?: string
  field: Field
  /** What is on the screen by then. */
  before?: (page: Page) => Promise<unknown>
}

/** Of each key: to the frame that shows it, and how long the main thread worked for it in all. */
type Pressed = { paintMs: number; scriptMs: number; workMs: number }

/** From a key's event to the frame that shows what it wrote, beside a field that nothing listens to. */
export async function keys(run: Run): Promise<Figure[]> {
  const rounds = run.rounds ?? (run.isQuick ? 1 : 20)
  run.say(`  ${rounds} rounds of ${phone.length} and ${words.length} keys, CPU ÷ ${slowdown}`)
  run.say(`  the description holds ${longText.length} characters`)
  const hubsoft = await startEmulator()
  const floor = await startFloor(hubsoft.url)
  const [ours, again] = [await startProduct(), await startProduct()]
  const other = run.against === undefined ? undefined : await startProduct({ root: run.against })
  const cases = Object.entries(pairs({ floor, ours, again, other }))
  const rest = run.isQuick ? [] : Object.entries(others(ours.url))
  const browser = await chromium.launch(await findChromium())
  const results = new Map<string, Pressed[]>()
  for (let round = 0; round < rounds; round += 1) {
    const inRound = round % restEvery === 0 ? [...cases, ...rest] : cases
    for (const [name, one] of inTurn(inRound, round)) {
      const pressed = results.get(name) ?? []
      pressed[round] = await press(browser, one)
      results.set(name, pressed)
    }
  }
  await browser.close()
  for (const side of [floor, ours, again, other, hubsoft]) await side?.stop()
  return figuresOf(results)
}

type Sides = Record<'floor' | 'ours' | 'again', { url: string }> & {
  other: { url: string } | undefined
}

const again = (name: string) => `${name}, again`
const inOther = (name: string) => `${name}, other build`

function pairs({ floor, ours, again: copy, other }: Sides): Record<string, Case> {
  const on = (name: string, field: Field) => ({
    [name]: { url: ours.url, field },
    [`bare ${name}`]: { field },
    [`floor's ${name}`]: { url: floor.url, field },
    [again(name)]: { url: copy.url, field },
    ...(other && { [inOther(name)]: { url: other.url, field } }),
  })
  return { ...on('phone', inPhone), ...on('description', inDescription) }
}

/** What more is on the screen, or goes on meanwhile. */
function others(url: string): Record<string, Case> {
  const call = (page: Page) => page.locator('[name="id_cliente_servico"]').fill('11000')
  return {
    name: { url, field: inName },
    // It is looked up as the name is typed, and comes in the middle of it.
    'name, as who is calling comes': { url, field: inName, before: call },
    'description, with who is calling': {
      url,
      field: inDescription,
      async before(page) {
        await call(page)
        await page.getByRole('heading', { name: 'Bianca Couto' }).waitFor()
      },
    },
    'description, a listed fault': {
      url,
      field: inDescription,
      async before(page) {
        await submitButton(page).click()
        await page.locator('#resumo-de-erros').waitFor()
      },
    },
    'the search': { url, field: inSearch },
  }
}

const targets: Record<string, number> = { phone: 1.25, description: 1.1 }

function figuresOf(results: Map<string, Pressed[]>): Figure[] {
  const over = (name: string, least: string, key: keyof Pressed) => {
    const pairs = (results.get(name) ?? []).flatMap((pressed, round) => {
      const beside = results.get(least)?.[round]
      return beside ? [[pressed[key], beside[key]] as const] : []
    })
    const [own, others] = [pairs.map(([ms]) => ms), pairs.map(([, ms]) => ms)]
    const detail = `${median(own).toFixed(1)} ms ÷ ${median(others).toFixed(1)} ms`
    return { unit: '×', measured: ratioOf(own, others), detail } as const
  }
  const noise = (name: string, key: keyof Pressed) =>
    results.has(again(name)) && { noise: over(again(name), name, key).measured }
  const bareOf = (name: string) =>
    name.includes('description') ? 'bare description' : 'bare phone'
  const rows = [...results.keys()].filter((name) => !/^bare|(again|other build)$/.test(name))
  return rows.flatMap((name): Figure[] => {
    const atMost = targets[name]
    return [
      {
        ...{ name: `key → paint, ${name} ÷ ${bareOf(name)}` },
        ...{ ...over(name, bareOf(name), 'paintMs'), ...noise(name, 'paintMs') },
        ...(atMost !== undefined && { target: { atMost } }),
      },
      {
        ...{ name: `main thread for a key, ${name} ÷ ${bareOf(name)}` },
        ...{ ...over(name, bareOf(name), 'workMs'), ...noise(name, 'workMs') },
      },
      ...(results.has(inOther(name)) ? againstOther(name, over) : []),
    ]
  })
}

const againstOther = (
  name: string,
  over: (name: string, bare: string, key: keyof Pressed) => Omit<Figure, 'name'>,
): Figure[] => [
  { name: `key → paint, ${name} ÷ the other build`, ...over(name, inOther(name), 'paintMs') },
  { name: `script for a key, ${name} ÷ the other build`, ...over(name, inOther(name), 'scriptMs') },
  { name: `main thread, ${name} ÷ the other build`, ...over(name, inOther(name), 'workMs') },
]

const bare = `<p><label>Campo <input name="telefone" type="tel"></label></p>
  <p><label>Campo <textarea name="descricao" rows="5"></textarea></label></p>`

async function press(browser: Browser, { url, field, before }: Case): Promise<Pressed> {
  const page = await browser.newPage({ viewport: { width: 1366, height: 633 }, locale: 'pt-BR' })
  const { selector, already, typed } = field
  // With all that is loaded after the form: its arrival would count as a key's work.
  if (url) await page.goto(url, { waitUntil: 'networkidle' })
  else await page.setContent(bare)
  await before?.(page)
  await page.locator(selector).fill(already)
  await page.locator(selector).focus()
  await page.keyboard.press('Control+End')
  const client = await page.context().newCDPSession(page)
  await client.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  await watchKeys(page, selector)
  const worked = await watchMainThread(page)
  const atFirst = await worked()
  await page.keyboard.type(typed, { delay: keyEveryMs })
  // What a key leaves for later is its work, too.
  await page.waitForTimeout(500)
  const inAll = await worked()
  const timings = await page.evaluate(() => document.documentElement.dataset.timings ?? '[]')
  await page.close()
  return {
    paintMs: median(JSON.parse(timings)),
    scriptMs: (inAll.script - atFirst.script) / typed.length,
    workMs: (inAll.all - atFirst.all) / typed.length,
  }
}

/**
 * From when the browser had the key (its event's own time) to the end of the frame after its `input` event: the frame
 * in which the letter stands, with all that the page does before it.
 */
async function watchKeys(page: Page, selector: string) {
  await page.evaluate((field) => {
    const timings: number[] = []
    let pressedAt = 0
    const element = document.querySelector(field)
    element?.addEventListener('keydown', ({ timeStamp }) => {
      pressedAt = timeStamp
    })
    element?.addEventListener('input', () => {
      const since = pressedAt
      requestAnimationFrame(() => {
        // In the task after the frame.
        const channel = new MessageChannel()
        channel.port1.onmessage = () => {
          timings.push(performance.now() - since)
          document.documentElement.dataset.timings = JSON.stringify(timings)
        }
        channel.port2.postMessage(null)
      })
    })
  }, selector)
}
