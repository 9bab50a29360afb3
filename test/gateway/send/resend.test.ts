import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import { expectProblem } from '../http/expect-problem.ts'
import {
  behindProxy,
  heldWait,
  newTicket,
  protocolIn,
  signedIn,
  ticketRoute,
  told,
} from '../running.ts'
import { lost, openHastyHouse } from './hasty-house.ts'

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

test.each<[string, FaultOrderInput | null, number, object]>([
  ['opened', null, 201, { status: 'success' }],
  ['refused', { route: 'atendimento', fault: 'refused' }, 422, { codigo: 'recusado_pelo_hubsoft' }],
  ['not sent', { route: 'atendimento', fault: 'too-many' }, 429, { codigo: 'muitas_requisicoes' }],
  ['still verified', lost, 202, { status: 'pending' }],
])('what is %s is told and not sent by an X-Reenvio', async (_what, fault, status, body) => {
  const { faults, post, resend, ticketRequests } = await openHastyHouse()
  const key = randomUUID()
  if (fault) faults.inject(fault)
  await post(key)

  const answer = await resend(key, 2)

  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject(body)
  expect(answer.body).not.toHaveProperty('tentativa')
  expect(answer.headers['idempotency-replayed']).toBe('true')
  expect(ticketRequests()).toHaveLength(1)
})

test('another text is not sent again: 422, and the first one stays unknown', async () => {
  const { loseOne, resend, ask, ticketRequests } = await openHastyHouse()
  const key = await loseOne()

  expectProblem(await resend(key, 2, { ...newTicket, nome: 'Outra' }), 422, 'chave_reutilizada')

  expect(told(await ask(key))).toMatchObject({
    status: 'unknown',
    tentativa: 1,
    enviado: newTicket,
  })
  expect(ticketRequests()).toHaveLength(1)
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

test('a resend whose look finds the first attempt sends nothing, and tells it', async () => {
  const { wait, release } = heldWait()
  const key = randomUUID()
  const house = await openHastyHouse({ emulator: { wait } })
  house.faults.inject({ route: 'atendimento', fault: 'stored-late', ms: 1 })
  await house.post(key)
  await house.verify(key)
  release()
  await expect.poll(() => house.ledger.tickets).toHaveLength(1)
  house.skip(5000)

  const answer = await house.resend(key, 2)

  expect(answer.status).toBe(201)
  expect(told(answer)).toMatchObject({ conferido: true })
  expect(protocolIn(answer)).toBe(house.ledger.tickets[0]?.atendimento.protocolo)
  expect(house.ticketRequests()).toHaveLength(1)
})

test('a resend before which HubSoft gives no token tells what is known: 202, never 503', async () => {
  const { loseOne, resend, emulator, faults, ticketRequests } = await openHastyHouse()
  const key = await loseOne()
  emulator.revokeTokens()
  faults.inject({ route: 'token', fault: 'http-500', times: 9 })

  const answer = await resend(key, 2)

  expect([answer.status, answer.headers['retry-after']]).toEqual([202, undefined])
  expect(told(answer)).toMatchObject({ status: 'unknown', tentativa: 1 })
  expect(ticketRequests()).toHaveLength(1)
})

test.each(['too-many', 'unauthorized'] as const)(
  'a second attempt that HubSoft turned away (%s) leaves the first unknown, under the next number',
  async (fault) => {
    const { loseOne, resend, faults, ticketRequests, skip } = await openHastyHouse()
    const key = await loseOne()
    faults.inject({ route: 'atendimento', fault, times: 2 })

    const answer = await resend(key, 2)
    const again = await resend(key, 2)
    faults.clear()
    skip(61_000)
    const next = await resend(key, 3)

    expect(answer.status).toBe(202)
    expect(told(answer)).toMatchObject({ status: 'unknown', tentativa: 2 })
    expect(told(answer).msg).toMatch(/^Não consegui enviar agora\. Tente de novo em um minuto;/)
    expect(told(again).msg).toMatch(/^Não sei se o atendimento foi aberto\./)
    expect(next.status).toBe(201)
    expect(ticketRequests().length).toBe(fault === 'too-many' ? 3 : 4)
  },
)

test('while HubSoft wants no looks nothing is sent again, and the answer says why', async () => {
  const { loseOne, lookNow, resend, looks, faults, ticketRequests, skip } = await openHastyHouse()
  const key = await loseOne()
  faults.inject({ route: 'listagem', fault: 'too-many' })
  await lookNow(key)
  const asked = looks().length

  const answer = await resend(key, 2)

  expect(answer.status).toBe(202)
  expect(told(answer)).toMatchObject({
    status: 'unknown',
    tentativa: 1,
    msg: expect.stringMatching(
      /^Antes de enviar eu confiro .* pediu para esperar \d+ segundos\. Tente de novo depois disso; não/,
    ),
  })
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(20)
  expect([looks().length, ticketRequests().length]).toEqual([asked, 1])
  skip(38_000)
  expect((await resend(key, 2)).status).toBe(201)
})

test('a second attempt that HubSoft refuses says which one it was, and not that nothing was opened', async () => {
  const { loseOne, resend, faults, ask, skip } = await openHastyHouse()
  const key = await loseOne()
  faults.inject({ route: 'atendimento', fault: 'refused', msg: 'O serviço está cancelado.' })

  const answer = await resend(key, 2)

  expectProblem(answer, 422, 'recusado_pelo_hubsoft')
  expect(answer.body).toMatchObject({ tentativa: 2, em_duvida: true, errors: expect.any(Array) })
  expect(answer.text).not.toContain('Nada foi aberto')
  skip(3600_000)
  expect(told(await ask(key))).toMatchObject({ status: 'error', tentativa: 2 })
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

test.each([{ sends: 1 }, { requests: 20 }])(
  'a resend over the limit (%o) tells what is known, and not that nothing was opened',
  async (limit) => {
    const { loseOne, resend, ticketRequests, ask } = await openHastyHouse({
      env: behindProxy,
      headers: signedIn('ana', 'Ana'),
      limits: { rates: { ...ratesPerMinute, ...limit } },
    })
    const key = await loseOne()
    for (let times = 0; times < 20; times += 1) await ask(key)

    const answer = await resend(key, 2)

    expect(answer.status).toBe(202)
    expect(told(answer)).toMatchObject({ status: 'unknown', tentativa: 1 })
    expect(ticketRequests()).toHaveLength(1)
  },
)
