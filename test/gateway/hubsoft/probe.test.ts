import pino from 'pino'
import { expect, test } from 'vitest'
import { demoCredentials } from '#src/emulator/server.ts'
import { systemAfter } from '#src/gateway/clock.ts'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { createBreaker } from '#src/gateway/hubsoft/breaker.ts'
import type { Connection, Exchange } from '#src/gateway/hubsoft/connection.ts'
import { createHealth } from '#src/gateway/hubsoft/health.ts'
import { createProbe } from '#src/gateway/hubsoft/probe.ts'
import { createReadPace } from '#src/gateway/hubsoft/read-pace.ts'
import { createSignIn } from '#src/gateway/hubsoft/sign-in.ts'

const answer = (status: number, body: unknown): HubsoftAnswer => ({
  status,
  headers: {},
  text: typeof body === 'string' ? body : JSON.stringify(body),
})
const list = answer(200, { status: 'success', tipos_atendimento: [] })
const never = new AbortController().signal

/** A probe whose HubSoft is the test: what it answers to sign-ins and to reads; undefined is silence. */
function startProbe() {
  const asked: Exchange[] = []
  let tokens = 0
  let read: HubsoftAnswer | null | undefined = list
  let signIn: 'granted' | 'refused' | 'silent' = 'granted'
  let nowMs = 0
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs }
  const connection: Connection = {
    exchange(order) {
      asked.push(order)
      const silence = Promise.withResolvers<null>()
      order.signal.addEventListener('abort', () => silence.resolve(null))
      if (order.method === 'GET')
        return read === undefined ? silence.promise : Promise.resolve(read)
      if (signIn === 'silent') return silence.promise
      tokens += 1
      const granted = answer(200, { access_token: `t${tokens}`, expires_in: 3600 })
      return Promise.resolve(signIn === 'granted' ? granted : answer(401, {}))
    },
    close: async () => {},
  }
  const breaker = createBreaker(clock)
  const observe = () => {}
  const health = createHealth({ breaker, clock, observe })
  const account = () => demoCredentials
  const log = pino({ level: 'silent' })
  const keeper = createSignIn({
    connection,
    health,
    account,
    clock,
    timeoutMs: 60_000,
    log,
    observe,
  })
  return {
    probe: createProbe({
      connection,
      breaker,
      health,
      tokens: keeper,
      pace: createReadPace(clock, systemAfter),
    }),
    tokens: keeper,
    breaker,
    health,
    status: health.status,
    signIns: () => asked.filter(({ method }) => method === 'POST').length,
    reads: () => asked.filter(({ method }) => method === 'GET'),
    pass: (ms: number) => {
      nowMs += ms
    },
    readsAre: (next: HubsoftAnswer | null | undefined) => {
      read = next
    },
    signInsAre: (next: 'granted' | 'refused' | 'silent') => {
      signIn = next
    },
  }
}

test('the probe is a read, with the token in hand, and concerns nobody', async () => {
  const { probe, tokens, reads } = startProbe()
  await tokens.current('read')

  expect(await probe(never)).toBe(true)

  expect(reads()).toEqual([
    expect.objectContaining({
      method: 'GET',
      path: 'api/v1/integracao/configuracao/tipo_atendimento',
      headers: { authorization: 'Bearer t1' },
    }),
  ])
  expect(reads()[0]).not.toHaveProperty('body')
})

test.each([
  ['the list', list, true],
  ['401', answer(401, {}), true],
  ['403', answer(403, {}), true],
  ['404 with a page', answer(404, '<html>'), true],
  ['429', answer(429, {}), true],
  ['503 with a page', answer(503, '<html>'), false],
  ['no answer', null, false],
])('%s to the probe: HubSoft is there is %s', async (_what, said, isThere) => {
  const { probe, readsAre } = startProbe()
  readsAre(said)

  expect(await probe(never)).toBe(isThere)
})

test('a probe ends on its signal', async () => {
  const { probe, readsAre } = startProbe()
  readsAre(undefined)
  const stop = new AbortController()
  const probing = probe(stop.signal)

  stop.abort()

  expect(await probing).toBe(false)
})

test('without a token the probe does not wait for one: a sign-in goes on beside it', async () => {
  const { probe, signInsAre, signIns, reads } = startProbe()
  signInsAre('silent')

  expect(await probe(never)).toBe(true)

  expect(reads()[0]?.headers).toEqual({})
  expect(signIns()).toBe(1)
})

test('a token that the probe was turned away with is dropped, and a new one is fetched by the next', async () => {
  const { probe, tokens, readsAre, signIns } = startProbe()
  await tokens.current('read')
  readsAre(answer(401, {}))

  await probe(never)
  expect(tokens.living()).toBeNull()
  await probe(never)

  expect(tokens.living()).toBe('t2')
  expect(signIns()).toBe(2)
})

test('a refused account stays refused though HubSoft answers the probe, and is no outage', async () => {
  const { probe, tokens, signInsAre, signIns, status } = startProbe()
  signInsAre('refused')
  await tokens.current('read')

  for (const _probe of [1, 2, 3]) expect(await probe(never)).toBe(true)

  expect(status().situacao).toBe('conta_recusada')
  expect(signIns()).toBe(1)
})

test('an account that a route takes again is told so by the probe alone', async () => {
  const { probe, tokens, health } = startProbe()
  await tokens.current('read')
  health.accountRefused('route')

  await probe(never)

  expect(health.status().situacao).toBe('no_ar')
})

test('after a 429 nothing is read until HubSoft wants reads again', async () => {
  const { probe, readsAre, reads, pass } = startProbe()
  readsAre(answer(429, { retry_after: 30 }))
  await probe(never)
  pass(29_999)

  expect(await probe(never)).toBe(true)
  expect(reads()).toHaveLength(1)
  pass(1)
  await probe(never)

  expect(reads()).toHaveLength(2)
})

test('while HubSoft is down probes only read: nobody signs in', async () => {
  const { probe, breaker, signIns, reads } = startProbe()
  for (const _probe of [1, 2]) breaker.failed('probes')

  await probe(never)

  expect([signIns(), reads().length]).toEqual([0, 1])
})
