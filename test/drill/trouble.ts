import fc from 'fast-check'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'

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

const route = fc.constant('atendimento' as const)
const once = fc.constant(1)
const crash = fc.constantFrom(
  'html',
  'empty',
  'stack-trace',
  'stack-trace-keys',
  'http-500',
  'http-502',
  'http-503',
)

/** Around the deadline and the settle time, as the gateway keeps them. */
export function troubles(timeoutMs: number, settleMs: number): fc.Arbitrary<Trouble> {
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        fault: fc.constantFrom('reset-before', 'reset-after', 'silent-before', 'silent-after'),
        route,
        times: once,
      }),
    },
    { weight: 3, arbitrary: fc.record({ fault: crash, route, stored: fc.boolean(), times: once }) },
    {
      weight: 3,
      arbitrary: fc.record({
        fault: fc.constantFrom('unauthorized', 'forbidden', 'too-many', 'truncated-json', 'nulls'),
        route,
        times: fc.integer({ min: 1, max: 2 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        fault: fc.constantFrom('success-without-atendimento', 'suscess', 'msg-lies'),
        route,
        times: once,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        fault: fc.constantFrom('refused-errors-object', 'protocol-as-number'),
        route,
        times: once,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        fault: fc.constant('extra-answer' as const),
        route,
        kind: fc.constantFrom(
          'refused',
          'unauthorized',
          'forbidden',
          'too-many',
          'timeout',
          'success',
        ),
        ms: fc.constantFrom(0, 5),
        times: once,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        fault: fc.constantFrom('interim-100', 'gzip', 'another-ticket', 'draft-answer'),
        route,
        times: once,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        fault: fc.constantFrom('slow', 'slow-after'),
        route,
        ms: fc.constantFrom(20, timeoutMs - 20, timeoutMs + 20, timeoutMs + settleMs / 2),
        times: once,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        fault: fc.constant('stored-late' as const),
        route,
        ms: fc.constantFrom(20, timeoutMs, settleMs / 2, timeoutMs + settleMs - 200),
        times: once,
      }),
    },
    { weight: 3, arbitrary: fc.constant({ fault: 'stored-at-last' as const }) },
    { weight: 2, arbitrary: fc.constant({ fault: 'work-order-refused' as const }) },
    { weight: 1, arbitrary: fc.constant({ fault: 'tokens-revoked' as const }) },
    { weight: 1, arbitrary: fc.constant({ fault: 'asleep' as const }) },
  )
}

/** What becomes of the lists in which sends are looked for; a 429 would be waited out for longer than a drill. */
export const listTrouble: fc.Arbitrary<FaultOrderInput> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      fault: fc.constantFrom(
        'unknown-list-key',
        'list-as-object',
        'reset-before',
        'unauthorized',
        'forbidden',
        'truncated-json',
        'html-content-type',
        'nulls',
      ),
      route: fc.constant('listagem' as const),
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 20,
    arbitrary: fc.record({
      fault: crash,
      route: fc.constant('listagem' as const),
      stored: fc.boolean(),
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      fault: fc.constantFrom('gzip', 'interim-100', 'drafts', 'iso-dates'),
      route: fc.constant('listagem' as const),
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      fault: fc.constant('mangled' as const),
      route: fc.constant('listagem' as const),
      how: fc.constantFrom('shortened', 'en-dash', 'line-breaks', 'upper-case', 'no-signature'),
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  // A look waits ten seconds for it.
  { weight: 1, arbitrary: fc.constant({ fault: 'silent-before', route: 'listagem' }) },
)
