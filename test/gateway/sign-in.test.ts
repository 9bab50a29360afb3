import pino from 'pino'
import { expect, test } from 'vitest'
import type { HubsoftAnswer } from '#src/contract/outcome.ts'
import { demoCredentials } from '#src/emulator/server.ts'
import { createBreaker } from '#src/gateway/hubsoft/breaker.ts'
import type { Connection } from '#src/gateway/hubsoft/connection.ts'
import { createHealth } from '#src/gateway/hubsoft/health.ts'
import { createSignIn } from '#src/gateway/hubsoft/sign-in.ts'

const answer = (status: number, body: object): HubsoftAnswer => ({
  status,
  headers: {},
  text: JSON.stringify(body),
})
const grant = (access_token: string) => answer(200, { access_token, expires_in: 3600 })

/** Sign-ins are answered as `say` was last told, on a clock that stands still until `pass`. */
function startSignIn(first: HubsoftAnswer) {
  let nowMs = 0
  let said = first
  const lines: string[] = []
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs }
  const connection: Connection = { exchange: async () => said, close: async () => {} }
  const observe = () => {}
  const health = createHealth({ breaker: createBreaker(clock), clock, observe })
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) })
  const account = () => demoCredentials
  const tokens = createSignIn({ connection, health, account, clock, timeoutMs: 1, log, observe })
  return {
    ...tokens,
    lines,
    situation: () => health.status().situacao,
    say: (next: HubsoftAnswer) => {
      said = next
    },
    pass: (ms: number) => {
      nowMs += ms
    },
    settle: () => new Promise(setImmediate),
  }
}

test('a token that no header can hold is none, which the log says without saying the token', async () => {
  const { current, living, lines } = startSignIn(grant('secret\nvalue'))

  expect(await current()).toEqual({ kind: 'unreachable' })

  expect(living()).toBeNull()
  expect(lines).toEqual([expect.stringContaining('hubsoft gave no token')])
  expect(lines[0]).not.toMatch(/secret|value/)
})

test('an account refused ahead of its token’s end is told once that token serves no more', async () => {
  const { current, drop, say, pass, settle, situation } = startSignIn(grant('t1'))
  await current()
  pass(46 * 60_000)
  say(answer(401, { error: 'invalid_credentials' }))
  expect(await current()).toEqual({ kind: 'token', value: 't1' })
  await settle()
  expect(situation()).toBe('no_ar')

  drop('t1')

  expect(await current()).toEqual({ kind: 'account-refused' })
  expect(situation()).toBe('conta_recusada')
  say(grant('t2'))
  pass(60_000)
  expect(await current()).toEqual({ kind: 'token', value: 't2' })
  expect(situation()).toBe('no_ar')
})
