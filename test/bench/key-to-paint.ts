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

for (let round = 0; round < rounds; round += 1) {
  const bare = await browser.newPage()
  await bare.setContent('<label>Campo <input name="bare"></label>')
  note('a bare input', await measure(bare, '[name="bare"]'))
  await bare.close()

  const page = await browser.newPage()
  await page.goto(house.url)
  note('nome, before any fault', await measure(page, '[name="nome"]'))
  await submitButton(page).click()
  await page.locator('#resumo-de-erros').waitFor()
  note('descricao, a listed fault', await measure(page, '[name="descricao"]'))
  await page.close()
}
await browser.close()
await house.stop()

console.log(`${cpus()[0]?.model.trim()} × ${cpus().length}, ${arch()}, Node ${process.version}`)
console.log(`Key press to the frame after it, ms; one frame is ${frameMs.toFixed(1)}`)
const bareMedian = quantile(results.get('a bare input') ?? [], 0.5)
for (const [name, values] of results) {
  const [median, p95] = [quantile(values, 0.5), quantile(values, 0.95)]
  console.log(
    `${name}: median ${median.toFixed(1)}, p95 ${p95.toFixed(1)}, ${values.length} keys, ` +
      `${(median / bareMedian).toFixed(2)} × bare`,
  )
}
