import { randomUUID } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newTicket, refusedTicket, ticketRoute, told } from '../running.ts'
import { type HastyHouse, lost, openHastyHouse } from '../send/hasty-house.ts'
import { newDatabaseFile } from './open-journal.ts'

/** Another gateway on the same journal, before the same HubSoft and by the same clock. */
const startNext = ({ databaseFile, emulatorUrl, clock }: HastyHouse) =>
  openHastyHouse({
    env: { DATABASE_URL: `file:${databaseFile}` },
    hubsoftUrl: emulatorUrl,
    clock,
  })

/** As a crash leaves it. */
function copyOf(file: string): string {
  const copy = newDatabaseFile()
  for (const ending of ['', '-wal']) copyFileSync(file + ending, copy + ending)
  return copy
}

test('after a restart each send is told as before, and its key does what it did', async () => {
  const first = await openHastyHouse()
  const [opened, refused, notSent] = [randomUUID(), randomUUID(), randomUUID()]
  const told201 = await first.post(opened)
  const told422 = await first.post(refused, refusedTicket)
  const unknown = await first.loseOne()
  const told200 = await first.ask(unknown)
  const twice = await first.loseOne()
  first.faults.inject(lost)
  await first.resend(twice, 2)
  await first.verify(twice)
  first.faults.inject({ route: 'atendimento', fault: 'too-many' })
  await first.post(notSent)
  const sent = first.ticketRequests().length
  await first.stopGateway()

  const next = await startNext(first)

  expect((await next.send(`${ticketRoute}?hoje`)).body).toMatchObject({
    atendimentos: expect.arrayContaining([
      expect.objectContaining({ chave: unknown, status: 'unknown' }),
      expect.objectContaining({ chave: twice, status: 'unknown', tentativa: 2 }),
      expect.objectContaining({ chave: notSent, status: 'error' }),
      expect.objectContaining({ chave: refused, status: 'error' }),
      expect.objectContaining({ chave: opened, status: 'success' }),
    ]),
  })

  // Opened: its key opens no other.
  expect((await next.ask(opened)).body).toEqual(told201.body)
  const again = await next.post(opened)
  expect([again.status, again.body]).toEqual([201, told201.body])
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect((await next.post(opened, { ...newTicket, nome: 'Outra' })).status).toBe(422)

  // Refused: its key is spent.
  const refusedAgain = await next.post(refused, refusedTicket)
  expect(refusedAgain.status).toBe(422)
  const withoutId = (body: unknown) => ({ ...Object(body), id_requisicao: 0 })
  expect(withoutId(refusedAgain.body)).toEqual(withoutId(told422.body))

  // Of the second attempt the number is kept.
  const second = await next.resend(twice, 2)
  expect(told(second)).toMatchObject({ status: 'unknown', tentativa: 2 })
  expect(first.ticketRequests()).toHaveLength(sent)

  // Proved not sent: its key sends another text.
  expect(told(await next.ask(notSent))).toMatchObject({ codigo: 'muitas_requisicoes' })
  const other = { ...newTicket, descricao: 'Outra coisa.' }
  expect((await next.post(notSent, other)).status).toBe(201)
  expect(told(await next.ask(notSent))).toMatchObject({ status: 'success', enviado: other })

  // Unknown: with its looks, looked up and sent again.
  expect((await next.ask(unknown)).body).toEqual(told200.body)
  expect(told(await next.lookNow(unknown)).status).toBe('unknown')
  expect((await next.resend(unknown, 2)).status).toBe(201)
  expect(first.ticketsOf(unknown)).toHaveLength(1)
})

test.each([
  ['silent-after', 'success', 0],
  ['silent-before', 'pending', 0],
  // Its deadline lies two hours ahead then.
  ['silent-after', 'success', 2],
] as const)(
  'what a crash left in the middle of a send (%s) is never sent again, and verified after its deadline: %s, also with the clock set back by %i hours',
  async (fault, status, hours) => {
    const first = await openHastyHouse()
    const key = randomUUID()
    first.faults.inject({ route: 'atendimento', fault })
    const sent = first.post(key).catch((gone: unknown) => gone)
    await expect.poll(first.ticketRequests).toHaveLength(1)

    const wallMs = () => first.clock.wallMs() - hours * 3_600_000
    const clock = { ...first.clock, wallMs }
    const databaseFile = copyOf(first.databaseFile)
    const next = await startNext({ ...first, clock, databaseFile })
    const before = await next.ask(key)
    const repeated = await next.post(key)
    const resent = await next.resend(key, 2)
    first.skip(22_000)

    for (const answer of [before, repeated, resent]) {
      expect(told(answer)).toMatchObject({ status: 'pending', enviado: newTicket })
    }
    await expect.poll(async () => first.looks().length).toBeGreaterThan(0)
    await expect.poll(async () => told(await next.ask(key)).status).toBe(status)
    expect(first.ticketRequests()).toHaveLength(1)
    await first.stopEmulator()
    await sent
  },
)
