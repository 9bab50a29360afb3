import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { expectProblem } from '../http/expect-problem.ts'
import { type Answer, newTicket, ticketRoute, told } from '../running.ts'
import { type HastyHouse, openHastyHouse } from '../send/hasty-house.ts'

/** Another program at a house's database, until the test is over. */
function openAnother({ databaseFile }: HastyHouse) {
  const other = new DatabaseSync(databaseFile)
  onTestFinished(() => other.close())
  return other
}

const takeNoChange = (house: HastyHouse) =>
  openAnother(house).exec(
    "CREATE TRIGGER full BEFORE UPDATE ON ticket BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  )

test('what can not be looked up in the journal is not sent: 503, and whoever asks is told nothing of it', async () => {
  const house = await openHastyHouse()
  const { post, ask, lookNow, ticketRequests } = house
  openAnother(house).exec('ALTER TABLE ticket RENAME TO lost')

  const key = randomUUID()
  const answer = await post(key)
  expectProblem(answer, 503, 'nao_enviado')
  // Whoever sent it before a restart isn't told that it was not opened.
  expect(told(answer).msg).toMatch(/^Este pedido não foi enviado: .* registrar envios agora\./)
  expect(answer.text).not.toContain('aberto')
  // Of an earlier attempt that says nothing.
  expectProblem(await post(key, newTicket, { 'x-reenvio': '2' }), 500, 'erro_interno')
  expectProblem(await ask(randomUUID()), 500, 'erro_interno')
  expectProblem(await lookNow(randomUUID()), 500, 'erro_interno')

  expect(ticketRequests()).toEqual([])
})

test('while another program holds the database, each send ends by its own deadline, and reads wait for none', async () => {
  const env = { HUBSOFT_TIMEOUT_MS: '500', HUBSOFT_SETTLE_MS: '60000' }
  const house = await openHastyHouse({ env, signsInAtStart: true })
  const { post, ask, send, ticketRequests } = house
  const known = randomUUID()
  await post(known)
  const other = openAnother(house)
  other.exec('BEGIN IMMEDIATE')
  const order: string[] = []
  const note = async (what: string, work: Promise<Answer>) => {
    const { status } = await work
    order.push(`${what} ${status}`)
  }

  // Waits for as long as anything does, and so ends last.
  const ready = note('ready', send('/readyz'))
  const sends = Array.from({ length: 5 }, () => note('sent', post(randomUUID())))
  await note('asked', ask(known))
  await Promise.all([ready, ...sends])

  expect(order.at(-1)).toBe('ready 503')
  expect(order.toSorted()).toEqual(['asked 200', 'ready 503', ...sends.map(() => 'sent 503')])
  expect(ticketRequests()).toHaveLength(1)

  other.exec('COMMIT')
  expect((await post(randomUUID())).status).toBe(201)
})

test('a key that proved not sent stays so where its next send can not be recorded', async () => {
  const house = await openHastyHouse()
  const { post, ask, faults, ticketRequests } = house
  faults.inject({ route: 'atendimento', fault: 'too-many' })
  const key = randomUUID()
  await post(key)
  takeNoChange(house)

  expectProblem(await post(key), 503, 'nao_enviado')

  expect(told(await ask(key))).toMatchObject({ codigo: 'muitas_requisicoes' })
  expect(ticketRequests()).toHaveLength(1)
})

test('a resend that can not be recorded sends nothing: 202 unknown, the same attempt', async () => {
  const house = await openHastyHouse()
  const { loseOne, resend, ask, ticketRequests } = house
  const key = await loseOne()
  takeNoChange(house)

  const answer = await resend(key, 2)

  expect(answer.status).toBe(202)
  expect(told(answer)).toMatchObject({ status: 'unknown', tentativa: 1 })
  expect(told(await ask(key))).toMatchObject({ status: 'unknown', tentativa: 1 })
  expect(ticketRequests()).toHaveLength(1)
})

test('a row that can’t be read takes no other send off the day’s list', async () => {
  const house = await openHastyHouse()
  const { post, send } = house
  const [good, spoilt] = [randomUUID(), randomUUID()]
  for (const key of [good, spoilt]) await post(key)
  openAnother(house).exec(`UPDATE ticket SET outcome = '{}' WHERE key = '${spoilt}'`)

  const list = await send(`${ticketRoute}?hoje`)

  expect(list.status).toBe(200)
  expect(list.text).toContain(good)
})
