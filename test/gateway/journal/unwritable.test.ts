import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import type { EmulatorOptions } from '#src/emulator/server.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { expectProblem } from '../http/expect-problem.ts'
import { type Answer, heldWait, newTicket, protocolIn, ticketRoute, told } from '../running.ts'
import { openHastyHouse } from '../send/hasty-house.ts'
import { newDatabaseFile } from './open-journal.ts'

/** A house with whose database a test does what it likes. */
async function openFaultyHouse(env: Environment = {}, emulator: EmulatorOptions = {}) {
  const file = newDatabaseFile()
  const settings = { DATABASE_URL: `file:${file}`, ...env }
  const house = await openHastyHouse({ env: settings, emulator })
  function run(sql: string) {
    const database = new DatabaseSync(file)
    database.exec(sql)
    database.close()
  }
  return {
    ...house,
    file,
    run,
    takeNoChange: () =>
      run(
        "CREATE TRIGGER full BEFORE UPDATE ON ticket BEGIN SELECT RAISE(ABORT, 'disk full'); END",
      ),
  }
}

test('what can not be looked up in the journal is not sent: 503, and whoever asks is told nothing of it', async () => {
  const { post, ask, lookNow, run, ticketRequests } = await openFaultyHouse()
  run('ALTER TABLE ticket RENAME TO lost')

  const key = randomUUID()
  expectProblem(await post(key), 503, 'nao_enviado')
  // Of an earlier attempt that says nothing.
  expectProblem(await post(key, newTicket, { 'x-reenvio': '2' }), 500, 'erro_interno')
  expectProblem(await ask(randomUUID()), 500, 'erro_interno')
  expectProblem(await lookNow(randomUUID()), 500, 'erro_interno')

  expect(ticketRequests()).toEqual([])
})

test('while another program holds the database, each send ends by its own deadline, and reads wait for none', async () => {
  const { post, ask, send, file, ticketRequests } = await openFaultyHouse({
    HUBSOFT_TIMEOUT_MS: '500',
    HUBSOFT_SETTLE_MS: '60000',
  })
  const known = randomUUID()
  await post(known)
  const other = new DatabaseSync(file)
  onTestFinished(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  const order: string[] = []
  const note = async (what: string, work: Promise<Answer>) => {
    const { status } = await work
    order.push(`${what} ${status}`)
  }

  // Waits for as long as anything does.
  const ready = note('ready', send('/readyz'))
  const sends = Array.from({ length: 20 }, () => note('sent', post(randomUUID())))
  await note('asked', ask(known))
  await Promise.all([ready, ...sends])

  expect(order).toEqual(['asked 200', ...sends.map(() => 'sent 503'), 'ready 503'])
  expect(ticketRequests()).toHaveLength(1)

  other.exec('COMMIT')
  expect((await post(randomUUID())).status).toBe(201)
})

test('an opened ticket is told also where another program holds the database before that is kept', async () => {
  const { wait, release } = heldWait()
  const { post, ask, file, faults, ticketRequests, ticketsOf, skip } = await openFaultyHouse(
    {},
    { wait },
  )
  faults.inject({ route: 'atendimento', fault: 'slow', ms: 1 })
  const key = randomUUID()
  const sent = post(key)
  await expect.poll(ticketRequests).toHaveLength(1)
  const other = new DatabaseSync(file)
  onTestFinished(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  release()

  const answer = await sent
  const protocol = ticketsOf(key)[0]?.atendimento.protocolo
  expect([answer.status, protocolIn(answer)]).toEqual([201, protocol])
  expect(told(await ask(key)).status).toBe('pending')

  other.exec('COMMIT')
  skip(22_000)
  await expect.poll(async () => protocolIn(await ask(key))).toBe(protocol)
  expect(ticketRequests()).toHaveLength(1)
})

test('a key that proved not sent stays so where its next send can not be recorded', async () => {
  const { post, ask, faults, takeNoChange, ticketRequests } = await openFaultyHouse()
  faults.inject({ route: 'atendimento', fault: 'too-many' })
  const key = randomUUID()
  await post(key)
  takeNoChange()

  expectProblem(await post(key), 503, 'nao_enviado')

  expect(told(await ask(key))).toMatchObject({ codigo: 'muitas_requisicoes' })
  expect(ticketRequests()).toHaveLength(1)
})

test('a resend that can not be recorded sends nothing: 202 unknown, the same attempt', async () => {
  const { loseOne, resend, ask, takeNoChange, ticketRequests } = await openFaultyHouse()
  const key = await loseOne()
  takeNoChange()

  const answer = await resend(key, 2)

  expect(answer.status).toBe(202)
  expect(told(answer)).toMatchObject({ status: 'unknown', tentativa: 1 })
  expect(told(await ask(key))).toMatchObject({ status: 'unknown', tentativa: 1 })
  expect(ticketRequests()).toHaveLength(1)
})

test('a row that can’t be read takes no other send off the day’s list', async () => {
  const { post, send, run } = await openFaultyHouse()
  const [good, spoilt] = [randomUUID(), randomUUID()]
  for (const key of [good, spoilt]) await post(key)
  run(`UPDATE ticket SET outcome = '{}' WHERE key = '${spoilt}'`)

  const list = await send(`${ticketRoute}?hoje`)

  expect(list.status).toBe(200)
  expect(list.text).toContain(good)
})
