import { expect, test } from 'vitest'
import { hubsoftAnswers } from '../samples.ts'
import {
  connectionReset,
  customersRoute,
  grant,
  newTicket,
  running,
  ticketRoute,
} from './running.ts'

test('faults ordered over HTTP meet the next requests, as often and in the order in which they were ordered', async () => {
  const { postJson, openTicket, ledger } = await running()
  const order = { route: 'atendimento', fault: 'http-502', stored: true }

  const answer = await postJson('/_emulator/faults', order)
  await postJson('/_emulator/faults', { ...order, times: 2 })
  await postJson('/_emulator/faults', { route: 'atendimento', fault: 'too-many' })

  expect([answer.status, answer.body]).toEqual([201, { ...order, times: 1 }])
  for (const status of [502, 502, 502, 429, 200]) expect((await openTicket()).status).toBe(status)
  expect(ledger.tickets).toHaveLength(4)
})

test('DELETE /_emulator/faults calls off what waits on every route', async () => {
  const { send, postJson, openTicket, ledger } = await running()
  await postJson('/_emulator/faults', { route: 'atendimento', fault: 'http-500', times: 5 })
  await postJson('/_emulator/faults', { route: 'token', fault: 'http-500', times: 5 })

  expect((await send('/_emulator/faults', { method: 'DELETE' })).status).toBe(204)

  expect((await openTicket()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(1)
})

const ordersAll = expect.stringMatching(/^fault must be one of slow, .*msg-lies\.$/)
const routes =
  'route must be "token", "atendimento", "mensagem", "listagem", "consulta" or "leitura".'
const noMs = 'ms must be a number of milliseconds, 0 or more.'
const onTickets = 'This fault only exists on route "atendimento".'
const onRefusing =
  'This fault only exists on routes "atendimento", "mensagem", "listagem" and "consulta".'
const wholeTimes = 'times must be a whole number from 1.'
const onLists = 'This fault only exists on route "listagem".'
const onAnyList = 'This fault only exists on routes "listagem" and "consulta".'
const noTruth = 'stored must be true or false.'
const workOrders = 'openWorkOrder must be "granted", "refused" or "refused-after-storing".'

test.each([
  ['POST', 'faults', undefined, ordersAll],
  ['POST', 'faults', [], ordersAll],
  ['POST', 'faults', { route: 'atendimento', fault: 'explode' }, ordersAll],
  ['POST', 'faults', { route: 'cliente', fault: 'empty' }, routes],
  ['POST', 'faults', { fault: 'empty' }, routes],
  ['POST', 'faults', { route: 'listagem', fault: 'os-empty' }, onTickets],
  ['POST', 'faults', { route: 'token', fault: 'os-empty' }, onTickets],
  ['POST', 'faults', { route: 'token', fault: 'drafts' }, onLists],
  ['POST', 'faults', { route: 'leitura', fault: 'refused' }, onRefusing],
  ['POST', 'faults', { route: 'leitura', fault: 'list-empty' }, onAnyList],
  ['POST', 'faults', { route: 'token', fault: 'slow' }, noMs],
  ['POST', 'faults', { route: 'token', fault: 'slow', ms: -1 }, noMs],
  ['POST', 'faults', { route: 'token', fault: 'empty', times: 0 }, wholeTimes],
  ['POST', 'faults', { route: 'token', fault: 'empty', times: 1.5 }, wholeTimes],
  ['POST', 'faults', { route: 'token', fault: 'empty', stored: 'yes' }, noTruth],
  ['POST', 'faults', { route: 'atendimento', fault: 'refused', msg: 1 }, 'msg must be a text.'],
  ['POST', 'faults', { route: 'token', fault: 'slow', stored: true }, 'Unknown key: stored.'],
  ['PUT', 'permissions', undefined, 'The permissions must be a JSON object.'],
  ['PUT', 'permissions', { create: 'no' }, 'create must be true or false.'],
  ['PUT', 'permissions', { openWorkOrder: false }, workOrders],
  ['PUT', 'permissions', { list: 0 }, 'list must be true or false.'],
  ['PUT', 'permissions', { attach: false }, 'Unknown key: attach.'],
  ['PATCH', 'switches', undefined, 'The switches must be a JSON object.'],
  ['PATCH', 'switches', { listStatus: 'sucesso' }, 'listStatus must be "success" or "suscess".'],
  ['PATCH', 'switches', { none: 404 }, 'none must be "array" or "http-404" or "error".'],
  ['PATCH', 'switches', { limits: 1 }, 'limits must be true or false.'],
  ['PATCH', 'switches', { faults: [] }, 'Unknown key: faults.'],
])(
  '%s %s that makes no sense changes nothing, in a sentence: %j',
  async (method, path, said, error) => {
    const { send, openTicket, ledger } = await running()
    const { body: switches } = await send('/_emulator/switches')

    const body = said === undefined ? 'no json' : JSON.stringify(said)
    const answer = await send(`/_emulator/${path}`, { method, body })

    expect([answer.status, answer.body]).toEqual([400, { error }])
    expect((await send('/_emulator/switches')).body).toEqual(switches)
    await openTicket()
    expect(ledger.tickets).toHaveLength(1)
  },
)

test('POST /_emulator/revoke-tokens takes every token, and a new sign-in works again', async () => {
  const { send, signIn, openTicket, ledger } = await running()
  const tokens = [await signIn(), await signIn()]

  expect((await send('/_emulator/revoke-tokens', { method: 'POST' })).status).toBe(204)

  for (const { access_token: token } of tokens) {
    expect((await openTicket(newTicket, { token })).status).toBe(401)
  }
  expect((await openTicket()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(1)
})

test('PUT /_emulator/permissions replaces them all: what it does not name is granted', async () => {
  const { send, openTicket, read, listOf, ledger } = await running()
  const put = (body: string) => send('/_emulator/permissions', { method: 'PUT', body })
  const forbidden = { status: 403, body: hubsoftAnswers.permissionMissing }

  const none = await put('{"create":false}')
  expect(none.body).toEqual({
    consult: true,
    create: false,
    list: true,
    message: true,
    openWorkOrder: 'granted',
  })
  // Even for a body full of faults.
  expect(await openTicket({})).toMatchObject(forbidden)
  expect((await listOf(11000)).status).toBe(200)

  expect((await read(`${customersRoute}?busca=codigo_cliente&termo_busca=1204`)).status).toBe(200)
  await put('{"consult":false}')
  expect(await read(customersRoute)).toMatchObject(forbidden)
  expect((await listOf(11000)).status).toBe(200)

  await put('{"list":false,"openWorkOrder":"refused"}')
  expect(await listOf(11000)).toMatchObject(forbidden)
  expect(await openTicket()).toMatchObject(forbidden)
  expect((await openTicket({ ...newTicket, abrir_os: false })).status).toBe(200)
  expect(ledger.tickets).toHaveLength(1)

  await put('{"openWorkOrder":"refused-after-storing"}')
  expect(await openTicket()).toMatchObject(forbidden)
  expect(ledger.tickets.map(({ atendimento }) => atendimento.ordens_servico)).toEqual([[], []])

  await put('{}')
  expect((await openTicket()).status).toBe(200)
})

test('the ledger over HTTP tells tickets as stored and requests as received', async () => {
  const { send, openTicket, ledger } = await running()
  await openTicket()

  const { body } = await send('/_emulator/ledger')

  const { tickets, messages, requests } = ledger
  expect(body).toEqual({ tickets, messages, requests })
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
  const { send, postJson, postForm, signIn, openTicket, ledger } = await running()
  const { access_token } = await signIn()
  await postForm('/oauth/token', grant)
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
  await send(`${customersRoute}?busca=telefone`)

  expect(ledger.requests).toMatchObject([
    { method: 'POST', path: ticketRoute, body: newTicket },
    { method: 'POST', path: ticketRoute, body: newTicket },
    { method: 'GET', path: customersRoute, headers: { authorization: null } },
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
  const { body: usual } = await send('/_emulator/switches')
  expect(usual).toEqual({
    listStatus: 'success',
    keys: '2025',
    messages: 'listed',
    customers: '2026',
    documents: 'exact',
    none: 'array',
    limits: false,
  })

  expect((await patch('{"keys":"2018"}')).body).toEqual(Object.assign({}, usual, { keys: '2018' }))
  expect((await patch('{"limits":true}')).body).toEqual(
    Object.assign({}, usual, { keys: '2018', limits: true }),
  )

  expect((await openTicket()).body).not.toHaveProperty('atendimento.servico')
})

test.each([
  ['a page of another site', { origin: 'https://other.example' }],
  ['a page of another port', { origin: 'http://127.0.0.1:1' }],
  ['a form, an image or a frame of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a page on another port', { 'sec-fetch-site': 'same-site' }],
  ['a sandboxed page', { origin: 'null' }],
  ['a name that points here', { host: 'rebound.example' }],
])('%s reaches no admin route', async (_who, headers) => {
  const { send, openTicket } = await running()
  const order = JSON.stringify({ route: 'atendimento', fault: 'http-500' })
  const answer = await send('/_emulator/faults', { method: 'POST', headers, body: order })

  expect([answer.status, answer.body]).toEqual([
    403,
    { error: 'No page of another site may ask here.' },
  ])
  expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
  expect((await openTicket()).status).toBe(200)
})
