import { type QueryClient, skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Posted } from '../../contract/nova-mensagem.ts'
import { loadReadAnswer } from './load-read-answer.ts'
import type { TicketOutcome } from './outcome.ts'
import { askAgainMs, traitsOf, wasHeard } from './outcome-traits.ts'
import { useDesk } from './use-desk.ts'

export const keys = {
  all: ['atendimento'],
  outcome: (chave: string) => ['atendimento', chave] as const,
  sentToday: ['enviados-hoje'],
}

export function outcomeOf(client: QueryClient, chave: string) {
  return client.getQueryData<TicketOutcome>(keys.outcome(chave))
}

/** What is known of a send from now on, whatever a question that was asked before says. */
export function tellOutcome(client: QueryClient, chave: string, outcome: TicketOutcome) {
  void client.cancelQueries({ queryKey: keys.outcome(chave) })
  client.setQueryData(keys.outcome(chave), outcome)
}

/** An answer was lost, or can't be believed: only asking can tell. */
export function askAfterLoss(client: QueryClient, chave: string, requestId: string | undefined) {
  tellOutcome(client, chave, { kind: 'asking', why: 'lost-answer', requestId })
  void client.refetchQueries({ queryKey: keys.outcome(chave) })
}

/** Asks at once for whatever isn't known: somebody has signed in. */
export function askOn(client: QueryClient) {
  void client.refetchQueries({ queryKey: keys.sentToday, type: 'active' })
  const known = client.getQueriesData<TicketOutcome>({ queryKey: keys.all })
  for (const [queryKey, outcome] of known) {
    if (askAgainMs(outcome)) void client.refetchQueries({ queryKey })
  }
}

/** What is known of the send with this key; asks the gateway, and never sends. */
export function useTicketOutcome(chave: string | null) {
  const { gateway, drafts } = useDesk()
  const client = useQueryClient()
  async function ask(key: string): Promise<TicketOutcome> {
    const answer = await gateway.askOutcome(key)
    const { readAsked } = await loadReadAnswer()
    const asked = readAsked(answer)
    const known = {
      last: outcomeOf(client, key),
      wasHeard: drafts.of(key)?.sent?.wasHeard ?? false,
    }
    const outcome = takeIn(asked, known)
    drafts.hear(key, traitsOf(outcome).saysSent)
    return outcome
  }
  const query = useQuery({
    queryKey: keys.outcome(chave ?? ''),
    queryFn: chave === null ? skipToken : () => ask(chave),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => askAgainMs(state.data),
    // When the tab is shown again.
    refetchOnWindowFocus: ({ state }) => (askAgainMs(state.data) ? 'always' : false),
    refetchOnReconnect: false,
  })
  useAskingOnReturn(() => {
    if (askAgainMs(query.data)) void query.refetch({ cancelRefetch: false })
  })
  return query
}

/** `wasHeard`: this tab remembers that the gateway said it was sent. */
type Known = { last: TicketOutcome | undefined; wasHeard: boolean }

/** What an answer to asking makes of what was known before. */
function takeIn(asked: TicketOutcome, { last, ...tab }: Known): TicketOutcome {
  const outlasts = last && traitsOf(last).outlasts
  const known = {
    wasHeard: tab.wasHeard || (last !== undefined && wasHeard(last)),
    // Where asking comes to nothing, the last fault that was told is the one to look into.
    requestId: asked.requestId ?? last?.requestId,
  }
  switch (asked.kind) {
    case 'pending':
      return { ...asked, answers: last?.kind === 'pending' ? last.answers + 1 : 1 }
    case 'unreachable':
    case 'not-told':
    case 'not-told-signed-out':
      return last && outlasts ? last : { ...asked, ...known }
    case 'never-arrived':
      if (last && outlasts === 'no-record') return last
      return known.wasHeard ? { kind: 'record-lost' } : { ...asked, ...known }
    default:
      return asked
  }
}

/** A window brought to the front, a network that is back: the query client hears not all of it. */
function useAskingOnReturn(ask: () => void) {
  useEffect(() => {
    window.addEventListener('focus', ask)
    window.addEventListener('online', ask)
    return () => {
      window.removeEventListener('focus', ask)
      window.removeEventListener('online', ask)
    }
  })
}

type Sending = {
  chave: string
  posted: Posted
  /** Of the service's open tickets, as the person has seen them. */
  listReadAt?: string | undefined
}

/** Sends a ticket, or a message for one, once. What it comes to is told through `useTicketOutcome`. */
export function useSend() {
  const { gateway, drafts } = useDesk()
  const client = useQueryClient()
  return async ({ chave, posted, listReadAt }: Sending) => {
    // Leaves in the click's own task: as a mutation it left behind the page's next rendering, 25 ms later at CPU ÷ 4.
    const [answer, { readPosted }] = await Promise.all([
      gateway.send(chave, posted, { listReadAt, chamada: drafts.of(chave)?.about?.chamada }),
      loadReadAnswer(),
    ])
    const outcome = readPosted(answer)
    if (outcome) {
      drafts.hear(chave, traitsOf(outcome).saysSent)
      return tellOutcome(client, chave, outcome)
    }
    askAfterLoss(client, chave, answer?.status === 'error' ? answer.id_requisicao : undefined)
  }
}
