import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import type { OtherSend } from '#src/gateway/send/meanwhile.ts'
import { heldWait } from '../../../held-wait.ts'
import { createHandClock } from '../../journal/hand-clock.ts'
import {
  behindProxy,
  newMessage,
  newTicket,
  openHouse,
  protocolIn,
  refusedTicket,
  signedIn,
  ticketRoute,
} from '../../running.ts'
import { openHastyHouse } from '../../send/hasty-house.ts'
import { bareApp, broken } from '../bare-app.ts'
import { expectProblem } from '../expect-problem.ts'

const [ana, bia] = [signedIn('ana', 'Ana Souza'), signedIn('bia', 'Bia Lima')]
const list = '/api/v1/integracao/cliente/atendimento?busca=id_cliente_servico&termo_busca=11000'

async function openShared(more: Parameters<typeof openHouse>[0] = {}) {
  const house = await openHouse({ env: behindProxy, ...more })
  /** Ana is shown the service's tickets: what she says of it when she sends. */
  async function anaReads() {
    const { lido_em } = Object((await house.send(list, { headers: ana })).body)
    return { ...ana, 'x-lido-em': String(lido_em) }
  }
  return { ...house, anaReads }
}

test('what a colleague opened after the list was shown is said before another one is sent', async () => {
  const { anaReads, post, ask, ticketRequests } = await openShared()
  const key = randomUUID()
  const seen = await anaReads()
  const protocol = protocolIn(await post(newTicket, { headers: bia }))

  const stopped = await post(newTicket, { key, headers: seen })

  expectProblem(stopped, 409, 'aberto_por_outro')
  expect(stopped.body).toMatchObject({
    msg: expect.stringMatching(
      new RegExp(
        `^Bia Lima abriu um atendimento deste serviço às \\d\\d:\\d\\d: protocolo ${protocol}\\. Nada seu foi enviado; confira antes de abrir outro\\.$`,
      ),
    ),
  })
  expect(ticketRequests()).toHaveLength(1)
  // The key is as before.
  expectProblem(await ask(key, { headers: ana }), 404, 'chave_desconhecida')
  expect((await post(newTicket, { key, headers: await anaReads() })).status).toBe(201)
  expect((await post(newTicket, { headers: ana })).status).toBe(201)
})

test('a repeat is told what is known of its key, whatever was opened meanwhile', async () => {
  const { anaReads, post } = await openShared()
  const key = randomUUID()
  const seen = await anaReads()
  const first = await post(newTicket, { key, headers: seen })
  await post(newTicket, { headers: bia })

  const repeat = await post(newTicket, { key, headers: seen })

  expect(repeat.headers['idempotency-replayed']).toBe('true')
  expect(protocolIn(repeat)).toBe(protocolIn(first))
})

test('a repeat of what is under way joins it, whatever was opened meanwhile', async () => {
  const { wait, release } = heldWait()
  const { anaReads, post, faults, ticketRequests } = await openShared({ emulator: { wait } })
  const key = randomUUID()
  const seen = await anaReads()
  faults.inject({ route: 'atendimento', fault: 'slow', ms: 1 })
  const first = post(newTicket, { key, headers: seen })
  await expect.poll(() => ticketRequests().length).toBe(1)
  await post(newTicket, { headers: bia })

  const repeat = post(newTicket, { key, headers: seen })
  await post(refusedTicket, { headers: bia })
  release()

  expect(protocolIn(await repeat)).toBe(protocolIn(await first))
  expect(ticketRequests()).toHaveLength(3)
})

test('a person’s resend is stopped by nothing that was opened meanwhile', async () => {
  const { loseOne, post, ticketRequests } = await openHastyHouse()
  const seen = new Date(0).toISOString()
  const key = await loseOne()
  await post(randomUUID())

  const again = await post(key, newTicket, { 'x-reenvio': '2', 'x-lido-em': seen })

  expect(again.status).toBe(201)
  expect(ticketRequests()).toHaveLength(3)
})

test('a message is stopped by no ticket, and stops none', async () => {
  const { anaReads, post, append, ledger } = await openShared()
  const seen = await anaReads()
  await post(newTicket, { headers: bia })
  const id = ledger.tickets[0]?.atendimento.id_atendimento ?? 0

  expect((await append(id, newMessage, { headers: seen })).status).toBe(201)

  const later = await anaReads()
  expect((await append(id, newMessage, { headers: bia })).status).toBe(201)
  expect((await post(newTicket, { headers: later })).status).toBe(201)
})

test('what for certain opened nothing, and what was opened for another service, stops nobody', async () => {
  const { anaReads, post, refuseNextSend } = await openShared()
  const seen = await anaReads()
  await post(refusedTicket, { headers: bia })
  await post({ ...newTicket, id_cliente_servico: 11002 }, { headers: bia })
  refuseNextSend()
  expect((await post(newTicket, { headers: bia })).status).toBe(503)

  expect((await post(newTicket, { headers: seen })).status).toBe(201)
})

test('of those who send at the same moment, having seen the same list, one opens a ticket', async () => {
  const { anaReads, post, ledger } = await openShared()
  for (let round = 1; round <= 3; round += 1) {
    const { 'x-lido-em': seen } = await anaReads()
    const people = ['ana', 'bia', 'caio', 'dora', 'eva']

    const answers = await Promise.all(
      people.map((one) => post(newTicket, { headers: { ...signedIn(one), 'x-lido-em': seen } })),
    )

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
    expect(ledger.tickets).toHaveLength(round)
  }
})

test('what a colleague is just sending stops another one, too, and so does one’s own other tab', async () => {
  const { wait, release } = heldWait()
  const { anaReads, post, faults, ticketRequests } = await openShared({ emulator: { wait } })
  faults.inject({ route: 'atendimento', fault: 'slow', ms: 1 })
  const sending = post(newTicket, { headers: bia })
  await expect.poll(() => ticketRequests().length).toBe(1)
  const seen = await anaReads()

  const stopped = await post(newTicket, { headers: seen })
  release()
  await sending
  const own = await post(newTicket, { headers: { ...bia, 'x-lido-em': seen['x-lido-em'] } })

  expectProblem(stopped, 409, 'aberto_por_outro')
  expect(stopped.body).toMatchObject({
    msg: expect.stringMatching(/^Bia Lima enviou .*, e ainda não sei se foi aberto\. Nada seu /),
  })
  expectProblem(own, 409, 'aberto_por_outro')
  expect(own.body).toMatchObject({ msg: expect.stringMatching(/^Você já abriu /) })
  expect(ticketRequests()).toHaveLength(1)
})

test('it is told as of when the send came: what comes meanwhile isn’t in it', async () => {
  const start = new Date('2026-11-28T10:00:00Z')
  const { clock, pass } = createHandClock(start)
  const other: OtherSend = {
    ...{ key: 'theirs', attendant: { usuario: 'bia', nome: 'Bia Lima' }, serviceId: 11000 },
    ...{ sentAt: start, since: start, version: 2, protocolo: '1001' },
    kind: 'opened',
  }
  const fails = async () => broken()
  const app = bareApp({
    clock,
    desk: {
      async submit() {
        await pass(5000)
        return { kind: 'opened-meanwhile', other }
      },
      ...{ find: fails, sentToday: fails, lookNow: fails, noteTold: fails },
      isShared: false,
      tellNotSent: () => true,
      toWall: (at) => at,
      lookWaitS: () => 0,
    },
  })

  const json = { host: 'localhost', 'content-type': 'application/json' }
  const headers = { ...json, 'idempotency-key': randomUUID() }
  const posting = { method: 'POST', headers, body: JSON.stringify(newTicket) }
  const answer = await app.request(ticketRoute, posting, {})

  expect(answer.status).toBe(409)
  expect(await answer.json()).toMatchObject({ lido_em: start.toISOString() })
})

test('who was told of it opens another by saying as of when', async () => {
  const { anaReads, post, ticketRequests } = await openShared()
  const key = randomUUID()
  const seen = await anaReads()
  await post(newTicket, { headers: bia })
  const stopped = await post(newTicket, { key, headers: seen })
  const { lido_em } = Object(stopped.body)

  const again = await post(newTicket, { key, headers: { ...ana, 'x-lido-em': String(lido_em) } })

  expect(again.status).toBe(201)
  expect(ticketRequests()).toHaveLength(2)
})

test('to be stopped so is no send of the attendant’s', async () => {
  const limited = { limits: { rates: { ...ratesPerMinute, sends: 1 } } }
  const { anaReads, post } = await openShared(limited)
  const seen = await anaReads()
  await post(newTicket, { headers: bia })
  for (const _try of [1, 2]) {
    expectProblem(await post(newTicket, { headers: seen }), 409, 'aberto_por_outro')
  }

  expect((await post(newTicket, { headers: ana })).status).toBe(201)
})

test('who was over their limit, and sent nothing, stops nobody', async () => {
  const limited = { limits: { rates: { ...ratesPerMinute, sends: 1 } } }
  const { anaReads, post } = await openShared(limited)
  await post({ ...newTicket, id_cliente_servico: 11002 }, { headers: bia })
  const seen = await anaReads()
  expectProblem(await post(newTicket, { headers: bia }), 429, 'muitas_requisicoes')

  expect((await post(newTicket, { headers: seen })).status).toBe(201)
})

test.each(['', 'agora', '2026-11-28', '28/11/2026 10:00', '2026-11-28T10:00:00', '1764324000000'])(
  'X-Lido-Em: %j is no time: 400, and nothing is sent',
  async (seen) => {
    const { post, ticketRequests } = await openShared()

    const answer = await post(newTicket, { headers: { ...ana, 'x-lido-em': seen } })

    expectProblem(answer, 400, 'requisicao_invalida')
    expect(ticketRequests()).toEqual([])
  },
)
