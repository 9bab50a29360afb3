import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect } from 'playwright/test'
import { test } from './test.ts'

/** The letters and signs of the page's own texts; each must be drawn, and not by the box for missing ones. */
const signs = [...'áâãàçéêíóôõúÁÂÃÀÇÉÊÍÓÔÕÚ·–…“”º']

test('the browser has a glyph for every sign of the Portuguese texts', async ({ page }) => {
  await page.setContent('<canvas width="40" height="40"></canvas>')

  const missing = await page.evaluate((signs) => {
    const canvas = document.querySelector('canvas')
    const pen = canvas?.getContext('2d')
    const draw = (sign: string) => {
      pen?.clearRect(0, 0, 40, 40)
      if (pen) pen.font = '24px sans-serif'
      pen?.fillText(sign, 4, 28)
      return canvas?.toDataURL()
    }
    const boxes = [draw('\uE000'), draw(' ')]
    return signs.filter((sign) => boxes.includes(draw(sign)))
  }, signs)

  expect(missing).toEqual([])
})

// The list shows this one with a cross: failing is what is expected of it.
test.fail('a page that prints an error fails its test', async ({ page }) => {
  await page.evaluate(() => console.error('on purpose'))
})

test('an uncaught error is noticed, in any context', async ({ browser, pageErrors }) => {
  const page = await (await browser.newContext()).newPage()
  await page.evaluate(() => void Promise.reject(new Error('on purpose')))

  await expect.poll(() => pageErrors.seen).toEqual([expect.stringContaining('on purpose')])
  pageErrors.seen.length = 0
})

test('a violation of the CSP is noticed', async ({ page, pageErrors }) => {
  await page.goto(await serve(200, '<style>p { color: red }</style><p>Olá</p>'))

  await expect.poll(() => pageErrors.seen).toEqual([expect.stringContaining('style-src')])
  pageErrors.seen.length = 0
})

test('an error status is noticed, and forgiven where the test expects it', async ({
  page,
  pageErrors,
}) => {
  pageErrors.allow(404)

  await page.goto(await serve(404, '<p>Olá</p>'))

  await expect(page.getByText('Olá')).toBeVisible()
  await expect.poll(() => pageErrors.seen).toEqual([expect.stringContaining('404')])
})

/** The address of one page under the strictest CSP. */
async function serve(status: number, body: string): Promise<string> {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'self'",
  }
  const server = createServer(({ url }, response) => {
    response.writeHead(url === '/' ? status : 200, headers).end(body)
  })
  await once(server.listen(0, '127.0.0.1').unref(), 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no address')
  return `http://127.0.0.1:${address.port}/`
}
