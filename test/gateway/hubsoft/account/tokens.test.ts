import { expect, test } from 'vitest'
import { demoCredentials } from '#src/emulator/server.ts'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { answer, playHubsoft } from '../by-hand.ts'

const minute = 60_000
const hour = 60 * minute

const wrongUser = answer(401, { error: 'invalid_credentials', message: 'Wrong.' })

function granted(count: number, expires_in: unknown = 30 * 24 * 3600) {
  return answer(200, { access_token: `t${count}`, expires_in, token_type: 'Bearer' })
}

type Next = (count: number, password: string) => HubsoftAnswer | null

/** Tokens "t1", "t2", … for thirty days, unless `next` says otherwise; on a clock that stands still. */
function startTokens(next: Next = (count) => granted(count)) {
  let account = demoCredentials
  const passwords: string[] = []
  const { tokens, settle, ...played } = playHubsoft({
    account: () => account,
    reply({ body }) {
      const { password } = Object(body)
      return next(passwords.push(password), password)
    },
  })
  const current = () => tokens.current('read')
  return {
    ...played,
    ...tokens,
    current,
    passwords,
    signIns: () => passwords.length,
    changePassword(password: string) {
      account = { ...account, password }
    },
    /** Served, and whatever goes on behind it is over. */
    async currentAndAfter() {
      const served = await current()
      await settle()
      return served
    },
  }
}

const token = (value: string) => ({ kind: 'token', value })

test('however many sends wait for it, or come while it is renewed, there is one sign-in at a time', async () => {
  const { current, currentAndAfter, pass, signIns } = startTokens()
  const twenty = () => Promise.all(Array.from({ length: 20 }, current))

  expect(await twenty()).toEqual(Array(20).fill(token('t1')))
  expect([await currentAndAfter(), signIns()]).toEqual([token('t1'), 1])
  pass(23.5 * hour)
  expect(await twenty()).toEqual(Array(20).fill(token('t1')))

  expect(signIns()).toBe(2)
})

test('thirty days are not believed: ahead of a day’s end it is renewed, and nobody waits for that', async () => {
  const { currentAndAfter, pass, signIns } = startTokens()
  await currentAndAfter()

  pass(23 * hour - 1)
  expect(await currentAndAfter()).toEqual(token('t1'))
  expect(signIns()).toBe(1)
  pass(1)
  expect(await currentAndAfter()).toEqual(token('t1'))
  expect(await currentAndAfter()).toEqual(token('t2'))
  expect(signIns()).toBe(2)
})

test('a token that nobody asked for in a day has ended, and is not served though its successor fails', async () => {
  const { current, living, pass } = startTokens((count) => (count === 1 ? granted(1) : null))
  await current()

  pass(24 * hour)

  expect(living()).toBeNull()
  expect(await current()).toEqual({ kind: 'unreachable' })
})

test('a shorter life is kept to: renewed in its last quarter, and not used to its very end', async () => {
  const { currentAndAfter, pass, signIns } = startTokens((count) => granted(count, 600))
  await currentAndAfter()

  pass(7.5 * minute - 1)
  await currentAndAfter()
  expect(signIns()).toBe(1)
  pass(1)
  expect(await currentAndAfter()).toEqual(token('t1'))
  expect(signIns()).toBe(2)
  pass(9 * minute)
  expect(await currentAndAfter()).toEqual(token('t3'))
})

test.each([
  ['no answer', null],
  ['HTTP 503', answer(503, '<html></html>')],
  ['a refusal', wrongUser],
])(
  '%s to a renewal ahead leaves the living token in use, and it is tried again a minute later',
  async (_what, said) => {
    const { currentAndAfter, pass, signIns } = startTokens((count) =>
      count === 2 ? said : granted(count),
    )
    await currentAndAfter()
    pass(23 * hour)

    for (const _send of [1, 2, 3]) expect(await currentAndAfter()).toEqual(token('t1'))
    expect(signIns()).toBe(2)
    pass(minute - 1)
    expect(await currentAndAfter()).toEqual(token('t1'))
    expect(signIns()).toBe(2)
    pass(1)
    expect(await currentAndAfter()).toEqual(token('t1'))
    expect(await currentAndAfter()).toEqual(token('t3'))
    expect(signIns()).toBe(3)
  },
)

test.each([30, '30'])('a life of %j seconds still serves more than one send', async (expiresIn) => {
  const { current, pass, signIns } = startTokens((count) => granted(count, expiresIn))

  await current()
  pass(10_000)
  await current()
  expect(signIns()).toBe(1)
  pass(20_000)
  expect(await current()).toEqual(token('t2'))
})

test('a token that HubSoft turned away is dropped, and its successor is not dropped for it', async () => {
  const { current, heard, signIns } = startTokens()
  await current()

  for (const _send of [1, 2]) {
    heard('read', 't1', answer(401, {}))
    expect(await current()).toEqual(token('t2'))
  }

  expect(signIns()).toBe(2)
})

test('a mended account is a new try: the minute of the refused one is not waited out', async () => {
  const { current, changePassword, passwords } = startTokens((count, password) =>
    password === 'certa' ? granted(count) : wrongUser,
  )
  await current()

  changePassword('certa')

  expect(await current()).toEqual(token('t2'))
  expect(passwords).toEqual([demoCredentials.password, 'certa'])
})

test('a refused account is tried once a minute at most; each has a minute of its own, also when it comes back', async () => {
  const { current, changePassword, pass, passwords } = startTokens(() => wrongUser)
  const refused = { kind: 'account-refused' }

  for (const password of ['a', 'b', 'a', 'b', 'a']) {
    changePassword(password)
    expect(await current()).toEqual(refused)
  }
  pass(minute - 1)
  expect(await current()).toEqual(refused)
  expect(passwords).toEqual(['a', 'b'])
  pass(1)
  expect(await current()).toEqual(refused)
  expect(passwords).toEqual(['a', 'b', 'a'])
})

test('a token serves on while the changed account is signed in behind it', async () => {
  const { currentAndAfter, changePassword, passwords } = startTokens()
  await currentAndAfter()

  changePassword('nova')

  expect(await currentAndAfter()).toEqual(token('t1'))
  expect(await currentAndAfter()).toEqual(token('t2'))
  expect(passwords).toEqual([demoCredentials.password, 'nova'])
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
  ['HTTP 200 with a token of two lines', answer(200, { access_token: 't\n1', expires_in: 3600 })],
  ['HTTP 200 with a token beyond ASCII', answer(200, { access_token: 't1…', expires_in: 3600 })],
  ['HTTP 200 with a life that is none', answer(200, { access_token: 't', expires_in: 'já' })],
  ['HTTP 302', answer(302, '')],
  ['HTTP 403, of a proxy', answer(403, '<h1>Forbidden</h1>')],
])(
  '%s to a sign-in says nothing of the account: the next send tries again',
  async (_what, said) => {
    const { current, signIns, lines } = startTokens((count) =>
      count === 1 ? said : granted(count),
    )

    expect(await current()).toEqual({ kind: 'unreachable' })
    // And nothing of a token.
    expect(lines.map((line) => Object.keys(JSON.parse(line)).join())).toEqual([
      expect.stringMatching(/^level,time,(status,)?msg$/),
    ])
    expect(await current()).toEqual(token('t2'))
    expect(signIns()).toBe(2)
  },
)

test('an HTTP 400 refuses the account, too, and slows no sign-in', async () => {
  const { current, signIns } = startTokens((count) =>
    count === 1 ? answer(400, { error: 'invalid_client' }) : granted(count),
  )

  expect(await current()).toEqual({ kind: 'account-refused' })
  expect(await current()).toEqual(token('t2'))
  expect(signIns()).toBe(2)
})

test('each sign-in is told with what it came to', async () => {
  const answers = [null, wrongUser, granted(3)]
  const { current, pass, events } = startTokens((count) => answers[count - 1] ?? null)
  const told = (exchange: string, renewal: string) => [
    { kind: 'exchange', route: 'token', result: exchange },
    { kind: 'renewal', result: renewal },
  ]

  for (const _send of [1, 2, 3]) await current()
  const first = [...told('failed', 'failed'), ...told('answered', 'refused')]
  expect(events).toMatchObject(first)
  pass(minute)
  expect(await current()).toEqual(token('t3'))
  expect(events).toMatchObject([...first, ...told('answered', 'granted')])
})
