import fc from 'fast-check'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import type { Permissions } from '#src/emulator/permissions.ts'
import { settleMs, timeoutMs } from './cuttable-gateway.ts'

/** When the gateway is killed, counted from the request that it was at. */
export type Cut = 'at once' | 'received' | 'carried out' | number

/** How a send comes in, and what it meets. */
export type Sent = {
  usuario: 'ana' | 'bruno'
  text: number
  /** Whether it is rather the text of the earlier send. */
  isSameText: boolean
  /** None, the one that is right at the moment, or another. */
  resend: 'none' | 'right' | 'wrong'
  /** Whether it comes when looks had time to end in not knowing. */
  isPatient: boolean
  isDouble: boolean
  faults: FaultOrderInput[]
  fullDisk: 'none' | 'inserts' | 'updates'
  cut: Cut | null
}

export type Step = { key: number } & (
  | ({ kind: 'send' } & Sent)
  | { kind: 'ask' | 'look'; usuario: 'ana' | 'bruno'; faults: FaultOrderInput[] }
  | { kind: 'pass' | 'set'; ms: number }
  | { kind: 'restart' }
  | { kind: 'calm' }
  | { kind: 'revoke' }
  | { kind: 'permit'; permissions: Partial<Permissions> }
)

const anywhere = [
  'reset-before',
  'reset-after',
  'silent-before',
  'silent-after',
  'unauthorized',
  'forbidden',
  'too-many',
  'truncated-json',
  'html-content-type',
  'numbers-as-strings',
  'nulls',
  'extra-fields',
] as const
const replaced = [
  'html',
  'empty',
  'stack-trace',
  'stack-trace-keys',
  'http-500',
  'http-502',
  'http-503',
] as const
const refusing = [
  'refused',
  'refused-without-errors',
  'refused-errors-array',
  'refused-errors-object',
  'validation-422',
] as const
const onTickets = [
  'success-without-os',
  'os-empty',
  'success-without-atendimento',
  'suscess',
  'msg-lies',
] as const
const onLists = ['unknown-list-key', 'list-as-object', 'list-empty'] as const

const times = fc.integer({ min: 1, max: 3 })
const ticket = fc.constant('atendimento' as const)
const listing = fc.constant('listagem' as const)
const route = fc.oneof(
  { weight: 5, arbitrary: ticket },
  { weight: 3, arbitrary: listing },
  { weight: 1, arbitrary: fc.constant('token' as const) },
)
/** Within the deadline, around it, and on either side of the settle time. */
const delayMs = fc.constantFrom(
  3,
  timeoutMs,
  5000,
  settleMs - 2000,
  settleMs + 2000,
  90_000,
  400_000,
)

/** Nothing comes of it, or nothing yet. */
const lost: fc.Arbitrary<FaultOrderInput> = fc.oneof(
  fc.record({
    fault: fc.constantFrom('reset-before' as const, 'silent-before' as const),
    route: ticket,
    times,
  }),
  fc.record({
    fault: fc.constant('stored-late' as const),
    route: ticket,
    ms: fc.constantFrom(settleMs - 2000, settleMs + 2000, 400_000),
  }),
  // Its answer comes when nobody waits for it any more, and may be a refusal.
  fc.record({
    fault: fc.constant('slow' as const),
    route: ticket,
    ms: fc.constantFrom(90_000, 400_000),
  }),
  fc.record({ fault: fc.constantFrom(...replaced), route: ticket, times }),
)

/** Looks can't be read for a while. */
const blind: fc.Arbitrary<FaultOrderInput> = fc.record({
  fault: fc.constantFrom(...replaced, 'reset-before', 'forbidden', 'truncated-json'),
  route: listing,
  times: fc.constantFrom(1, 2, 4, 8, 16),
})

const fault: fc.Arbitrary<FaultOrderInput> = fc.oneof(
  { weight: 3, arbitrary: blind },
  { weight: 5, arbitrary: lost },
  { weight: 4, arbitrary: fc.record({ fault: fc.constantFrom(...anywhere), route, times }) },
  {
    weight: 3,
    arbitrary: fc.record({
      fault: fc.constantFrom(...replaced),
      route,
      stored: fc.boolean(),
      times,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      fault: fc.constantFrom(
        'stored-late' as const,
        'stored-late' as const,
        'slow' as const,
        'slow-after' as const,
      ),
      route: ticket,
      ms: delayMs,
      times,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ fault: fc.constant('slow' as const), route, ms: delayMs }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ fault: fc.constantFrom(...refusing), route: ticket, times }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ fault: fc.constantFrom(...onTickets), route: ticket, times }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ fault: fc.constantFrom(...onLists), route: listing, times }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      fault: fc.constant('protocol-as-number' as const),
      route: fc.oneof(ticket, listing),
      times,
    }),
  },
)

const usuario = fc.oneof(
  { weight: 12, arbitrary: fc.constant('ana' as const) },
  { weight: 1, arbitrary: fc.constant('bruno' as const) },
)
const often = <Value>(usual: Value, else_: fc.Arbitrary<Value>, weight: number) =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: else_ })

const cut: fc.Arbitrary<Cut | null> = often<Cut | null>(
  null,
  fc.constantFrom<Cut[]>('at once', 'received', 'carried out', 2, 10, timeoutMs),
  4,
)
const faults = fc.oneof(
  { weight: 2, arbitrary: fc.constant<FaultOrderInput[]>([]) },
  { weight: 3, arbitrary: fc.array(fault, { minLength: 1, maxLength: 3 }) },
)
const sent = (resend: fc.Arbitrary<Sent['resend']>) =>
  fc.record({
    usuario,
    text: often(0, fc.constantFrom(1, 2, 3), 3),
    isSameText: fc.boolean(),
    resend,
    isPatient: often(true, fc.constant(false), 2),
    isDouble: often(false, fc.constant(true), 4),
    faults,
    fullDisk: often<Sent['fullDisk']>('none', fc.constantFrom('inserts', 'updates'), 15),
    cut,
  })
const key = often(0, fc.constant(1), 8)
const backMs = fc.constantFrom(-1000, -settleMs, -3_600_000)
const onMs = fc.constantFrom(3000, settleMs, 700_000, 4 * 3_600_000)
/** Past a repeat of a look, past the settle time, past the ten minutes, past a late look. */
const passMs = fc.constantFrom(
  2500,
  6000,
  settleMs + 1000,
  settleMs + 1000,
  310_000,
  660_000,
  7_300_000,
)

const firstSend: fc.Arbitrary<Step> = fc
  .tuple(sent(fc.constant('none' as const)), fc.option(lost), fc.option(blind))
  .map(([one, first, then]) => ({
    ...one,
    faults: [...(first ? [first] : []), ...(then ? [then] : []), ...one.faults],
    kind: 'send',
    key: 0,
  }))

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ kind: fc.constant('send' as const), key })
      .chain((one) => sent(fc.constant('none' as const)).map((more) => ({ ...one, ...more }))),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('send' as const), key }).chain((one) =>
      sent(often<Sent['resend']>('right', fc.constant('wrong' as const), 4)).map((more) => ({
        ...one,
        ...more,
      })),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('ask' as const, 'look' as const, 'look' as const),
      key,
      usuario,
      faults,
    }),
  },
  { weight: 9, arbitrary: fc.record({ kind: fc.constant('pass' as const), key, ms: passMs }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('set' as const), key, ms: fc.oneof(backMs, onMs) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const), key }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('calm' as const), key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), key }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('permit' as const),
      key,
      permissions: fc.constantFrom<Partial<Permissions>[]>(
        { openWorkOrder: 'refused-after-storing' },
        { openWorkOrder: 'refused' },
        { create: false },
        { list: false },
      ),
    }),
  },
)

/** As a send is, unless something is said of it. */
export const plain = {
  kind: 'send',
  key: 0,
  usuario: 'ana',
  isPatient: true,
  isDouble: false,
  fullDisk: 'none',
  cut: null,
} as const

/** A send that HubSoft carries out, or refuses, when a person has already sent it again. */
const overtaken: fc.Arbitrary<Step[]> = fc
  .record({
    late: fc.constantFrom('slow' as const, 'stored-late' as const),
    ms: fc.constantFrom(90_000, 400_000),
    text: fc.constantFrom(0, 3),
    meets: fc.option(lost),
    thenMs: fc.constantFrom(6000, 400_000),
  })
  .map(({ late, ms, text, meets, thenMs }): Step[] => {
    const first: FaultOrderInput = { fault: late, route: 'atendimento', ms }
    return [
      { ...plain, text, isSameText: false, resend: 'none', faults: [first] },
      { ...plain, text, isSameText: true, resend: 'right', faults: meets ? [meets] : [] },
      { kind: 'pass', key: 0, ms: thenMs },
    ]
  })

/** HubSoft says no to a work order, and the ticket stands or doesn't. */
const doubted: fc.Arbitrary<Step[]> = fc
  .record({
    openWorkOrder: fc.constantFrom('refused' as const, 'refused-after-storing' as const),
    meets: fc.option(blind),
  })
  .map(({ openWorkOrder, meets }): Step[] => [
    { kind: 'permit', key: 0, permissions: { openWorkOrder } },
    { ...plain, text: 2, isSameText: false, resend: 'none', faults: meets ? [meets] : [] },
  ])

/** Most walks are about one send. */
export const walks: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: firstSend.map((one) => [one]) },
      { weight: 2, arbitrary: overtaken },
      { weight: 1, arbitrary: doubted },
    ),
    fc.array(step, { minLength: 2, maxLength: 12 }),
  )
  .map(([first, then]) => [...first, ...then])
