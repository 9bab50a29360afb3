import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import type { Ask } from './ask.ts'
import { listingOf } from './listing.ts'
import type { Rank } from './read-pace.ts'
import { type LookedFor, readListing } from './reading/read-listing.ts'

type Deps = {
  ask: Ask['ask']
  /** Whether this HubSoft takes references out of descriptions. */
  isMarkLost: () => boolean
}

/**
 * Looks for a send among the service's tickets: those that carry its reference, oldest first, and null
 * where the list couldn't be read, which says nothing (design §6, "A look"). Ends on its signal, and
 * never rejects. One that no send waits for lets the others go first.
 */
export type LookFor = (
  lookedFor: LookedFor,
  signal: AbortSignal,
  rank?: Rank,
) => Promise<ShownAtendimento[] | null>

export function createLook({ ask, isMarkLost }: Deps): LookFor {
  return async (lookedFor, signal, rank) => {
    const list = {
      ...listingOf(lookedFor.serviceId, (answer) => readListing(answer, lookedFor, isMarkLost())),
      mustStandAlone: (found: ShownAtendimento[] | null) => !found?.length,
    }
    const asked = await ask(list, { signal, rank })
    return asked.kind === 'answered' ? asked.said : null
  }
}
