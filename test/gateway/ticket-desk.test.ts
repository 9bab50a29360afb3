import pino from 'pino'
import { expect, test } from 'vitest'
import type { Sending, SendOrder } from '#src/gateway/hubsoft/client.ts'
import { createMemoryJournal } from '#src/gateway/journal/memory-journal.ts'
import { createTicketDesk } from '#src/gateway/ticket-desk.ts'
import { newTicket } from './running.ts'

const key = '0198c0de-6f1a-7c3e-9d2b-4a5e6f708192'

/** A desk whose HubSoft is the test. */
function openDesk(openTicket: (order: SendOrder) => Sending) {
  const lines: string[] = []
  const told: string[] = []
  const desk = createTicketDesk({
    journal: createMemoryJournal(),
    hubsoft: { openTicket },
    clock: { wallMs: () => 0, monotonicMs: () => 0 },
    timeoutMs: 60_000,
    settleMs: 60_000,
    log: pino({ base: null }, { write: (line: string) => void lines.push(line) }),
    metrics: {
      ticketTold: ({ kind }) => told.push(kind),
      ticketSettledLate: ({ kind }) => told.push(`late ${kind}`),
    },
  })
  const attendant = { usuario: 'ana', nome: 'Ana' }
  return { ...desk, lines, told, send: () => desk.submit({ key, attendant, novo: newTicket }) }
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
    ({ onSending }) => {
      onSending()
      return { outcome: Promise.reject(bug), takeBack: () => false }
    },
    { kind: 'uncertain' },
  ],
  [
    'in what HubSoft answered',
    () => ({
      outcome: Promise.resolve({ kind: 'opened', atendimento: Object(null) }),
      takeBack: () => false,
    }),
    { kind: 'uncertain' },
  ],
])('a fault of ours %s is told, and the send is settled', async (_when, openTicket, state) => {
  const { send, find, lines, told } = openDesk(openTicket)

  expect(await send()).toMatchObject({ kind: 'row', row: { state } })

  expect(await find(key)).toMatchObject({ state })
  expect(told).toEqual([Object(state).kind])
  expect(lines).toEqual([expect.stringContaining('a fault of ours ended a send')])
})

test('a key whose send was ended by a fault of ours before anything left may send again', async () => {
  let sends = 0
  const { send } = openDesk(() => {
    sends += 1
    return { outcome: Promise.reject(bug), takeBack: () => true }
  })

  await send()
  await send()

  expect(sends).toBe(2)
})
