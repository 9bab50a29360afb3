import pg from 'pg'
import { createDatabase, startPostgres } from '../../postgres.ts'
import { cpuMsOfFamily, parentOf } from './processes.ts'

/** A PostgreSQL whose commits wait for the disk, with an empty database on it, and what it says of itself. */
export async function startBusyPostgres() {
  await using started = new AsyncDisposableStack()
  const server = started.adopt(await startPostgres({ isDurable: true }), (it) => it.stop())
  const { url } = started.adopt(await createDatabase(server.url), (it) => it.remove())
  const client = started.adopt(new pg.Client({ connectionString: url }), (it) => it.end())
  await client.connect()

  const run = (statement: string) => client.query(statement)
  async function ask(question: string): Promise<number> {
    const { rows } = await run(`select (${question})::float8 as answer`)
    return Number(rows[0]?.answer)
  }
  const pid = await parentOf(await ask('pg_backend_pid()'))
  const running = started.move()
  return {
    url,
    run,
    ask,
    stop: () => running.disposeAsync(),
    /** Not a number where it isn't on this machine. */
    cpuMs: () => cpuMsOfFamily(pid),
    /** The gateways' alone. */
    connections: () =>
      ask(`select count(*) from pg_stat_activity where application_name = 'novo-atendimento'`),
    loggedBytes: () => ask(`select pg_current_wal_lsn() - '0/0'`),
  }
}

export type BusyPostgres = Awaited<ReturnType<typeof startBusyPostgres>>
