import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { expectApiHeaders, expectProblem } from '../http/expect-problem.ts'
import { newTicket, told } from '../running.ts'
import { lost, openHastyHouse, unreadableList } from './hasty-house.ts'

test('what HubSoft stored late is found by a look now: opened, and said to be looked up', async () => {
  const { loseOne, lookNow, ask, ledger, faults, post, verify, skip } = await openHastyHouse()
  const other = await loseOne()
  const key = randomUUID()
  faults.inject({ route: 'atendimento', fault: 'stored-late', ms: 20 })
  await post(key)
  await expect.poll(() => ledger.tickets).toHaveLength(1)
  skip(5000)

  const found = await verify(key)

  expect(found.status).toBe(200)
  expectApiHeaders(found)
  expect(found.body).toMatchObject({
    status: 'success',
    atendimento: { protocolo: ledger.tickets[0]?.atendimento.protocolo },
    conferido: true,
    enviado: newTicket,
  })
  expect(found.body).not.toHaveProperty('outros_protocolos')
  expect((await ask(key)).body).toEqual(found.body)
  expect(told(await lookNow(other)).status).toBe('unknown')
})

test('a look now at an unknown send that finds nothing answers as the GET does, with one look more', async () => {
  const { loseOne, lookNow, ask } = await openHastyHouse()
  const key = await loseOne()
  const before = told(await ask(key))

  const answer = await lookNow(key)

  expect([answer.status, answer.headers.location]).toEqual([200, undefined])
  expect(answer.body).toEqual((await ask(key)).body)
  if (before.status !== 'unknown') throw new Error(`It is ${before.status}`)
  expect(answer.body).toEqual({
    ...before,
    conferencias: [...before.conferencias, { em: expect.any(String), lida: true }],
  })
})

test('while a verification can read nothing, and after a look that could not, that is said', async () => {
  const { post, faults, ask, loseOne, lookNow } = await openHastyHouse()
  const [key, unknown] = [randomUUID(), await loseOne()]
  faults.inject(lost)
  faults.inject(unreadableList(1000))
  await post(key)
  await expect
    .poll(async () => told(await ask(key)))
    .toMatchObject({ status: 'pending', motivo: 'nao_conferido' })

  const answer = told(await lookNow(unknown))

  if (answer.status !== 'unknown') throw new Error(`It is ${answer.status}`)
  expect(answer.conferencias.at(-1)?.lida).toBe(false)
  expect(answer).not.toHaveProperty('motivo')
})

test('within five seconds of the last look: 429, in how many seconds, and HubSoft is not asked', async () => {
  const { loseOne, lookNow, looks } = await openHastyHouse()
  const key = await loseOne()
  await lookNow(key)
  const before = looks().length

  const answer = await lookNow(key)

  expectProblem(answer, 429, 'muitas_requisicoes')
  expect(answer.headers['retry-after']).toMatch(/^[1-5]$/)
  expect(told(answer).msg).toMatch(/^Acabei de conferir .* em \d segundos?\.$/)
  expect(looks()).toHaveLength(before)
})

test('while HubSoft wants no looks a look now says so, and asks and records nothing', async () => {
  const { loseOne, lookNow, looks, faults, skip, ask } = await openHastyHouse()
  const key = await loseOne()
  faults.inject({ route: 'listagem', fault: 'too-many' })
  await lookNow(key)
  skip(6000)
  const [asked, before] = [looks().length, (await ask(key)).body]

  const answer = await lookNow(key)

  expectProblem(answer, 429, 'muitas_requisicoes')
  expect(told(answer).msg).toMatch(
    /^Não conferi: o HubSoft pediu para esperar. Confira de novo em \d+ segundos\.$/,
  )
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(20)
  expect(looks()).toHaveLength(asked)
  expect((await ask(key)).body).toEqual(before)
  skip(37_000)
  expect((await lookNow(key)).status).toBe(200)
  expect(looks()).toHaveLength(asked + 1)
})
