import fc from 'fast-check'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { one, weighted } from './draw.ts'

/** What HubSoft does wrong around one errand; whoever comes first meets it. */
export type Trouble =
  | FaultOrderInput
  /** Stored when nobody expects it any more. */
  | { fault: 'stored-at-last' }
  /** 403 to whoever wants a work order, with the ticket stored. */
  | { fault: 'work-order-refused' }
  | { fault: 'tokens-revoked' }
  /** The gateway's machine sleeps past the deadline, between commit 1 and the head. */
  | { fault: 'asleep' }
  /** A copy is put in the database's place; whoever sends sees to a restart afterwards. */
  | { fault: 'swapped' }

/** Another answer in place of the true one. */
export const replacedNames = [
  ...(['html', 'empty', 'stack-trace', 'stack-trace-keys'] as const),
  ...(['http-500', 'http-502', 'http-503'] as const),
]
export const replaced = one(...replacedNames)

const unasked = one('refused', 'unauthorized', 'forbidden', 'too-many', 'timeout', 'success')

/** Around the deadline and the settle time, as the gateway keeps them. */
export function troubles(timeoutMs: number, settleMs: number): fc.Arbitrary<Trouble> {
  const route = one('atendimento')
  const lost = one('reset-before', 'reset-after', 'silent-before', 'silent-after')
  const turnedAway = one('unauthorized', 'forbidden', 'too-many', 'truncated-json', 'nulls')
  const odd = one('success-without-atendimento', 'suscess', 'msg-lies')
  const otherwise = one('interim-100', 'gzip', 'another-ticket', 'draft-answer')
  const slowMs = one(20, timeoutMs - 20, timeoutMs + 20, timeoutMs + settleMs / 2)
  const lateMs = one(20, timeoutMs, settleMs / 2, timeoutMs + settleMs - 200)
  const times = fc.integer({ min: 1, max: 2 })
  return weighted<Trouble>(
    [4, fc.record({ fault: lost, route })],
    [3, fc.record({ fault: replaced, route, stored: fc.boolean() })],
    [3, fc.record({ fault: turnedAway, route, times })],
    [1, fc.record({ fault: odd, route })],
    [1, fc.record({ fault: one('refused-errors-object', 'protocol-as-number'), route })],
    [2, fc.record({ fault: one('extra-answer'), route, kind: unasked, ms: one(0, 5) })],
    [1, fc.record({ fault: otherwise, route })],
    [3, fc.record({ fault: one('slow', 'slow-after'), route, ms: slowMs })],
    [3, fc.record({ fault: one('stored-late'), route, ms: lateMs })],
    [3, one({ fault: 'stored-at-last' })],
    [2, one({ fault: 'work-order-refused' })],
    [1, one({ fault: 'tokens-revoked' })],
    [1, one({ fault: 'asleep' })],
  )
}

const route = one('listagem')
const times = fc.integer({ min: 1, max: 4 })
const unread = one(
  ...(['unknown-list-key', 'list-as-object', 'reset-before', 'unauthorized'] as const),
  ...(['forbidden', 'truncated-json', 'html-content-type', 'nulls'] as const),
)
const how = one('shortened', 'en-dash', 'line-breaks', 'upper-case', 'no-signature')

/** What becomes of the lists in which sends are looked for; a 429 would be waited out for longer than a drill. */
export const listTrouble = weighted<FaultOrderInput>(
  [30, fc.record({ fault: unread, route, times })],
  [20, fc.record({ fault: replaced, route, stored: fc.boolean(), times })],
  [10, fc.record({ fault: one('gzip', 'interim-100', 'drafts', 'iso-dates'), route, times })],
  [10, fc.record({ fault: one('mangled'), route, how, times })],
  // A look waits ten seconds for it.
  [1, one({ fault: 'silent-before', route: 'listagem' })],
)
