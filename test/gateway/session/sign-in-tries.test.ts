import { expect, test } from 'vitest'
import { createCounter } from '#src/gateway/counter.ts'
import { createSignInTries, type SignInTries } from '#src/gateway/session/sign-in-tries.ts'

/** What a try comes to: it may go, or by which limit it waits. */
async function outcome({ begin }: SignInTries, usuario: string, network: string) {
  const attempt = await begin({ usuario, network })
  return attempt.kind === 'wait' ? attempt.limit : 'may-go'
}

const times = (count: number) => Array.from({ length: count }, (_, place) => place)

test('one user may fail five times from anywhere, and then waits for up to five minutes', async () => {
  const tries = createSignInTries({ createCounter })
  for (const place of times(5)) {
    expect(await outcome(tries, 'ana', `10.0.0.${place}`)).toBe('may-go')
  }

  const sixth = await tries.begin({ usuario: 'ana', network: '10.0.0.9' })

  expect(sixth).toEqual({ kind: 'wait', waitS: expect.any(Number), limit: 'user' })
  const waitS = sixth.kind === 'wait' ? sixth.waitS : 0
  expect(Number.isInteger(waitS)).toBe(true)
  expect(waitS).toBeGreaterThan(240)
  expect(waitS).toBeLessThanOrEqual(300)
  expect(await outcome(tries, 'bia', '10.0.0.9')).toBe('may-go')
})

test('tries at the same time count, too', async () => {
  const tries = createSignInTries({ createCounter })

  const outcomes = await Promise.all(times(20).map(() => outcome(tries, 'ana', '10.0.0.1')))

  expect(outcomes.filter((one) => one === 'may-go')).toHaveLength(5)
})

test('who signs in begins anew, and costs their office nothing', async () => {
  const tries = createSignInTries({ createCounter })
  for (const place of times(300)) {
    const attempt = await tries.begin({ usuario: `user${place % 3}`, network: '203.0.113.9' })
    expect(attempt.kind).toBe('may-go')
    if (attempt.kind === 'may-go') await attempt.succeeded()
  }

  for (const _ of times(5)) expect(await outcome(tries, 'user0', '203.0.113.9')).toBe('may-go')
  expect(await outcome(tries, 'user0', '203.0.113.9')).toBe('user')
})

test('who signs in gives their office no try back but their own', async () => {
  const tries = createSignInTries({ createCounter })
  for (const place of times(59)) await outcome(tries, `user${place}`, '203.0.113.9')
  const attempt = await tries.begin({ usuario: 'ana', network: '203.0.113.9' })
  if (attempt.kind === 'may-go') await attempt.succeeded()

  expect(await outcome(tries, 'bia', '203.0.113.9')).toBe('may-go')
  expect(await outcome(tries, 'carla', '203.0.113.9')).toBe('address')
})

test('who looks is told what a try would be, and counts none', async () => {
  const tries = createSignInTries({ createCounter })
  const ana = { usuario: 'ana', network: '10.0.0.1' }

  for (const _ of times(5)) {
    expect(await tries.mustWait(ana)).toBeNull()
    await tries.begin(ana)
  }

  for (const _ of times(2)) expect(await tries.mustWait(ana)).toMatchObject({ limit: 'user' })
})

test('a browser’s mark counts for itself: it costs no user and no address a try, and gives none back', async () => {
  const tries = createSignInTries({ createCounter })
  const ana = { usuario: 'ana', network: '10.0.0.1' }
  const known = { ...ana, mark: 'm1' }
  for (const _ of times(5)) await tries.begin(ana)

  for (const _ of times(20)) {
    const attempt = await tries.begin(known)
    expect(attempt.kind).toBe('may-go')
    if (attempt.kind === 'may-go') await attempt.succeeded()
  }

  expect(await tries.begin(ana)).toMatchObject({ limit: 'user' })
  for (const _ of times(5)) await tries.begin(known)
  expect(await tries.begin(known)).toMatchObject({ limit: 'browser' })
  expect(await outcome(tries, 'bia', '10.0.0.1')).toBe('may-go')
})
