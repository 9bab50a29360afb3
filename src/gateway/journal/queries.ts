import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { fromStored, type Read, selectStored } from './stored-row.ts'
import type { TicketRow } from './ticket-row.ts'

/** Sends whose outcome isn't known, and when the oldest of them was sent. */
export type NotKnown = { count: number; oldest: Date | null }

// In the words of the index `ticket_not_known`, or SQLite reads every ticket there ever was.
const isNotKnown = sql<boolean>`state in ('sending', 'uncertain', 'unknown')`

// Likewise of `ticket_not_told`.
const isNotTold = sql<boolean>`state = 'opened' and told_by = 'not-yet'`

/** Of a list: from which place on, and how much of it; of what is older and not told, how much at once. */
type Part = { from?: number; most: number; mostOlder?: number }
type Listed = { rows: TicketRow[]; next: number | null }

/** Told of a row that no version of ours has written: it takes no other off a list. */
export type OnUnreadable = (key: string, error: unknown) => void

const rethrow: OnUnreadable = (_key, error) => {
  throw error
}

function readRows(stored: Read[], onUnreadable: OnUnreadable): TicketRow[] {
  return stored.flatMap((one) => {
    try {
      return [fromStored(one)]
    } catch (error) {
      onUnreadable(one.key, error)
      return []
    }
  })
}

/** The place in a list of what is older, and nobody was told of. */
const notTold = 2

/** The keys of an attendant's list with their places in it: no more of the last than are wanted in all. */
function placesOf(database: Database, usuario: string, since: Date, wanted: number) {
  const theirs = () => database.selectFrom('ticket').where('usuario', '=', usuario)
  // A parameter has no type of its own, which PostgreSQL would make a text of.
  const placed = (place: number) => ['key', 'sent_at', sql.lit(place).as('place')] as const
  // Where nobody ever notes it, there are thousands.
  const olderNotTold = theirs()
    .where(isNotTold)
    .where('sent_at', '<', since.getTime())
    .select(placed(notTold))
    .orderBy('sent_at', 'desc')
    .limit(wanted)
  return theirs()
    .where(isNotKnown)
    .select(placed(0))
    .unionAll(
      theirs()
        .where('sent_at', '>=', since.getTime())
        .where(sql<boolean>`not ${isNotKnown}`)
        .select(placed(1)),
    )
    .unionAll(database.selectFrom(olderNotTold.as('older')).selectAll())
}

/** What is asked of all sends together. */
export function createQueries(database: Database, onUnreadable = rethrow) {
  const readable = (stored: Read[]) => readRows(stored, onUnreadable)

  /**
   * What this attendant sent since then, and whatever of theirs isn't known yet, or opened and the customer not
   * told; newest first. At most `most` of them from the place `from` on: what isn't known comes before what is, so
   * that none of it is cut off unseen, and last what is older and nobody was told of.
   */
  async function sentBy(
    usuario: string,
    since: Date,
    { from = 0, most, mostOlder = most }: Part,
  ): Promise<Listed> {
    const places = placesOf(database, usuario, since, from + most + 1)
    const listed = await database
      .selectFrom(places.as('listed'))
      .select(['key', 'place'])
      .orderBy('place')
      .orderBy('sent_at', 'desc')
      // One more tells whether there is more.
      .limit(most + 1)
      .offset(from)
      .execute()
    const newer = listed.filter(({ place }) => place !== notTold).length
    const keys = listed.slice(0, Math.min(most, newer + mostOlder)).map(({ key }) => key)
    const next = listed.length > keys.length ? from + keys.length : null
    if (keys.length === 0) return { rows: [], next }
    const stored = await selectStored(database)
      .where('ticket.key', 'in', keys)
      .orderBy('sent_at', 'desc')
      .execute()
    return { rows: readable(stored), next }
  }

  /** Oldest first. */
  async function allNotKnown(): Promise<TicketRow[]> {
    const stored = await selectStored(database)
      .where(isNotKnown)
      // With the sign no index has this order: the one of those not known is taken all the same.
      .orderBy(sql`+sent_at`)
      .execute()
    return readable(stored)
  }

  /** Refused, though a ticket may turn up all the same: what is next looked for comes first. */
  async function refusedInDoubt(): Promise<TicketRow[]> {
    const stored = await selectStored(database)
      .where('next_look_at', 'is not', null)
      .where('state', '=', 'refused')
      .orderBy('next_look_at')
      .execute()
    return readable(stored)
  }

  async function countNotKnown(now: Date): Promise<NotKnown> {
    const { count, oldest } = await database
      .selectFrom('ticket')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('sent_at').as('oldest')])
      .where(isNotKnown)
      // What is under way may still be answered.
      .where((is) => is.or([is('state', '!=', 'sending'), is('deadline_at', '<=', now.getTime())]))
      .executeTakeFirstOrThrow()
    return { count, oldest: oldest === null ? null : new Date(oldest) }
  }

  return {
    sentBy,
    allNotKnown,
    refusedInDoubt,
    countNotKnown,
    ...createOfService(database, readable),
    ...createDue(database),
  }
}

/** What is asked of one service's sends. */
function createOfService(database: Database, readable: (stored: Read[]) => TicketRow[]) {
  /** The tickets of a service that were told to be opened, the newest first. */
  async function openedOf(serviceId: number, most: number): Promise<TicketRow[]> {
    const stored = await selectStored(database)
      .where('service_id', '=', serviceId)
      .where('message_to', 'is', null)
      .where('state', '=', 'opened')
      .orderBy('sent_at', 'desc')
      .limit(most)
      .execute()
    return readable(stored)
  }

  /** What was sent to open a ticket of a service since then, whatever came of it, the newest first. */
  async function sentSince(serviceId: number, since: Date, most: number): Promise<TicketRow[]> {
    const stored = await selectStored(database)
      .where('service_id', '=', serviceId)
      .where('sent_at', '>=', since.getTime())
      .where('message_to', 'is', null)
      .orderBy('sent_at', 'desc')
      .limit(most)
      .execute()
    return readable(stored)
  }

  return { openedOf, sentSince }
}

/** What is to be looked for, and when. */
function createDue(database: Database) {
  /** The keys that are to be looked at now, the longest due first: a row that can't be read spoils its own. */
  async function due(now: Date, most: number): Promise<string[]> {
    const stored = await database
      .selectFrom('ticket')
      .select('key')
      .where('next_look_at', '<=', now.getTime())
      .orderBy('next_look_at')
      .limit(most)
      .execute()
    return stored.map(({ key }) => key)
  }

  /** The keys of whatever may still be looked for, or sent again. */
  async function open(): Promise<string[]> {
    const ofLooks = database
      .selectFrom('ticket')
      .select('key')
      .where('next_look_at', 'is not', null)
    const stored = await ofLooks
      .union(database.selectFrom('ticket').select('key').where(isNotKnown))
      .execute()
    return stored.map(({ key }) => key)
  }

  async function nextLookAt(): Promise<Date | null> {
    const { next } = await database
      .selectFrom('ticket')
      .select(({ fn }) => fn.min('next_look_at').as('next'))
      .where('next_look_at', 'is not', null)
      .executeTakeFirstOrThrow()
    return next === null ? null : new Date(next)
  }

  return { due, open, nextLookAt }
}
