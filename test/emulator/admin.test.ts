import { expect, test } from 'vitest'
import { exchange } from '../gateway/running.ts'
import { connectionReset, grant, newTicket, running, ticketRoute } from './running.ts'

test('a fault ordered over HTTP meets the next request only', async () => {
  const { postJson, openTicket, ledger } = await running()

  const order = await postJson('/_emulator/faults', { route: 'atendimento', fault: 'reset-after' })

  expect(order.status).toBe(201)
  expect(order.body).toEqual({ route: 'atendimento', fault: 'reset-after', times: 1 })
  await expect(openTicket()).rejects.toEqual(connectionReset)
  expect((await openTicket()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(2)
})

test('times and stored of an order over HTTP are kept', async () => {
  const { postJson, openTicket, ledger } = await running()
  const order = { route: 'atendimento', fault: 'http-502', times: 2, stored: true }

  await postJson('/_emulator/faults', order)

  expect((await openTicket()).status).toBe(502)
  expect((await openTicket()).status).toBe(502)
  expect((await openTicket()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(3)
})

test('DELETE /_emulator/faults calls off what waits on every route', async () => {
  const { send, postJson, openTicket, ledger } = await running()
  await postJson('/_emulator/faults', { route: 'atendimento', fault: 'http-500', times: 5 })
  await postJson('/_emulator/faults', { route: 'token', fault: 'http-500', times: 5 })

  expect((await send('/_emulator/faults', { method: 'DELETE' })).status).toBe(204)

  expect((await openTicket()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(1)
})

test.each([
  [undefined, /^fault must be one of slow, /],
  [[], /^fault must be one of slow, /],
  [{ route: 'atendimento', fault: 'explode' }, /^fault must be one of slow, .*msg-lies\.$/],
  [{ route: 'cliente', fault: 'empty' }, /^route must be "token", .*"listagem" or "leitura"\.$/],
  [{ fault: 'empty' }, /^route must be "token", "atendimento", "listagem" or "leitura"\.$/],
  [{ route: 'listagem', fault: 'os-empty' }, /^This fault only exists on route "atendimento"\.$/],
  [
    { route: 'atendimento', fault: 'unknown-list-key' },
    /^This fault only exists on route "listagem"\.$/,
  ],
  [
    { route: 'leitura', fault: 'refused' },
    /^This fault only exists on routes "atendimento" and "listagem"\.$/,
  ],
  [{ route: 'token', fault: 'os-empty' }, /^This fault only exists on route "atendimento"\.$/],
  [{ route: 'token', fault: 'slow' }, /^ms must be a number of milliseconds, 0 or more\.$/],
  [{ route: 'token', fault: 'slow', ms: -1 }, /^ms must be a number of milliseconds, 0 or more\.$/],
  [{ route: 'token', fault: 'empty', times: 0 }, /^times must be a whole number from 1\.$/],
  [{ route: 'token', fault: 'empty', times: 1.5 }, /^times must be a whole number from 1\.$/],
  [{ route: 'token', fault: 'empty', stored: 'yes' }, /^stored must be true or false\.$/],
  [{ route: 'atendimento', fault: 'refused', msg: 1 }, /^msg must be a text\.$/],
  [{ route: 'token', fault: 'reset-after', stored: true }, /^Unknown key: stored\.$/],
])('an order that makes no sense is refused in a sentence: %j', async (order, sentence) => {
  const { postJson, openTicket, ledger } = await running()

  const answer = await postJson('/_emulator/faults', order, order ? {} : { text: 'no json' })

  expect(answer.status).toBe(400)
  expect(answer.body).toEqual({ error: expect.stringMatching(sentence) })
  expect((await openTicket()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(1)
})

test('in process an order that makes no sense throws', async () => {
  const { emulator } = await running()

  expect(() =>
    emulator.faults.inject({ route: 'atendimento', fault: 'slow', ms: Number.NaN }),
  ).toThrow('ms must be')
})

test('POST /_emulator/revoke-tokens takes every token', async () => {
  const { send, signIn, openTicket, ledger } = await running()
  const { access_token } = await signIn()

  expect((await send('/_emulator/revoke-tokens', { method: 'POST' })).status).toBe(204)

  expect((await openTicket(newTicket, { token: access_token })).status).toBe(401)
  expect(ledger.tickets).toEqual([])
})

test('PUT /_emulator/permissions replaces them all: what it does not name is granted', async () => {
  const { send, openTicket, ledger } = await running()
  const put = (body: string) => send('/_emulator/permissions', { method: 'PUT', body })

  const none = await put('{"create":false}')
  expect(none.body).toEqual({ create: false, list: true, openWorkOrder: 'granted' })
  expect((await openTicket()).status).toBe(403)

  await put('{"openWorkOrder":"refused"}')
  expect((await openTicket()).status).toBe(403)
  expect((await openTicket({ ...newTicket, abrir_os: false })).status).toBe(200)

  await put('{}')
  expect((await openTicket()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(2)
})

test.each([
  ['', 'The permissions must be a JSON object.'],
  ['{"create":"no"}', 'create must be true or false.'],
  [
    '{"openWorkOrder":false}',
    'openWorkOrder must be "granted", "refused" or "refused-after-storing".',
  ],
  ['{"list":0}', 'list must be true or false.'],
  ['{"message":false}', 'Unknown key: message.'],
])('permissions that make no sense are refused in a sentence: %s', async (body, error) => {
  const { send, openTicket, ledger } = await running()

  const answer = await send('/_emulator/permissions', { method: 'PUT', body })

  expect([answer.status, answer.body]).toEqual([400, { error }])
  await openTicket()
  expect(ledger.tickets).toHaveLength(1)
})

test('the ledger over HTTP tells tickets as stored and requests as received', async () => {
  const { send, openTicket, ledger } = await running()
  await openTicket()

  const { body } = await send('/_emulator/ledger')

  expect(body).toEqual({ tickets: ledger.tickets, requests: ledger.requests })
  expect(body).toMatchObject({
    tickets: [{ id_cliente_servico: 11000, body: newTicket, atendimento: { id_atendimento: 300 } }],
    requests: [
      { method: 'POST', path: '/oauth/token' },
      {
        receivedAt: '2026-11-24T13:58:21.000Z',
        method: 'POST',
        path: ticketRoute,
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          authorization: 'Bearer ***',
        },
        body: newTicket,
      },
    ],
  })
})

test('no secret gets into the ledger: JSON, form, half a JSON, or a bare authorization', async () => {
  const { send, postJson, signIn, openTicket, ledger } = await running()
  const { access_token } = await signIn()
  await send('/oauth/token', { method: 'POST', body: new URLSearchParams(grant) })
  const half = JSON.stringify(grant).slice(0, -1)
  await send('/oauth/token', { method: 'POST', body: half })
  const asForm = { 'content-type': 'application/x-www-form-urlencoded' }
  await send('/oauth/token', { method: 'POST', body: half, headers: asForm })
  await postJson(ticketRoute, { dentro: [{ password: grant.password }] })
  await openTicket(newTicket, { token: access_token })
  await send(ticketRoute, { method: 'POST', headers: { authorization: access_token } })

  const text = JSON.stringify(ledger.requests)

  expect(ledger.requests).toHaveLength(7)
  for (const secret of [grant.password, grant.client_secret, access_token]) {
    expect(text).not.toContain(secret)
  }
  expect(ledger.requests.slice(0, 4).map(({ body }) => body)).toEqual([
    { ...grant, client_secret: '***', password: '***' },
    { ...grant, client_secret: '***', password: '***' },
    '***',
    '***',
  ])
})

test('a request that broke, was turned away or went astray was received all the same', async () => {
  const { emulator, send, openTicket, ledger } = await running()
  emulator.faults.inject({ route: 'atendimento', fault: 'reset-before' })

  await expect(openTicket(newTicket, { token: 'inventado' })).rejects.toEqual(connectionReset)
  await openTicket(newTicket, { token: 'inventado' })
  await send('/api/v1/integracao/cliente?busca=telefone')

  expect(ledger.requests).toMatchObject([
    { method: 'POST', path: ticketRoute, body: newTicket },
    { method: 'POST', path: ticketRoute, body: newTicket },
    { method: 'GET', path: '/api/v1/integracao/cliente', headers: { authorization: null } },
  ])
  expect(ledger.tickets).toEqual([])
})

test('the ledger can be emptied, and ids go on from where they were', async () => {
  const { send, openTicket, ledger } = await running()
  await openTicket()

  expect((await send('/_emulator/ledger', { method: 'DELETE' })).status).toBe(204)

  expect([ledger.tickets, ledger.requests]).toEqual([[], []])
  await openTicket()
  expect(ledger.tickets[0]?.atendimento.id_atendimento).toBeGreaterThan(300)
})

test('the admin surface is no part of HubSoft: it is not in the ledger and knows only its routes', async () => {
  const { send, ledger } = await running()

  const answer = await send('/_emulator/nada')

  expect(answer.status).toBe(404)
  expect(answer.body).toEqual({ error: 'No such admin route: GET /_emulator/nada.' })
  expect(ledger.requests).toEqual([])
})

test('switches can be read, and turned one by one', async () => {
  const { send, openTicket } = await running()
  const patch = (body: string) => send('/_emulator/switches', { method: 'PATCH', body })
  const usual = { listStatus: 'success', keys: '2025', none: 'array', limits: false }
  expect((await send('/_emulator/switches')).body).toEqual(usual)

  expect((await patch('{"keys":"2018"}')).body).toEqual({ ...usual, keys: '2018' })
  expect((await patch('{"limits":true}')).body).toEqual({ ...usual, keys: '2018', limits: true })

  expect((await openTicket()).body).not.toHaveProperty('atendimento.servico')
})

test.each([
  ['', 'The switches must be a JSON object.'],
  ['{"listStatus":"sucesso"}', 'listStatus must be "success" or "suscess".'],
  ['{"none":404}', 'none must be "array" or "http-404" or "error".'],
  ['{"limits":1}', 'limits must be true or false.'],
  ['{"faults":[]}', 'Unknown key: faults.'],
])('switches that make no sense are refused in a sentence: %s', async (body, error) => {
  const { send } = await running()

  const answer = await send('/_emulator/switches', { method: 'PATCH', body })

  expect([answer.status, answer.body]).toEqual([400, { error }])
  expect((await send('/_emulator/switches')).body).toMatchObject({ limits: false })
})

test.each([
  ['a page of another site', { origin: 'https://other.example' }],
  ['a page of another port', { origin: 'http://127.0.0.1:1' }],
  ['a form, an image or a frame of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a page on another port', { 'sec-fetch-site': 'same-site' }],
  ['a sandboxed page', { origin: 'null' }],
  ['a name that points here', { host: 'rebound.example' }],
])('%s reaches no admin route', async (_who, headers) => {
  const { url, openTicket } = await running()
  const order = JSON.stringify({ route: 'atendimento', fault: 'http-500' })
  const answer = await exchange(`${url}/_emulator/faults`, { method: 'POST', headers, body: order })

  expect([answer.status, answer.body]).toEqual([
    403,
    { error: 'No page of another site may ask here.' },
  ])
  expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
  expect((await openTicket()).status).toBe(200)
})
