import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { Sending, SendOrder } from '#src/gateway/hubsoft/client.ts'
import { openDeskOver } from './desk-over.ts'
import { newTicket } from './running.ts'

const key = '0198c0de-6f1a-7c3e-9d2b-4a5e6f708192'

/** A desk whose HubSoft is the test. */
async function openDesk(openTicket: (order: SendOrder) => Sending) {
  const lines: string[] = []
  const desk = await openDeskOver({
    hubsoft: { openTicket, lookFor: async () => null },
    clock: { wallMs: () => 0, monotonicMs: () => 0 },
    timeoutMs: 60_000,
    settleMs: 60_000,
    log: pino({ base: null }, { write: (line: string) => void lines.push(line) }),
  })
  onTestFinished(desk.close)
  const attendant = { usuario: 'ana', nome: 'Ana' }
  return { ...desk, lines, send: () => desk.submit({ key, attendant, novo: newTicket }) }
}

const bug = new Error('a bug')
const unreachable = { kind: 'received', reason: 'unreachable' }

test.each<[string, (order: SendOrder) => Sending, object]>([
  [
    'at once',
    () => {
      throw bug
    },
    unreachable,
  ],
  [
    'before anything has left',
    () => ({ outcome: Promise.reject(bug), takeBack: () => true }),
    unreachable,
  ],
  [
    'after the head has left',
    ({ record }) => ({
      outcome: record().then(() => Promise.reject(bug)),
      takeBack: () => false,
    }),
    { kind: 'uncertain' },
  ],
  [
    'in what HubSoft answered',
    ({ record }) => ({
      outcome: record().then(() => ({ kind: 'opened', atendimento: Object(null) })),
      takeBack: () => false,
    }),
    { kind: 'uncertain' },
  ],
])('a fault of ours %s is told, and the send is settled', async (_when, openTicket, state) => {
  const { send, find, lines, told } = await openDesk(openTicket)

  expect(await send()).toMatchObject({ kind: 'row', row: { state } })

  // What never came to be recorded left nothing.
  if (Object(state).kind !== 'received') expect(await find(key)).toMatchObject({ state })
  expect(told).toEqual([Object(state).kind])
  expect(lines).toEqual([expect.stringContaining('a fault of ours ended a send')])
})

test('a key whose send was ended by a fault of ours before anything left may send again', async () => {
  let sends = 0
  const { send } = await openDesk(() => {
    sends += 1
    return { outcome: Promise.reject(bug), takeBack: () => true }
  })

  await send()
  await send()

  expect(sends).toBe(2)
})
