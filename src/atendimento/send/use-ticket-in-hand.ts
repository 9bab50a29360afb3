import { useEffect, useMemo } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { Posted } from '../../contract/nova-mensagem.ts'
import { asAdded } from './open-ticket.ts'
import type { Rejected, TicketOutcome } from './outcome.ts'
import { addressOf, homePath } from './ticket-address.ts'
import type { TypedTicket } from './typed-ticket.ts'
import { useDesk, useDrafts } from './use-desk.ts'
import { useOutcome } from './use-outcome.ts'

/** Of a send that is as good as no answer: without what reads one nothing is asked. */
const unreadable: TicketOutcome = {
  kind: 'not-told',
  reason: 'Parte desta página não chegou: recarregue a página.',
}

/**
 * Which ticket the page is about, what is known of it, and what can be done with it: the one that `/`
 * keeps (`chave` is null), or the send that the address names.
 */
export function useTicketInHand(chave: string | null) {
  const { asking, isLaterMissing } = useDesk()
  const drafts = useDrafts()
  const known = useOutcome(chave)
  const data = isLaterMissing && chave !== null ? unreadable : known
  const home = drafts.home(chave)
  const draft = chave === null ? home : drafts.of(chave, data && asking?.textIn(data))
  // Turned away at our own door, the form of `/` is there again, and says why.
  const said = chave === null ? rejectionIn(asking?.last(home.chave)) : data
  const appendsTo = draft?.appendsTo
  const outcome = useMemo(() => said && asAdded(said, appendsTo), [said, appendsTo])
  const isKnownHere = draft?.sent !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: a send that this tab hears of by what is typed is settled then
  useEffect(() => {
    if (chave === null || !outcome || !asking) return
    const turnedAway = rejectionIn(outcome)
    if (!turnedAway) return asking.settle(chave, outcome)
    const next = asking.turnAway(chave, turnedAway)
    // The form is where it was opened: at `/`, or at a send's own address.
    navigate(drafts.isHome(next) ? homePath : addressOf(next), { replace: true })
  }, [asking, drafts, chave, outcome, isKnownHere])

  return {
    chave,
    /** Null where neither this tab nor the gateway has its text. */
    draft,
    outcome,
    askNow() {
      if (chave !== null) asking?.askNow(chave)
    },
    send(posted: Posted, typed: TypedTicket, listReadAt?: string) {
      if (!draft) return
      // It takes the place of an earlier send's, to which Back would bring this same text.
      const leave = (key: string) => navigate(addressOf(key), { replace: chave !== null })
      asking?.send(draft, { posted, typed, listReadAt, leave })
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
