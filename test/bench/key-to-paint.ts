import { arch, cpus } from 'node:os'
import { chromium, type Page } from 'playwright'
import { findChromium } from '../e2e/chromium.ts'
import { submitButton } from '../e2e/house.ts'
import { startHouse } from '../house.ts'
import { quantile } from './quantile.ts'

const rounds = 20
const text = 'Sem acesso desde segunda'
const frameMs = 1000 / 60

/**
 * Milliseconds from a key's event to the next frame, for each key: what the page's own work adds to
 * the wait for the frame.
 */
async function measure(page: Page, selector: string): Promise<number[]> {
  await page.evaluate((field) => {
    const timings: number[] = []
    document.documentElement.dataset.timings = '[]'
    document.querySelector(field)?.addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          const channel = new MessageChannel()
          channel.port1.onmessage = () => {
            timings.push(performance.now() - timeStamp)
            document.documentElement.dataset.timings = JSON.stringify(timings)
          }
          channel.port2.postMessage(null)
        }),
      { capture: true },
    )
  }, selector)
  await page.locator(selector).focus()
  await page.keyboard.type(text, { delay: 40 })
  await page.waitForTimeout(100)
  const timings = await page.evaluate(() => document.documentElement.dataset.timings ?? '[]')
  return JSON.parse(timings)
}

const house = await startHouse()
const browser = await chromium.launch(await findChromium())
const results = new Map<string, number[]>()
const note = (name: string, values: number[]) =>
  results.set(name, [...(results.get(name) ?? []), ...values])

async function measureAlone() {
  const page = await browser.newPage()
  await page.goto(house.url)
  await page.getByRole('combobox').waitFor()
  note('nome', await measure(page, '[name="nome"]'))
  note('descricao', await measure(page, '[name="descricao"]'))
  await page.locator('[name="descricao"]').fill('')
  await submitButton(page).click()
  await page.locator('#resumo-de-erros').waitFor()
  note('descricao, a listed fault', await measure(page, '[name="descricao"]'))
  await page.close()
}

/** Who is calling is looked up while the name is typed, and comes in the middle of it. */
async function measureCalled() {
  const page = await browser.newPage()
  await page.goto(house.url)
  await page.getByRole('combobox').waitFor()
  await page.locator('[name="id_cliente_servico"]').fill('11000')
  note('nome, as who is calling comes', await measure(page, '[name="nome"]'))
  await page.getByRole('heading', { name: 'Bianca Couto' }).waitFor()
  note('descricao, with who is calling', await measure(page, '[name="descricao"]'))
  note('the search', await measure(page, '[role="combobox"]'))
  await page.close()
}

for (let round = 0; round < rounds; round += 1) {
  const bare = await browser.newPage()
  await bare.setContent('<label>Campo <input name="bare"></label>')
  note('a bare input', await measure(bare, '[name="bare"]'))
  await bare.close()

  // Whichever comes second finds the machine warmer.
  const forms = round % 2 === 0 ? [measureAlone, measureCalled] : [measureCalled, measureAlone]
  for (const measureForm of forms) await measureForm()
}
await browser.close()
await house.stop()

console.log(`${cpus()[0]?.model.trim()} × ${cpus().length}, ${arch()}, Node ${process.version}`)
console.log(`Key press to the frame after it, ms; one frame is ${frameMs.toFixed(1)}`)
const medianOf = (name: string) => quantile(results.get(name) ?? [], 0.5)
const bareMedian = medianOf('a bare input')
for (const [name, values] of [...results].sort(([one], [other]) => one.localeCompare(other))) {
  const plain = results.has(name.split(',')[0] ?? '')
    ? medianOf(name.split(',')[0] ?? '')
    : medianOf('nome')
  const [median, p95] = [quantile(values, 0.5), quantile(values, 0.95)]
  console.log(
    `${name}: median ${median.toFixed(1)}, p95 ${p95.toFixed(1)}, ${values.length} keys, ` +
      `${(median / bareMedian).toFixed(2)} × bare, ${(median / plain).toFixed(2)} × the plain field`,
  )
}
