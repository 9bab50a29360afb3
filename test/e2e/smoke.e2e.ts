import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect } from 'playwright/test'
import { test } from './test.ts'

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

test('an error status is noticed, and forgiven where expected', async ({ page, pageErrors }) => {
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
