import { expect, test } from 'vitest'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { answer, grant, playHubsoft, unauthenticated } from '../by-hand.ts'

/** Sign-ins are answered as `say` was last told, and by hand until then. */
function startKeeper(first?: HubsoftAnswer) {
  let said = first
  const played = playHubsoft({ reply: () => said })
  return {
    ...played,
    ...played.tokens,
    say: (next: HubsoftAnswer) => {
      said = next
    },
  }
}

test('an account refused ahead of its token’s end is told once that token serves no more', async () => {
  const { current, heard, say, pass, settle, situation } = startKeeper(grant('t1'))
  await current('ticket')
  pass(46 * 60_000)
  say(answer(401, { error: 'invalid_credentials' }))
  expect(await current('ticket')).toEqual({ kind: 'token', value: 't1' })
  await settle()
  expect(situation()).toBe('no_ar')

  heard('ticket', 't1', unauthenticated)

  expect(await current('ticket')).toEqual({ kind: 'account-refused' })
  expect(situation()).toBe('conta_recusada')
  say(grant('t2'))
  pass(60_000)
  expect(await current('ticket')).toEqual({ kind: 'token', value: 't2' })
  expect(situation()).toBe('no_ar')
})

test('a second fresh token that a route turned away pauses that route for a minute, and no other', async () => {
  const { current, heard, say, pass, lines } = startKeeper(grant('t1'))
  const refused = { kind: 'account-refused' }
  for (const value of ['t1', 't2']) {
    say(grant(value))
    expect(await current('read')).toEqual({ kind: 'token', value })
    // However many had asked with it.
    for (const _send of [1, 2]) heard('read', value, unauthenticated)
  }

  expect(await current('read')).toEqual(refused)
  expect(lines.filter((line) => line.includes('fresh token'))).toHaveLength(1)
  say(grant('t3'))
  expect(await current('ticket')).toEqual({ kind: 'token', value: 't3' })
  pass(59_999)
  expect(await current('read')).toEqual(refused)
  pass(1)
  expect(await current('read')).toEqual({ kind: 'token', value: 't3' })
  heard('read', 't3', unauthenticated)
  expect(await current('read')).toEqual(refused)
})

test('a second fresh token that tickets turned away is a refused account, until they take one', async () => {
  const { current, heard, say, pass, situation } = startKeeper(grant('t1'))
  for (const value of ['t1', 't2']) {
    say(grant(value))
    await current('ticket')
    heard('ticket', value, unauthenticated)
  }
  expect(situation()).toBe('conta_recusada')

  say(grant('t3'))
  pass(60_000)
  await current('ticket')
  expect(situation()).toBe('conta_recusada')
  heard('ticket', 't3', answer(200, {}))

  expect(situation()).toBe('no_ar')
})

test('a token that a route took in between makes the next one turned away the first again', async () => {
  const { current, heard, say } = startKeeper(grant('t1'))
  await current('ticket')
  heard('ticket', 't1', unauthenticated)
  say(grant('t2'))
  await current('ticket')
  heard('ticket', 't2', answer(403, {}))
  heard('ticket', 't2', unauthenticated)
  say(grant('t3'))

  expect(await current('ticket')).toEqual({ kind: 'token', value: 't3' })
})

test.each([
  ['no answer', null],
  ['HTTP 429', answer(429, {})],
  ['HTTP 500', answer(500, {})],
])('%s says nothing of a token', async (_what, said) => {
  const { current, heard, say } = startKeeper(grant('t1'))
  await current('ticket')
  heard('ticket', 't1', unauthenticated)
  say(grant('t2'))
  await current('ticket')
  heard('ticket', 't2', said)
  heard('ticket', 't2', unauthenticated)

  expect(await current('ticket')).toEqual({ kind: 'account-refused' })
})

test('a token ends when its time has passed, whatever somebody sets the clock to', async () => {
  const { current, signIns, pass, setClock } = startKeeper(grant('t1'))
  for (const byMs of [0, 86_400_000, -172_800_000]) {
    setClock(byMs)
    await current('ticket')
  }
  expect(signIns()).toHaveLength(1)

  pass(3_600_000)
  await current('ticket')

  expect(signIns()).toHaveLength(2)
})

test('a sign-in that hangs can be given up: who waits is told, and the next send starts another', async () => {
  const { current, giveUp, signIns } = startKeeper()
  const waiting = current('ticket')

  giveUp()
  const next = current('ticket')

  expect(await waiting).toEqual({ kind: 'unreachable' })
  expect(signIns()).toHaveLength(2)
  signIns()[1]?.answer(grant('t2'))
  expect(await next).toEqual({ kind: 'token', value: 't2' })
  expect(await current('ticket')).toEqual({ kind: 'token', value: 't2' })
  expect(signIns()).toHaveLength(2)
})
