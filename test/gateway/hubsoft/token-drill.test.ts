import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { demoCredentials } from '#src/emulator/server.ts'
import { createAccountReader } from '#src/gateway/config/secret-reader.ts'
import { heldWait, newTicket, openHouse, told } from '../running.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const keysOf = (sends: number) => Array.from({ length: sends }, () => randomUUID())
/** More than are awaited at a time. */
const twenty = () => keysOf(20)

/** Gateway and emulator on clocks that only the test moves; the wall's may be wrong. */
async function openDrill(options: Parameters<typeof openHouse>[0] = {}) {
  const startMs = Date.parse('2026-11-24T13:58:21Z')
  let nowMs = 0
  const held = heldWait()
  const house = await openHouse({
    ...options,
    clock: { wallMs: () => startMs + nowMs, monotonicMs: () => nowMs },
    emulator: {
      now: () => new Date(startMs + nowMs),
      wait: held.wait,
      expiresInS: 7200,
      ...options.emulator,
    },
  })
  return {
    ...house,
    release: held.release,
    pass: (ms: number) => {
      nowMs += ms
    },
    /** Sends of these keys at once, each with a ticket of its own; all their answers. */
    sendAll: (keys: string[]) => Promise.all(keys.map((key) => house.post(newTicket, { key }))),
  }
}

test('HubSoft ends the token early while twenty sends are under way: one renewal, twenty tickets', async () => {
  const { post, emulator, faults, sendAll, release, signIns, ticketRequests, ledger } =
    await openDrill()
  await post()
  faults.inject({ route: 'atendimento', fault: 'slow', ms: 1, times: 16 })
  const keys = twenty()

  const sent = sendAll(keys)
  await expect.poll(ticketRequests).toHaveLength(17)
  emulator.revokeTokens()
  release()
  const answers = await sent

  expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 201))
  expect(signIns()).toHaveLength(2)
  expect(ledger.tickets).toHaveLength(21)
})

test('a wrong password: one sign-in a minute, and every send is answered 503 at once', async () => {
  const account = () => ({ ...demoCredentials, password: 'errada' })
  const { pass, sendAll, signIns, ticketRequests, ledger } = await openDrill({ account })

  for (const minutes of [1, 2]) {
    for (const answer of [...(await sendAll(keysOf(3))), ...(await sendAll(keysOf(3)))]) {
      expect(answer.status).toBe(503)
      expect(told(answer)).toMatchObject({
        codigo: 'nao_enviado',
        msg: expect.stringContaining('não aceitou a conta da integração'),
      })
    }
    expect(signIns()).toHaveLength(minutes)
    pass(minute - 1)
    await sendAll(keysOf(3))
    expect(signIns()).toHaveLength(minutes)
    pass(1)
  }
  expect(ticketRequests()).toEqual([])
  expect(ledger.tickets).toEqual([])
})

test('fresh tokens that the route turns away: one try a minute, and every other send is answered 503 at once', async () => {
  const { post, pass, faults, sendAll, signIns, ticketRequests, ledger, send } = await openDrill()
  const situacao = async () =>
    Object(Object((await send('/api/configuracao')).body).hubsoft).situacao
  await post()
  faults.inject({ route: 'atendimento', fault: 'unauthorized', times: 1_000_000 })

  for (const tries of [2, 3]) {
    for (const answer of [...(await sendAll(keysOf(3))), ...(await sendAll(keysOf(3)))]) {
      expect(told(answer)).toMatchObject({
        codigo: 'nao_enviado',
        msg: expect.stringContaining('não aceitou a conta da integração'),
      })
    }
    expect(signIns()).toHaveLength(tries)
    expect(await situacao()).toBe('conta_recusada')
    const asked = ticketRequests().length
    pass(minute - 1)
    await sendAll(keysOf(3))
    expect([signIns().length, ticketRequests().length]).toEqual([tries, asked])
    pass(1)
  }
  faults.clear()

  expect((await post()).status).toBe(201)
  expect(await situacao()).toBe('no_ar')
  expect(ledger.tickets).toHaveLength(2)
})

test.each([
  ['the gateway’s clock is a day ahead, and HubSoft’s behind', day, -day],
  ['the gateway’s clock is a day behind, and HubSoft’s ahead', -day, day],
])(
  '%s: tickets open, and the token is renewed when it really ends',
  async (_what, ours, theirs) => {
    let [passedMs, setMs] = [0, 0]
    const startMs = Date.parse('2026-11-24T13:58:21Z')
    const now = () => new Date(startMs + theirs + passedMs)
    const clock = { wallMs: () => startMs + ours + setMs + passedMs, monotonicMs: () => passedMs }
    const { post, signIns, ledger } = await openHouse({
      clock,
      emulator: { now, expiresInS: 7200 },
    })

    // Set by somebody meanwhile.
    for (const byMs of [0, day, -day]) {
      setMs = byMs
      expect((await post()).status).toBe(201)
    }
    expect(signIns()).toHaveLength(1)
    passedMs = 2 * hour
    expect((await post()).status).toBe(201)

    expect(signIns()).toHaveLength(2)
    expect(ledger.tickets).toHaveLength(4)
  },
)

test('a password mended in its file works within the minute, without a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'account-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'senha')
  await writeFile(file, 'errada\n')
  const { client_id, client_secret, username, password } = demoCredentials
  const account = createAccountReader(
    {
      client_id: { value: client_id },
      client_secret: { value: client_secret },
      username: { value: username },
      password: { value: 'errada', file },
    },
    pino({ level: 'silent' }),
  )
  const { post, send, signIns, ticketsOf } = await openDrill({ account })
  const key = randomUUID()
  const situacao = async () =>
    Object(Object((await send('/api/configuracao')).body).hubsoft).situacao
  expect((await post(newTicket, { key })).status).toBe(503)
  expect(await situacao()).toBe('conta_recusada')

  await writeFile(file, `${password}\n`)

  expect((await post(newTicket, { key })).status).toBe(201)
  expect(await situacao()).toBe('no_ar')
  expect(signIns()).toHaveLength(2)
  expect(ticketsOf(key)).toHaveLength(1)
})
