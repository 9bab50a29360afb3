import type { QueryClient } from '@tanstack/react-query'
import { askAgainMs } from './asking-pace.ts'
import type { TicketOutcome } from './outcome.ts'

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
