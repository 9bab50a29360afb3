import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { GatewayEnv } from '#src/gateway/http/problem.ts'
import { readJsonBody } from '#src/gateway/http/read-json-body.ts'

test.each([
  ['with its length', { 'content-length': '500' }],
  ['in chunks', undefined],
])('a body %s that is cut short is told so, and none of it is taken', async (_how, headers) => {
  const app = new Hono<GatewayEnv>().post('/', async (c) =>
    c.json(await readJsonBody(c, { bytes: 1000, msg: '' })),
  )
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{}'))
      controller.error(new Error('aborted'))
    },
  })

  // Its type is a browser's, which has no such member.
  const request = { method: 'POST', body, duplex: 'half', ...(headers && { headers }) }
  const answer = await app.request('/', request)

  expect(await answer.json()).toMatchObject({
    kind: 'refused',
    refusal: { status: 400, msg: 'O corpo do pedido não chegou inteiro.' },
  })
})
