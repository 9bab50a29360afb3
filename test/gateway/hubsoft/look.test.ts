import { expect, test } from 'vitest'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { createBreaker } from '#src/gateway/hubsoft/breaker.ts'
import type { Connection, Exchange } from '#src/gateway/hubsoft/connection.ts'
import { createHealth } from '#src/gateway/hubsoft/health.ts'
import { createLook } from '#src/gateway/hubsoft/look.ts'
import type { TokenAnswer } from '#src/gateway/hubsoft/tokens.ts'
import { seedAnswer } from '../../samples.ts'

const lookedFor = {
  serviceId: 11000,
  reference: 'REF 7F3K-2Q9D',
  description: 'Sem acesso. | Atendente: Ana | REF 7F3K-2Q9D',
  sentAt: new Date('2026-11-24T13:58:21Z'),
}
const ours = (protocolo: string, id_atendimento: number) => ({
  ...seedAnswer.atendimento,
  id_atendimento,
  protocolo,
  descricao_abertura: 'Sem acesso. | Atendente: Ana | REF 7F3K-2Q9D',
})

function answer(status: number, body: unknown): HubsoftAnswer {
  return { status, headers: {}, text: JSON.stringify(body) }
}
const listing = (...atendimentos: unknown[]) => answer(200, { status: 'suscess', atendimentos })
const turnedAway = answer(401, { message: 'Unauthenticated.' })
const aToken: TokenAnswer = { kind: 'token', value: 'a1' }

type UnderWay = Exchange & { answer: (answer: HubsoftAnswer | null) => void }

/** A look over the test itself: one token after the other, and the answers in turn. */
function startLook(tokens: (TokenAnswer | Promise<TokenAnswer>)[], ...answers: HubsoftAnswer[]) {
  let isLost = false
  const asked: UnderWay[] = []
  const dropped: string[] = []
  const connection: Connection = {
    exchange(order) {
      const { promise, resolve } = Promise.withResolvers<HubsoftAnswer | null>()
      order.signal.addEventListener('abort', () => resolve(null))
      const next = answers[asked.length]
      asked.push({ ...order, answer: resolve })
      if (next) resolve(next)
      return promise
    },
    close: async () => {},
  }
  const given = [...tokens]
  const clock = { wallMs: () => 0, monotonicMs: () => 0 }
  const breaker = createBreaker(clock)
  const health = createHealth({ breaker, clock, observe: () => undefined })
  const source = {
    current: async () => given.shift() ?? aToken,
    heard(_route: string, token: string, said: HubsoftAnswer | null) {
      health.heard(said)
      if (said?.status === 401) dropped.push(token)
    },
  }
  const pace = { turn: async () => true, heard: () => undefined, waitS: () => 0 }
  const isMarkLost = () => isLost
  const look = createLook({ connection, breaker, health, tokens: source, pace, isMarkLost })
  const stop = new AbortController()
  return {
    asked,
    dropped,
    breaker,
    health,
    stop,
    look: () => look(lookedFor, stop.signal),
    loseMarks() {
      isLost = true
    },
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('it asks for the service’s tickets with the token, and shows those with the reference, the oldest first', async () => {
  const other = { ...ours('3003', 33), descricao_abertura: 'Outra coisa.' }
  const { look, asked } = startLook([aToken], listing(ours('2002', 32), other, ours('1001', 31)))

  const found = await look()

  expect(asked).toMatchObject([
    {
      method: 'GET',
      path: 'api/v1/integracao/cliente/atendimento',
      query: { busca: 'id_cliente_servico', termo_busca: '11000', apenas_pendente: 'nao' },
      headers: { authorization: 'Bearer a1' },
    },
  ])
  expect(found?.map(({ protocolo }) => protocolo)).toEqual(['1001', '2002'])
  expect(JSON.stringify(found)).not.toMatch(/cpf_cnpj|valor/)
})

test('a list without it shows nothing, a list that can not be read shows less', async () => {
  expect(await startLook([aToken], listing()).look()).toEqual([])
  expect(await startLook([aToken], answer(200, { status: 'error', msg: 'Não.' })).look()).toBeNull()
  expect(await startLook([aToken], answer(500, { message: 'Server Error' })).look()).toBeNull()
})

test('of a HubSoft that takes references out of descriptions a list without ours shows nothing', async () => {
  const quoting = { ...ours('3003', 33), descricao_abertura: 'O anterior é o REF 7F3K-2Q9D.' }
  const started = [listing(), listing(quoting), listing(ours('1001', 31))].map((answered) =>
    startLook([aToken], answered),
  )
  for (const { loseMarks } of started) loseMarks()

  const found = await Promise.all(started.map(({ look }) => look()))

  expect(found).toEqual([null, null, [expect.objectContaining({ protocolo: '1001' })]])
})

test('a token that HubSoft turns away is dropped, and the next one is tried', async () => {
  const { look, asked, dropped } = startLook(
    [aToken, { kind: 'token', value: 'b2' }],
    turnedAway,
    listing(),
  )

  expect(await look()).toEqual([])

  expect(dropped).toEqual(['a1'])
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer a1', 'Bearer b2'])
})

test('a second token that is turned away is dropped, too, and no third is tried', async () => {
  const { look, asked, dropped } = startLook(
    [aToken, { kind: 'token', value: 'b2' }],
    turnedAway,
    turnedAway,
    listing(),
  )

  expect(await look()).toBeNull()

  expect(dropped).toEqual(['a1', 'b2'])
  expect(asked).toHaveLength(2)
})

test.each(['account-refused', 'unreachable'] as const)(
  'without a token (%s) nothing is asked',
  async (kind) => {
    const { look, asked } = startLook([{ kind }])

    expect(await look()).toBeNull()
    expect(asked).toEqual([])
  },
)

test('while HubSoft is down nothing is asked, nor once it went down during a look', async () => {
  const down = startLook([aToken], listing())
  for (const _probe of [1, 2]) down.breaker.failed('probes')
  expect(await down.look()).toBeNull()
  expect(down.asked).toEqual([])

  const later = startLook([aToken], turnedAway, listing())
  const looking = later.look()
  for (const _probe of [1, 2]) later.breaker.failed('probes')
  expect(await looking).toBeNull()
  expect(later.asked.length).toBeLessThan(2)
})

test('a look that is over before it began asks nothing', async () => {
  const { look, asked, stop } = startLook([aToken], listing())
  stop.abort()

  expect(await look()).toBeNull()
  expect(asked).toEqual([])
})

test('a look that ends while it waits for a sign-in asks nothing', async () => {
  const { look, asked, stop } = startLook([new Promise(() => {})])
  const looking = look()
  await settle()

  stop.abort()

  expect(await looking).toBeNull()
  expect(asked).toEqual([])
})

test('a look that ends while HubSoft is silent could not be read, and its request may not start any more', async () => {
  const { look, asked, stop } = startLook([aToken])
  const looking = look()
  await settle()
  expect(asked[0]?.mayStart()).toBe(true)

  stop.abort()

  expect(await looking).toBeNull()
  expect(asked[0]?.mayStart()).toBe(false)
  expect(asked).toHaveLength(1)
})

test('looks that fail take nobody’s sends away; one that is answered says that HubSoft is there', async () => {
  const { look, breaker, asked } = startLook([])
  for (let place = 0; place < 10; place += 1) {
    const looking = look()
    await settle()
    asked[place]?.answer(null)
    expect(await looking).toBeNull()
  }
  expect(breaker.openSince()).toBeNull()

  for (const _probe of [1]) breaker.failed('probes')
  const looking = look()
  await settle()
  asked[10]?.answer(listing())
  await looking
  breaker.failed('probes')

  expect(breaker.openSince()).toBeNull()
})

test('a look with a token that a route takes ends the alarm of the account', async () => {
  const { look, health } = startLook([aToken], listing())
  health.accountRefused('route')

  await look()

  expect(health.status().situacao).toBe('no_ar')
})
