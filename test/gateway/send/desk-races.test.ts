import { randomUUID } from 'node:crypto'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { NovoAtendimento } from '#src/contract/novo-atendimento.ts'
import type { LookedFor } from '#src/gateway/hubsoft/look.ts'
import type { SendOutcome } from '#src/gateway/hubsoft/send-outcome.ts'
import type { Journal } from '#src/gateway/journal/journal.ts'
import { states, ticket } from '../journal/a-row.ts'
import { newTicket } from '../running.ts'
import { ana, key, type Options, openDesk, opened, turnedAway } from './held-desk.ts'

const bia = { usuario: 'bia', nome: 'Bia' }

test.each([
  [
    'another attendant',
    { attendant: { usuario: 'bia', nome: 'Bia' } },
    { kind: 'other-attendant' },
  ],
  ['the same attendant with another text', { bodyHash: 'of another text' }, { kind: 'key-reused' }],
  ['the same attendant with this text', {}, { kind: 'row', row: { owner: 'another gateway' } }],
])(
  'a key that %s took through another gateway meanwhile is not sent, and tells nothing of others',
  async (_who, theirs, told) => {
    const { send, heads, left } = await openDesk({
      overDisk: (journal) => ({
        ...journal,
        async claim(row) {
          await journal.claim({ ...row, owner: 'another gateway', ...theirs })
          return journal.claim(row)
        },
      }),
    })

    expect(await send()).toMatchObject(told)
    expect([heads, left]).toEqual([[], [0]])
  },
)

test('two clicks of one key at once count as one send', async () => {
  const counted: string[] = []
  const countSend = async (usuario: string) => {
    counted.push(usuario)
    await setImmediate()
    return 0
  }
  const { send, answer } = await openDesk({ countSend })

  const both = [send(), send()]
  await answer(0, opened)

  expect(await Promise.all(both)).toMatchObject([{ replayed: false }, { replayed: true }])
  expect(counted).toEqual(['ana'])
})

test('of two who send at the same moment, having seen the same list, one opens a ticket', async () => {
  const bothAsked = Promise.withResolvers<void>()
  let asked = 0
  const { send, answer, heads } = await openDesk({
    overDisk: (journal) => ({
      ...journal,
      // Both have asked before either is recorded.
      async sentSince(...question) {
        const rows = await journal.sentSince(...question)
        asked += 1
        if (asked === 2) bothAsked.resolve()
        await bothAsked.promise
        return rows
      },
    }),
  })
  const readAt = new Date()

  const both = [send({ readAt }), send({ readAt, key: randomUUID(), attendant: bia })]
  await answer(0, opened)

  expect(await Promise.all(both)).toMatchObject([
    { kind: 'row' },
    { kind: 'opened-meanwhile', other: { attendant: ana, kind: 'sending' } },
  ])
  expect(heads).toEqual([0])
})

test('of a send that is still being counted nobody is told that it was not sent', async () => {
  const counting = Promise.withResolvers<number>()
  const { send, tellNotSent } = await openDesk({ countSend: () => counting.promise })
  const sent = send()
  await expect.poll(() => tellNotSent(key)).toBe(false)

  counting.resolve(7)

  expect(await sent).toEqual({ kind: 'too-many', waitS: 7 })
  expect(tellNotSent(key)).toBe(true)
})

test('a send that couldn’t be counted never left, and stands in nobody’s way', async () => {
  const counts = [Promise.reject(new Error('the database is away')), Promise.resolve(0)]
  const { send, answer, heads } = await openDesk({
    countSend: async () => (await counts.shift()) ?? 0,
  })
  const readAt = new Date()

  await expect(send({ readAt })).rejects.toThrow('the database is away')
  const next = send({ readAt, key: randomUUID(), attendant: bia })
  await answer(0, opened)

  expect(await next).toMatchObject({ kind: 'row', row: { attendant: bia } })
  expect(heads).toEqual([0])
})

test('a row that the disk takes after the deadline alone is told as not sent, and nothing leaves for it', async () => {
  const disk = Promise.withResolvers<void>()
  const { send, find, sender, heads, left } = await openDesk({
    timeoutMs: 50,
    overDisk: (journal) => ({
      ...journal,
      claim: (row) => disk.promise.then(() => journal.claim(row)),
    }),
  })

  const told = await send()
  disk.resolve()
  await sender.stop()

  const why = { kind: 'not-sent', reason: 'not-recorded' }
  expect(told).toMatchObject({ row: { state: why } })
  expect(await find(key)).toMatchObject({ state: { kind: 'not-sent', reason: 'unreachable' } })
  expect([heads, left]).toEqual([[], [0]])
})

test.each<[SendOutcome, object]>([
  [opened, { kind: 'uncertain' }],
  [turnedAway, turnedAway],
])(
  'an outcome (%o) that the disk keeps waiting is told by the deadline, and kept once it can be',
  async (outcome, state) => {
    const disk = Promise.withResolvers<void>()
    const { send, find, sender, answer } = await openDesk({
      timeoutMs: 1000,
      overDisk: (journal) => ({
        ...journal,
        apply: (...of) => disk.promise.then(() => journal.apply(...of)),
      }),
    })
    const sent = send()
    await answer(0, outcome)

    const told = await sent
    disk.resolve()
    await sender.stop()

    expect(told).toMatchObject({ row: { state } })
    expect(await find(key)).toMatchObject({ state: { kind: outcome.kind } })
  },
)

test('what has not left by its deadline is told as not sent, whatever becomes of the way to HubSoft', async () => {
  const { promise: never } = Promise.withResolvers<SendOutcome>()
  const { send, find, tellNotSent } = await openDesk({
    timeoutMs: 50,
    admission: {
      kind: 'admitted',
      post: () => never,
      takeBack: () => true,
      leave: () => undefined,
    },
  })
  const unreachable = { kind: 'not-sent', reason: 'unreachable' }

  expect(await send()).toMatchObject({ row: { state: unreachable } })
  expect(await find(key)).toMatchObject({ state: unreachable })
  // Also once the journal can't be read.
  expect(tellNotSent(key)).toBe(true)
})

test('an answer that comes after the deadline makes way for another send, which it does not disturb', async () => {
  const { send, find, answer } = await openDesk({ timeoutMs: 1000 })
  expect(await send()).toMatchObject({ row: { state: { kind: 'uncertain' } } })
  await answer(0, turnedAway)
  await expect.poll(async () => (await find(key))?.state.kind).toBe('not-sent')

  const again = send({ novo: { ...newTicket, nome: 'Outra' } })
  await answer(1, opened)

  expect(await again).toMatchObject({ row: { state: { kind: 'opened' } }, replayed: false })
  expect(await find(key)).toMatchObject({ novo: { nome: 'Outra' } })
})

test('a lost reference is on disk before its ticket is, unless the disk takes until the deadline', async () => {
  for (const isSlow of [false, true]) {
    const writing = Promise.withResolvers<void>()
    const noted: string[] = []
    const noteLost = async (lost: string) => {
      noted.push(lost)
      await writing.promise
    }
    const desk = await openDesk({ noteLost, timeoutMs: isSlow ? 1500 : 60_000 })
    const told = desk.send()
    await desk.answer(0, { ...opened, isMarkLost: true })
    await expect.poll(() => noted).toEqual([key])
    if (!isSlow) {
      await setTimeout(50)
      expect((await desk.journal.find(key))?.state.kind).toBe('sending')
      writing.resolve()
    }

    await told
    await expect.poll(async () => (await desk.find(key))?.state.kind).toBe('opened')
  }
})

test('a resend that another gateway was faster with is told as theirs, and sends nothing', async () => {
  let during = async () => {}
  const { send, journal, heads } = await openUnknown({
    lookFor: async () => {
      await during()
      return []
    },
  })
  during = async () => {
    const at = { sentAt: new Date(), deadlineAt: new Date(Date.now() + 60_000) }
    const as = { owner: 'another gateway', attempt: 2 }
    await journal.apply(key, { kind: 'resent', as, send: { novo: newTicket, ...at } }, new Date())
  }

  const told = await send({ resend: 2 })

  expect(told).toMatchObject({
    row: { state: { kind: 'sending' }, owner: 'another gateway', attempt: 2 },
  })
  expect(heads).toEqual([0])
})

test.each<[string, Options, { overLimitS?: number }]>([
  // It ends when it is cut.
  ['look is not over by its deadline', { lookFor: () => setTimeout(1300, null) }, {}],
  ['look can not be read', { lookFor: async () => null }, {}],
  ['attendant may send no more requests', {}, { overLimitS: 9 }],
])('a resend whose %s sends nothing: unknown, as it was', async (_what, options, more) => {
  const { send, find, heads, ...desk } = await openUnknown({ timeoutMs: 1000, ...options })

  const told = await send({ resend: 2, ...more })

  expect(told).toMatchObject({ row: { state: { kind: 'unknown' }, attempt: 1 } })
  expect(heads).toEqual([0])
  expect(await find(key)).toMatchObject({ attempt: 1, state: { kind: 'unknown' } })
  // Its attendant was told nothing new.
  expect(desk.told).toEqual(['uncertain'])
})

test('a resend whose look finds the first attempt sends nothing, and tells that one', async () => {
  const { send, heads } = await openUnknown({ lookFor: async () => [ticket('1001')] })

  const state = { kind: 'opened', atendimento: ticket('1001'), foundByLook: true }
  expect(await send({ resend: 2 })).toMatchObject({ row: { state, attempt: 1 }, replayed: false })
  expect(heads).toEqual([0])
})

test('a resend that another text comes with is refused, and the first one stays unknown', async () => {
  const { send, find, heads } = await openUnknown()

  const told = await send({ resend: 2, novo: { ...newTicket, nome: 'Outra' } })

  expect(told).toEqual({ kind: 'key-reused' })
  expect(heads).toEqual([0])
  expect(await find(key)).toMatchObject({ attempt: 1, novo: newTicket })
})

test('a key that proved not sent is under way again before its row is, and told so', async () => {
  const token = Promise.withResolvers<void>()
  let isHeld = false
  const { send, find, answer } = await openDesk({
    async beforeAdmission() {
      if (isHeld) await token.promise
    },
  })
  const first = send()
  await answer(0, turnedAway)
  await first
  isHeld = true

  const again = send({ novo: { ...newTicket, nome: 'Outra' } })
  await expect
    .poll(async () => await find(key))
    .toMatchObject({ state: { kind: 'sending' }, novo: { nome: 'Outra' } })
  const repeated = await send()
  token.resolve()
  await answer(1, opened)

  expect(repeated).toEqual({ kind: 'key-reused' })
  expect(await again).toMatchObject({ row: { state: { kind: 'opened' } } })
})

test('an unknown send that is made ready to be sent again is still told as unknown', async () => {
  const looking = Promise.withResolvers<[]>()
  const { send, find, heads, answer } = await openUnknown({ lookFor: () => looking.promise })

  const resent = send({ resend: 2 })
  const meanwhile = await find(key)
  looking.resolve([])
  await expect.poll(() => heads).toEqual([0, 1])
  const sending = await find(key)
  await answer(1, opened)

  expect(meanwhile).toMatchObject({ state: { kind: 'unknown' }, attempt: 1 })
  expect(sending).toMatchObject({ state: { kind: 'sending' }, attempt: 2 })
  expect(await resent).toMatchObject({ row: { state: { kind: 'opened' }, attempt: 2 } })
})

test('a 403 to a second attempt is looked up from when the first one was sent', async () => {
  const looked: LookedFor[] = []
  const novo = { ...newTicket, abrir_os: true }
  const lookFor = async (lookedFor: LookedFor) => {
    looked.push(lookedFor)
    return []
  }
  const { send, find, answer } = await openUnknown({ lookFor, novo })
  await setTimeout(5)

  const resent = send({ novo, resend: 2 })
  await answer(1, { kind: 'refused', sentences: [], permission: true })

  expect(await resent).toMatchObject({ row: { state: { kind: 'refused', inDoubt: true } } })
  const row = await find(key)
  expect(row?.sentAt).not.toEqual(row?.firstSentAt)
  // One look before it was sent, and one because of the 403.
  expect(looked.map(({ sentAt }) => sentAt)).toEqual([row?.firstSentAt, row?.firstSentAt])
})

test('a 403 for a work order is not known where its look can’t be read, and what it said is kept', async () => {
  const { send, answer } = await openDesk({ lookFor: async () => null })
  const refusal = { sentences: ['Não.'], permission: true }

  const sent = send({ novo: { ...newTicket, abrir_os: true } })
  await answer(0, { kind: 'refused', ...refusal })

  const state = { kind: 'uncertain', saidNo: true, refusal }
  expect(await sent).toMatchObject({ row: { state } })
})

test.each([
  ['after', true],
  ['in the middle of', false],
])('a stop %s a send waits until what is still listened for is recorded', async (_when, isTold) => {
  const { send, find, sender, heads, answer } = await openDesk({ timeoutMs: 1000 })
  const sent = send()
  await expect.poll(() => heads).toEqual([0])
  if (isTold) await sent
  let isStopped = false
  const stopped = sender.stop().then(() => {
    isStopped = true
  })
  expect(await sent).toMatchObject({ row: { state: { kind: 'uncertain' } } })
  await setImmediate()
  expect(isStopped).toBe(false)

  await answer(0, opened)
  await stopped

  expect((await find(key))?.state.kind).toBe('opened')
})

/** A desk whose send is unknown: HubSoft was silent, and the verification is over. */
async function openUnknown({
  novo = newTicket,
  ...options
}: Options & { novo?: NovoAtendimento } = {}) {
  const desk = await openDesk(options)
  const first = desk.send({ novo })
  await desk.answer(0, { kind: 'uncertain', saidNo: false })
  await first
  await giveUp(desk.journal)
  return desk
}

/** As the verification would, in its time. */
async function giveUp({ apply, find }: Journal) {
  for (const ms of [24, 25].map((hours) => hours * 3_600_000)) {
    const at = new Date(Date.now() + ms)
    await apply(key, { kind: 'looked', at, found: [] }, at)
  }
  expect((await find(key))?.state).toEqual(states.unknown)
}
