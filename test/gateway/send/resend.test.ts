import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { heldWait } from '../../held-wait.ts'
import { expectProblem } from '../http/expect-problem.ts'
import { newTicket, protocolIn, ticketRoute, told } from '../running.ts'
import { openHastyHouse } from './hasty-house.ts'

test('a person sends an unknown ticket again: one more look, one more send, and it is opened', async () => {
  const { loseOne, resend, ticketRequests, ticketsOf, looks, ask } = await openHastyHouse()
  const key = await loseOne()
  const before = looks().length

  const answer = await resend(key, 2)

  expect(answer.status).toBe(201)
  expect(answer.headers.location).toBe(`${ticketRoute}/${key}`)
  expect(answer.headers['idempotency-replayed']).toBeUndefined()
  expect(ticketsOf(key).map(({ atendimento }) => atendimento.protocolo)).toEqual([
    protocolIn(answer),
  ])
  expect(told(answer)).not.toHaveProperty('conferido')
  expect(ticketRequests()).toHaveLength(2)
  expect(looks()).toHaveLength(before + 1)
  expect((await ask(key)).body).toEqual(answer.body)
})

test('an X-Reenvio that is no number of a next attempt: 400, and nothing is sent', async () => {
  const { loseOne, post, ticketRequests } = await openHastyHouse()
  const key = await loseOne()

  for (const attempt of ['1', '0', '02', '2.0', '-2', 'dois', '2, 2', '99999']) {
    expectProblem(await post(key, newTicket, { 'x-reenvio': attempt }), 400, 'requisicao_invalida')
  }
  expect(ticketRequests()).toHaveLength(1)
})

test('a repeat, or an attempt that is not the next one: unknown is told, and nothing is sent', async () => {
  const { loseOne, post, resend, ticketRequests, looks } = await openHastyHouse()
  const key = await loseOne()
  const before = looks().length

  for (const attempt of [0, 3, 4, 100]) {
    const answer = await (attempt ? resend(key, attempt) : post(key))

    expect(answer.status).toBe(202)
    expect(answer.headers['idempotency-replayed']).toBe('true')
    expect(told(answer)).toMatchObject({ status: 'unknown', tentativa: 1 })
  }
  expect([ticketRequests().length, looks().length]).toEqual([1, before])
})

test('a key that is not known can not be sent again: 404', async () => {
  const { resend, ticketRequests } = await openHastyHouse()

  expectProblem(await resend(randomUUID(), 2), 404, 'chave_desconhecida')
  expect(ticketRequests()).toEqual([])
})

test('the same resend from five tabs at once is one more send, and all are told its protocol', async () => {
  const { loseOne, resend, ticketRequests, ticketsOf } = await openHastyHouse()
  const key = await loseOne()

  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => resend(key, 2)))

  expect(ticketRequests()).toHaveLength(2)
  const [ticket] = ticketsOf(key)
  const protocols = answers.map(protocolIn)
  expect(protocols).toEqual(protocols.map(() => ticket?.atendimento.protocolo))
})

test('a second attempt that HubSoft turned away leaves the first unknown, under the next number', async () => {
  const { loseOne, resend, faults, ticketRequests, skip } = await openHastyHouse()
  const key = await loseOne()
  faults.inject({ route: 'atendimento', fault: 'too-many' })

  const answer = await resend(key, 2)
  skip(61_000)
  const next = await resend(key, 3)

  expect(answer.status).toBe(202)
  expect(told(answer)).toMatchObject({ status: 'unknown', tentativa: 2 })
  expect(next.status).toBe(201)
  expect(ticketRequests()).toHaveLength(3)
})

test('while HubSoft wants no looks nothing is sent again, and the answer says for how long', async () => {
  const { loseOne, lookNow, resend, looks, faults, ticketRequests, skip } = await openHastyHouse()
  const key = await loseOne()
  faults.inject({ route: 'listagem', fault: 'too-many' })
  const { conferencias } = Object(told(await lookNow(key)))
  const asked = looks().length

  const answer = await resend(key, 2)

  // What wasn't asked is no look either.
  expect(told(answer)).toMatchObject({ status: 'unknown', tentativa: 1, conferencias })
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(20)
  expect([looks().length, ticketRequests().length]).toEqual([asked, 1])
  skip(38_000)
  expect((await resend(key, 2)).status).toBe(201)
})

test('what the first attempt stored late beside the second is told as one too many, and counted', async () => {
  const { wait, release } = heldWait()
  const house = await openHastyHouse({ emulator: { wait } })
  const key = randomUUID()
  house.faults.inject({ route: 'atendimento', fault: 'stored-late', ms: 1 })
  await house.post(key)
  await house.verify(key)
  house.skip(5000)
  const resent = await house.resend(key, 2)
  const second = protocolIn(resent)
  expect(told(resent)).toMatchObject({ em_duvida: true })
  release()
  await expect.poll(() => house.ticketsOf(key)).toHaveLength(2)

  house.skip(300_000)
  await expect.poll(async () => (await house.ask(key)).text).toContain('outros')

  const first = house.ticketsOf(key).map(({ atendimento }) => atendimento.protocolo)
  expect(told(await house.ask(key))).toMatchObject({
    status: 'success',
    atendimento: { protocolo: second },
    outros_protocolos: first.filter((one) => one !== second),
  })
  expect(told(await house.ask(key))).not.toHaveProperty('em_duvida')
  const { text } = await house.send('/metrics')
  expect(text).toContain('novo_atendimento_tickets_duplicated_total 1')
})
