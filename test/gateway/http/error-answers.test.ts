import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { AppDeps } from '#src/gateway/http/app.ts'
import { atRest } from '../at-rest.ts'
import { keepLog } from '../keep-log.ts'
import { newTicket, openHouse, ticketRoute } from '../running.ts'
import { bareApp, broken } from './bare-app.ts'
import { expectProblem, inside } from './expect-problem.ts'

const send = {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
  body: JSON.stringify(newTicket),
}
const resend = { ...send, headers: { ...send.headers, 'x-reenvio': '2' } }
const nobodyKnows: Partial<AppDeps> = { identify: broken }

test.each<[string, string, RequestInit, Partial<AppDeps>]>([
  ['what the page may know', '/api/configuracao', {}, { standing: { ...atRest, hubsoft: broken } }],
  ['who is signed in', '/api/sessao', {}, nobodyKnows],
  ['a send, by nobody knows whom', ticketRoute, send, nobodyKnows],
  ['a send', ticketRoute, send, {}],
  ['a resend', ticketRoute, resend, {}],
  ['the day’s sends', `${ticketRoute}?hoje`, {}, {}],
  ['an outcome', `${ticketRoute}/${randomUUID()}`, {}, {}],
  ['an outcome’s head', `${ticketRoute}/${randomUUID()}`, { method: 'HEAD' }, {}],
  ['options', '/api/sessao', { method: 'OPTIONS' }, nobodyKnows],
  ['nothing below /api', '/api/nada', {}, nobodyKnows],
])('when it breaks under %s: 500, and only the log says why', async (_what, path, init, deps) => {
  const { log, lines, text: logged } = keepLog()
  const headers = { host: 'localhost', ...init.headers }

  const answer = await bareApp({ log, ...deps }).request(path, { ...init, headers }, {})
  const text = await answer.text()

  expect(answer.status).toBe(500)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  if (init.method === 'HEAD') expect(text).toBe('')
  else {
    expect(JSON.parse(text)).toEqual({
      status: 'error',
      codigo: 'erro_interno',
      msg: 'Erro nosso, não do que você digitou. Confira o envio antes de repetir e avise o responsável.',
      id_requisicao: answer.headers.get('x-request-id'),
    })
  }
  expect(lines().filter(({ level }) => level === 50)).toEqual([
    expect.objectContaining({
      id: answer.headers.get('x-request-id'),
      err: {
        type: 'Error',
        stack: expect.arrayContaining([expect.stringMatching(/^at .*broken.*bare-app/)]),
      },
    }),
  ])
  expect(logged()).not.toMatch(/journal is broken|Bianca|37999112233|Sem acesso/)
})

test('what is thrown without being an error is a fault of ours all the same', async () => {
  let isBroken = false
  const { logTo, text } = keepLog()
  const house = await openHouse({
    logTo,
    clock: {
      monotonicMs: () => performance.now(),
      wallMs() {
        // A library may do so; ours throw errors.
        if (isBroken) throw 'a word about journal.ts'
        return Date.now()
      },
    },
  })
  isBroken = true

  const answer = await house.post()

  expectProblem(answer, 500, 'erro_interno')
  expect(answer.text).not.toMatch(inside)
  expect(text()).toMatch(new RegExp(`"level":50,.*"id":"${answer.headers['x-request-id']}"`))
})

test('what never became a request stands in the log with the id that its sender was told', async () => {
  const { logTo, lines, text } = keepLog()
  const { send: ask } = await openHouse({ logTo })

  const { status, headers } = await ask('/a\\b')

  expect(status).toBe(400)
  const line = { id: headers['x-request-id'], status: 400 }
  await expect.poll(lines).toContainEqual(expect.objectContaining(line))
  expect(text()).not.toContain('a\\\\b')
})

test('an expectation that we do not know is no reason to say nothing', async () => {
  const { post, ledger } = await openHouse()

  expect((await post(newTicket, { headers: { expect: 'a wonder' } })).status).toBe(201)
  expect(ledger.tickets).toHaveLength(1)
})
