import { createHash } from 'node:crypto'
import { isMessage, type Posted } from '../../contract/nova-mensagem.ts'
import type { Attendant } from '../../contract/page-context.ts'
import type { Clock, Deadline } from '../clock.ts'
import type { JournalPlace } from '../journal/journal.ts'
import { beginning, type TicketRow } from '../journal/ticket-row.ts'
import type { Attempt } from './recorder.ts'

type Deps = {
  database: JournalPlace
  /** This gateway, among all that ever wrote to the journal. */
  owner: string
  clock: Clock
  /** By the steady clock. */
  now: () => Date
}

/** What an attendant's page posts. */
export type Submission = {
  key: string
  attendant: Attendant
  novo: Posted
  /** The host page's id of the call in which it was written. */
  call?: string | null
  /** The number of the attempt that a person wants, where they send again. */
  resend?: number | undefined
  /** When the list of the service's tickets was read that the attendant has seen: by the wall clock. */
  readAt?: Date | undefined
  /** Seconds until whoever sends meets no limit any more: until then what is known is told, and nothing sent. */
  overLimitS?: number | undefined
  /** When it came, at the earliest, by `performance.now`: it may have waited until it was read. */
  arrivedMs?: number
  /** Whether nobody waits for the answer any more. */
  hasHungUp?: () => boolean
}

const hashOf = (novo: Posted) =>
  createHash('sha256').update(JSON.stringify(novo)).digest('base64url')

/**
 * What a submission would send, as it would be recorded. The deadline is from before: nothing leaves after what is
 * recorded as its deadline.
 */
export function createArrivals({ owner, database, clock, now }: Deps) {
  let arrivals = 0

  return async (
    { key, attendant, novo, call = null, resend, arrivedMs = performance.now() }: Submission,
    deadline: Deadline,
  ): Promise<Attempt> => {
    const offMs = await database.confirmTime()
    arrivals += 1
    const [at, nowMs] = [new Date(clock.wallMs()), now().getTime()]
    // What another gateway told meanwhile of its key is about this one, too.
    const waitedMs = database.isShared ? Math.ceil(performance.now() - arrivedMs) : 0
    const since = new Date(nowMs - waitedMs - offMs)
    const row = {
      ...beginning,
      key,
      attendant,
      serviceId: novo.id_cliente_servico ?? null,
      messageTo: isMessage(novo) ? novo.id_atendimento : null,
      bodyHash: hashOf(novo),
      novo,
      call,
      // Of each attempt another: what is said late of one is no word about the next of its key.
      owner: `${owner}.${arrivals}`,
      attempt: resend ?? 1,
      firstSentAt: at,
      sentAt: at,
      deadlineAt: new Date(Math.round(nowMs + deadline.remainingMs())),
      since,
    }
    return { row, deadline, unknown: null }
  }
}

/** What a message belongs to has its type already. */
const typeOf = (posted: Posted | null | undefined) =>
  posted && !isMessage(posted) ? posted.id_tipo_atendimento : undefined

export function isOffered(posted: Posted, ticketTypes: number[]): boolean {
  const type = typeOf(posted)
  return type === undefined || ticketTypes.includes(type)
}

/**
 * What names no type is of the default. Where it went out before, it is of the type that it had then: the default
 * may be another by now, and the text is the same.
 */
export function withType(
  attempt: Attempt,
  earlier: TicketRow | undefined,
  ticketTypes: number[],
): Attempt {
  const { row } = attempt
  if (isMessage(row.novo) || row.novo.id_tipo_atendimento !== undefined) return attempt
  const wentOut = earlier && earlier.state.kind !== 'not-sent'
  const id_tipo_atendimento = wentOut ? typeOf(earlier.novo) : ticketTypes[0]
  if (id_tipo_atendimento === undefined) return attempt
  const novo = { ...row.novo, id_tipo_atendimento }
  return { ...attempt, row: { ...row, novo, bodyHash: hashOf(novo) } }
}

/** The same as a person's repeat of what isn't known; it belongs to the call in which it was written. */
export const again = ({ row, deadline }: Attempt, unknown: TicketRow): Attempt => ({
  row: { ...row, firstSentAt: unknown.firstSentAt, call: unknown.call },
  deadline,
  unknown,
})
