import { sql } from 'kysely'

/** Returned by a statement of which nobody waits for the server's disk: what a crash forgets of it does no harm. */
export const lightly = sql<string>`set_config('synchronous_commit', 'off', true)`.as('lightly')
