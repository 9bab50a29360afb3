import * as z from 'zod/mini'
import type { EmulatorHandler } from '../handler.ts'
import { nothingFound } from '../nothing-found.ts'
import { asDraft } from '../tickets/atendimento.ts'
import { htmlPage, permissionMissing, phpJson, tooMany } from '../wire.ts'
import {
  asPage,
  changed,
  mapList,
  mapTicket,
  numbersAsStrings,
  onlyTheNeedful,
  otherProtocol,
  protocolAsNumber,
  renamedList,
  truncated,
  withDrafts,
  withoutNewestMessages,
  withUnknownKeys,
} from './distorted-answers.ts'
import {
  byApi,
  count,
  type Exchange,
  type FaultRoute,
  fault,
  keyOf,
  ms,
  msg,
  onAnyRoute,
  onLists,
  onRefusing,
  onSends,
  onTicketLists,
  onTickets,
  onTicketsAndLists,
  protocolo,
  sentencesOf,
  stored,
} from './fault.ts'
import {
  anotherMessage,
  anotherTicket,
  emptyAnswer,
  instead,
  invalidByStatus,
  refusedAsErro,
  refusedBare,
  refusedFields,
  refusedFieldsByName,
  refusedQuotingPlan,
  refusedWithErrors,
  stackTrace,
  thrownPermission,
  thrownRefusal,
  uncaughtRefusal,
  unknownToken,
} from './faulty-answers.ts'
import { mangled, manglings, withIsoDates } from './mangled-texts.ts'
import {
  answerTwice,
  continueFirst,
  gzipped,
  resetConnection,
  silence,
  unasked,
} from './wire-faults.ts'

/** In which form a list says that there is nothing. */
const noneForms = {
  array: changed((body) => mapList(body, () => [])),
  'http-404': ({ route }: Exchange) => nothingFound['http-404'](listedOn(route)),
  error: ({ route }: Exchange) => nothingFound.error(listedOn(route)),
}

const listedOn = (route: FaultRoute) => (route === 'consulta' ? 'Cliente' : 'Atendimento')

/**
 * What can be ordered of the stand-in, by name. An order is `{fault, route, times, …}`: for the next `times`
 * requests (1) to a route, whoever sends them. Routes: `token`, `atendimento`, `mensagem`, `listagem` (the list of
 * tickets), `consulta` (the look-up of customers), `leitura` (what else only reads). An outage is one such order a route with more `times`
 * than anybody sends.
 */
const faults = {
  // The request breaks on the wire, or only takes long.

  /** Carried out `ms` later. */
  slow: fault({ ...onAnyRoute, ms }, async ({ carryOut, wait }, { ms }) => {
    await wait(ms)
    return carryOut()
  }),
  /** Carried out at once, answered `ms` later. */
  'slow-after': fault({ ...onAnyRoute, ms }, async ({ carryOut, wait }, { ms }) => {
    const answer = await carryOut()
    await wait(ms)
    return answer
  }),
  /** The connection drops at once; carried out `ms` later. */
  'stored-late': fault({ ...onAnyRoute, ms }, (exchange, { ms }) => {
    // Not awaited: the sender sees the connection drop before anything is stored.
    void exchange.wait(ms).then(exchange.carryOut)
    return resetConnection(exchange)
  }),
  'reset-before': fault(onAnyRoute, resetConnection),
  'reset-after': fault(onAnyRoute, async (exchange) => {
    await exchange.carryOut()
    return resetConnection(exchange)
  }),
  'silent-before': fault(onAnyRoute, silence),
  'silent-after': fault(onAnyRoute, async (exchange) => {
    await exchange.carryOut()
    return silence(exchange)
  }),
  /**
   * A second, unasked answer behind the true one, on a connection that stays open: in the same segment,
   * or `ms` after it. `kind` says which; a `success` is about somebody else's ticket, `protocolo`.
   */
  'extra-answer': fault(
    { ...onAnyRoute, kind: keyOf('kind', unasked), protocolo, ms: z._default(ms, 0) },
    answerTwice,
  ),
  /** An unasked "100 Continue" before the answer. */
  'interim-100': fault(onAnyRoute, continueFirst),
  /** The true answer, packed though nobody asked for it. */
  gzip: fault(onAnyRoute, async ({ carryOut }) => gzipped(await carryOut())),

  // Another answer in place of the true one; `stored` (false) says whether the request is carried out.

  html: fault(
    { ...onAnyRoute, stored },
    instead(() => htmlPage('Sistema em manutenção')),
  ),
  empty: fault({ ...onAnyRoute, stored }, instead(emptyAnswer)),
  'stack-trace': fault({ ...onAnyRoute, stored }, instead(stackTrace)),
  'stack-trace-keys': fault({ ...onAnyRoute, stored }, instead(uncaughtRefusal)),
  'http-500': fault(
    { ...onAnyRoute, stored },
    instead(() => htmlPage('500 Internal Server Error', 500)),
  ),
  'http-502': fault(
    { ...onAnyRoute, stored },
    instead(() => htmlPage('502 Bad Gateway', 502)),
  ), // Q31
  'http-503': fault(
    { ...onAnyRoute, stored },
    instead(() => htmlPage('503 Service Temporarily Unavailable', 503)),
  ),
  /** A readable refusal (`msg`) thrown as an exception: HTTP 200, with `trace` and the rest. */
  'refused-exception': fault(
    { ...onRefusing, stored, msg },
    instead(({ msg }) => thrownRefusal(msg)),
  ),
  /** A success about a ticket of somebody else, `protocolo`, without a reference; `byApi`: with Q8's mark. */
  'another-ticket': fault(
    { ...onSends, stored, protocolo, byApi },
    instead(({ route, protocolo, byApi }) =>
      phpJson(route === 'mensagem' ? anotherMessage(protocolo) : anotherTicket(protocolo, byApi)),
    ),
  ),

  // Turned away before anything happens.

  unauthorized: fault(onAnyRoute, unknownToken),
  /** 401, and the sign-in that it asks for finds no program behind the web server. */
  'signed-out': fault(onSends, (exchange) => {
    exchange.afterwards('token', () => htmlPage('503 Service Temporarily Unavailable', 503))
    return unknownToken(exchange)
  }),
  forbidden: fault(onAnyRoute, permissionMissing),
  /** 403 in the form of an exception, with `trace` and the rest. */
  'forbidden-exception': fault(onAnyRoute, thrownPermission),
  'too-many': fault(onAnyRoute, () => tooMany()),

  // A readable no; `msg` is HubSoft's sentence.

  refused: fault({ ...onRefusing, msg }, (_, { msg }) => refusedWithErrors(msg)),
  'refused-without-errors': fault({ ...onRefusing, msg }, (_, { msg }) => refusedBare(msg)),
  /** `status:"erro"` */
  'refused-erro': fault({ ...onRefusing, msg }, (_, { msg }) => refusedAsErro(msg)),
  'refused-errors-array': fault(onRefusing, refusedFields),
  'refused-errors-object': fault(onRefusing, refusedFieldsByName),
  /** The sentence quotes a plan whose name holds words of a crash. */
  'refused-crash-words': fault(onRefusing, refusedQuotingPlan),
  'validation-422': fault(onRefusing, invalidByStatus),

  // The true answer, in one of the forms it is known to come in.

  'truncated-json': fault(onAnyRoute, truncated),
  'html-content-type': fault(onAnyRoute, asPage),
  'numbers-as-strings': fault(onAnyRoute, changed(numbersAsStrings)),
  nulls: fault(onAnyRoute, changed(onlyTheNeedful)),
  'extra-fields': fault(
    onAnyRoute,
    changed((body) => withUnknownKeys({ ...body, encrypted: false, cliente: null })), // Q29
  ),
  'protocol-as-number': fault(onTicketsAndLists, protocolAsNumber),
  /** Descriptions as `how` says, a work order's too; `characters` (60) are left of a `shortened` one. */
  mangled: fault(
    { ...onTicketsAndLists, how: keyOf('how', manglings), characters: count('characters', 0, 60) },
    changed(mangled),
  ),
  'iso-dates': fault(onTicketsAndLists, changed(withIsoDates)),
  'unknown-list-key': fault(
    onLists,
    changed(renamedList), // Q28
  ),
  'list-as-object': fault(
    onLists,
    changed((body) => mapList(body, (list) => ({ ...list }))), // Q32: as PHP indexes
  ),
  /** Late with the newest tickets (hubsoft §15), in one of the three forms of "none". */
  'list-empty': fault(
    { ...onLists, form: z._default(keyOf('form', noneForms), 'array') },
    (exchange, order) => noneForms[order.form](exchange, order),
  ),
  /** Drafts before, between and behind the items. */
  drafts: fault(onTicketLists, changed(withDrafts)),
  /** Late with each ticket's newest message. */
  'messages-late': fault(onTicketLists, changed(withoutNewestMessages)),
  'success-without-os': fault(
    onTickets,
    changed((body) => mapTicket(body, ({ ordens_servico: _, ...ticket }) => ticket)),
  ),
  'os-empty': fault(
    onTickets,
    changed((body) => mapTicket(body, (ticket) => ({ ...ticket, ordens_servico: [] }))), // Q7
  ),
  'success-without-atendimento': fault(
    onSends,
    changed(({ atendimento: _ticket, atendimento_mensagem: _message, ...body }) => body),
  ),
  /** The ticket is stored, and a draft answered. */
  'draft-answer': fault(
    onTickets,
    changed((body) => mapTicket(body, asDraft)),
  ),
  suscess: fault(
    onSends,
    changed((body) => ({ ...body, status: 'suscess' })),
  ), // Q2
  'msg-lies': fault(
    onTickets,
    changed((body) => ({ ...body, msg: otherProtocol(body.msg) })),
  ), // Q4
}

export type FaultName = keyof typeof faults
type Shape<Name extends FaultName> = (typeof faults)[Name]['shape']
/** The names whose orders say the same things, so that one of several may be ordered. */
type Alike<Name extends FaultName> = {
  [Other in FaultName]: [Shape<Name>, Shape<Other>] extends [Shape<Other>, Shape<Name>]
    ? Other
    : never
}[FaultName]

/** As written by a person: what has a default may be left out. */
export type FaultOrderInput = {
  [Name in FaultName]: { fault: Alike<Name>; times?: number } & z.input<
    z.ZodMiniObject<Shape<Name>>
  >
}[FaultName]

export type FaultOrder = {
  /** As it is told to whoever gave it, defaults included. */
  said: object
  route: FaultRoute
  times: number
  act: (exchange: Exchange) => Response | Promise<Response>
}

const faultName = keyOf('fault', faults)
export const faultNames = Object.keys(faults)
const heading = z.looseObject(
  { fault: faultName, times: count('times', 1, 1) },
  `fault must be one of ${faultNames.join(', ')}.`,
)

/** What is ordered, or in sentences why the order makes no sense. */
export function readFaultOrder(value: unknown): FaultOrder | { sentences: string[] } {
  const head = heading.safeParse(value)
  if (!head.success) return { sentences: sentencesOf(head.error) }
  const { fault: name, times, ...own } = head.data
  const { shape, read } = faults[name]
  const unknown = Object.keys(own).filter((key) => !(key in shape))
  if (unknown.length > 0) return { sentences: [`Unknown key: ${unknown.join(', ')}.`] }

  const order = read(own)
  if (!order.act) return order
  const { said, act } = order
  return { said: { fault: name, times, ...said }, route: said.route, times, act }
}

/** The orders wait in a queue per route, first come, first served. */
export function createFaults({ wait, now }: Pick<Exchange, 'wait' | 'now'>) {
  let queue: { order: FaultOrder; left: number }[] = []

  /** The order that meets the next request to this route; using it up. */
  function take(route: FaultRoute): FaultOrder | undefined {
    const next = queue.find(({ order }) => order.route === route)
    if (!next) return undefined
    next.left -= 1
    queue = queue.filter(({ left }) => left > 0)
    return next.order
  }

  const afterwards: Exchange['afterwards'] = (route, act) =>
    void queue.unshift({ order: { said: {}, route, times: 1, act }, left: 1 })

  return {
    inject(order: FaultOrder): void {
      queue.push({ order, left: order.times })
    },
    clear(): void {
      queue = []
    },
    /** Answers as `handler` would, unless a fault was ordered for this request. */
    meet(route: FaultRoute, handler: EmulatorHandler): EmulatorHandler {
      return async (c) => {
        const carryOut = () => handler(c)
        return take(route)?.act({ c, route, carryOut, wait, now, afterwards }) ?? carryOut()
      }
    },
  }
}

export type Faults = ReturnType<typeof createFaults>
