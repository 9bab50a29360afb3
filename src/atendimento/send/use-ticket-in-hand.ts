import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { Posted } from '../../contract/nova-mensagem.ts'
import type { Drafts } from './drafts.ts'
import { asAdded, postedIn } from './open-ticket.ts'
import type { Rejected, TicketOutcome } from './outcome.ts'
import { keepsKey, traitsOf } from './outcome-traits.ts'
import { addressOf, homePath } from './ticket-address.ts'
import type { TypedTicket } from './typed-ticket.ts'
import { useDrafts } from './use-desk.ts'
import { keys, outcomeOf, tellOutcome, useSend, useTicketOutcome } from './use-ticket-outcome.ts'

/**
 * Which ticket the page is about, what is known of it, and what can be done with it: the one that `/`
 * keeps (`chave` is null), or the send that the address names.
 */
export function useTicketInHand(chave: string | null) {
  const client = useQueryClient()
  const drafts = useDrafts()
  const send = useSend()
  const { data, refetch } = useTicketOutcome(chave)
  const home = drafts.home(chave)
  const draft = chave === null ? home : drafts.of(chave, data && postedIn(data))
  // Turned away at our own door, the form of `/` is there again, and says why.
  const said = chave === null ? rejectionIn(outcomeOf(client, home.chave)) : data
  const appendsTo = draft?.appendsTo
  const outcome = useMemo(() => said && asAdded(said, appendsTo), [said, appendsTo])
  const isKnownHere = draft?.sent !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: a send that this tab hears of by what is typed is settled then
  useEffect(() => {
    if (chave !== null && outcome) settle(client, drafts, chave, outcome)
  }, [client, drafts, chave, outcome, isKnownHere])

  return {
    chave,
    /** Null where neither this tab nor the gateway has its text. */
    draft,
    outcome,
    askNow: () => refetch(),
    send(posted: Posted, typed: TypedTicket, listReadAt?: string) {
      if (!draft) return
      const key = drafts.send(draft, typed, !keepsKey(outcomeOf(client, draft.chave)))
      // The address changes before the request leaves: a reload from here on asks, and never sends.
      // It takes the place of an earlier send's, to which Back would bring this same text.
      tellOutcome(client, key, { kind: 'sending' })
      navigate(addressOf(key), { replace: chave !== null })
      void send({ chave: key, posted, listReadAt })
    },
    clear(typed: TypedTicket) {
      if (!draft) return
      drafts.clear(draft, typed)
      navigate(homePath, { replace: true })
    },
  }
}

export type TicketInHand = ReturnType<typeof useTicketInHand>

function rejectionIn(outcome: TicketOutcome | undefined): Rejected | undefined {
  switch (outcome?.kind) {
    case 'rejected':
    case 'session-over':
    case 'key-spent':
      return outcome
    default:
      return undefined
  }
}

/** The person is told what came of it: by that its text is a ticket, or theirs again, or still waits. */
function settle(client: QueryClient, drafts: Drafts, chave: string, outcome: TicketOutcome) {
  const rejection = rejectionIn(outcome)
  if (rejection) return turnAway(client, drafts, chave, rejection)
  const { leaves } = traitsOf(outcome)
  if (leaves) drafts.settle(chave, leaves)
}

/**
 * Nothing was sent: the text stays in the tab, under a key that may send it, and the form where it was
 * opened: at `/`, or at a send's own address.
 */
function turnAway(client: QueryClient, drafts: Drafts, chave: string, rejection: Rejected) {
  const next = drafts.turnAway(chave, rejection.kind === 'key-spent')
  if (rejection.kind === 'key-spent') {
    const { msg, requestId, carriedAnother } = rejection
    const otherSend = carriedAnother ? chave : undefined
    tellOutcome(client, next, { kind: 'rejected', msg, requestId, campos: {}, otherSend })
    // Of the send that has this key nothing is known here.
    client.removeQueries({ queryKey: keys.outcome(chave) })
  }
  navigate(drafts.isHome(next) ? homePath : addressOf(next), { replace: true })
}
