import { type Browser, chromium, type Page } from 'playwright'
import { findChromium } from '../e2e/chromium.ts'
import { submitButton } from '../e2e/house.ts'
import type { Figure, Run } from './figure.ts'
import { median, medianOf, ratioOf } from './interval.ts'
import { inTurn, startProduct } from './serving.ts'

const slowdown = 4
const keyEveryMs = 80
const phone = '37999112233'
const words = 'e sem sinal.'
const longText = 'Sem acesso desde segunda, luz vermelha no equipamento; já reiniciou. '
  .repeat(30)
  .slice(0, 2000)

type Field = { name: string; already: string; typed: string }

const inPhone: Field = { name: 'telefone', already: '', typed: phone }
const inDescription: Field = { name: 'descricao', already: longText, typed: words }

/** Where keys are pressed: a page, and what there is done before. */
type Case = { url?: string; field: Field; before?: (page: Page) => Promise<unknown> }

type Pressed = { paintMs: number; scriptMs: number }

/** From a key's event to the frame that shows what it wrote, and how long the page's script ran for it. */
export async function keys(run: Run): Promise<Figure[]> {
  const rounds = run.rounds ?? (run.isQuick ? 3 : 20)
  run.say(`  ${rounds} rounds of ${phone.length} and ${words.length} keys, CPU ÷ ${slowdown}`)
  const [a, b] = [await startProduct(), await startProduct()]
  const other = run.against === undefined ? undefined : await startProduct({ root: run.against })
  const browser = await chromium.launch(await findChromium())
  const cases = new Map<string, Case>(Object.entries(casesOf(a.url, b.url, other?.url)))
  const results = new Map<string, Pressed[]>()
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, one] of inTurn([...cases], round)) {
      results.set(name, [...(results.get(name) ?? []), await press(browser, one)])
    }
  }
  await browser.close()
  for (const side of [a, b, other]) await side?.stop()
  return figuresOf(results)
}

function casesOf(a: string, b: string, other: string | undefined): Record<string, Case> {
  const name = { name: 'nome', already: '', typed: 'Bianca Couto' }
  const called = (page: Page) => page.locator('[name="id_cliente_servico"]').fill('11000')
  return {
    'bare input': { field: inPhone },
    'bare textarea': { field: inDescription },
    phone: { url: a, field: inPhone },
    'phone, A/A': { url: b, field: inPhone },
    description: { url: a, field: inDescription },
    'description, A/A': { url: b, field: inDescription },
    ...(other && {
      'phone, against': { url: other, field: inPhone },
      'description, against': { url: other, field: inDescription },
    }),
    name: { url: a, field: name },
    // Who is calling is looked up as the name is typed, and comes in the middle of it.
    'name, as who is calling comes': { url: a, field: name, before: called },
    'description, with who is calling': {
      url: a,
      field: inDescription,
      before: async (page) => {
        await called(page)
        await page.getByRole('heading', { name: 'Bianca Couto' }).waitFor()
      },
    },
    'description, a listed fault': {
      url: a,
      field: inDescription,
      before: async (page) => {
        await submitButton(page).click()
        await page.locator('#resumo-de-erros').waitFor()
      },
    },
  }
}

function figuresOf(results: Map<string, Pressed[]>): Figure[] {
  const paint = (name: string) => (results.get(name) ?? []).map(({ paintMs }) => paintMs)
  const script = (name: string) => (results.get(name) ?? []).map(({ scriptMs }) => scriptMs)
  const over = (name: string, bare: string): Omit<Figure, 'name'> => ({
    unit: '×',
    measured: ratioOf(paint(name), paint(bare)),
  })
  const noiseOf = (name: string) => ({ noise: ratioOf(paint(`${name}, A/A`), paint(name)) })
  const against = ['phone', 'description'].filter((name) => results.has(`${name}, against`))
  return [
    {
      ...{ name: 'key → paint, phone ÷ bare input', ...over('phone', 'bare input') },
      ...{ ...noiseOf('phone'), target: { atMost: 1.25 } },
    },
    {
      ...{ name: 'key → paint, description of 2,000 ÷ bare textarea' },
      ...{ ...over('description', 'bare textarea'), ...noiseOf('description') },
      target: { atMost: 1.1 },
    },
    ...against.flatMap((name): Figure[] => [
      { name: `key → paint, ${name}, ÷ the other build`, ...over(name, `${name}, against`) },
      {
        name: `script for a key, ${name}, ÷ the other build`,
        unit: '×',
        measured: ratioOf(script(name), script(`${name}, against`)),
      },
    ]),
    ...[...results.keys()]
      .filter((name) => !name.endsWith('A/A'))
      .flatMap((name): Figure[] => [
        { name: `key → paint, ${name}`, unit: 'ms', measured: medianOf(paint(name)) },
        { name: `script for a key, ${name}`, unit: 'ms', measured: medianOf(script(name)) },
      ]),
  ]
}

async function press(browser: Browser, { url, field, before }: Case): Promise<Pressed> {
  const page = await browser.newPage()
  const { name, already, typed } = field
  if (url) {
    await page.goto(url)
    // What is loaded after the form is in place, or its arrival would count as a key's work.
    await page.getByRole('combobox').waitFor()
  } else {
    const bare = name === 'descricao' ? '<textarea rows="5"' : '<input'
    await page.setContent(
      `<label>Campo ${bare} name="${name}"></${bare.split(' ')[0]?.slice(1)}></label>`,
    )
  }
  await page.locator(`[name="${name}"]`).fill(already)
  await before?.(page)
  await page.locator(`[name="${name}"]`).focus()
  await page.keyboard.press('Control+End')
  const client = await page.context().newCDPSession(page)
  await client.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  await client.send('Performance.enable')
  const scriptS = async () => {
    const { metrics } = await client.send('Performance.getMetrics')
    return metrics.find((one) => one.name === 'ScriptDuration')?.value ?? Number.NaN
  }
  await watchKeys(page, name)
  const idleS = await scriptS()
  await page.keyboard.type(typed, { delay: keyEveryMs })
  // What a key leaves for later is its work, too.
  await page.waitForTimeout(500)
  const scriptMs = ((await scriptS()) - idleS) * (1000 / typed.length)
  const timings = await page.evaluate(() => document.documentElement.dataset.timings ?? '[]')
  await page.close()
  return { paintMs: median(JSON.parse(timings)), scriptMs }
}

/**
 * From when the browser had the key (its event's own time) to the end of the frame after its `input` event: the frame
 * in which the letter stands, with all that the page does before it.
 */
async function watchKeys(page: Page, name: string) {
  await page.evaluate((field) => {
    const timings: number[] = []
    let pressedAt = 0
    const element = document.querySelector(`[name="${field}"]`)
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
  }, name)
}
