import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openProcessHouse } from '../process-house.ts'
import { type Answer, protocolIn, told } from '../running.ts'

const timeoutMs = 2000
const env = { HUBSOFT_TIMEOUT_MS: String(timeoutMs), HUBSOFT_SETTLE_MS: '60000' }
const pastDeadlineMs = timeoutMs + 500

type House = Awaited<ReturnType<typeof openProcessHouse>>

/** Stops it past the deadline of what is under way; HubSoft has answered all when it goes on. */
async function stopPastDeadline({ kill, isStopped, release }: House) {
  kill('SIGSTOP')
  await isStopped()
  await setTimeout(pastDeadlineMs)
  release()
  // Time for HubSoft to answer.
  await setTimeout(200)
  kill('SIGCONT')
}

/** That it opened nothing is told and true, and its key may send again. */
async function expectNotSent(house: House, key: string, answer: Answer, state: string) {
  const { post, stateOf, ticketsOf } = house
  expect([answer.status, answer.body]).toMatchObject([503, { codigo: 'nao_enviado' }])
  expect(await stateOf(key)).toBe(state)
  expect(ticketsOf(key)).toEqual([])
  expect((await post(key)).status).toBe(201)
  expect(ticketsOf(key)).toHaveLength(1)
}

const slowToken = { route: 'token', fault: 'slow', ms: 1 } as const

test('a process stopped past the deadline while it waits for its token sends nothing, and knows of nothing', async () => {
  const house = await openProcessHouse({ env, firstFaults: [slowToken] })
  const { post, posts, stateOf } = house
  const key = randomUUID()
  const sent = post(key)
  await expect.poll(() => stateOf(key)).toBe('pending')

  await stopPastDeadline(house)

  await expectNotSent(house, key, await sent, 'chave_desconhecida')
  // But for the one that came of the free key.
  expect(posts()).toBe(1)
})

test('a process stopped past the deadline while it waits for another token after a 401 sends nothing more', async () => {
  const house = await openProcessHouse({ env })
  const { faults, post, posts, ledger } = house
  const signIns = () => ledger.requests.filter(({ path }) => path === '/oauth/token').length
  await expect.poll(signIns).toBe(1)
  faults.inject({ route: 'atendimento', fault: 'unauthorized' })
  faults.inject(slowToken)
  const key = randomUUID()
  const sent = post(key)
  await expect.poll(signIns).toBe(2)

  await stopPastDeadline(house)

  await expectNotSent(house, key, await sent, 'nao_enviado')
  expect(posts()).toBe(2)
})

test('a process stopped past the deadline between the row and the head sends nothing', async () => {
  const house = await openProcessHouse({ env: { ...env, HUBSOFT_TIMEOUT_MS: '1500' } })
  const { arm, post, posts, kill, isStopped } = house
  expect((await post()).status).toBe(201)
  const key = randomUUID()
  await arm({ key, point: 'after commit 1', signal: 'SIGSTOP' })
  const sent = post(key)
  await isStopped()
  await setTimeout(1500)
  kill('SIGCONT')

  await expectNotSent(house, key, await sent, 'nao_enviado')
  expect(posts()).toBe(2)
})

test('a process stopped past the deadline while HubSoft has its ticket tells what HubSoft answered meanwhile', async () => {
  const house = await openProcessHouse({ env })
  const { faults, post, ask, posts, stateOf, ticketsOf } = house
  faults.inject({ route: 'atendimento', fault: 'slow-after', ms: 1 })
  const key = randomUUID()
  const sent = post(key)
  await expect.poll(() => ticketsOf(key).length).toBe(1)

  await stopPastDeadline(house)

  // Which of the two it sees first when it goes on is chance.
  expect(told(await sent).status).toMatch(/^(success|pending)$/)
  await expect.poll(() => stateOf(key)).toBe('success')
  expect(protocolIn(await ask(key))).toBe(ticketsOf(key)[0]?.atendimento.protocolo)
  expect(posts()).toBe(1)
})
