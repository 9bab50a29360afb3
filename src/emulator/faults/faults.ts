import * as z from 'zod/mini'

/** The request breaks on the wire, or only takes long. */
const brokenWire = ['reset-before', 'reset-after', 'silent-before', 'silent-after'] as const
const delayed = ['slow', 'slow-after', 'stored-late'] as const
/** Another answer in place of the true one, which may have been stored all the same. */
const replaced = [
  'html',
  'empty',
  'stack-trace',
  'stack-trace-keys',
  'http-500',
  'http-502',
  'http-503',
] as const
/** Turned away before anything happens. */
const turnedAway = ['unauthorized', 'forbidden', 'too-many'] as const
/** The true answer, in one of the forms it is known to come in. */
const distorted = [
  'truncated-json',
  'html-content-type',
  'numbers-as-strings',
  'nulls',
  'extra-fields',
] as const

const refusedWithMessage = ['refused', 'refused-without-errors'] as const
const refusedWithErrors = [
  'refused-errors-array',
  'refused-errors-object',
  'validation-422',
] as const
const ticketDistorted = [
  'success-without-os',
  'os-empty',
  'success-without-atendimento',
  'suscess',
  'msg-lies',
] as const
/** A list that can't be read for sure, and one that is late with the newest tickets (dossier §15). */
const listDistorted = ['unknown-list-key', 'list-as-object', 'list-empty'] as const
const protocolDistorted = ['protocol-as-number'] as const

export type ReplacedFault = (typeof replaced)[number]
export type TurnedAwayFault = (typeof turnedAway)[number]
export type RefusedFault = (typeof refusedWithMessage | typeof refusedWithErrors)[number]
export type DistortedFault = (
  | typeof distorted
  | typeof ticketDistorted
  | typeof listDistorted
  | typeof protocolDistorted
)[number]

const onTickets = {
  route: z.literal('atendimento', 'This fault only exists on route "atendimento".'),
}
const onLists = {
  route: z.literal('listagem', 'This fault only exists on route "listagem".'),
}
const onTicketsAndLists = {
  route: z.enum(
    ['atendimento', 'listagem'],
    'This fault only exists on routes "atendimento" and "listagem".',
  ),
}
const onAnyRoute = {
  route: z.enum(
    ['token', 'atendimento', 'listagem', 'leitura'],
    'route must be "token", "atendimento", "listagem" or "leitura".',
  ),
}
const oneOrMore = 'times must be a whole number from 1.'
const times = z._default(z.int(oneOrMore).check(z.gte(1, oneOrMore)), 1)
const zeroOrMore = 'ms must be a number of milliseconds, 0 or more.'
const ms = z.number(zeroOrMore).check(z.gte(0, zeroOrMore))
const stored = z._default(z.boolean('stored must be true or false.'), false)
const msg = z.optional(z.string('msg must be a text.'))

export const faultNames = [
  ...delayed,
  ...brokenWire,
  ...replaced,
  ...turnedAway,
  ...distorted,
  ...refusedWithMessage,
  ...refusedWithErrors,
  ...protocolDistorted,
  ...listDistorted,
  ...ticketDistorted,
]

/**
 * One fault for the next `times` requests (1) to a route, whoever sends them; `listagem` is the list of
 * tickets, `leitura` what else only reads. An outage is one such order a route with more `times` than
 * anybody sends.
 *
 * `ms` is the delay of `slow`, `slow-after` (carried out first) and `stored-late`; `stored` (false) says
 * whether the request is carried out before a `html`, `empty`, `stack-trace`, `stack-trace-keys` or
 * `http-5xx` answer; `msg` is HubSoft's sentence in `refused` and `refused-without-errors`.
 */
export const faultOrder = z.discriminatedUnion(
  'fault',
  [
    z.strictObject({ fault: z.enum(delayed), ...onAnyRoute, times, ms }),
    z.strictObject({ fault: z.enum(replaced), ...onAnyRoute, times, stored }),
    z.strictObject({
      fault: z.enum([...brokenWire, ...turnedAway, ...distorted]),
      ...onAnyRoute,
      times,
    }),
    z.strictObject({ fault: z.enum(refusedWithMessage), ...onTicketsAndLists, times, msg }),
    z.strictObject({
      fault: z.enum([...refusedWithErrors, ...protocolDistorted]),
      ...onTicketsAndLists,
      times,
    }),
    z.strictObject({ fault: z.enum(ticketDistorted), ...onTickets, times }),
    z.strictObject({ fault: z.enum(listDistorted), ...onLists, times }),
  ],
  { error: `fault must be one of ${faultNames.join(', ')}.` },
)

export type FaultOrder = z.infer<typeof faultOrder>
/** As written by a person: `times` and `stored` may be left out. */
export type FaultOrderInput = z.input<typeof faultOrder>
export type FaultRoute = FaultOrder['route']

/** The orders wait in a queue per route, first come, first served. */
export function createFaults() {
  let queue: { order: FaultOrder; left: number }[] = []

  return {
    inject(order: FaultOrder): void {
      queue.push({ order, left: order.times })
    },
    /** The fault that meets the next request to this route; using it up. */
    take(route: FaultRoute): FaultOrder | undefined {
      const next = queue.find(({ order }) => order.route === route)
      if (!next) return undefined
      next.left -= 1
      queue = queue.filter(({ left }) => left > 0)
      return next.order
    },
    clear(): void {
      queue = []
    },
  }
}

export type Faults = ReturnType<typeof createFaults>
