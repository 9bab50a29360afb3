// @vitest-environment jsdom
// Component tests talk to a real gateway from inside jsdom: what Node has for that must not be shadowed by jsdom.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import * as undici from 'undici'
import { expect, onTestFinished, test } from 'vitest'

async function echo(): Promise<string> {
  const server = createServer(async (request, response) => {
    if (request.url === '/silence') return
    const body = await text(request)
    response.writeHead(201, { 'x-request-id': 'r1', 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ method: request.method, type: request.headers['content-type'], body }),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
}

test('there is a document', () => {
  document.body.innerHTML = '<p>Olá</p>'

  expect(document.querySelector('p')).toHaveTextContent('Olá')
})

test.each([
  ["Node's fetch", fetch],
  ["undici's fetch", undici.fetch],
])('%s reaches a real server', async (_name, fetch) => {
  const response = await fetch(new URL('/x', await echo()).href, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ nome: 'João' }),
    signal: AbortSignal.timeout(5_000),
  })

  expect([response.status, response.headers.get('x-request-id')]).toEqual([201, 'r1'])
  expect(await response.json()).toEqual({
    method: 'POST',
    type: 'application/json',
    body: '{"nome":"João"}',
  })
})

test('a Request with an AbortController can be sent and given up', async () => {
  const controller = new AbortController()
  const request = new Request(`${await echo()}/silence`, { signal: controller.signal })
  const answer = fetch(request)
  controller.abort()

  await expect(answer).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
  await expect(
    fetch(`${await echo()}/silence`, { signal: AbortSignal.timeout(20) }),
  ).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }))
})

test('a listener of the document can be taken away by an AbortSignal', () => {
  const controller = new AbortController()
  let calls = 0
  document.addEventListener('x', () => calls++, { signal: controller.signal })
  document.dispatchEvent(new Event('x'))
  controller.abort()
  document.dispatchEvent(new Event('x'))

  expect(calls).toBe(1)
})

test('hono answers in process and on a socket', async () => {
  const app = new Hono().post('/x', async (c) => c.json(await c.req.json(), 202))
  const init = { method: 'POST', body: '{"nome":"João"}' }
  const inProcess = await app.request('/x', init)
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const onSocket = await fetch(`http://127.0.0.1:${port}/x`, init)

  for (const response of [inProcess, onSocket]) {
    expect(response.status).toBe(202)
    expect(await response.json()).toEqual({ nome: 'João' })
  }
})
