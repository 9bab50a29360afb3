import {
  type QueryClient,
  skipToken,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { NovoAtendimento } from '../contract/novo-atendimento.ts'
import type { GatewayApi } from './gateway-api.ts'
import { readAsked, readPosted, type TicketOutcome } from './ticket-outcome.ts'

export const keys = {
  all: ['atendimento'],
  outcome: (chave: string) => ['atendimento', chave] as const,
  sentToday: ['enviados-hoje'],
}

/** How soon to ask again, in ms; false where the outcome stands or is still being waited for. */
export function askAgainMs(outcome: TicketOutcome | undefined): number | false {
  switch (outcome?.kind) {
    case 'unreachable':
      if (outcome.isSessionOver) return 30_000
      return Math.max(2, Math.min(outcome.retryAfterS ?? 0, 60)) * 1000
    case 'pending':
    case 'asking':
      return 2000
    // HubSoft can store late: an unknown send may still turn out opened (design §6).
    case 'unknown':
    case 'lost':
      return 30_000
    default:
      return false
  }
}

export function outcomeOf(client: QueryClient, chave: string) {
  return client.getQueryData<TicketOutcome>(keys.outcome(chave))
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
export function useTicketOutcome(gateway: GatewayApi, chave: string | null) {
  const client = useQueryClient()
  async function ask(key: string): Promise<TicketOutcome> {
    const asked = readAsked(await gateway.askOutcome(key))
    const last = outcomeOf(client, key)
    // One question without an answer takes no screen away that says what to do meanwhile.
    const isKept = last?.kind === 'unknown' || last?.kind === 'lost'
    if (isKept && asked.kind === 'unreachable') return last
    if (asked.kind !== 'lost' && asked.kind !== 'unreachable') return asked
    // Where asking comes to nothing, the last fault that was told is the one to look into.
    const lastId = last && 'requestId' in last ? last.requestId : undefined
    return { ...asked, requestId: asked.requestId ?? lastId }
  }
  return useQuery({
    queryKey: keys.outcome(chave ?? ''),
    queryFn: chave === null ? skipToken : () => ask(chave),
    networkMode: 'always',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => askAgainMs(state.data),
    refetchOnWindowFocus: ({ state }) => (askAgainMs(state.data) ? 'always' : false),
    refetchOnReconnect: ({ state }) => (askAgainMs(state.data) ? 'always' : false),
  })
}

/** Sends a ticket once. What it comes to is told through `useTicketOutcome`. */
export function useOpenTicket(gateway: GatewayApi) {
  const client = useQueryClient()
  const tell = (chave: string, outcome: TicketOutcome) =>
    client.setQueryData(keys.outcome(chave), outcome)
  const { mutate } = useMutation({
    mutationFn: ({ chave, novo }: { chave: string; novo: NovoAtendimento }) =>
      gateway.openTicket(chave, novo),
    onSuccess(answer, { chave }) {
      const outcome = readPosted(answer)
      const requestId = answer?.status === 'error' ? answer.id_requisicao : undefined
      tell(chave, outcome ?? { kind: 'asking', why: 'lost-answer', requestId })
      if (!outcome) void client.refetchQueries({ queryKey: keys.outcome(chave) })
    },
    // Offline, the default would hold the send and fire it later by itself.
    networkMode: 'always',
    retry: 0,
  })
  return {
    /** Says that the send is under way, before the request leaves. */
    announce: (chave: string) => tell(chave, { kind: 'sending' }),
    send: (chave: string, novo: NovoAtendimento) => mutate({ chave, novo }),
  }
}
