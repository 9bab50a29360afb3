import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Canal } from '../../contract/canais.ts'

/** Every table as the last migration leaves it; times are milliseconds since 1970. */
export type Tables = {
  session: {
    /** SHA-256 of the cookie's id. */
    id_hash: string
    usuario: string
    /** SHA-256 of the password's hash: another password ends the session. */
    password_mark: string
    created_at: number
    last_seen_at: number
  }
  ticket: {
    /** The send's UUID, in lower case. */
    key: string
    usuario: string
    /** The attendant's shown name. */
    nome: string
    /** 0 of a message that names none. */
    service_id: number
    /** The ticket that it is a message for; null where it opens one. */
    message_to: number | null
    /** SHA-256 of the fields as posted: tells a repeat from another text. Goes when they do. */
    body_hash: string
    /** The attempt that sends, of a gateway and of no other attempt; another gateway may only verify it. */
    owner: string
    attempt: number
    first_sent_at: number
    /** Of the last attempt. */
    sent_at: number
    deadline_at: number
    state: 'sending' | 'received' | 'uncertain' | 'unknown' | 'opened' | 'refused'
    /** When it came into that state. */
    since: number
    /** What else is known of the state, in JSON; nothing of what is said of people. */
    outcome: string
    /** Each look at HubSoft's list, in JSON. */
    looks: string
    /** When the row is due for the next look; null where none is planned. */
    next_look_at: number | null
    /** By which way the customer got the protocol; `not-asked` of what was opened before anybody was. */
    told_by: Canal | 'not-yet' | 'not-asked'
    /** When that was noted; null where it wasn't. */
    told_at: number | null
    /** Counts the changes: a change is made to the version that was read, or not at all. */
    version: number
  }
  /** What was said of people in a send; it has no row any more once they are forgotten. */
  ticket_text: {
    key: string
    /** The fields as posted, in JSON. */
    enviado: string
    /** By HubSoft's answer, in JSON. */
    said: string
  }
  /** HubSofts that took the reference out of a ticket's description. */
  lost_mark: {
    /** Its address. */
    hubsoft: string
    /** When it last did. */
    at: number
    times: number
  }
  /** Tickets of HubSoft's whose protocol a customer was given, whoever opened them. */
  protocol_told: {
    /** HubSoft's id of it. */
    ticket_id: number
    told_by: Canal
    /** By the wall clock, as people are told it. */
    told_at: number
    /** The attendant who noted it. */
    usuario: string
    /** By the steady clock, from when on it ages. */
    since: number
  }
  /** Whose sends these are: one row, from the first start on. */
  whose_journal: {
    /** 1, and no other. */
    id: number
    /** Its host; `demo` of the stand-in. */
    hubsoft: string
  }
  /** One row, from the first start on. */
  journal_age: {
    /** 1, and no other: of two gateways that start at once the second finds the first one's row. */
    id: number
    /** When the journal was last swept. */
    swept_at: number
    /** Nothing counts as older: the clock jumped then. */
    counts_from: number
  }
  /** What is counted for all gateways on one database, each in a window of time. */
  counter: {
    /** What is counted, and a SHA-256 of whose it is. */
    id: string
    counted: number
    /** By the steady clock; it counts no more from then on. */
    ends_at: number
  }
  /** What gateways on one database do one at a time. */
  turn: {
    name: string
    /** The next moment that nobody has reserved, by the steady clock. */
    free_at: number
  }
  /** At most one row: with it the journal lies elsewhere, and nothing is written or told from here. */
  moved_to: {
    /** 1, and no other. */
    id: number
    /** Without user and password. */
    address: string
    /** By the wall clock. */
    at: number
  }
}

/** Of a text that was forgotten: no text has it. */
export const forgottenHash = ''

/** By which a database is known to be ours. */
export const firstMigration = '001_session'

/** By name, in the order in which they run; one that was released never changes. */
export const migrations: Record<string, Migration> = {
  [firstMigration]: {
    async up(db) {
      await db.schema
        .createTable('session')
        .addColumn('id_hash', 'text', (column) => column.primaryKey())
        .addColumn('usuario', 'text', (column) => column.notNull())
        .addColumn('password_mark', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
        .execute()
    },
  },
  '002_ticket': {
    async up(db) {
      await db.schema
        .createTable('ticket')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('usuario', 'text', (column) => column.notNull())
        .addColumn('nome', 'text', (column) => column.notNull())
        .addColumn('service_id', 'bigint', (column) => column.notNull())
        .addColumn('body_hash', 'text', (column) => column.notNull())
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('attempt', 'integer', (column) => column.notNull())
        .addColumn('first_sent_at', 'bigint', (column) => column.notNull())
        .addColumn('sent_at', 'bigint', (column) => column.notNull())
        .addColumn('deadline_at', 'bigint', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('since', 'bigint', (column) => column.notNull())
        .addColumn('outcome', 'text', (column) => column.notNull())
        .addColumn('looks', 'text', (column) => column.notNull())
        .addColumn('next_look_at', 'bigint')
        .addColumn('version', 'integer', (column) => column.notNull())
        .execute()
      await db.schema
        .createIndex('ticket_of_attendant')
        .on('ticket')
        .columns(['usuario', 'sent_at'])
        .execute()
      // The next two are small, however many tickets there are.
      await db.schema
        .createIndex('ticket_to_look_at')
        .on('ticket')
        .column('next_look_at')
        .where(sql<boolean>`next_look_at is not null`)
        .execute()
      await db.schema
        .createIndex('ticket_not_known')
        .on('ticket')
        .columns(['usuario', 'sent_at'])
        .where(sql<boolean>`state in ('sending', 'uncertain', 'unknown')`)
        .execute()
      await db.schema.createIndex('ticket_by_age').on('ticket').column('sent_at').execute()
      await createTextTable(db, 'ticket_text')
    },
  },
  '003_lost_mark': {
    async up(db) {
      await db.schema
        .createTable('lost_mark')
        .addColumn('hubsoft', 'text', (column) => column.primaryKey())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('times', 'integer', (column) => column.notNull())
        .execute()
    },
  },
  '004_forgotten_hash': {
    async up(db) {
      await sql`
        UPDATE ticket SET body_hash = ${sql.lit(forgottenHash)}
        WHERE key NOT IN (SELECT key FROM ticket_text)
      `.execute(db)
    },
  },
  '005_journal_age': {
    async up(db) {
      await db.schema
        .createTable('journal_age')
        .addColumn('swept_at', 'bigint', (column) => column.notNull())
        .addColumn('counts_from', 'bigint', (column) => column.notNull())
        .execute()
      // It was of the wall clock's time.
      await db.schema.dropIndex('ticket_by_age').execute()
      await db.schema.createIndex('ticket_by_age').on('ticket').column('since').execute()
    },
  },
  '006_told': {
    async up(db) {
      // A constant default writes no row anew: of what is open already nobody is asked.
      await db.schema
        .alterTable('ticket')
        .addColumn('told_by', 'text', (column) => column.notNull().defaultTo('not-asked'))
        .execute()
      await db.schema.alterTable('ticket').addColumn('told_at', 'bigint').execute()
      await sql`UPDATE ticket SET told_by = 'not-yet' WHERE state <> 'opened'`.execute(db)
      await db.schema
        .createIndex('ticket_not_told')
        .on('ticket')
        .columns(['usuario', 'sent_at'])
        .where(sql<boolean>`state = 'opened' and told_by = 'not-yet'`)
        .execute()
    },
  },
  '007_message': {
    async up(db) {
      await db.schema.alterTable('ticket').addColumn('message_to', 'bigint').execute()
    },
  },
  '008_ticket_of_service': {
    async up(db) {
      await db.schema
        .createIndex('ticket_of_service')
        .on('ticket')
        .columns(['service_id', 'sent_at'])
        .execute()
    },
  },
  '009_protocol_told': {
    async up(db) {
      await db.schema
        .createTable('protocol_told')
        .addColumn('ticket_id', 'bigint', (column) => column.primaryKey())
        .addColumn('told_by', 'text', (column) => column.notNull())
        .addColumn('told_at', 'bigint', (column) => column.notNull())
        .addColumn('usuario', 'text', (column) => column.notNull())
        .addColumn('since', 'bigint', (column) => column.notNull())
        .execute()
      await db.schema
        .createIndex('protocol_told_by_age')
        .on('protocol_told')
        .column('since')
        .execute()
    },
  },
  '010_one_journal_age': {
    async up(db) {
      await db.schema
        .alterTable('journal_age')
        .addColumn('id', 'integer', (column) => column.notNull().defaultTo(1))
        .execute()
      await db.schema
        .createIndex('journal_age_only')
        .unique()
        .on('journal_age')
        .column('id')
        .execute()
    },
  },
  '011_counter': {
    async up(db) {
      await db.schema
        .createTable('counter')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('counted', 'integer', (column) => column.notNull())
        .addColumn('ends_at', 'bigint', (column) => column.notNull())
        .execute()
    },
  },
  '012_turn': {
    async up(db) {
      await db.schema
        .createTable('turn')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('free_at', 'bigint', (column) => column.notNull())
        .execute()
    },
  },
  '014_whose_journal': {
    async up(db) {
      await db.schema
        .createTable('whose_journal')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('hubsoft', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '015_moved_to': {
    async up(db) {
      await db.schema
        .createTable('moved_to')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('address', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute()
    },
  },
}

/** The table of texts as the last migration leaves it: it is made anew whenever something was removed. */
export function createTextTable({ schema }: Pick<Kysely<Tables>, 'schema'>, name: string) {
  return schema
    .createTable(name)
    .addColumn('key', 'text', (key) =>
      key.primaryKey().references('ticket.key').onDelete('cascade'),
    )
    .addColumn('enviado', 'text', (column) => column.notNull())
    .addColumn('said', 'text', (column) => column.notNull())
    .execute()
}
