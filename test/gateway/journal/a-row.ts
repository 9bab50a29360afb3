import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import { beginning, type SendState, type TicketRow } from '#src/gateway/journal/ticket-row.ts'
import type { Answer, JournalEvent } from '#src/gateway/journal/transition.ts'
import { seedAnswer } from '../../samples.ts'
import { newTicket } from '../running.ts'

/** A ticket as the journal keeps it. */
export const ticket = (protocolo: string) =>
  shownAtendimento.parse({ ...seedAnswer.atendimento, protocolo })

/** The times of a send that arrives then and is a first attempt. */
export const arrivingAt = (at: Date) => ({
  firstSentAt: at,
  sentAt: at,
  deadlineAt: new Date(at.getTime() + 20_000),
  since: at,
})

/** When all sends of these tests arrive, and twenty seconds later. */
export const sentAt = new Date('2026-11-24T13:58:21Z')
export const { deadlineAt } = arrivingAt(sentAt)

const lease = { owner: 'this gateway', attempt: 1 }

/** What whoever sent that row says of it, unless another speaks. */
export const answered = (answer: Answer, by = lease): JournalEvent => ({
  kind: 'answered',
  by,
  answer,
})

/** Ana's first attempt, as it stands before commit 1, but for what is said of it. */
export const rowOf = (said: Partial<TicketRow> = {}): TicketRow => ({
  ...beginning,
  key: '0198c0de-6f1a-7c3e-9d2b-4a5e6f708192',
  attendant: { usuario: 'ana', nome: 'Ana' },
  serviceId: newTicket.id_cliente_servico,
  messageTo: null,
  bodyHash: 'hash of the fields',
  novo: newTicket,
  ...lease,
  ...arrivingAt(sentAt),
  ...said,
})

/** One of each state that a first attempt can be in. */
export const states = {
  sending: { kind: 'sending' },
  'not-sent': { kind: 'not-sent', reason: 'unreachable' },
  uncertain: { kind: 'uncertain', saidNo: false },
  unknown: { kind: 'unknown', couldNotLook: false },
  opened: { kind: 'opened', atendimento: ticket('1001'), others: [], foundByLook: false },
  refused: { kind: 'refused', sentences: ['Não.'], permission: false, inDoubt: false },
} satisfies Record<SendState['kind'], SendState>
