import type { QueryClient } from '@tanstack/react-query'
import type { Posted } from '../../contract/nova-mensagem.ts'
import { knownByAsking } from '../../ui/known-by-asking.ts'
import type { Known } from '../../ui/use-known.ts'
import { askAgainMs, keepsKey, wasHeard } from './asking-pace.ts'
import type { Draft, Text } from './draft.ts'
import type { Drafts } from './drafts.ts'
import type { GatewayApi } from './gateway-api.ts'
import { askAfterLoss, keys, outcomeOf, tellOutcome } from './known-outcomes.ts'
import type { Rejected, TicketOutcome } from './outcome.ts'
import { traitsOf } from './outcome-traits.ts'
import { postedIn, textOf } from './posted.ts'
import { readAsked, readPosted } from './read-answer.ts'
import type { TypedTicket } from './typed-ticket.ts'

export type AskingDeps = { client: QueryClient; gateway: GatewayApi; drafts: Drafts }

type Sending = {
  chave: string
  posted: Posted
  /** Of the service's open tickets, as the person has seen them. */
  listReadAt?: string | undefined
}

/** What is known of an attendant's sends, and the one way out. */
export function createAsking({ client, gateway, drafts }: AskingDeps) {
  async function ask(chave: string): Promise<TicketOutcome> {
    const asked = readAsked(await gateway.askOutcome(chave))
    const known = {
      last: outcomeOf(client, chave),
      wasHeard: drafts.of(chave)?.sent?.wasHeard ?? false,
    }
    const outcome = takeIn(asked, known)
    drafts.hear(chave, traitsOf(outcome).saysSent)
    return outcome
  }

  async function send({ chave, posted, listReadAt }: Sending) {
    // Leaves in the click's own task: as a mutation it left behind the page's next rendering, 25 ms later at CPU ÷ 4.
    const chamada = drafts.of(chave)?.about?.chamada
    const answer = await gateway.send(chave, posted, { listReadAt, chamada })
    const outcome = readPosted(answer)
    if (outcome) {
      drafts.hear(chave, traitsOf(outcome).saysSent)
      return tellOutcome(client, chave, outcome)
    }
    askAfterLoss(client, chave, answer?.status === 'error' ? answer.id_requisicao : undefined)
  }

  return {
    /** What is known of the send with this key; asks the gateway, and never sends. */
    outcome: (chave: string): Known<TicketOutcome> =>
      askingOnReturn(
        knownByAsking<TicketOutcome>(client, {
          queryKey: keys.outcome(chave),
          queryFn: () => ask(chave),
          staleTime: Number.POSITIVE_INFINITY,
          gcTime: Number.POSITIVE_INFINITY,
          refetchInterval: ({ state }) => askAgainMs(state.data),
          // When the tab is shown again.
          refetchOnWindowFocus: ({ state }) => (askAgainMs(state.data) ? 'always' : false),
          refetchOnReconnect: false,
        }),
        () => {
          const isWorthwhile = askAgainMs(outcomeOf(client, chave))
          if (isWorthwhile) void client.refetchQueries({ queryKey: keys.outcome(chave) }, goOn)
        },
      ),
    last: (chave: string) => outcomeOf(client, chave),
    askNow: (chave: string) => void client.refetchQueries({ queryKey: keys.outcome(chave) }),
    /**
     * Sends a ticket, or a message for one, once: the key it goes by is told to `leave` before the request leaves, so
     * that a reload from there on asks, and never sends.
     */
    send(draft: Draft, { typed, leave, ...out }: Omit<Sending, 'chave'> & Leaving) {
      const chave = drafts.send(draft, typed, !keepsKey(outcomeOf(client, draft.chave)))
      tellOutcome(client, chave, { kind: 'sending' })
      leave(chave)
      void send({ chave, ...out })
    },
    /** The gateway's text of it, where it has one. */
    textIn(outcome: TicketOutcome): Text | undefined {
      const posted = postedIn(outcome)
      return posted && textOf(posted)
    },
    /** The person is told what came of it: by that its text is a ticket, or theirs again, or still waits. */
    settle(chave: string, outcome: TicketOutcome) {
      const { leaves } = traitsOf(outcome)
      if (leaves) drafts.settle(chave, leaves)
    },
    /**
     * Nothing was sent: the text stays in the tab, under a key that may send it, which is returned; a key that is spent
     * takes along what was said of it.
     */
    turnAway(chave: string, rejection: Rejected): string {
      const next = drafts.turnAway(chave, rejection.kind === 'key-spent')
      if (rejection.kind === 'key-spent') {
        const { msg, requestId, carriedAnother } = rejection
        const otherSend = carriedAnother ? chave : undefined
        tellOutcome(client, next, { kind: 'rejected', msg, requestId, campos: {}, otherSend })
        // Of the send that has this key nothing is known here.
        client.removeQueries({ queryKey: keys.outcome(chave) })
      }
      return next
    },
  }
}

export type Asking = ReturnType<typeof createAsking>

type Leaving = { typed: TypedTicket; leave: (chave: string) => void }

const goOn = { cancelRefetch: false }

/** `wasHeard`: this tab remembers that the gateway said it was sent. */
type LastKnown = { last: TicketOutcome | undefined; wasHeard: boolean }

/** What an answer to asking makes of what was known before. */
function takeIn(asked: TicketOutcome, { last, ...tab }: LastKnown): TicketOutcome {
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
function askingOnReturn<Value>({ get, subscribe }: Known<Value>, ask: () => void): Known<Value> {
  return {
    get,
    subscribe(onChange) {
      const stop = subscribe(onChange)
      window.addEventListener('focus', ask)
      window.addEventListener('online', ask)
      return () => {
        stop()
        window.removeEventListener('focus', ask)
        window.removeEventListener('online', ask)
      }
    },
  }
}
