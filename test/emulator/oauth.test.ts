import { expect, test } from 'vitest'
import { clock, grant, listRoute, newTicket, running, ticketRoute, typesRoute } from './running.ts'

type Sign = Awaited<ReturnType<typeof running>>

const shape = {
  access_token: expect.stringMatching(/^\S{20,}$/),
  expires_in: 2592000,
  refresh_token: expect.stringMatching(/^\S{20,}$/),
  token_type: 'Bearer',
}

test.each([
  ['JSON', (send: Sign) => send.postJson('/oauth/token', grant)],
  ['JSON with a number', (send: Sign) => send.postJson('/oauth/token', { ...grant, client_id: 7 })],
  ['a form', (send: Sign) => send.postForm('/oauth/token', grant)],
])('a sign-in as %s answers a token for thirty days, without an envelope', async (_how, signIn) => {
  const answer = await signIn(await running())

  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json'])
  expect(answer.body).toEqual(shape)
})

const wrongUser = {
  error: 'invalid_credentials',
  error_description: 'The user credentials were incorrect.',
  message: 'The user credentials were incorrect.',
}
const withoutUser = { password: 'errada' }

test.each<[object, number, object]>([
  [{ username: 'outro@example.com' }, 401, wrongUser],
  [{ password: 'errada' }, 401, wrongUser],
  // A wrong client is turned away before the user is looked at.
  [{ ...withoutUser, client_id: '8' }, 401, { error: 'invalid_client' }],
  [{ ...withoutUser, client_secret: 'errado' }, 401, { error: 'invalid_client' }],
  [{ grant_type: 'refresh_token' }, 400, { error: 'unsupported_grant_type' }],
  ...Object.keys(grant).map((name): [object, number, object] => {
    const hint = expect.stringContaining(name)
    return [{ [name]: undefined }, 400, { error: 'invalid_request', hint }]
  }),
])('a sign-in with %o is turned away with HTTP %i', async (wrong, status, body) => {
  const { postJson } = await running()

  expect(await postJson('/oauth/token', { ...grant, ...wrong })).toMatchObject({ status, body })
})

test.each([
  ['POST', ticketRoute],
  ['GET', listRoute],
  ['GET', typesRoute],
])(
  '%s %s without a token, or with one that nobody gave out here, is turned away',
  async (method, route) => {
    const [{ send, ledger }, there] = [await running(), await running()]
    const { access_token } = await there.signIn()

    for (const authorization of ['', 'Bearer inventado', `Bearer ${access_token}`]) {
      const headers = { accept: 'application/json', ...(authorization && { authorization }) }
      const body = method === 'POST' ? JSON.stringify(newTicket) : ''

      const answer = await send(route, { method, body, headers })

      expect([answer.status, answer.text]).toEqual([401, '{"message":"Unauthenticated."}'])
    }
    expect(ledger.tickets).toEqual([])
    expect(ledger.requests).toHaveLength(3)
  },
)

test('each sign-in gives a token of its own, good until its last second and not after', async () => {
  let at = Date.parse('2026-11-24T13:00:00Z')
  const { signIn, openTicket, ledger } = await running({ now: () => new Date(at), expiresInS: 60 })
  const { access_token: first } = await signIn()
  at += 1
  const { access_token: second } = await signIn()
  const statuses = () =>
    Promise.all(
      [first, second].map(async (token) => (await openTicket(newTicket, { token })).status),
    )

  at += 59_998
  expect(await statuses()).toEqual([200, 200])
  at += 1
  expect(await statuses()).toEqual([401, 200])
  expect(ledger.tickets).toHaveLength(3)
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

test('an answer bears what a real server’s does: chunks, its name, a session, anybody’s origin', async () => {
  const { postJson, send } = await running()

  const { headers } = await postJson('/oauth/token', grant)

  expect(headers).toMatchObject({
    'transfer-encoding': 'chunked',
    server: 'nginx',
    'access-control-allow-origin': '*',
    'set-cookie': [expect.stringMatching(/^hubsoft_session=SEGREDO/)],
    'cache-control': 'no-cache, private',
  })
  expect((await send('/login')).headers).not.toHaveProperty('set-cookie')
})

test('who asks for it gets an answer packed, and nobody else', async () => {
  const { url, postJson } = await running()
  const order = { method: 'POST', body: new URLSearchParams(grant) }

  const packed = await fetch(`${url}/oauth/token`, order)

  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(await packed.json()).toMatchObject({ token_type: 'Bearer' })
  const { headers } = await postJson('/oauth/token', grant)
  expect(headers).not.toHaveProperty('content-encoding')
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
