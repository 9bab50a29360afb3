import { expect, test } from 'vitest'
import { demoCredentials } from '#src/emulator/server.ts'
import { openHouse, told } from '../running.ts'

const minute = 60_000
const day = 24 * 60 * minute

test('a wrong password: one sign-in a minute, and every send is answered 503 at once', async () => {
  let nowMs = 0
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs }
  const account = () => ({ ...demoCredentials, password: 'errada' })
  const { post, signIns, ticketRequests } = await openHouse({ account, clock })

  for (const minutes of [1, 2]) {
    for (const answer of await Promise.all([post(), post(), post()])) {
      expect(answer.status).toBe(503)
      expect(told(answer)).toMatchObject({
        codigo: 'nao_enviado',
        msg: expect.stringContaining('não aceitou a conta da integração'),
      })
    }
    nowMs += minute - 1
    await post()
    expect(signIns()).toHaveLength(minutes)
    nowMs += 1
  }
  expect(ticketRequests()).toEqual([])
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
    passedMs = 120 * minute
    expect((await post()).status).toBe(201)

    expect(signIns()).toHaveLength(2)
    expect(ledger.tickets).toHaveLength(4)
  },
)
