import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type After, systemAfter } from '#src/gateway/clock.ts'
import { expectProblem } from '../http/expect-problem.ts'
import { newTicket, openHouse, protocolIn, told } from '../running.ts'
import { openHastyHouse } from './hasty-house.ts'

const withWorkOrder = { ...newTicket, abrir_os: true }

const mayAppear = /O atendimento ainda pode aparecer\. Não abra outro ainda\.$/

test('a 403 for a work order, and no such ticket: 403, and it may still turn up', async () => {
  const { post, emulator, looks, ledger, ask } = await openHastyHouse()
  emulator.setPermissions({ openWorkOrder: 'refused' })
  const key = randomUUID()

  const answer = await post(key, withWorkOrder)

  expectProblem(answer, 403, 'sem_permissao')
  expect(answer.body).toMatchObject({ em_duvida: true, msg: expect.stringMatching(mayAppear) })
  expect(answer.body).not.toHaveProperty('tentativa')
  expect(looks()).toHaveLength(1)
  expect(ledger.tickets).toEqual([])
  expect(told(await ask(key))).toMatchObject({ status: 'error', codigo: 'sem_permissao' })
})

test('a ticket that turns up after a 403 is found by a later look', async () => {
  const { post, emulator, ledger, ask, skip, resend } = await openHastyHouse()
  emulator.setPermissions({ openWorkOrder: 'refused-after-storing' })
  const key = randomUUID()
  emulator.faults.inject({ route: 'listagem', fault: 'list-empty' })
  expectProblem(await post(key, withWorkOrder), 403, 'sem_permissao')

  skip(300_000)
  await expect.poll(async () => told(await ask(key)).status).toBe('success')

  expect(protocolIn(await resend(key, 2, withWorkOrder))).toBe(
    ledger.tickets[0]?.atendimento.protocolo,
  )
  expect(ledger.tickets).toHaveLength(1)
})

test('what isn’t known is looked for as soon as that is recorded, though the verifier sleeps', async () => {
  const neverWakes: After = (ms, run) => (ms === 0 ? systemAfter(ms, run) : () => undefined)
  const { post, ask, faults } = await openHouse({ after: neverWakes })
  faults.inject({ route: 'atendimento', fault: 'reset-after' })
  const key = randomUUID()

  expect(told(await post(newTicket, { key })).status).toBe('pending')

  await expect.poll(async () => told(await ask(key)).status).toBe('success')
})
