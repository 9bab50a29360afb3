import { expect, test } from 'vitest'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { createProbe } from '#src/gateway/hubsoft/probe.ts'
import { answer, grant, playHubsoft } from './by-hand.ts'

const list = answer(200, { status: 'success', tipos_atendimento: [] })

type Said = { read: HubsoftAnswer | null; signIn: HubsoftAnswer | undefined }

/** A probe whose reads and sign-ins are answered as `said` says at the time; undefined is silence. */
function startProbe(answers: Partial<Said> = {}) {
  const said: Said = { read: list, signIn: grant('t1'), ...answers }
  const played = playHubsoft({
    reply: ({ route }) => (route === 'read' ? said.read : said.signIn),
  })
  const probe = createProbe(played)
  return {
    ...played,
    said,
    probe: () => probe(new AbortController().signal),
    signIns: () => played.signIns().length,
  }
}

test('the probe is a read, with the token in hand, and concerns nobody', async () => {
  const { probe, tokens, reads } = startProbe()
  await tokens.current('read')

  expect(await probe()).toBe(true)

  const path = 'api/v1/integracao/configuracao/tipo_atendimento'
  expect(reads()).toMatchObject([{ path, token: 't1' }])
  expect(reads()[0]?.body).toBeUndefined()
})

test.each([
  ['401', answer(401, {}), true],
  ['503 with a page', answer(503, '<html>'), false],
  ['no answer', null, false],
])('%s to the probe, as any answer is judged (health.test.ts)', async (_what, read, isThere) => {
  expect(await startProbe({ read }).probe()).toBe(isThere)
})

test('without a token the probe does not wait for one: a sign-in goes on beside it', async () => {
  const { probe, signIns, reads } = startProbe({ signIn: undefined })

  expect(await probe()).toBe(true)

  expect(reads()[0]?.token).toBeNull()
  expect(signIns()).toBe(1)
})

test('a token that the probe was turned away with is dropped, and a new one is fetched by the next', async () => {
  const { probe, tokens, said } = startProbe({ read: answer(401, {}) })
  await tokens.current('read')

  await probe()
  expect(tokens.living()).toBeNull()
  said.signIn = grant('t2')
  await probe()

  expect(tokens.living()).toBe('t2')
})

test('a refused account stays refused though HubSoft answers the probe, and is no outage', async () => {
  const { probe, tokens, signIns, situation } = startProbe({ signIn: answer(401, {}) })
  await tokens.current('read')

  for (const _probe of [1, 2, 3]) expect(await probe()).toBe(true)

  expect(situation()).toBe('conta_recusada')
  expect(signIns()).toBe(1)
})

test('after a 429 nothing is read until HubSoft wants reads again', async () => {
  const { probe, reads, pass } = startProbe({ read: answer(429, { retry_after: 30 }) })
  await probe()
  pass(29_999)

  expect(await probe()).toBe(true)
  expect(reads()).toHaveLength(1)
  pass(1)
  await probe()

  expect(reads()).toHaveLength(2)
})

test('while HubSoft is down probes only read: nobody signs in', async () => {
  const { probe, goDown, signIns, reads } = startProbe()
  goDown()

  await probe()

  expect([signIns(), reads().length]).toEqual([0, 1])
})
