import { expect, test } from 'vitest'
import { clock, grant, newTicket, running, ticketRoute } from './running.ts'

const shape = {
  access_token: expect.stringMatching(/^\S{20,}$/),
  expires_in: 2592000,
  refresh_token: expect.stringMatching(/^\S{20,}$/),
  token_type: 'Bearer',
}

test('a sign-in as JSON answers a token for thirty days, without an envelope', async () => {
  const { postJson } = await running()

  const answer = await postJson('/oauth/token', grant)

  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe('application/json')
  expect(answer.body).toEqual(shape)
})

test('a sign-in as a form, as the vendor’s samples send it, answers the same', async () => {
  const { send } = await running()

  const answer = await send('/oauth/token', { method: 'POST', body: new URLSearchParams(grant) })

  expect(answer.status).toBe(200)
  expect(answer.body).toEqual(shape)
})

test('a client id that comes as a number is taken', async () => {
  const { postJson } = await running()

  expect((await postJson('/oauth/token', { ...grant, client_id: 7 })).status).toBe(200)
})

test('each sign-in gives a token of its own, and the earlier one stays good', async () => {
  const { signIn, openTicket, ledger } = await running()

  const [first, second] = [await signIn(), await signIn()]

  expect(first.access_token).not.toBe(second.access_token)
  expect((await openTicket(newTicket, { token: first.access_token })).status).toBe(200)
  expect((await openTicket(newTicket, { token: second.access_token })).status).toBe(200)
  expect(ledger.tickets).toHaveLength(2)
})

test.each([{ username: 'outro@example.com' }, { password: 'errada' }])(
  'a wrong user is turned away: %o',
  async (wrong) => {
    const { postJson } = await running()

    const answer = await postJson('/oauth/token', { ...grant, ...wrong })

    expect(answer.status).toBe(401)
    expect(answer.body).toEqual({
      error: 'invalid_credentials',
      error_description: 'The user credentials were incorrect.',
      message: 'The user credentials were incorrect.',
    })
  },
)

test.each([{ client_id: '8' }, { client_secret: 'errado' }])(
  'a wrong client is turned away before the user is looked at: %o',
  async (wrong) => {
    const { postJson } = await running()

    const answer = await postJson('/oauth/token', { ...grant, password: 'errada', ...wrong })

    expect(answer.status).toBe(401)
    expect(answer.body).toMatchObject({ error: 'invalid_client' })
  },
)

test.each(Object.keys(grant))('a sign-in without %s is a malformed request', async (name) => {
  const { postJson } = await running()

  const answer = await postJson('/oauth/token', { ...grant, [name]: undefined })

  expect(answer.status).toBe(400)
  expect(answer.body).toMatchObject({
    error: 'invalid_request',
    hint: expect.stringContaining(name),
  })
})

test('a sign-in that is no JSON is a malformed request', async () => {
  const { send } = await running()

  expect((await send('/oauth/token', { method: 'POST', body: '{"grant_type":' })).status).toBe(400)
})

test('no other grant is known, not even that of the refresh token', async () => {
  const { postJson } = await running()

  const answer = await postJson('/oauth/token', { ...grant, grant_type: 'refresh_token' })

  expect(answer.status).toBe(400)
  expect(answer.body).toMatchObject({ error: 'unsupported_grant_type' })
})

test('a ticket without a token is turned away, its text unread', async () => {
  const { postJson, ledger } = await running()

  const answer = await postJson(ticketRoute, newTicket)

  expect(answer.status).toBe(401)
  expect(answer.text).toBe('{"message":"Unauthenticated."}')
  expect(ledger.tickets).toEqual([])
  expect(ledger.requests).toHaveLength(1)
})

test('a token that nobody gave out is turned away', async () => {
  const { openTicket, ledger } = await running()

  expect((await openTicket(newTicket, { token: 'inventado' })).status).toBe(401)
  expect(ledger.tickets).toEqual([])
})

test('another emulator’s token is turned away', async () => {
  const [here, there] = [await running(), await running()]
  const { access_token } = await there.signIn()

  expect((await here.openTicket(newTicket, { token: access_token })).status).toBe(401)
})

test('a token is good until its last second and not after', async () => {
  let at = Date.parse('2026-11-24T13:00:00Z')
  const { signIn, openTicket, ledger } = await running({ now: () => new Date(at), expiresInS: 60 })
  const { access_token } = await signIn()

  at += 59_999
  expect((await openTicket(newTicket, { token: access_token })).status).toBe(200)
  at += 1
  expect((await openTicket(newTicket, { token: access_token })).status).toBe(401)
  expect(ledger.tickets).toHaveLength(1)
})

test('revoking takes every token at once, and a new sign-in works again', async () => {
  const { emulator, signIn, openTicket, ledger } = await running()
  const tokens = [await signIn(), await signIn()]

  emulator.revokeTokens()

  for (const { access_token } of tokens) {
    expect((await openTicket(newTicket, { token: access_token })).status).toBe(401)
  }
  expect((await openTicket()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(1)
})

test('without Accept: application/json a bad token leads to the sign-in page, as for a browser', async () => {
  const { send, url, ledger } = await running()
  const headers = { 'content-type': 'application/json', accept: 'text/html, application/json' }

  const answer = await send(ticketRoute, { method: 'POST', body: '{}', headers })

  expect(answer.status).toBe(302)
  expect(answer.headers.location).toBe(`${url}/login`)
  expect(answer.headers['content-type']).toMatch(/^text\/html/)
  expect((await send('/login')).status).toBe(200)
  expect(ledger.tickets).toEqual([])
})

test('a route that HubSoft does not have is not found, as JSON or as a page', async () => {
  const { send } = await running()

  const json = await send('/api/v1/nada', { headers: { accept: 'application/json' } })
  const page = await send('/api/v1/nada')

  const inApi = await send('/api/v1/integracao/nada')

  expect([json.status, json.body]).toEqual([404, { message: 'Not Found' }])
  expect(inApi.body).toEqual({ status: 'error', msg: 'Método/endpoint não disponível' })
  expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=UTF-8'])
})

test('an answer bears what a real server’s does: its name, a session, anybody’s origin', async () => {
  const { postJson, send } = await running()

  const { headers } = await postJson('/oauth/token', grant)

  expect(headers).toMatchObject({
    server: 'nginx',
    'access-control-allow-origin': '*',
    'set-cookie': expect.stringMatching(/^hubsoft_session=SEGREDO/),
    'cache-control': 'no-cache, private',
  })
  expect((await send('/login')).headers).not.toHaveProperty('set-cookie')
})

test.each([
  ['gzip, br', 'gzip'],
  ['identity', undefined],
])('asked for %s, an answer is packed: %s', async (asked, packed) => {
  const { postJson } = await running()

  const { headers, body } = await postJson('/oauth/token', grant, {
    headers: { 'accept-encoding': asked },
  })

  expect(headers['content-encoding']).toBe(packed)
  expect(body).toMatchObject({ token_type: 'Bearer' })
})

test('by switch, more sign-ins than HubSoft takes are turned away, and told when to come', async () => {
  let at = clock().getTime()
  const now = () => new Date(at)
  const { postJson } = await running({ now, switches: { limits: true } })
  const statuses = async (count: number) => {
    const answers = []
    for (let nth = 0; nth < count; nth += 1) answers.push(await postJson('/oauth/token', grant))
    return answers.map(({ status, headers }) => `${status} ${headers['retry-after'] ?? ''}`.trim())
  }

  expect(await statuses(22)).toEqual([...Array(20).fill('200'), '429 2', '429 2'])
  at += 4000
  expect(await statuses(3)).toEqual(['200', '200', '429 2'])
})

test('of other requests two hundred at once are taken, then twenty a second; nothing is stored beyond', async () => {
  let at = clock().getTime()
  const now = () => new Date(at)
  const { signIn, openTicket, emulator, ledger } = await running({ now })
  const { access_token: token } = await signIn()
  emulator.setSwitches({ limits: true })
  const open = async (count: number) => {
    const answers = await Promise.all(
      Array.from({ length: count }, () => openTicket(newTicket, { token })),
    )
    return answers.filter(({ status }) => status === 200).length
  }

  expect(await open(205)).toBe(200)
  at += 100
  expect(await open(5)).toBe(2)
  expect(ledger.tickets).toHaveLength(202)
})
