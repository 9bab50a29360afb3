import { randomUUID } from 'node:crypto'
import { renameSync } from 'node:fs'
import { expect, test } from 'vitest'
import { heldWait } from '../../held-wait.ts'
import { expectProblem } from '../http/expect-problem.ts'
import { keepLog } from '../keep-log.ts'
import { openProcessHouse } from '../process-house.ts'
import { exchange, openHouse, protocolIn, ticketRoute, told } from '../running.ts'

const slow = { route: 'atendimento', fault: 'slow', ms: 1 } as const

/** What the alarm goes by. */
const isUnwritable = async (url: string) =>
  /^novo_atendimento_journal_unwritable ([01])$/m.exec((await exchange(`${url}/metrics`)).text)?.[1]

test('while the disk is full nothing is sent, what is known is told, and afterwards sends go on', async () => {
  const { url, limitFiles, faults, release, ...house } = await openProcessHouse()
  const { post, ask, stateOf, posts, ticketsOf, send } = house
  const [known, key] = [randomUUID(), randomUUID()]
  const protocol = protocolIn(await post(known))
  expect(protocol).toBeDefined()
  // Not a page of anything, though the log should be emptied meanwhile.
  const fill = () => limitFiles(1)
  const readiness = async () => {
    const { status, body } = await send('/readyz')
    return { status, banco: Object(body).banco }
  }

  fill()

  const refused = await post(key)
  expect([refused.status, told(refused)]).toMatchObject([
    503,
    { codigo: 'nao_enviado', msg: expect.stringContaining('não conseguiu registrar o envio') },
  ])
  expect(posts()).toBe(1)
  expect(protocolIn(await ask(known))).toBe(protocol)
  expect(protocolIn(await post(known))).toBe(protocol)
  expect(await stateOf(key)).toBe('chave_desconhecida')
  expect((await send(`${ticketRoute}?hoje=1`)).text).toContain(known)
  await expect.poll(readiness).toEqual({ status: 503, banco: 'falha' })
  expect(await isUnwritable(url)).toBe('1')
  expect((await send('/healthz')).status).toBe(200)

  limitFiles('unlimited')

  expect((await post(key)).status).toBe(201)
  expect(ticketsOf(key)).toHaveLength(1)
  expect(posts()).toBe(2)
  await expect.poll(readiness).toEqual({ status: 200, banco: 'ok' })
  expect(await isUnwritable(url)).toBe('0')

  faults.inject(slow)
  const between = randomUUID()
  const sent = post(between)
  await expect.poll(posts).toBe(3)
  fill()
  release()

  const answer = await sent
  const opened = ticketsOf(between)[0]?.atendimento.protocolo
  expect([answer.status, protocolIn(answer)]).toEqual([201, opened])
  // Not kept, it isn't known any more: neither opened nor not.
  expect(await stateOf(between)).toBe('pending')
  expect(told(await post(between)).status).toBe('pending')
  expect(posts()).toBe(3)
})

// The other ways to lose it, and what they leave, are lost-database.test.ts's.
test('a ticket that was opened is told where the database file goes before its outcome is kept; nothing is sent afterwards', async () => {
  const { wait, release } = heldWait()
  const { logTo, text } = keepLog()
  const house = await openHouse({ emulator: { wait }, logTo })
  const { url, databaseFile, faults, post, ask, send, ticketRequests, ticketsOf } = house
  faults.inject(slow)
  const key = randomUUID()
  const sent = post(undefined, { key })
  await expect.poll(ticketRequests).toHaveLength(1)

  renameSync(databaseFile, `${databaseFile}.fora`)
  release()

  const answer = await sent
  const [ticket] = ticketsOf(key)
  expect([answer.status, protocolIn(answer)]).toEqual([201, ticket?.atendimento.protocolo])
  // Its own sends are not told to be none of its own.
  expectProblem(await ask(key), 500, 'erro_interno')
  expectProblem(await post(undefined, { key }), 500, 'erro_interno')
  expectProblem(await post(), 503, 'nao_enviado')
  expect(ticketRequests()).toHaveLength(1)
  expect((await send('/readyz')).body).toMatchObject({ banco_motivo: 'arquivo_trocado' })
  expect(await isUnwritable(url)).toBe('1')
  expect((await send('/healthz')).status).toBe(200)
  expect(text().match(/the journal is not what was opened/g)).toHaveLength(1)
})
