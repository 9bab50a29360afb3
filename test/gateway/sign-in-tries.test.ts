import { expect, test } from 'vitest'
import { createSignInTries, type SignInTries } from '#src/gateway/session/sign-in-tries.ts'

/** What a try comes to: it may go, or by which limit it waits. */
async function outcome({ begin }: SignInTries, usuario: string, address: string) {
  const attempt = await begin(usuario, address)
  return attempt.kind === 'wait' ? attempt.limit : 'may-go'
}

const times = (count: number) => Array.from({ length: count }, (_, place) => place)

test('one user may fail five times from anywhere, and then waits for up to five minutes', async () => {
  const tries = createSignInTries()
  for (const place of times(5)) {
    expect(await outcome(tries, 'ana', `10.0.0.${place}`)).toBe('may-go')
  }

  const sixth = await tries.begin('ana', '10.0.0.9')

  expect(sixth).toEqual({ kind: 'wait', waitS: expect.any(Number), limit: 'user' })
  const waitS = sixth.kind === 'wait' ? sixth.waitS : 0
  expect(Number.isInteger(waitS)).toBe(true)
  expect(waitS).toBeGreaterThan(240)
  expect(waitS).toBeLessThanOrEqual(300)
  expect(await outcome(tries, 'bia', '10.0.0.9')).toBe('may-go')
})

test('tries at the same time count, too', async () => {
  const tries = createSignInTries()

  const outcomes = await Promise.all(times(20).map(() => outcome(tries, 'ana', '10.0.0.1')))

  expect(outcomes.filter((one) => one === 'may-go')).toHaveLength(5)
})

test('an office may fail sixty times, whoever it is, and then waits; another office does not', async () => {
  const tries = createSignInTries()
  for (const place of times(60)) {
    expect(await outcome(tries, `user${place}`, '203.0.113.9')).toBe('may-go')
  }

  expect(await outcome(tries, 'ana', '203.0.113.9')).toBe('address')
  expect(await outcome(tries, 'ana', '203.0.113.10')).toBe('may-go')
})

test('who signs in begins anew, and costs their office nothing', async () => {
  const tries = createSignInTries()
  for (const place of times(300)) {
    const attempt = await tries.begin(`user${place % 3}`, '203.0.113.9')
    expect(attempt.kind).toBe('may-go')
    if (attempt.kind === 'may-go') await attempt.succeeded()
  }

  for (const _ of times(5)) expect(await outcome(tries, 'user0', '203.0.113.9')).toBe('may-go')
  expect(await outcome(tries, 'user0', '203.0.113.9')).toBe('user')
})

test('two hundred failures a minute from everywhere are the most that is taken', async () => {
  const tries = createSignInTries()
  for (const place of times(200)) {
    expect(await outcome(tries, `user${place}`, `10.0.0.${place}`)).toBe('may-go')
  }

  const next = await tries.begin('ana', '10.0.1.1')

  expect(next).toMatchObject({ kind: 'wait', limit: 'together' })
  expect(next.kind === 'wait' && next.waitS).toBeLessThanOrEqual(60)
})

test('one address that goes on trying does not shut the others out', async () => {
  const tries = createSignInTries()

  for (const place of times(1000)) await tries.begin(`user${place}`, '203.0.113.9')

  expect(await outcome(tries, 'ana', '10.0.0.1')).toBe('may-go')
})

test('whoever has a whole network of IPv6 counts as one address, and shuts nobody else out', async () => {
  const tries = createSignInTries()

  const outcomes = []
  for (const place of times(200)) {
    outcomes.push(await outcome(tries, `user${place}`, `2001:db8:0:7::${place.toString(16)}`))
  }

  expect(outcomes.filter((one) => one === 'may-go')).toHaveLength(60)
  expect(await outcome(tries, 'ana', '2001:db8:0:8::1')).toBe('may-go')
  expect(await outcome(tries, 'ana', '203.0.113.9')).toBe('may-go')
})
