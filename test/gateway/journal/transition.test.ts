import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Canal } from '#src/contract/canais.ts'
import { firstLookAt } from '#src/gateway/journal/look-plan.ts'
import type { SendState, TicketRow } from '#src/gateway/journal/ticket-row.ts'
import {
  type Answer,
  type Effect,
  type JournalEvent,
  step,
} from '#src/gateway/journal/transition.ts'
import { answered, deadlineAt, rowOf, states, ticket } from './a-row.ts'

const settleMs = 60_000
const second = 1000
const minute = 60 * second
const hour = 60 * minute
const settledAt = new Date(deadlineAt.getTime() + settleMs)
const later = (from: Date, ms: number) => new Date(from.getTime() + ms)

/** Two seconds after the deadline, unless a test says otherwise. */
const now = later(deadlineAt, 2 * second)

const kinds = ['sending', 'not-sent', 'uncertain', 'unknown', 'opened', 'refused'] as const

const rowIn = (kind: SendState['kind'], said: Partial<TicketRow> = {}) =>
  rowOf({ state: states[kind], since: deadlineAt, ...said })

const others = { owner: 'another gateway', attempt: 3 }
const secondAttempt = { owner: 'this gateway', attempt: 2 }
const opens = (protocolo = '1001') =>
  ({ kind: 'opened', atendimento: ticket(protocolo), foundByLook: false }) as const
const refuses: Answer = {
  kind: 'refused',
  sentences: ['Serviço cancelado.'],
  permission: false,
  inDoubt: false,
}
const notSent: Answer = { kind: 'not-sent', reason: 'too-many', retryAfterS: 30 }
const silence: Answer = { kind: 'uncertain', saidNo: false }
const crashReport = { kind: 'uncertain', saidNo: true } as const

const looked = (at: Date, ...protocols: string[]): JournalEvent => ({
  kind: 'looked',
  at,
  found: protocols.map(ticket),
})
const unreadable = (at: Date): JournalEvent => ({ kind: 'looked', at, found: null })
const resent = (as: { owner: string; attempt: number }): JournalEvent => ({
  kind: 'resent',
  as,
  send: { novo: null, sentAt: later(now, minute), deadlineAt: later(now, 2 * minute) },
})

const told = (by: Canal | null, at = now): JournalEvent => ({ kind: 'told', by, at })

const after = (row: TicketRow, event: JournalEvent, at = now) => step(row, event, at, settleMs).row
const kindAfter = (row: TicketRow, event: JournalEvent, at = now) =>
  after(row, event, at).state.kind

// Which state each event makes of each, in the order of `kinds`.
test.each<[string, JournalEvent, string]>([
  ['HubSoft opened it', answered(opens()), 'opened opened opened opened opened opened'],
  ['it opened for another', answered(opens(), others), 'opened opened opened opened opened opened'],
  ['HubSoft refused it', answered(refuses), 'refused not-sent refused refused opened refused'],
  ['it was not sent', answered(notSent), 'not-sent not-sent not-sent not-sent opened refused'],
  ['HubSoft is silent', answered(silence), 'uncertain not-sent uncertain unknown opened refused'],
  ['it crashed', answered(crashReport), 'uncertain not-sent uncertain unknown opened refused'],
  ['a look finds it', looked(now, '1001'), 'opened opened opened opened opened opened'],
  ['a look finds nothing', looked(now), kinds.join(' ')],
  ['a look can not be read', unreadable(now), kinds.join(' ')],
  ['a person resends', resent(secondAttempt), 'sending not-sent uncertain sending opened refused'],
  ['the customer is told', told('telefone'), kinds.join(' ')],
])('where %s', (_what, event, expected) => {
  expect(kinds.map((kind) => kindAfter(rowIn(kind), event)).join(' ')).toBe(expected)
})

test.each<[string, JournalEvent]>([
  ['another gateway', answered(refuses, { owner: 'another gateway', attempt: 1 })],
  ['an earlier attempt', answered(refuses, { owner: 'this gateway', attempt: 0 })],
  ['another gateway', answered(notSent, { owner: 'another gateway', attempt: 1 })],
  ['an earlier attempt', answered(notSent, { owner: 'this gateway', attempt: 0 })],
  ['an earlier attempt', answered(silence, { owner: 'this gateway', attempt: 0 })],
])('what %s says counts for nothing unless it opened', (_who, event) => {
  for (const kind of kinds) {
    const row = rowIn(kind)

    expect(after(row, event)).toBe(row)
  }
})

test('what a refusal and a "not sent" say is kept', () => {
  expect(after(rowIn('sending'), answered(refuses)).state).toEqual(refuses)
  expect(after(rowIn('sending'), answered(notSent)).state).toEqual({ ...notSent, kind: 'not-sent' })
})

test('that a customer was told is kept with the first time of that way, and can be taken back', () => {
  const opened = rowIn('opened')
  const byPhone = after(opened, told('telefone'))

  expect(byPhone).toEqual({ ...opened, told: { kind: 'told', by: 'telefone', at: now } })
  expect(after(byPhone, told('telefone', later(now, minute)))).toBe(byPhone)
  const byMail = after(byPhone, told('email', later(now, minute)))
  expect(byMail.told).toEqual({ kind: 'told', by: 'email', at: later(now, minute) })
  expect(after(byMail, told(null))).toEqual(opened)
  expect(after(opened, told(null))).toBe(opened)
})

test('nobody is told of what may not be open, nor asked for what nobody was asked for', () => {
  for (const kind of kinds.filter((one) => one !== 'opened')) {
    const row = rowIn(kind)

    expect(after(row, told('telefone'))).toBe(row)
  }
  const older = rowIn('opened', { told: { kind: 'not-asked' } })
  expect(after(older, told(null))).toBe(older)
  expect(after(after(older, told('outro')), told(null)).told).toEqual({ kind: 'not-yet' })
})

const taken = { kind: 'taken' } as const

test('what is due is taken once, and due again fifteen seconds later where nobody says what came of it', () => {
  for (const kind of kinds.filter((one) => one !== 'not-sent')) {
    const row = rowIn(kind, { nextLookAt: now })

    expect(after(row, taken, later(now, -1))).toBe(row)
    const once = after(row, taken)
    expect(once.nextLookAt).toEqual(later(now, 15 * second))
    expect(once.state.kind).toBe(kind === 'sending' ? 'uncertain' : kind)
    expect(after(once, taken)).toBe(once)
    expect(after(once, taken, later(now, 15 * second))).not.toBe(once)
    const nothingPlanned = rowIn(kind)
    expect(after(nothingPlanned, taken)).toBe(nothingPlanned)
  }
})

test('a send is left to whoever sends it until its deadline, and not a millisecond longer', () => {
  const row = rowIn('sending', { nextLookAt: later(deadlineAt, -minute) })

  expect(kindAfter(row, taken, later(deadlineAt, -1))).toBe('sending')
  expect(kindAfter(row, taken, deadlineAt)).toBe('uncertain')
})

test('what is sending is looked at a second after its deadline, what is uncertain at once', () => {
  expect(firstLookAt(rowIn('sending'), now)).toEqual(later(deadlineAt, second))
  expect(after(rowIn('sending'), answered(silence)).nextLookAt).toEqual(now)
})

/** Looks whenever one is due, until none is or the row is what a test waits for. */
function follow(
  row: TicketRow,
  event: (at: Date) => JournalEvent,
  isOver: (row: TicketRow) => boolean = ({ state }) => state.kind !== 'uncertain',
): TicketRow {
  let followed = row
  for (let looks = 0; looks < 1000; looks += 1) {
    const at = followed.nextLookAt
    if (!at || isOver(followed)) return followed
    followed = after(followed, event(at), at)
  }
  throw new Error('It is looked at for ever.')
}

/** When each look began, in ms since the deadline. */
const looksOf = (row: TicketRow) => row.looks.map(({ at }) => at.getTime() - deadlineAt.getTime())

const uncertain = after(rowIn('sending'), answered(silence), deadlineAt)

test('an uncertain send is looked at in growing pauses, and twice right after it has settled', () => {
  const row = follow(uncertain, (at) => looked(at))

  expect(row.state).toEqual({ kind: 'unknown', couldNotLook: false })
  expect(looksOf(row)).toEqual([
    0, 2000, 4000, 6000, 9000, 13_500, 20_250, 30_375, 45_562, 60_001, 65_001,
  ])
  expect(row.since).toEqual(later(deadlineAt, 65_001))
})

test.each<[string, first: number, wasRead: boolean, second: number, SendState['kind']]>([
  ['both began after the settle time', 1, true, 1, 'unknown'],
  ['the second began with it, which is none', 1, true, 0, 'uncertain'],
  ['the first could not be read, which is none', 1, false, 5, 'uncertain'],
])('two late looks end a verification: %s', (_which, first, wasRead, second, kind) => {
  const row = rowIn('uncertain', { looks: [{ at: later(settledAt, first), wasRead }] })

  expect(kindAfter(row, looked(later(settledAt, second)), later(settledAt, 9000))).toBe(kind)
})

test('looks of an earlier attempt end no later one', () => {
  const looks = [later(settledAt, 1), later(settledAt, 5000)].map((at) => ({ at, wasRead: true }))
  const begun = later(settledAt, minute)
  const row = rowIn('uncertain', { ...secondAttempt, looks, deadlineAt: begun, since: begun })

  const at = later(begun, second)

  expect(kindAfter(row, looked(at), at)).toBe('uncertain')
})

test('a list that can not be read for ten minutes is given up, and that is said', () => {
  const row = follow(uncertain, unreadable)

  expect(row.state).toEqual({ kind: 'unknown', couldNotLook: true })
  expect(row.since.getTime() - deadlineAt.getTime()).toBeGreaterThanOrEqual(10 * minute)
  expect(row.since.getTime() - deadlineAt.getTime()).toBeLessThan(10.5 * minute)
  const pauses = looksOf(row).map((at, place, all) => at - (all[place - 1] ?? at))
  expect(Math.max(...pauses)).toBe(30 * second)
})

test('the ten minutes are those since the last look that could be read', () => {
  const at = later(deadlineAt, 8 * minute)
  const row = rowIn('uncertain', { looks: [{ at, wasRead: true }] })

  expect(kindAfter(row, unreadable(at), later(at, 10 * minute - 1))).toBe('uncertain')
  expect(kindAfter(row, unreadable(at), later(at, 10 * minute))).toBe('unknown')
})

test.each([
  ['silence', silence],
  ['a crash report', crashReport],
])(
  'a message of no service, which no list can show, is given up after %s once it has settled, and looked for no more',
  (_what, answer) => {
    const sent = rowIn('sending', { serviceId: null, messageTo: 300 })
    const row = follow(after(sent, answered(answer), deadlineAt), unreadable)

    expect(row.state).toEqual({ kind: 'unknown', couldNotLook: true })
    expect(row.since.getTime() - deadlineAt.getTime()).toBe(settleMs + 1)
    expect(row.nextLookAt).toBeNull()
    expect(kindAfter(row, answered(opens()))).toBe('opened')
  },
)

test('nothing is given up before it has settled', () => {
  const patient = 20 * minute

  const { row } = step(rowIn('uncertain'), unreadable(now), later(deadlineAt, 20 * minute), patient)

  expect(row.state.kind).toBe('uncertain')
})

const pending = ['O cliente possui pendências.']

test.each([
  undefined,
  { sentences: pending, permission: true },
  { sentences: pending, permission: false },
])(
  'where HubSoft said no in a crash report (%o), two empty looks agree: refused, and looked at later',
  (refusal) => {
    const said = { ...crashReport, ...(refusal && { refusal }) }
    const crashed = after(rowIn('sending'), answered(said), deadlineAt)
    const row = follow(crashed, (at) => looked(at))

    expect(crashed.state).toEqual(said)
    const silent = { sentences: [], permission: false }
    expect(row.state).toEqual({ kind: 'refused', ...(refusal ?? silent), inDoubt: true })
    expect(row.nextLookAt).toEqual(later(row.since, 5 * minute))
    expect(follow(crashed, unreadable).state).toEqual({ kind: 'unknown', couldNotLook: true })
  },
)

test('a crash report after the deadline is news, silence after one is none', () => {
  const toldNo = after(uncertain, answered(crashReport))

  expect(toldNo.state).toEqual({ kind: 'uncertain', saidNo: true })
  expect(after(toldNo, answered(silence))).toBe(toldNo)
})

const newlyUnknown = rowIn('unknown', { nextLookAt: firstLookAt(rowIn('unknown'), deadlineAt) })
const neverOver = () => false

test('what is unknown is looked at after 5 and 30 minutes, 2 and 12 hours, and then no more', () => {
  const row = follow(newlyUnknown, (at) => looked(at), neverOver)

  expect(looksOf(row).map((at) => at / minute)).toEqual([5, 30, 120, 720])
  expect(row).toMatchObject({ state: { kind: 'unknown' }, nextLookAt: null })
})

test('a late look that can not be read is repeated every five minutes for a day', () => {
  const row = follow(newlyUnknown, unreadable, neverOver)

  expect(row.looks).toHaveLength(100)
  const last = row.looks.at(-1)?.at.getTime() ?? 0
  expect(last - deadlineAt.getTime()).toBe(24 * hour)
})

test('a look that could be read ends the repeating', () => {
  const once = after(rowIn('unknown'), unreadable(now), later(deadlineAt, 5 * minute))
  const again = after(once, looked(later(deadlineAt, 10 * minute)), later(deadlineAt, 10 * minute))

  expect(once.nextLookAt).toEqual(later(deadlineAt, 10 * minute))
  expect(again.nextLookAt).toEqual(later(deadlineAt, 30 * minute))
})

test('it is repeated no later than the look that is planned anyway', () => {
  const at = later(deadlineAt, 27 * minute)

  expect(after(rowIn('unknown'), unreadable(at), at).nextLookAt).toEqual(
    later(deadlineAt, 30 * minute),
  )
})

test('what could not be read before it was unknown is not repeated', () => {
  const row = rowIn('unknown', { looks: [{ at: later(deadlineAt, -1), wasRead: false }] })

  expect(firstLookAt(row, later(deadlineAt, 10 * minute))).toEqual(later(deadlineAt, 30 * minute))
})

test('a look that could be read at last says why it is unknown no more', () => {
  const row = rowIn('unknown', { state: { kind: 'unknown', couldNotLook: true } })

  expect(after(row, unreadable(now)).state).toEqual({ kind: 'unknown', couldNotLook: true })
  expect(after(row, looked(now)).state).toEqual({ kind: 'unknown', couldNotLook: false })
})

test('a person who sends again makes the next attempt of what is unknown, with its own deadline', () => {
  const looks = [{ at: now, wasRead: true }]
  const row = rowIn('unknown', { looks })

  const next = after(row, resent({ owner: 'another gateway', attempt: 2 }))

  expect(next).toEqual({
    ...row,
    owner: 'another gateway',
    attempt: 2,
    novo: null,
    sentAt: later(now, minute),
    deadlineAt: later(now, 2 * minute),
    state: { kind: 'sending' },
    since: now,
    nextLookAt: later(now, 2 * minute + second),
  })
})

test.each([0, 1, 3])('attempt %i is not the next one: nothing is sent', (attempt) => {
  const row = rowIn('unknown')

  expect(after(row, resent({ owner: 'this gateway', attempt }))).toBe(row)
})

test('from the second attempt on, what was not sent leaves the first one unknown', () => {
  for (const kind of ['sending', 'uncertain', 'unknown'] as const) {
    const row = after(rowIn(kind, secondAttempt), answered(notSent, secondAttempt))

    expect(row.state).toEqual({ kind: 'unknown', couldNotLook: false })
    expect(row.nextLookAt).toEqual(later(now, 5 * minute))
  }
})

test('from the second attempt on, a refusal leaves the first one open to a late look', () => {
  const row = after(rowIn('sending', secondAttempt), answered(refuses, secondAttempt))

  expect(row.state).toEqual({ ...refuses, inDoubt: true })
  expect(row.nextLookAt).toEqual(later(now, 5 * minute))
  expect(kindAfter(row, looked(row.nextLookAt ?? now, '1001'))).toBe('opened')
})

test('from the second attempt on, an opened ticket may have a twin, which is looked for soon', () => {
  const first = after(rowIn('sending'), answered(opens()))
  const second = after(rowIn('sending', secondAttempt), answered(opens(), secondAttempt))

  expect(first.nextLookAt).toBeNull()
  expect(second.nextLookAt).toEqual(later(now, minute))
  const looks = [1, 5, 30, 120].map((minutes) => firstLookAt(second, later(now, minutes * minute)))
  expect(looks).toEqual([5, 30, 120, 720].map((minutes) => later(now, minutes * minute)))
})

test('a second ticket is told beside the first, counted once, and looked for no more', () => {
  const opened = after(rowIn('sending', secondAttempt), answered(opens('1002'), secondAttempt))

  const two = step(opened, looked(now, '1001', '1002'), now, settleMs)
  const three = step(two.row, looked(now, '1001', '1002', '1003'), now, settleMs)

  expect(two.row.state).toMatchObject({ atendimento: { protocolo: '1002' }, others: ['1001'] })
  expect(two.row.nextLookAt).toBeNull()
  expect(two.effects).toEqual(['duplicated'])
  expect(three.row.state).toMatchObject({ others: ['1001', '1003'] })
  expect(three.effects).toEqual([])
})

test.each<[string, TicketRow, JournalEvent, Effect[]]>([
  ['by a look', rowIn('uncertain'), looked(now, '1001', '1002'), ['settled-late', 'duplicated']],
  [
    'by the look after a 403',
    rowIn('sending'),
    answered({ ...opens('1001'), others: [ticket('1002')], foundByLook: true }),
    ['duplicated'],
  ],
])('two tickets found at once %s are told both, the older one first', (_how, row, event, told) => {
  const { row: opened, effects } = step(row, event, now, settleMs)

  expect(opened.state).toMatchObject({
    atendimento: { protocolo: '1001' },
    others: ['1002'],
    foundByLook: true,
  })
  expect(effects).toEqual(told)
})

test('a message stands in one ticket, whichever protocols are told of it (Q4)', () => {
  const opened = after(rowIn('sending', { messageTo: 300 }), answered(opens('1001')))

  const two = step(opened, looked(now, '1002', '1003'), now, settleMs)

  expect(two.row.state).toMatchObject({ atendimento: { protocolo: '1001' }, others: [] })
  expect(two.effects).toEqual([])
})

test('the same ticket once more is no second one', () => {
  const opened = after(rowIn('sending'), answered(opens()))
  const again = step(opened, looked(now, '1001'), now, settleMs)

  expect(again.row.state).toEqual(opened.state)
  expect(again.row.since).toEqual(opened.since)
  expect(again.effects).toEqual([])
})

test.each<[string, TicketRow, JournalEvent, boolean]>([
  ['opened at first', rowIn('sending'), answered(opens()), false],
  ['opened after a silence', rowIn('uncertain'), answered(opens()), true],
  ['found when unknown', rowIn('unknown'), looked(now, '1001'), true],
  ['refused after a silence', rowIn('uncertain'), answered(refuses), true],
  ['not sent after all', rowIn('uncertain'), answered(notSent), true],
  ['found after a refusal', rowIn('refused'), looked(now, '1001'), false],
  ['still unknown', rowIn('unknown'), looked(now), false],
])('what became known late is counted: %s', (_what, row, event, isLate) => {
  expect(step(row, event, now, settleMs).effects).toEqual(isLate ? ['settled-late'] : [])
})

const instants = fc.integer({ min: -2 * hour, max: 2 * hour }).map((ms) => later(deadlineAt, ms))
const written = fc.record({
  kind: fc.constantFrom(...kinds),
  since: instants,
  deadlineAt: instants,
  looks: fc.array(fc.record({ at: instants, wasRead: fc.boolean() }), { maxLength: 4 }),
  nextLookAt: instants,
})

const adopted = { kind: 'adopted', timeoutMs: 20 * second } as const

test('whatever a former process wrote by another clock, it is verified from now on, and neither sooner nor for longer', () => {
  const adopt = { ...adopted, isAnew: true }
  fc.assert(
    fc.property(written, ({ kind, ...said }) => {
      const row = after(rowIn(kind, said), adopt)

      expect(after(row, adopt)).toBe(row)
      expect(row.state).toBe(states[kind])
      if (kind !== 'uncertain' && kind !== 'sending') return
      // What was due before is looked for now, or when its deadline is over.
      const due = [row.nextLookAt ?? now, now, ...(kind === 'sending' ? [row.deadlineAt] : [])]
        .toSorted((one, other) => one.getTime() - other.getTime())
        .at(-1)
      const began = after({ ...row, nextLookAt: due ?? now }, taken, due)
      const end = follow({ ...began, nextLookAt: due ?? now }, (at) => looked(at))
      const endedMs = end.since.getTime() - now.getTime()
      expect(end.state.kind).toBe('unknown')
      expect(endedMs).toBeGreaterThan(settleMs)
      expect(endedMs).toBeLessThanOrEqual(20 * second + settleMs + 10 * second)
    }),
    { numRuns: 300 },
  )
})

test('where gateways share their time, the start of one puts nothing off that another verifies', () => {
  const adopt = { ...adopted, isAnew: false }
  const nextLookAt = later(now, 14 * second)
  const looks = [{ at: now, wasRead: true }]
  for (const row of [
    rowIn('uncertain', { nextLookAt, looks }),
    rowIn('unknown', { nextLookAt, looks }),
    // Its next late look is planned before the one under way has to be over.
    rowIn('unknown', { nextLookAt, looks, since: later(now, 3 * second - 5 * minute) }),
  ]) {
    expect(after(row, adopt)).toBe(row)
  }
  fc.assert(
    fc.property(written, ({ kind, ...said }) => {
      const row = rowIn(kind, said)
      const brought = after(row, adopt)

      expect(after(brought, adopt)).toBe(brought)
      const timesOf = ({ since, deadlineAt: until, nextLookAt: next, looks }: TicketRow) =>
        [since, until, next ?? now, ...looks.map(({ at }) => at)].map((at) => at.getTime())
      const before = timesOf(row)
      for (const [place, at] of timesOf(brought).entries()) {
        expect(at).toBeLessThanOrEqual(before[place] ?? 0)
      }
      const isOpen = kind === 'uncertain' || kind === 'sending'
      if (isOpen)
        expect(brought.nextLookAt?.getTime()).toBeLessThanOrEqual(later(now, 30_000).getTime())
      expect(brought.since <= now).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('however short HubSoft’s time to settle, there is a pause between two looks', () => {
  const { row } = step(uncertain, looked(deadlineAt), deadlineAt, 0)

  expect(row.nextLookAt?.getTime()).toBeGreaterThan(deadlineAt.getTime())
  expect(step(row, looked(later(deadlineAt, 1)), later(deadlineAt, 1), 0).row.nextLookAt).toEqual(
    later(deadlineAt, 21),
  )
})

const attempt = fc.integer({ min: 1, max: 4 })
const by = fc.record({ owner: fc.constantFrom('this gateway', 'another gateway'), attempt })
const answer = fc.constantFrom(opens('1001'), opens('1002'), refuses, notSent, silence, crashReport)
const found = fc.option(fc.subarray(['1001', '1002', '1003']), { freq: 3 })
const anEvent = fc.oneof(
  fc.record({ kind: fc.constant('answered' as const), by, answer }),
  fc.constant(taken),
  fc.record({ kind: fc.constant('looked' as const), found }),
  fc.record({ kind: fc.constant('resent' as const), as: by }),
)
const anHourEitherWay = fc.integer({ min: -hour, max: hour })
const history = fc.array(fc.record({ event: anEvent, passedMs: anHourEitherWay }), {
  size: 'medium',
})

type Happened = typeof history extends fc.Arbitrary<(infer One)[]> ? One : never

function eventAt({ event }: Happened, at: Date): JournalEvent {
  switch (event.kind) {
    case 'looked':
      return { kind: 'looked', at, found: event.found?.map(ticket) ?? null }
    case 'resent': {
      const send = { novo: null, sentAt: at, deadlineAt: later(at, 20 * second) }
      return { ...event, send }
    }
    case 'answered':
    case 'taken':
      return event
  }
}

const protocolsOf = ({ state }: TicketRow) =>
  state.kind === 'opened' ? [state.atendimento.protocolo, ...state.others] : []

/** Nothing can come any more that would be news. */
const isFinal = ({ state, attempt: attempts }: TicketRow) =>
  state.kind === 'not-sent' ||
  (state.kind === 'opened' && (attempts === 1 || state.others.length > 0)) ||
  (state.kind === 'refused' && !state.inDoubt)

test('whatever happens, and however the clock is set: an opened ticket stays so, attempts only grow, and looks go on', () => {
  fc.assert(
    fc.property(history, (happened) => {
      let [row, at] = [rowOf({ nextLookAt: firstLookAt(rowOf(), now) }), now]
      for (const one of happened) {
        at = later(at, one.passedMs)
        const event = eventAt(one, at)
        const next = after(row, event, at)

        expect(next.version).toBe(row.version)
        expect(next.attempt - row.attempt).toBe(event.kind === 'resent' && next !== row ? 1 : 0)
        expect(protocolsOf(next).slice(0, protocolsOf(row).length)).toEqual(protocolsOf(row))
        if (event.kind === 'looked' && next.nextLookAt && next.state.kind !== 'sending') {
          expect(next.nextLookAt.getTime()).toBeGreaterThan(at.getTime())
        }
        if (isFinal(next)) expect(next.nextLookAt).toBeNull()
        if (['sending', 'uncertain'].includes(next.state.kind))
          expect(next.nextLookAt).not.toBeNull()
        row = next
      }
    }),
    { numRuns: 500 },
  )
})

test('whatever HubSoft’s list shows, an uncertain send is looked for until it has settled, and not for ever', () => {
  const lists = fc.infiniteStream(fc.constantFrom('empty', 'unreadable'))
  const settles = fc.integer({ min: 0, max: 2 * hour })
  fc.assert(
    fc.property(lists, settles, fc.boolean(), (each, ms, saidNo) => {
      let row = rowOf({
        state: { kind: 'uncertain', saidNo },
        since: deadlineAt,
        nextLookAt: deadlineAt,
      })
      let at = deadlineAt
      while (row.state.kind === 'uncertain') {
        at = row.nextLookAt ?? at
        const found = each.next().value === 'empty' ? [] : null
        row = step(row, { kind: 'looked', at, found }, at, ms).row
      }

      expect(at.getTime()).toBeGreaterThan(deadlineAt.getTime() + ms)
      // Every empty look begins the ten minutes anew, and the second late one ends it.
      expect(at.getTime()).toBeLessThan(deadlineAt.getTime() + ms + 21 * minute)
    }),
    { numRuns: 200 },
  )
})
