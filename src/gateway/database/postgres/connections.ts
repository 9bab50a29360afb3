import { checkServerIdentity } from 'node:tls'
import pg from 'pg'
import { nameOf, type PostgresAddress } from '../address.ts'
import { DatabaseGoneError, DatabaseServerError } from '../database.ts'

/** As which the server knows a gateway's connections. */
export const gatewayProgram = 'novo-atendimento'
/** A ticket is a few statements of a millisecond or two, and sixteen are awaited at a time. */
export const mostConnections = 10
// Whoever waits has a deadline of their own: what takes longer is told as a fault of the database.
const [connectMs, statementMs, answerMs, lockMs] = [2000, 4000, 5000, 2000]
const idleMs = 30_000

/** Tables are changed, which may take long, by one of several gateways that start. */
const patient = { max: 1 }
const prompt = {
  max: mostConnections,
  query_timeout: answerMs,
  statement_timeout: statementMs,
  lock_timeout: lockMs,
  idle_in_transaction_session_timeout: statementMs,
}

/** Counts and times, far below 2^53. */
const int8 = 20
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format),
}

/** After these a connection serves nobody any more: the server goes, takes no writes where it did (a failover), or lost its tables. */
const endings = /^(08\w{3}|57P0[1-5]|25006|25P03|42P01)$/

/** As the server calls it where something is written. */
const takesNoWrites = new DatabaseServerError('it is a standby', '25006', undefined)

/** Another place has the sends that went out since: here no key is known to be none of them. */
const isElsewhere = new DatabaseServerError('the journal lies elsewhere', '25006', undefined)

const asPrimary = 'select pg_is_in_recovery() as is_standby, false as is_moved, null as identity'
/** A copy that was restored has other numbers; a standby that took over has the same. */
const asJournal = `
  select
    pg_is_in_recovery() as is_standby,
    exists (select 1 from moved_to) as is_moved,
    concat_ws(' ',
      (select oid from pg_database where datname = current_database()),
      'ticket'::regclass::oid, 'ticket_text'::regclass::oid, 'moved_to'::regclass::oid
    ) as identity
`

/** A connection of one user's, until it is given back. */
export type Lent = {
  query: (text: string, values: readonly unknown[]) => Promise<pg.QueryResult>
  /** It serves nobody any more, whatever it answers. */
  giveUp: () => void
  giveBack: () => void
}

type Options = {
  isPatient?: boolean
  /** As which the server knows it. */
  program?: string
  /** Whether the journal has to lie there; its tables are to be there by then. */
  isJournal?: boolean
  /** Told once that it is another database by now than the one that was connected to first. */
  onGone?: (gone: DatabaseGoneError) => void
  /** Told of what happens to a connection that nobody uses. */
  onFault: (fault: unknown) => void
}

/**
 * Connections to the server, so many and no more. Each statement is answered within seconds or fails, and a
 * connection on which one wasn't is given up, with all that are older than the trouble.
 */
export function createConnections(
  address: PostgresAddress,
  { isPatient, program = gatewayProgram, isJournal, onGone, onFault }: Options,
) {
  const kind = isPatient ? patient : prompt
  const pool = new pg.Pool({ ...settingsOf(address), ...kind, application_name: program })
  // It is out of the pool by then.
  pool.on('error', onFault)
  // Whoever uses one that breaks hears of it by their statement; where nobody listened, the process would end.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const born = new WeakMap<pg.PoolClient, number>()
  let troubledMs = Number.NEGATIVE_INFINITY
  let first: { identity: unknown } | undefined
  let gone: DatabaseGoneError | undefined

  async function take(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await pool.connect().catch(fail)
      const bornMs = born.get(client)
      if (bornMs === undefined) return expectPrimary(client)
      if (bornMs > troubledMs) return client
      client.release(true)
    }
  }

  /** After a failover the old server may go on answering, of what was; and what broke may have been moved meanwhile. */
  async function expectPrimary(client: pg.PoolClient): Promise<pg.PoolClient> {
    try {
      const { rows } = await client.query(isJournal ? asJournal : asPrimary)
      if (rows[0]?.is_standby !== false) throw takesNoWrites
      if (rows[0].is_moved) throw isElsewhere
      expectSame(rows[0].identity)
      born.set(client, performance.now())
      return client
    } catch (error) {
      client.release(true)
      return fail(error)
    }
  }

  /** In a copy nothing is known of what was sent since it was made. */
  function expectSame(identity: unknown) {
    first ??= { identity }
    if (first.identity === identity) return
    // Those that were connected before may still read what is there by now.
    troubledMs = performance.now()
    const isNews = gone === undefined
    gone ??= new DatabaseGoneError(nameOf(address), 'the database was made anew, or restored')
    if (isNews) onGone?.(gone)
    throw gone
  }

  function lend(client: pg.PoolClient): Lent {
    let ending: DatabaseServerError | null = null
    const end = (error: DatabaseServerError) => {
      ending = error
      troubledMs = performance.now()
    }
    return {
      async query(text, values) {
        if (ending) throw ending
        try {
          return await client.query(text, [...values])
        } catch (cause) {
          const error = toServerError(cause)
          if (error.state === null || endings.test(error.state)) end(error)
          throw error
        }
      },
      giveUp: () => ending ?? end(new DatabaseServerError('it was given up', null, undefined)),
      giveBack: () => client.release(ending !== null),
    }
  }

  return { lend: async () => lend(await take()), end: () => pool.end() }
}

export type Connections = ReturnType<typeof createConnections>

function settingsOf({ host, port, name, user, password, tls }: PostgresAddress): pg.PoolConfig {
  return {
    ...{ host, port, database: name, user, password, types },
    ssl: tls !== null && {
      ...(tls.ca !== undefined && { ca: tls.ca }),
      // Of an address pg would check the name of this machine.
      checkServerIdentity: (_name, certificate) =>
        tls.checksHost ? checkServerIdentity(host, certificate) : undefined,
    },
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: idleMs,
    keepAlive: true,
    client_encoding: 'UTF8',
    // Whatever the server's own settings say.
    options: '-c synchronous_commit=on -c default_transaction_isolation=read\\ committed',
  }
}

/** What was typed may stand in what the server says of values (class 22) and rows (class 23). */
function toServerError(cause: unknown): DatabaseServerError {
  if (cause instanceof DatabaseServerError) return cause
  const state = cause instanceof pg.DatabaseError ? (cause.code ?? null) : null
  const said = cause instanceof Error ? cause.message || nameOfCode(cause) : String(cause)
  const isOfValues = state !== null && /^2[23]/.test(state)
  return new DatabaseServerError(
    isOfValues ? `SQLSTATE ${state}` : said,
    state,
    isOfValues ? undefined : cause,
  )
}

/** Of a name that has several addresses there is no message. */
const nameOfCode = (error: Error) =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name

function fail(error: unknown): never {
  throw error instanceof DatabaseGoneError ? error : toServerError(error)
}
