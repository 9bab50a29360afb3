import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import type { Ask } from './ask.ts'
import { listingOf } from './listing.ts'
import type { Rank } from './read-pace.ts'
import { readListing } from './reading/read-listing.ts'
import { readMessages } from './reading/read-messages.ts'
import type { Sent } from './reading/whose.ts'

type Deps = {
  ask: Ask['ask']
  /** Whether this HubSoft takes references out of descriptions. */
  isMarkLost: () => boolean
  /** Hears from other gateways whether it does; false where they can't be heard. */
  hearOthers?: (() => Promise<boolean>) | undefined
}

/** A send that a list may show: a ticket of that service, or a message in one of its tickets. */
export type LookedFor = Sent & {
  sentAt: Date
  /** Null where a message names none: no list can be asked for. */
  serviceId: number | null
  /** The ticket that it is a message for. */
  messageTo: number | null
}

/**
 * Looks for a send among the service's tickets: those that carry its reference, or hold its message, oldest
 * first, and null where the list couldn't be read, which says nothing (design §6, "A look"). Ends on its
 * signal, and never rejects. One that no send waits for lets the others go first.
 */
export type LookFor = (
  lookedFor: LookedFor,
  signal: AbortSignal,
  rank?: Rank,
) => Promise<ShownAtendimento[] | null>

export function createLook({ ask, isMarkLost, hearOthers = async () => true }: Deps): LookFor {
  return async (lookedFor, signal, rank) => {
    const listing = listingFor(lookedFor, isMarkLost)
    // What a list proves is for whoever knows what all of them know.
    if (!listing || !(await hearOthers())) return null
    const list = {
      ...listing,
      mustStandAlone: (found: ShownAtendimento[] | null) => !found?.length,
    }
    const asked = await ask(list, { signal, rank })
    return asked.kind === 'answered' ? asked.said : null
  }
}

function listingFor({ serviceId, messageTo, ...sent }: LookedFor, isMarkLost: () => boolean) {
  if (serviceId === null) return null
  if (messageTo === null) {
    return listingOf(serviceId, (answer) =>
      readListing(answer, { ...sent, serviceId }, isMarkLost()),
    )
  }
  return listingOf(
    serviceId,
    (answer) => readMessages(answer, { ...sent, messageTo }, isMarkLost()),
    { relacoes: 'atendimento_mensagem' },
  )
}
