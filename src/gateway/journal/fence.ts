import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Database } from '../database/database.ts'
import { forgottenHash, type Tables } from '../database/tables.ts'

/** Whose the key is that nobody sent. */
export const nobody = ''
/** When nothing was sent. */
const never = 0

/** A row that only says since when a key is known not to have been sent. */
const fenceOf = (key: string, since: number): Tables['ticket'] => ({
  key,
  usuario: nobody,
  nome: nobody,
  service_id: 0,
  message_to: null,
  body_hash: forgottenHash,
  owner: nobody,
  attempt: 1,
  first_sent_at: never,
  sent_at: never,
  deadline_at: since,
  state: 'received',
  since,
  outcome: JSON.stringify({ reason: 'not-recorded' }),
  looks: '[]',
  next_look_at: null,
  told_by: 'not-yet',
  told_at: null,
  version: 1,
})

export function raiseFence(database: Database, key: string, since: number) {
  return database
    .insertInto('ticket')
    .values(fenceOf(key, since))
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((set) => ({ since, version: set('ticket.version', '+', 1) }))
        .where('ticket.state', '=', 'received')
        .where('ticket.since', '<', since),
    )
    .execute()
}

export const isFence = ({ usuario, sent_at }: Pick<Tables['ticket'], 'usuario' | 'sent_at'>) =>
  usuario === nobody && sent_at === never

/** No send waits for that long. By the words of the index `ticket_of_attendant`. */
export const isOldFence =
  (until: number) =>
  (is: ExpressionBuilder<Tables, 'ticket'>): Expression<SqlBool> =>
    is.and([is('usuario', '=', nobody), is('sent_at', '=', never), is('since', '<=', until)])
