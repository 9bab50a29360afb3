import {
  type QueryClient,
  skipToken,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import type { NovoAtendimento } from '../../contract/novo-atendimento.ts'
import { useDesk } from './desk.ts'
import { readAsked, readPosted, saysSent, type TicketOutcome } from './outcome.ts'

export const keys = {
  all: ['atendimento'],
  outcome: (chave: string) => ['atendimento', chave] as const,
  sentToday: ['enviados-hoje'],
}

const pendingPausesMs = [1000, 1500, 2000, 3000, 5000, 8000]
const longestPendingPauseMs = 10_000
const lateMs = 30_000
// While somebody reads the protocol aloud.
const quietMs = 60_000

/** How soon to ask again, in ms; false where the outcome stands or is still being waited for. */
export function askAgainMs(outcome: TicketOutcome | undefined): number | false {
  switch (outcome?.kind) {
    case 'unreachable':
      if (outcome.isSessionOver) return lateMs
      return Math.max(2, Math.min(outcome.retryAfterS ?? 0, 60)) * 1000
    case 'pending':
      return pendingPausesMs[outcome.answers - 1] ?? longestPendingPauseMs
    case 'asking':
      return 2000
    // HubSoft can store late: an unknown send may still turn out opened (design §6).
    case 'unknown':
    case 'record-lost':
      return lateMs
    case 'opened':
      return outcome.mayDouble ? quietMs : false
    case 'refused':
      return outcome.isInDoubt && lateMs
    // It may have been stopped on its way, and get there after all.
    case 'not-sent':
      return outcome.isUnheard ? lateMs : false
    default:
      return false
  }
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
  const { gateway, sentTickets } = useDesk()
  const client = useQueryClient()
  async function ask(key: string): Promise<TicketOutcome> {
    const asked = readAsked(await gateway.askOutcome(key))
    const known = { last: outcomeOf(client, key), wasHeard: sentTickets.wasHeard(key) }
    const outcome = takeIn(asked, known)
    sentTickets.hear(key, saysSent(outcome))
    return outcome
  }
  const query = useQuery({
    queryKey: keys.outcome(chave ?? ''),
    queryFn: chave === null ? skipToken : () => ask(chave),
    networkMode: 'always',
    retry: false,
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
  if (asked.kind === 'pending') {
    return { ...asked, answers: last?.kind === 'pending' ? last.answers + 1 : 1 }
  }
  const isNothing = asked.kind === 'unreachable'
  const isUnheard = asked.kind === 'not-sent' && asked.isUnheard === true
  const wasHeard = tab.wasHeard || wasToldSent(last)
  // One question without an answer takes no screen away that says what to do meanwhile; nor does a
  // gateway that has lost its journal make unsent what it knew before to have been sent.
  if (last && isNothing && (isKnown(last) || last.kind === 'not-sent')) return last
  if (last && isUnheard && isKnown(last)) return last
  if (isUnheard && wasHeard) return { kind: 'record-lost' }
  if (!isNothing && !isUnheard) return asked
  // Where asking comes to nothing, the last fault that was told is the one to look into.
  const lastId = last && 'requestId' in last ? last.requestId : undefined
  const requestId = asked.requestId ?? lastId
  return isNothing ? { ...asked, requestId, wasHeard } : { ...asked, requestId }
}

const isKnown = ({ kind }: TicketOutcome) =>
  ['opened', 'unknown', 'record-lost', 'refused'].includes(kind)

const wasToldSent = (last: TicketOutcome | undefined) =>
  last?.kind === 'pending' || (last?.kind === 'unreachable' && last.wasHeard === true)

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

/** Sends a ticket once. What it comes to is told through `useTicketOutcome`. */
export function useOpenTicket() {
  const { gateway, sentTickets } = useDesk()
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: ({ chave, novo }: { chave: string; novo: NovoAtendimento }) =>
      gateway.openTicket(chave, novo),
    onSuccess(answer, { chave }) {
      const outcome = readPosted(answer)
      if (outcome) {
        sentTickets.hear(chave, saysSent(outcome))
        return tellOutcome(client, chave, outcome)
      }
      askAfterLoss(client, chave, answer?.status === 'error' ? answer.id_requisicao : undefined)
    },
    // Offline, the default would hold the send and fire it later by itself.
    networkMode: 'always',
    retry: 0,
  })
  return {
    /** Says that the send is under way, before the request leaves. */
    announce: (chave: string) => tellOutcome(client, chave, { kind: 'sending' }),
    send: (chave: string, novo: NovoAtendimento) => mutate({ chave, novo }),
  }
}
