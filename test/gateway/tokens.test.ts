import { expect, test } from 'vitest'
import type { HubsoftAnswer } from '#src/contract/outcome.ts'
import { createTokens } from '#src/gateway/hubsoft/tokens.ts'

const minute = 60_000
const hour = 60 * minute

function answer(status: number, body: unknown): HubsoftAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers: {}, text }
}

const wrongUser = answer(401, { error: 'invalid_credentials', message: 'Wrong.' })

/** Tokens "t1", "t2", … for thirty days, unless `next` says otherwise; on a clock that stands still. */
function startTokens(next: (count: number) => HubsoftAnswer | null = granted) {
  let [nowMs, signIns] = [5_000_000, 0]
  const tokens = createTokens({
    nowMs: () => nowMs,
    signIn: async () => {
      signIns += 1
      return next(signIns)
    },
  })
  return {
    ...tokens,
    signIns: () => signIns,
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

function granted(count: number, expires_in: unknown = 30 * 24 * 3600) {
  return answer(200, { access_token: `t${count}`, expires_in, token_type: 'Bearer' })
}

const token = (value: string) => ({ kind: 'token', value })

test('one token serves every send', async () => {
  const { current, signIns } = startTokens()

  expect(await current()).toEqual(token('t1'))
  expect(await current()).toEqual(token('t1'))
  expect(signIns()).toBe(1)
})

test('however many sends wait for it, there is one sign-in at a time', async () => {
  const { current, signIns } = startTokens()

  const all = await Promise.all(Array.from({ length: 20 }, current))

  expect(new Set(all.map((one) => JSON.stringify(one)))).toEqual(
    new Set([JSON.stringify(token('t1'))]),
  )
  expect(signIns()).toBe(1)
})

test('thirty days are not believed: it is renewed within 24 hours', async () => {
  const { current, pass } = startTokens()
  await current()

  pass(23 * hour)
  expect(await current()).toEqual(token('t1'))
  pass(hour)
  expect(await current()).toEqual(token('t2'))
})

test('a shorter life is kept to: it is renewed before it ends', async () => {
  const { current, pass } = startTokens((count) => granted(count, 600))
  await current()

  pass(8 * minute)
  expect(await current()).toEqual(token('t1'))
  pass(2 * minute - 1)
  expect(await current()).toEqual(token('t2'))
})

test.each([30, '30'])('a life of %j seconds still serves more than one send', async (expiresIn) => {
  const { current, pass, signIns } = startTokens((count) => granted(count, expiresIn))

  await current()
  pass(10_000)
  await current()
  expect(signIns()).toBe(1)
  pass(20_000)
  expect(await current()).toEqual(token('t2'))
})

test('a token that HubSoft turned away is dropped, and the next send signs in', async () => {
  const { current, drop, signIns } = startTokens()
  await current()

  drop('t1')

  expect(await current()).toEqual(token('t2'))
  expect(signIns()).toBe(2)
})

test('a token that was renewed meanwhile is not dropped for its predecessor', async () => {
  const { current, drop, signIns } = startTokens()
  await current()
  drop('t1')
  await current()

  drop('t1')

  expect(await current()).toEqual(token('t2'))
  expect(signIns()).toBe(2)
})

test('ten sends whose token was turned away renew it once', async () => {
  const { current, drop, signIns } = startTokens()
  await current()

  const renewed = await Promise.all(
    Array.from({ length: 10 }, () => {
      drop('t1')
      return current()
    }),
  )

  expect(renewed).toEqual(renewed.map(() => token('t2')))
  expect(signIns()).toBe(2)
})

test('an account that HubSoft refuses is tried once a minute at most', async () => {
  const { current, pass, signIns } = startTokens(() => wrongUser)

  expect(await current()).toEqual({ kind: 'account-refused' })
  pass(minute - 1)
  expect(await current()).toEqual({ kind: 'account-refused' })
  expect(signIns()).toBe(1)
  pass(1)
  expect(await current()).toEqual({ kind: 'account-refused' })
  expect(signIns()).toBe(2)
})

test('an account that is accepted again serves after that minute', async () => {
  const { current, pass } = startTokens((count) => (count === 1 ? wrongUser : granted(count)))
  await current()

  pass(minute)

  expect(await current()).toEqual(token('t2'))
})

test.each([
  ['no answer', null],
  ['HTTP 500', answer(500, { message: 'Server Error' })],
  ['HTTP 503 with a page', answer(503, '<html></html>')],
  ['HTTP 429', answer(429, { retry_after: 3 })],
  ['HTTP 200 with a page', answer(200, '<html></html>')],
  ['HTTP 200 with nothing', answer(200, '')],
  ['HTTP 200 with half a JSON', answer(200, '{"access_token":"t1"')],
  ['HTTP 200 without a token', answer(200, { expires_in: 3600 })],
  ['HTTP 200 with an empty token', answer(200, { access_token: '', expires_in: 3600 })],
  ['HTTP 200 with a life that is none', answer(200, { access_token: 't', expires_in: 'já' })],
  ['HTTP 302', answer(302, '')],
  ['HTTP 403, of a proxy', answer(403, '<h1>Forbidden</h1>')],
])(
  '%s to a sign-in says nothing of the account: the next send tries again',
  async (_what, said) => {
    const { current, signIns } = startTokens((count) => (count === 1 ? said : granted(count)))

    expect(await current()).toEqual({ kind: 'unreachable' })
    expect(await current()).toEqual(token('t2'))
    expect(signIns()).toBe(2)
  },
)

test.each([400, 401])('HTTP %i to a sign-in refuses the account', async (status) => {
  const { current } = startTokens(() => answer(status, { error: 'invalid_client' }))

  expect(await current()).toEqual({ kind: 'account-refused' })
})
