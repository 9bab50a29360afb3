import { expect, test } from 'vitest'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { createProbe } from '#src/gateway/hubsoft/probe.ts'
import { answer, grant, playHubsoft } from './by-hand.ts'

const list = answer(200, { status: 'success', tipos_atendimento: [] })
const never = new AbortController().signal

/** A probe whose reads and sign-ins are answered as the test last said; undefined is silence. */
function startProbe() {
  let read: HubsoftAnswer | null | undefined = list
  let signIn: 'granted' | 'refused' | 'silent' = 'granted'
  const played = playHubsoft({
    reply({ route }) {
      if (route === 'read') return read
      if (signIn === 'silent') return undefined
      return signIn === 'granted' ? grant(`t${played.signIns().length}`) : answer(401, {})
    },
  })
  return {
    ...played,
    probe: createProbe(played),
    signIns: () => played.signIns().length,
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

  const path = 'api/v1/integracao/configuracao/tipo_atendimento'
  expect(reads()).toMatchObject([{ path, token: 't1' }])
  expect(reads()[0]?.body).toBeUndefined()
})

test.each([
  ['401', answer(401, {}), true],
  ['503 with a page', answer(503, '<html>'), false],
  ['no answer', null, false],
])('%s to the probe, as any answer is judged (health.test.ts)', async (_what, said, isThere) => {
  const { probe, readsAre } = startProbe()
  readsAre(said)

  expect(await probe(never)).toBe(isThere)
})

test('without a token the probe does not wait for one: a sign-in goes on beside it', async () => {
  const { probe, signInsAre, signIns, reads } = startProbe()
  signInsAre('silent')

  expect(await probe(never)).toBe(true)

  expect(reads()[0]?.token).toBeNull()
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
  const { probe, tokens, signInsAre, signIns, situation } = startProbe()
  signInsAre('refused')
  await tokens.current('read')

  for (const _probe of [1, 2, 3]) expect(await probe(never)).toBe(true)

  expect(situation()).toBe('conta_recusada')
  expect(signIns()).toBe(1)
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
  const { probe, goDown, signIns, reads } = startProbe()
  goDown()

  await probe(never)

  expect([signIns(), reads().length]).toEqual([0, 1])
})
