import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { TicketRow } from '#src/gateway/journal/ticket-row.ts'
import type { Submission } from '#src/gateway/send/arrivals.ts'
import { noDestination } from '../../samples.ts'
import { standStill } from '../../stand-still.ts'
import { rowOf, states } from '../journal/a-row.ts'
import { keepRows } from '../journal/open-journal.ts'
import { newTicket } from '../running.ts'
import { key, type Options, openDesk, opened, turnedAway } from './held-desk.ts'

/** Nobody reads an answer and clicks within the millisecond in which it was told. */
const aMoment = () => setTimeout(2)

/** Two gateways on one journal; of the first no send is let in before the test says so. */
async function openTwo({ here = {}, there = {} }: { here?: Options; there?: Options } = {}) {
  const door = Promise.withResolvers<void>()
  const waiting = Promise.withResolvers<void>()
  const isShared = true
  const one = await openDesk({
    isShared,
    ...here,
    async beforeAdmission() {
      waiting.resolve()
      await door.promise
    },
  })
  const other = await openDesk({ isShared, database: one.database, ...there })
  return { one, other, letIn: () => door.resolve(), isWaiting: waiting.promise }
}

test('what somebody was told never to have arrived is not sent by a gateway where it still waits, and by its next click', async () => {
  const { one, other, letIn, isWaiting } = await openTwo()
  const sent = one.send()
  await isWaiting

  expect(await other.find(key)).toBeUndefined()
  letIn()

  expect(await sent).toEqual({ kind: 'not-known' })
  expect([one.heads, one.left]).toEqual([[], [0]])
  expect(await one.find(key)).toBeUndefined()
  await aMoment()
  const again = other.send()
  await other.answer(0, opened)
  expect(await again).toMatchObject({ row: { state: { kind: 'opened' } } })
  expect(await one.find(key)).toMatchObject({ state: { kind: 'opened' } })
})

test.each([
  ['is told of', { there: { confirmTime: async () => 60_000 } }],
  ['gets the send', { here: { confirmTime: async () => 60_000 } }],
])(
  'nor is what comes after it, where the time of the gateway that %s may be so wrong',
  async (_which, clocks) => {
    const { one, other, letIn } = await openTwo(clocks)

    expect(await other.find(key)).toBeUndefined()
    await aMoment()
    const sent = one.send()
    letIn()

    expect(await sent).toEqual({ kind: 'not-known' })
    expect(one.heads).toEqual([])
  },
)

test('of a key that two gateways get at once one sends it, and the other repeats what is known', async () => {
  const { one, other, letIn, isWaiting } = await openTwo()
  const late = one.send()
  await isWaiting
  const first = other.send()
  await other.answer(0, opened)
  letIn()

  const state = { kind: 'opened' }
  expect(await first).toMatchObject({ row: { state }, replayed: false })
  expect(await late).toMatchObject({ row: { state }, replayed: true })
  expect([one.heads, other.heads]).toEqual([[], [0]])
})

test('of a key that two people send through two gateways nobody is told what the other one sent', async () => {
  const { one, other, letIn, isWaiting } = await openTwo()
  const late = one.send({ attendant: { usuario: 'bia', nome: 'Bia' } })
  await isWaiting
  const first = other.send()
  await other.answer(0, opened)
  await first
  letIn()

  expect(await late).toEqual({ kind: 'other-attendant' })
})

test('what can’t be counted is not sent, and told to nobody else as on its way', async () => {
  const { send, answer, heads } = await openDesk({
    isShared: true,
    countSend: async (usuario) => {
      if (usuario === 'ana') throw new Error('the database is away')
      return 0
    },
  })
  const readAt = new Date(Date.now() - 1000)
  await expect(send({ readAt })).rejects.toThrow('away')
  expect(heads).toEqual([])

  const bia = { usuario: 'bia', nome: 'Bia' }
  const sent = send({ key: randomUUID(), attendant: bia, readAt })
  await answer(0, opened)

  expect(await sent).toMatchObject({ kind: 'row' })
})

test('what reaches a gateway so late that its page has hung up is not sent: another one may have been asked by then', async () => {
  const { one, letIn } = await openTwo()
  letIn()

  // It is read behind what was sent.
  let hasHungUp = false
  setImmediate(() => {
    hasHungUp = true
  })
  expect(await one.send({ hasHungUp: () => hasHungUp })).toEqual({ kind: 'not-known' })

  expect(one.heads).toEqual([])
  expect(await one.journal.find(key)).toBeUndefined()
})

const ofType9 = { novo: { ...newTicket, id_tipo_atendimento: 9 } }
const readAt = new Date(Date.now() - 1000)

const offers9 = { here: { destination: { ...noDestination, ticketTypes: [9] } } }

test.for<
  [why: string, two: Parameters<typeof openTwo>[0], sending: Partial<Submission>, told: object]
>([
  [
    'HubSoft is out of reach',
    { there: { admission: { kind: 'not-sent', reason: 'unreachable' } } },
    {},
    { kind: 'row', row: { state: { kind: 'not-sent' } } },
  ],
  ['over a limit', { there: { countSend: async () => 7 } }, {}, { kind: 'too-many', waitS: 7 }],
  ['of a type that it doesn’t offer', offers9, ofType9, { kind: 'type-not-offered' }],
  ['behind another one of its service', {}, { readAt }, { kind: 'opened-meanwhile' }],
])(
  'a click that went to both is not sent where one of them said so of it: %s',
  async ([, two, sending, told]) => {
    const { one, other, letIn, isWaiting } = await openTwo(two)
    const sent = one.send(sending)
    await isWaiting
    await keepRows(
      other.database,
      rowOf({ key: randomUUID(), sentAt: new Date(), state: states.unknown }),
    )

    expect(await other.send(sending)).toMatchObject(told)
    letIn()

    expect(await sent).toEqual({ kind: 'not-known' })
    expect(one.heads).toEqual([])
  },
)

test('and is told as what it is where it was sent by then', async () => {
  const { one, other, letIn, isWaiting } = await openTwo({
    there: {
      async countSend() {
        letIn()
        await one.answer(0, opened)
        await sent
        return 7
      },
    },
  })
  const sent = one.send()
  await isWaiting

  expect(await other.send()).toMatchObject({ row: { state: { kind: 'opened' } }, replayed: true })
})

test('nor is what somebody was told to be not sent, and its words stay', async () => {
  const { one, other, letIn, isWaiting } = await openTwo()
  await keepRows(one.database, rowOf({ state: turnedAway }))
  const sent = one.send()
  await isWaiting

  expect(await other.find(key)).toMatchObject({ state: turnedAway })
  letIn()

  // Its text is another one: whoever asks is told what they were told.
  expect(await sent).toEqual({ kind: 'not-known' })
  expect(one.heads).toEqual([])
  expect(await one.find(key)).toMatchObject({ state: turnedAway })
})

test('a key that nobody sent is in no list, and belongs to nobody', async () => {
  const { one, other, letIn } = await openTwo()
  letIn()
  await other.find(key)

  expect((await other.sentToday('ana', 0)).rows).toEqual([])
  expect(await one.journal.sentSince(rowOf().serviceId ?? 0, new Date(0), 50)).toEqual([])
  expect(await other.noteTold(key, 'telefone')).toBeNull()
  await aMoment()
  const sent = one.send({ attendant: { usuario: 'bia', nome: 'Bia' } })
  await one.answer(0, opened)
  expect(await sent).toMatchObject({ row: { attendant: { usuario: 'bia' } } })
})

test('where others send, too, a gateway says of nothing that it was not sent which it can’t look up or record', async () => {
  const desk = await openDesk({
    isShared: true,
    overDisk: (journal) => ({ ...journal, claim: () => Promise.reject(new Error('away')) }),
  })

  expect(desk.tellNotSent(key)).toBe(false)
  expect(await desk.send()).toEqual({ kind: 'not-known' })
  expect(desk.told).toEqual([])
  expect(desk.heads).toEqual([])
})

test('where the journal’s time isn’t known nothing is sent, and nobody told that anything never arrived', async () => {
  const { send, find, heads, journal } = await openDesk({
    isShared: true,
    confirmTime: () => Promise.reject(new Error('its time came too slowly')),
  })

  await expect(send()).rejects.toThrow('too slowly')
  await expect(find(key)).rejects.toThrow('too slowly')

  expect(heads).toEqual([])
  expect(await journal.find(key)).toBeUndefined()
})

test('a row that comes there late, after its gateway was told that it couldn’t, is known not to be sent', async () => {
  let late: TicketRow | null = null
  const { send, journal, heads } = await openDesk({
    isShared: true,
    overDisk: (own) => ({
      ...own,
      claim(row) {
        late = row
        return Promise.reject(new Error('its answer was lost'))
      },
      async fence(...of) {
        if (late) await own.claim(late)
        return own.fence(...of)
      },
    }),
  })

  expect(await send()).toEqual({ kind: 'not-known' })

  const state = { kind: 'not-sent', reason: 'not-recorded' }
  await expect.poll(() => journal.find(key)).toMatchObject({ state })
  expect(heads).toEqual([])
})

test('where the journal’s server keeps silent it is told by the deadline that nothing is known', async () => {
  const { send, heads } = await openDesk({
    isShared: true,
    timeoutMs: 50,
    overDisk: (journal) => ({ ...journal, find: () => new Promise(() => {}) }),
  })

  expect(await send()).toEqual({ kind: 'not-known' })
  expect(heads).toEqual([])
})

test('a send that left before its gateway stood still past the deadline is told as on its way', async () => {
  const kept = Promise.withResolvers<null>()
  const { send, heads } = await openDesk({
    isShared: true,
    timeoutMs: 5000,
    overDisk: (journal) => ({ ...journal, apply: () => kept.promise }),
  })
  const sent = send()
  await expect.poll(() => heads).toEqual([0])

  standStill(5600)

  expect(await sent).toMatchObject({ kind: 'row', row: { state: { kind: 'uncertain' } } })
  kept.resolve(null)
})
