import { Kysely, sql } from 'kysely'
import type { PostgresAddress } from '../address.ts'
import { createConnections, gatewayProgram } from './connections.ts'
import { SharedPostgres } from './shared-postgres.ts'

/** What a server is like to a gateway's connection. */
export type ServerState = {
  version: string
  isEncrypted: boolean
  /** Settings without which what was committed may be gone after a power cut. */
  durable: { fsync: string; full_page_writes: string; synchronous_commit: string }
  /** Whether its commits wait for a standby, and none is there: they never end. */
  waitsInVain: boolean
  /** For everybody but its administrators. */
  connections: number
  mayCreate: boolean
  /** Its clock, against this machine's. */
  aheadMs: number
}

type Answer = ServerState['durable'] & {
  version: string
  encrypted: boolean | null
  waits_in_vain: boolean
  connections: number
  may_create: boolean | null
  ms: number
}

/** Reads its settings alone; rejects where it can't be reached, or is a standby. */
export async function inspectServer(address: PostgresAddress): Promise<ServerState> {
  const options = { program: `${gatewayProgram}-check`, onFault: () => undefined }
  const dialect = new SharedPostgres(createConnections(address, options))
  const database = new Kysely<object>({ dialect })
  try {
    await sql`select 1`.execute(database)
    const askedMs = Date.now()
    const { rows } = await asked.execute(database)
    const [answer] = rows
    if (!answer) throw new Error('it says nothing')
    const { version, encrypted, waits_in_vain, connections, may_create, ms, ...durable } = answer
    const aheadMs = ms - (askedMs + Date.now()) / 2
    const [isEncrypted, mayCreate] = [encrypted === true, may_create === true]
    const waitsInVain = waits_in_vain
    return { version, isEncrypted, durable, waitsInVain, connections, mayCreate, aheadMs }
  } finally {
    await database.destroy()
  }
}

const asked = sql<Answer>`
  select
    current_setting('server_version') as version,
    current_setting('fsync') as fsync,
    current_setting('full_page_writes') as full_page_writes,
    current_setting('synchronous_commit') as synchronous_commit,
    (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as encrypted,
    current_setting('synchronous_standby_names') <> ''
      and not exists (select 1 from pg_stat_replication) as waits_in_vain,
    current_setting('max_connections')::int
      - current_setting('superuser_reserved_connections')::int
      - coalesce(current_setting('reserved_connections', true)::int, 0) as connections,
    has_schema_privilege(current_schema(), 'create') as may_create,
    (extract(epoch from clock_timestamp()) * 1000)::float8 as ms
`
