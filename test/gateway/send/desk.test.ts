import { expect, onTestFinished, test } from 'vitest'
import { forgottenHash } from '#src/gateway/database/tables.ts'
import type { Admission, HubsoftClient } from '#src/gateway/hubsoft/client.ts'
import type { Submission } from '#src/gateway/send/arrivals.ts'
import { rowOf, states } from '../journal/a-row.ts'
import { createHandClock } from '../journal/hand-clock.ts'
import { keepLog } from '../keep-log.ts'
import { newTicket } from '../running.ts'
import { openDeskOver } from './desk-over.ts'

const key = '0198c0de-6f1a-7c3e-9d2b-4a5e6f708192'

/** A desk whose HubSoft is the test. */
async function openDesk(admit: HubsoftClient['admit']) {
  const { log, text } = keepLog()
  let admissions = 0
  const desk = await openDeskOver({
    hubsoft: {
      admit(deadline) {
        admissions += 1
        return admit(deadline)
      },
      lookFor: async () => null,
    },
    log,
  })
  onTestFinished(desk.close)
  const attendant = { usuario: 'ana', nome: 'Ana' }
  const send = (more: Partial<Submission> = {}) =>
    desk.submit({ key, attendant, novo: newTicket, ...more })
  return { ...desk, text, send, admissions: () => admissions }
}

const bug = new Error('a bug')
const unreachable = { kind: 'not-sent', reason: 'unreachable' }

const broken = {
  kind: 'opened',
  get atendimento(): never {
    throw bug
  },
} as const

/** Admits, and posts this. */
const posting = (post: Admission['post'], hasLeft: boolean) => async (): Promise<Admission> => ({
  kind: 'admitted',
  post,
  takeBack: () => !hasLeft,
  leave: () => undefined,
})

test.each<[string, HubsoftClient['admit'], object]>([
  [
    'at once',
    () => {
      throw bug
    },
    unreachable,
  ],
  ['before anything is recorded', () => Promise.reject(bug), unreachable],
  ['before anything has left', posting(() => Promise.reject(bug), false), unreachable],
  ['after the head has left', posting(() => Promise.reject(bug), true), { kind: 'uncertain' }],
  ['in what HubSoft answered', posting(async () => broken, true), { kind: 'uncertain' }],
])('a fault of ours %s is told, and the send is settled', async (_when, admit, state) => {
  const { send, find, text, told } = await openDesk(admit)

  expect(await send()).toMatchObject({ kind: 'row', row: { state } })

  // What never came to be recorded left nothing.
  if (Object(state).kind !== 'not-sent') expect(await find(key)).toMatchObject({ state })
  expect(told).toEqual([Object(state).kind])
  expect(text().match(/a fault of ours ended a send/g)).toHaveLength(1)
})

const { opened, refused, unknown, 'not-sent': notSent } = states
const forgotten = { kind: 'row', replayed: true }

test.each([
  ['opened', { state: opened }, {}, forgotten],
  ['refused', { state: refused }, {}, forgotten],
  ['unknown', { state: unknown }, {}, forgotten],
  ['opened, as another attempt', { state: opened }, { resend: 2 }, forgotten],
  ['unknown, as the next attempt', { state: unknown }, { resend: 2 }, { kind: 'key-reused' }],
  [
    'proved not sent, and nothing may leave',
    { state: notSent },
    {},
    { kind: 'too-many', waitS: 9 },
  ],
  ['of another text', { state: opened, bodyHash: 'x' }, {}, { kind: 'key-reused' }],
] as const)(
  'a replay of what is %s, once the text was forgotten, sends nothing and is told so',
  async (_what, parts, more, told) => {
    const desk = await openDesk(() => Promise.reject(bug))
    await desk.journal.claim(rowOf({ key, bodyHash: forgottenHash, novo: null, ...parts }))

    expect(await desk.send({ overLimitS: 9, ...more })).toMatchObject(told)
    if (parts.state !== notSent) expect(await desk.send(more)).toMatchObject(told)
    const bia = { usuario: 'bia', nome: 'Bia' }
    expect(await desk.send({ attendant: bia, ...more })).toEqual({ kind: 'other-attendant' })
    expect(desk.admissions()).toBe(0)
  },
)

test('a key whose send was ended by a fault of ours before anything left may send again', async () => {
  const { send, admissions } = await openDesk(() => Promise.reject(bug))

  await send()
  await send()

  expect(admissions()).toBe(2)
})

test('that a customer was told is dated by the clock on the wall, whatever it was set to', async () => {
  const hand = createHandClock(new Date('2026-11-28T12:00:00Z'))
  const post = async () => states.opened
  const desk = await openDeskOver({
    hubsoft: { admit: posting(post, true), lookFor: async () => null },
    clock: hand.clock,
  })
  onTestFinished(desk.close)
  await desk.submit({ key, attendant: { usuario: 'ana', nome: 'Ana' }, novo: newTicket })

  hand.set(3_600_000)
  const row = await desk.noteTold(key, 'telefone')

  const told = { kind: 'told', by: 'telefone', at: new Date('2026-11-28T13:00:00Z') }
  expect(row?.told).toEqual(told)
  expect((await desk.find(key))?.told).toEqual(told)
})
