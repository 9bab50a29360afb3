import type { Migration } from 'kysely/migration'

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
}

/** By name, in the order in which they run; one that was released never changes. */
export const migrations: Record<string, Migration> = {
  '001_session': {
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
}
