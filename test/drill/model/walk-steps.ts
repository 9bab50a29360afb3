import fc from 'fast-check'
import type { FaultRoute } from '#src/emulator/faults/fault.ts'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import type { Permissions } from '#src/emulator/permissions.ts'
import { one, weighted } from '../draw.ts'
import { replaced, replacedNames } from '../trouble.ts'
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

const anywhere = one(
  ...(['reset-before', 'reset-after', 'silent-before', 'silent-after', 'unauthorized'] as const),
  ...(['forbidden', 'too-many', 'truncated-json', 'html-content-type'] as const),
  ...(['numbers-as-strings', 'nulls', 'extra-fields'] as const),
)
const refusing = one(
  ...(['refused', 'refused-without-errors', 'refused-errors-array'] as const),
  ...(['refused-errors-object', 'validation-422'] as const),
)
const onTickets = one(
  ...(['success-without-os', 'os-empty', 'success-without-atendimento'] as const),
  ...(['suscess', 'msg-lies'] as const),
)
const onLists = one('unknown-list-key', 'list-as-object', 'list-empty')

const times = fc.integer({ min: 1, max: 3 })
const ticket = one('atendimento')
const listing = one('listagem')
const route = weighted<FaultRoute>([5, ticket], [3, listing], [1, one('token')])
/** Within the deadline, around it, and on either side of the settle time. */
const [soonMs, lateMs] = [settleMs - 2000, settleMs + 2000]
const delayMs = one(3, timeoutMs, 5000, soonMs, lateMs, 90_000, 400_000)

/** Nothing comes of it, or nothing yet. */
const lost = fc.oneof(
  fc.record({ fault: one('reset-before', 'silent-before'), route: ticket, times }),
  fc.record({ fault: one('stored-late'), route: ticket, ms: one(soonMs, lateMs, 400_000) }),
  // Its answer comes when nobody waits for it any more, and may be a refusal.
  fc.record({ fault: one('slow'), route: ticket, ms: one(90_000, 400_000) }),
  fc.record({ fault: replaced, route: ticket, times }),
)

/** Looks can't be read for a while. */
const blind = fc.record({
  fault: one(...replacedNames, 'reset-before', 'forbidden', 'truncated-json'),
  route: listing,
  times: one(1, 2, 4, 8, 16),
})

const late = one('stored-late', 'stored-late', 'slow', 'slow-after')
const fault = weighted<FaultOrderInput>(
  [3, blind],
  [5, lost],
  [4, fc.record({ fault: anywhere, route, times })],
  [3, fc.record({ fault: replaced, route, stored: fc.boolean(), times })],
  [4, fc.record({ fault: late, route: ticket, ms: delayMs, times })],
  [1, fc.record({ fault: one('slow'), route, ms: delayMs })],
  [1, fc.record({ fault: refusing, route: ticket, times })],
  [1, fc.record({ fault: onTickets, route: ticket, times })],
  [1, fc.record({ fault: onLists, route: listing, times })],
  [1, fc.record({ fault: one('protocol-as-number'), route: fc.oneof(ticket, listing), times })],
)

const usuario = weighted<'ana' | 'bruno'>([12, one('ana')], [1, one('bruno')])
const often = <Value>(usual: Value, else_: fc.Arbitrary<Value>, weight: number) =>
  weighted([weight, fc.constant(usual)], [1, else_])

const cut = often<Cut | null>(null, one('at once', 'received', 'carried out', 2, 10, timeoutMs), 4)
const faults = weighted<FaultOrderInput[]>(
  [2, fc.constant([])],
  [3, fc.array(fault, { minLength: 1, maxLength: 3 })],
)
const sent = (resend: fc.Arbitrary<Sent['resend']>) =>
  fc.record({
    usuario,
    text: often(0, one(1, 2, 3), 3),
    isSameText: fc.boolean(),
    resend,
    isPatient: often(true, fc.constant(false), 2),
    isDouble: often(false, fc.constant(true), 4),
    faults,
    fullDisk: often<Sent['fullDisk']>('none', one('inserts', 'updates'), 15),
    cut,
  })
const key = often(0, fc.constant(1), 8)
const backMs = one(-1000, -settleMs, -3_600_000)
const onMs = one(3000, settleMs, 700_000, 4 * 3_600_000)
/** Past a repeat of a look, past the settle time, past the ten minutes, past a late look. */
const settledMs = settleMs + 1000
const passMs = one(2500, 6000, settledMs, settledMs, 310_000, 660_000, 7_300_000)

const firstSend: fc.Arbitrary<Step> = fc
  .tuple(sent(one('none')), fc.option(lost), fc.option(blind))
  .map(([one, first, then]) => ({
    ...one,
    faults: [...(first ? [first] : []), ...(then ? [then] : []), ...one.faults],
    kind: 'send',
    key: 0,
  }))

const sending = (resend: fc.Arbitrary<Sent['resend']>) =>
  fc
    .record({ kind: one('send'), key })
    .chain((one) => sent(resend).map((more) => ({ ...one, ...more })))
const permissions = one<Partial<Permissions>[]>(
  { openWorkOrder: 'refused-after-storing' },
  { openWorkOrder: 'refused' },
  { create: false },
  { list: false },
)

const step = weighted<Step>(
  [5, sending(one('none'))],
  [8, sending(often<Sent['resend']>('right', one('wrong'), 4))],
  [3, fc.record({ kind: one('ask', 'look', 'look'), key, usuario, faults })],
  [9, fc.record({ kind: one('pass'), key, ms: passMs })],
  [2, fc.record({ kind: one('set'), key, ms: fc.oneof(backMs, onMs) })],
  [2, fc.record({ kind: one('restart'), key })],
  [3, fc.record({ kind: one('calm'), key })],
  [1, fc.record({ kind: one('revoke'), key })],
  [1, fc.record({ kind: one('permit'), key, permissions })],
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
const overtaken = fc
  .record({
    late: one('slow', 'stored-late'),
    ms: one(90_000, 400_000),
    text: one(0, 3),
    meets: fc.option(lost),
    thenMs: one(6000, 400_000),
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
const doubted = fc
  .record({ openWorkOrder: one('refused', 'refused-after-storing'), meets: fc.option(blind) })
  .map(({ openWorkOrder, meets }): Step[] => [
    { kind: 'permit', key: 0, permissions: { openWorkOrder } },
    { ...plain, text: 2, isSameText: false, resend: 'none', faults: meets ? [meets] : [] },
  ])

const beginning = weighted<Step[]>([8, fc.tuple(firstSend)], [2, overtaken], [1, doubted])

/** Most walks are about one send. */
export const walks: fc.Arbitrary<Step[]> = fc
  .tuple(beginning, fc.array(step, { minLength: 2, maxLength: 12 }))
  .map(([first, then]) => [...first, ...then])
