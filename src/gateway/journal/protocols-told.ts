import * as z from 'zod/mini'
import type { Canal } from '../../contract/canais.ts'
import { readJson } from '../../contract/read-json.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import type { Journal } from './journal.ts'

/** By which way a customer got a ticket's protocol, and since when, by the wall clock. */
export type ProtocolTold = { by: Canal; at: Date }

type Deps = {
  database: Database
  journal: Pick<Journal, 'apply' | 'openedOf'>
  clock: Pick<Clock, 'wallMs'>
  /** By the steady clock. */
  now: () => Date
}

/** Of an attendant's last sends: a month of a busy one. */
const mostSearched = 2000
/** A page of HubSoft's list has fifty. */
const mostOfService = 50

/**
 * Tickets of HubSoft's whose protocol a customer was given, whoever opened them. Where it is a send of the attendant's
 * own, or one that added to it, that is noted of the send: it is to be found told on the day's list.
 */
export function createProtocolsTold({ database, journal, clock, now }: Deps) {
  async function keep(ticketId: number, usuario: string, { by, at }: ProtocolTold) {
    const noted = { told_by: by, told_at: at.getTime(), usuario, since: now().getTime() }
    await database
      .insertInto('protocol_told')
      .values({ ticket_id: ticketId, ...noted })
      .onConflict((conflict) =>
        // By the same way again the first time stays.
        conflict.column('ticket_id').doUpdateSet(noted).where('protocol_told.told_by', '!=', by),
      )
      .execute()
  }

  /** What is noted of these, by their ids. */
  async function noted(ticketIds: number[]): Promise<[id: number, ProtocolTold][]> {
    if (ticketIds.length === 0) return []
    const rows = await database
      .selectFrom('protocol_told')
      .select(['ticket_id', 'told_by', 'told_at'])
      .where('ticket_id', 'in', ticketIds)
      .execute()
    return rows.map((row) => [row.ticket_id, { by: row.told_by, at: new Date(row.told_at) }])
  }

  return {
    /** Notes it, or with null takes it back; what is noted then. */
    async note(ticketId: number, usuario: string, by: Canal | null): Promise<ProtocolTold | null> {
      const at = new Date(clock.wallMs())
      let opening: ProtocolTold | null = null
      for (const { key, message_to } of await ownSends(database, ticketId, usuario)) {
        const applied = await journal.apply(key, { kind: 'told', by, at }, now())
        const told = applied?.row.told
        if (message_to === null && told?.kind === 'told') opening = { by: told.by, at: told.at }
      }
      if (by === null) {
        await database.deleteFrom('protocol_told').where('ticket_id', '=', ticketId).execute()
        return null
      }
      // There alone: it may be taken back on the day's list.
      if (opening) return opening
      await keep(ticketId, usuario, { by, at })
      const [[, told] = [ticketId, null]] = await noted([ticketId])
      return told
    },
    /** Of a service's tickets, by their ids: what was noted last, of the ticket or of the send that opened it. */
    async of(serviceId: number, ticketIds: number[]): Promise<Map<number, ProtocolTold>> {
      const [ofTickets, sends] = await Promise.all([
        noted(ticketIds),
        journal.openedOf(serviceId, mostOfService),
      ])
      const ofSends = sends.flatMap(({ state, told }): [number, ProtocolTold][] => {
        const id = state.kind === 'opened' ? state.atendimento.id_atendimento : null
        return id !== null && told.kind === 'told' ? [[id, told]] : []
      })
      const byTime = [...ofSends, ...ofTickets].toSorted(
        ([, one], [, other]) => one.at.getTime() - other.at.getTime(),
      )
      return new Map(byTime.map(([id, { by, at }]) => [id, { by, at }]))
    },
  }
}

export type ProtocolsTold = ReturnType<typeof createProtocolsTold>

/** The attendant's own sends that opened this ticket, or added to it. */
async function ownSends(database: Database, ticketId: number, usuario: string) {
  const own = database
    .selectFrom('ticket')
    .select(['key', 'state', 'message_to', 'outcome'])
    .where('usuario', '=', usuario)
    .orderBy('sent_at', 'desc')
    .limit(mostSearched)
  const mayBeOf = await database
    .selectFrom(own.as('own'))
    .select(['key', 'message_to', 'outcome'])
    .where('state', '=', 'opened')
    .where((is) =>
      is.or([
        is('message_to', '=', ticketId),
        is.and([
          is('message_to', 'is', null),
          // SQL has no word for a part of a JSON that all databases know: what is longer is told apart below.
          is('outcome', 'like', `%"id_atendimento":${ticketId}%`),
        ]),
      ]),
    )
    .execute()
  return mayBeOf.filter(
    ({ message_to, outcome }) => message_to !== null || openedIn(outcome) === ticketId,
  )
}

const opening = z.object({ atendimento: z.object({ id_atendimento: z.number() }) })

/** The ticket that an outcome is about; null for what no version of ours has written. */
const openedIn = (outcome: string) => readJson(opening, outcome)?.atendimento.id_atendimento ?? null
