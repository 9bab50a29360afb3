import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import type { EmulatorOptions } from '#src/emulator/server.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { expectProblem } from '../http/expect-problem.ts'
import { type Answer, heldWait, newTicket, protocolIn, refusedTicket, told } from '../running.ts'
import { openHastyHouse } from '../send/hasty-house.ts'
import { newDatabaseFile } from './open-journal.ts'

/** A house whose database takes no row, or no change of one, from when a test says so. */
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
    takeNo: (what: 'INSERT' | 'UPDATE') =>
      run(
        `CREATE TRIGGER full BEFORE ${what} ON ticket BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
      ),
    takeAllAgain: () => run('DROP TRIGGER full'),
    removeAll: () => run('ALTER TABLE ticket RENAME TO lost'),
  }
}

test('what can not be looked up in the journal is not sent: 503, and whoever asks is told nothing of it', async () => {
  const { post, ask, lookNow, removeAll, ticketRequests } = await openFaultyHouse()
  removeAll()

  const key = randomUUID()
  expectProblem(await post(key), 503, 'nao_enviado')
  // Of an earlier attempt that says nothing.
  expectProblem(await post(key, newTicket, { 'x-reenvio': '2' }), 500, 'erro_interno')
  expectProblem(await ask(randomUUID()), 500, 'erro_interno')
  expectProblem(await lookNow(randomUUID()), 500, 'erro_interno')

  expect(ticketRequests()).toEqual([])
})

test('what can not be recorded is not sent: 503, for certain nothing was opened, and it leaves no row', async () => {
  const { post, ask, takeNo, takeAllAgain, ticketRequests } = await openFaultyHouse()
  takeNo('INSERT')
  const key = randomUUID()

  const answer = await post(key)

  expectProblem(answer, 503, 'nao_enviado')
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  expectProblem(await ask(key), 404, 'chave_desconhecida')
  expect(ticketRequests()).toEqual([])

  takeAllAgain()
  expect((await post(key, { ...newTicket, nome: 'Bianca' })).status).toBe(201)
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
  const { post, ask, faults, takeNo, ticketRequests } = await openFaultyHouse()
  faults.inject({ route: 'atendimento', fault: 'too-many' })
  const key = randomUUID()
  await post(key)
  takeNo('UPDATE')

  expectProblem(await post(key), 503, 'nao_enviado')

  expect(told(await ask(key))).toMatchObject({ codigo: 'muitas_requisicoes' })
  expect(ticketRequests()).toHaveLength(1)
})

test('an opened ticket is told also where that can not be recorded, and found again later', async () => {
  const { post, ask, takeNo, takeAllAgain, skip, ledger } = await openFaultyHouse()
  takeNo('UPDATE')
  const key = randomUUID()

  const answer = await post(key)
  const meanwhile = await ask(key)
  takeAllAgain()
  skip(22_000)

  expect(answer.status).toBe(201)
  const protocol = ledger.tickets[0]?.atendimento.protocolo
  expect(protocolIn(answer)).toBe(protocol)
  expect(told(answer)).not.toHaveProperty('conferido')
  expect(told(meanwhile).status).toBe('pending')
  await expect.poll(async () => protocolIn(await ask(key))).toBe(protocol)
  expect((await post(key)).status).toBe(201)
  expect(ledger.tickets).toHaveLength(1)
})

test('a refusal that can not be recorded is told as not known, and verified', async () => {
  const { post, ask, takeNo, takeAllAgain, skip, verify, ticketRequests } = await openFaultyHouse()
  takeNo('UPDATE')
  const key = randomUUID()

  const answer = await post(key, refusedTicket)
  const again = await post(key, refusedTicket)
  takeAllAgain()

  expect([answer.status, told(answer).status]).toEqual([202, 'pending'])
  expect(told(again).status).toBe('pending')
  skip(22_000)
  await expect.poll(async () => (await ask(key)).text).toContain('conferindo')
  expect(told(await verify(key))).toMatchObject({ status: 'unknown', tentativa: 1 })
  expect(ticketRequests()).toHaveLength(1)
})

test('a resend that can not be recorded sends nothing: 202 unknown, the same attempt', async () => {
  const { loseOne, resend, ask, takeNo, ticketRequests } = await openFaultyHouse()
  const key = await loseOne()
  takeNo('UPDATE')

  const answer = await resend(key, 2)

  expect(answer.status).toBe(202)
  expect(told(answer)).toMatchObject({ status: 'unknown', tentativa: 1 })
  expect(told(await ask(key))).toMatchObject({ status: 'unknown', tentativa: 1 })
  expect(ticketRequests()).toHaveLength(1)
})

test('a look now that can not be recorded is a fault of ours: 500', async () => {
  const { loseOne, lookNow, ask, takeNo } = await openFaultyHouse()
  const key = await loseOne()
  const before = await ask(key)
  takeNo('UPDATE')

  expectProblem(await lookNow(key), 500, 'erro_interno')

  expect((await ask(key)).body).toEqual(before.body)
})
