import type { After } from '../clock.ts'
import { listingOf } from './listing.ts'
import { cutOff, type LookedUp, type LookUp } from './look-up.ts'
import type { Question } from './question.ts'
import { readTickets, type TicketOfService } from './reading/read-tickets.ts'

type Deps = { lookUp: LookUp; after: After }

/** The tickets of a service, open ones first, or why nobody could be asked. Ends on its signal, and never rejects. */
export type ListTickets = (
  serviceId: number,
  signal: AbortSignal,
) => Promise<LookedUp<TicketOfService[]>>

export function createListTickets({ lookUp, after }: Deps): ListTickets {
  return (serviceId, left) => cutOff(left, after, (signal) => lookUp(ticketsOf(serviceId), signal))
}

export function ticketsOf(serviceId: number): Question<TicketOfService[] | null> {
  return {
    ...listingOf(serviceId, (answer) => readTickets(answer, serviceId)),
    // By a proxy's word nobody opens another one.
    mustStandAlone: (found) => found?.length === 0,
  }
}
