import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { forgottenHash } from '#src/gateway/database/tables.ts'
import type { Sending, SendOrder } from '#src/gateway/hubsoft/client.ts'
import type { Submission } from '#src/gateway/send/desk.ts'
import { rowOf, states } from '../journal/a-row.ts'
import { newTicket } from '../running.ts'
import { openDeskOver } from './desk-over.ts'

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
  const send = (more: Partial<Submission> = {}) =>
    desk.submit({ key, attendant, novo: newTicket, ...more })
  return { ...desk, lines, send }
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

const { opened, refused, unknown, received } = states
const forgotten = { kind: 'row', replayed: true }

test.each([
  ['opened', { state: opened }, {}, forgotten],
  ['refused', { state: refused }, {}, forgotten],
  ['unknown', { state: unknown }, {}, forgotten],
  ['opened, as another attempt', { state: opened }, { resend: 2 }, forgotten],
  ['unknown, as the next attempt', { state: unknown }, { resend: 2 }, { kind: 'key-reused' }],
  ['proved not sent, and nothing may leave', { state: received }, {}, { kind: 'key-reused' }],
  ['of another text', { state: opened, bodyHash: 'x' }, {}, { kind: 'key-reused' }],
] as const)(
  'a replay of what is %s, once the text was forgotten, sends nothing and is told so',
  async (_what, parts, more, told) => {
    let sends = 0
    const desk = await openDesk(() => {
      sends += 1
      return { outcome: Promise.reject(bug), takeBack: () => true }
    })
    await desk.journal.claim(rowOf({ key, bodyHash: forgottenHash, novo: null, ...parts }))

    expect(await desk.send({ mayLeave: false, ...more })).toMatchObject(told)
    if (parts.state !== received) expect(await desk.send(more)).toMatchObject(told)
    const bia = { usuario: 'bia', nome: 'Bia' }
    expect(await desk.send({ attendant: bia, ...more })).toEqual({ kind: 'other-attendant' })
    expect(sends).toBe(0)
  },
)

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
