import { createHash, randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { Attendant } from '../../contract/page-context.ts'
import { byDeadline, type Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import type { Attendants, ListedAttendant } from './attendants-file.ts'

const minuteMs = 60_000
const longestMs = 12 * 60 * minuteMs
const idleMs = 60 * minuteMs
// Clocks are set right by seconds; a session from further ahead would outlast its limits.
const aheadMs = minuteMs
// Longer than a commit takes.
const extendMs = 250
const idForm = /^[\w-]{43}$/

type Deps = {
  database: Database
  attendants: Attendants
  clock: Pick<Clock, 'wallMs'>
  log: Logger
}

/** The sessions of `AUTH_MODE=local` (design §7), which outlive the process. */
export function createSessions({ database, attendants, clock, log }: Deps) {
  /** Begins one; gives its id, which nobody but the browser's cookie keeps. */
  async function begin({ usuario, senha }: ListedAttendant): Promise<string> {
    const id = randomBytes(32).toString('base64url')
    const now = clock.wallMs()
    await database
      .insertInto('session')
      .values({
        id_hash: sha256(id),
        usuario,
        password_mark: sha256(senha),
        created_at: now,
        last_seen_at: now,
      })
      .execute()
    return id
  }

  async function end(ids: string[]) {
    if (ids.length === 0) return
    await database.deleteFrom('session').where('id_hash', 'in', ids.map(sha256)).execute()
  }

  /** Takes out what is over by time, which nobody can use anyway. */
  async function sweep() {
    const now = clock.wallMs()
    await database
      .deleteFrom('session')
      .where((row) =>
        row.or([
          row('created_at', '<=', now - longestMs),
          row('last_seen_at', '<=', now - idleMs),
          row('last_seen_at', '>', now + aheadMs),
        ]),
      )
      .execute()
      .catch((err: unknown) => log.error({ err }, 'sessions that are over were not swept out'))
  }

  /**
   * Whose session it is now, under the name that they have now; null once it is over, or they are no
   * longer listed with the password they signed in with.
   *
   * @param isInUse a person did something just now, so that an idle hour begins anew
   */
  async function find(id: string, isInUse: boolean): Promise<Attendant | null> {
    if (!idForm.test(id)) return null
    const row = await database
      .selectFrom('session')
      .selectAll()
      .where('id_hash', '=', sha256(id))
      .executeTakeFirst()
    const now = clock.wallMs()
    if (!row || isOver(row, now)) return null
    const listed = attendants.find(row.usuario)
    if (!listed || sha256(listed.senha) !== row.password_mark) return null

    if (isInUse && now - row.last_seen_at >= minuteMs) {
      // Nobody waits for a database that another program holds: the session stands all the same.
      await byDeadline({ remainingMs: () => extendMs }, extend(row.id_hash, now), undefined)
    }
    return { usuario: listed.usuario, nome: listed.nome }
  }

  async function extend(id_hash: string, now: number) {
    await database
      .updateTable('session')
      .set({ last_seen_at: now })
      .where('id_hash', '=', id_hash)
      .execute()
      // The session stands all the same: a full disk must keep nobody from asking for an outcome.
      .catch((err: unknown) => log.error({ err }, 'a session was not extended'))
  }

  return { begin, end, sweep, find }
}

type Times = { created_at: number; last_seen_at: number }

function isOver({ created_at, last_seen_at }: Times, now: number): boolean {
  const isOld = now - created_at >= longestMs || now - last_seen_at >= idleMs
  return isOld || last_seen_at > now + aheadMs
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
