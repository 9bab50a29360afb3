import * as z from 'zod/mini'
import { posted } from '../../contract/nova-mensagem.ts'
import { shownAtendimento } from '../../contract/shown-ticket.ts'
import type { Database } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { redact, restore, saidOfPeople } from './redact.ts'
import type { SendState, TicketRow, Told } from './ticket-row.ts'

/** One row of each table; the text is null once it was removed. */
type Stored = { ticket: Tables['ticket']; text: Tables['ticket_text'] | null }

export type Read = Tables['ticket'] & { enviado: string | null; said: string | null }

const notSent = z.discriminatedUnion('reason', [
  z.object({ reason: z.enum(['unreachable', 'account-refused', 'not-recorded', 'one-by-one']) }),
  z.object({ reason: z.literal('hubsoft-down'), sinceMs: z.number() }),
  z.object({ reason: z.literal('too-many'), retryAfterS: z.number() }),
])

const refusal = z.object({
  sentences: z.array(z.string()),
  permission: z.boolean(),
  isNoRoute: z.exactOptional(z.literal(true)),
})

const outcomes = {
  uncertain: z.object({
    saidNo: z.boolean(),
    refusal: z.exactOptional(refusal),
  }),
  unknown: z.object({ couldNotLook: z.boolean() }),
  opened: z.object({
    atendimento: shownAtendimento,
    others: z.array(z.string()),
    foundByLook: z.boolean(),
    isUnproved: z.exactOptional(z.literal(true)),
  }),
  refused: z.object({ ...refusal.shape, inDoubt: z.boolean() }),
}

/** A state's word in the database. */
const words = {
  sending: 'sending',
  'not-sent': 'received',
  uncertain: 'uncertain',
  unknown: 'unknown',
  opened: 'opened',
  refused: 'refused',
} as const satisfies Record<SendState['kind'], Read['state']>

/** A service's number begins with 1. */
const noService = 0
/** What stands beside the fields. */
const besides = z.object({ chamada: z.optional(z.string()) })

const looks = z.array(z.object({ at: z.number(), wasRead: z.boolean() }))

function toState(state: Read['state'], outcome: string): SendState {
  const held: unknown = JSON.parse(outcome)
  switch (state) {
    case 'sending':
      return { kind: state }
    case 'received':
      return { kind: 'not-sent', ...z.parse(notSent, held) }
    case 'uncertain':
      return { kind: state, ...z.parse(outcomes.uncertain, held) }
    case 'unknown':
      return { kind: state, ...z.parse(outcomes.unknown, held) }
    case 'opened':
      return { kind: state, ...z.parse(outcomes.opened, held) }
    case 'refused':
      return { kind: state, ...z.parse(outcomes.refused, held) }
  }
}

function toTold({ told_by: by, told_at: at }: Read): Told {
  if (by === 'not-yet' || by === 'not-asked') return { kind: by }
  return { kind: 'told', by, at: new Date(z.parse(z.number(), at)) }
}

/** As `fromStored` takes them. */
export function selectStored(database: Database) {
  return database
    .selectFrom('ticket')
    .leftJoin('ticket_text', 'ticket_text.key', 'ticket.key')
    .selectAll('ticket')
    .select(['ticket_text.enviado', 'ticket_text.said'])
}

/** Throws for what no version of ours has written. */
export function fromStored(stored: Read): TicketRow {
  const { enviado: text, said, next_look_at: next } = stored
  const state = toState(stored.state, stored.outcome)
  return {
    key: stored.key,
    attendant: { usuario: stored.usuario, nome: stored.nome },
    serviceId: stored.service_id === noService ? null : stored.service_id,
    messageTo: stored.message_to,
    bodyHash: stored.body_hash,
    novo: text === null ? null : z.parse(posted, JSON.parse(text)),
    call: text === null ? null : (z.parse(besides, JSON.parse(text)).chamada ?? null),
    owner: stored.owner,
    attempt: stored.attempt,
    firstSentAt: new Date(stored.first_sent_at),
    sentAt: new Date(stored.sent_at),
    deadlineAt: new Date(stored.deadline_at),
    state: said === null ? state : restore(state, z.parse(saidOfPeople, JSON.parse(said))),
    since: new Date(stored.since),
    looks: z
      .parse(looks, JSON.parse(stored.looks))
      .map(({ at, wasRead }) => ({ at: new Date(at), wasRead })),
    nextLookAt: next === null ? null : new Date(next),
    told: toTold(stored),
    version: stored.version,
  }
}

/** A customer who was forgotten stays so, whatever is found later. */
export function toStored(row: TicketRow): Stored {
  const { state, said } = redact(row.state)
  const { kind, ...outcome } = state
  const { key, novo, call, told } = row
  const text = novo && { ...novo, ...(call !== null && { chamada: call }) }
  return {
    ticket: {
      key,
      usuario: row.attendant.usuario,
      nome: row.attendant.nome,
      service_id: row.serviceId ?? noService,
      message_to: row.messageTo,
      body_hash: row.bodyHash,
      owner: row.owner,
      attempt: row.attempt,
      first_sent_at: row.firstSentAt.getTime(),
      sent_at: row.sentAt.getTime(),
      deadline_at: row.deadlineAt.getTime(),
      state: words[kind],
      since: row.since.getTime(),
      outcome: JSON.stringify(outcome),
      looks: JSON.stringify(row.looks.map(({ at, wasRead }) => ({ at: at.getTime(), wasRead }))),
      next_look_at: row.nextLookAt?.getTime() ?? null,
      told_by: told.kind === 'told' ? told.by : told.kind,
      told_at: told.kind === 'told' ? told.at.getTime() : null,
      version: row.version,
    },
    text: text && { key, enviado: JSON.stringify(text), said: JSON.stringify(said) },
  }
}
