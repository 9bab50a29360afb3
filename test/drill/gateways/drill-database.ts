import { randomBytes } from 'node:crypto'
import pg from 'pg'
import * as z from 'zod/mini'
import { createDatabase, startPostgres } from '../../postgres.ts'
import type { Rows } from '../kill/report.ts'
import { type Commit, commit } from '../model/witnessed-file.ts'

/** PostgreSQL itself writes down what is committed, and who committed it: each gateway is a user of its own. */
const witness = `
  CREATE TABLE drill_commit (id bigserial primary key, at float8, made_by text, held jsonb, enviado text);
  CREATE FUNCTION drill_note() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO drill_commit (at, made_by, held, enviado)
    SELECT extract(epoch FROM clock_timestamp()) * 1000, session_user, to_jsonb(NEW),
      (SELECT enviado FROM ticket_text WHERE key = NEW.key);
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER drill_note AFTER INSERT OR UPDATE ON ticket
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION drill_note();`

const witnessed = z.object({
  id: z.coerce.number(),
  at: z.number(),
  made_by: z.string(),
  held: z.looseObject({ key: z.string(), sent_at: z.number(), version: z.number() }),
  enviado: z.nullable(z.string()),
})

/** In which it doesn't come back at once to whoever has lost it. */
const afterwardsMs = 1500

// A machine's clock may be put right while a drill runs, by a second in a minute.
const everyMs = 50

/** How far the wall's clock, which is the server's, too, was ahead of the one that nobody sets, when it said that. */
function watchClocks() {
  const seen = [{ wallMs: 0, aheadMs: Date.now() - performance.now() }]
  const timer = setInterval(() => {
    const wallMs = Date.now()
    seen.push({ wallMs, aheadMs: wallMs - performance.now() })
  }, everyMs).unref()
  return {
    aheadAt: (atMs: number) => seen.findLast(({ wallMs }) => wallMs <= atMs)?.aheadMs ?? 0,
    stop: () => clearInterval(timer),
  }
}

/** The gateways' database, on a server of the drill's own that is ended and started anew. */
export async function startDrillDatabase(gateways: string[], timeoutMs: number) {
  const server = await startPostgres()
  const database = await createDatabase(server.url)
  const away: { fromMs: number; toMs: number }[] = []
  const clocks = watchClocks()
  let crashing: Promise<void> = Promise.resolve()

  async function ask(statement: string, values: unknown[] = []) {
    const client = new pg.Client({ connectionString: database.url })
    // Its end is told by the query.
    client.on('error', () => undefined)
    await client.connect()
    return client.query(statement, values).finally(() => client.end())
  }

  async function goAway(work: () => Promise<unknown>) {
    const time = { fromMs: performance.now(), toMs: Number.POSITIVE_INFINITY }
    away.push(time)
    await work()
    time.toMs = performance.now() + afterwardsMs
  }

  const endConnections = () =>
    goAway(() =>
      ask(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      ),
    )

  const urls = await Promise.all(
    gateways.map(async (user) => {
      const password = randomBytes(12).toString('hex')
      await ask(`DROP ROLE IF EXISTS ${user}`)
      await ask(`CREATE ROLE ${user} LOGIN SUPERUSER PASSWORD '${password}'`)
      return Object.assign(new URL(database.url), { username: user, password }).href
    }),
  )
  const wasAway = (fromMs: number, toMs: number) =>
    away.some((time) => time.fromMs <= toMs && fromMs <= time.toMs)

  return {
    urls,
    /** From now on all that is committed is kept; the tables are there by now. */
    watch: () => ask(witness),
    /** All that was committed since, so far. */
    async rows(): Promise<DrillRows> {
      await crashing
      const { rows } = await ask('SELECT * FROM drill_commit ORDER BY id')
      const fences = new Map<string, number>()
      const all = rows.flatMap((row) => readCommit(row, { ...clocks, timeoutMs, fences }))
      const byKey = Map.groupBy(all, ({ key }) => key)
      return { all, of: (key) => byKey.get(key) ?? [], wasAway }
    },
    /** Whether it is away now, or was just now. */
    isAway: () => wasAway(performance.now() - afterwardsMs, performance.now()),
    /** Ends all its connections, as soon as it is there. */
    cut(): Promise<void> {
      crashing = crashing.then(endConnections)
      return crashing
    },
    /** Ends the server and starts it anew, one time after the other; where it isn't ours, only its connections. */
    crash(signal: 'SIGQUIT' | 'SIGKILL'): Promise<void> {
      const { crash } = server
      crashing = crashing.then(() => (crash ? goAway(() => crash(signal)) : endConnections()))
      return crashing
    },
    untilBack: () => crashing,
    async stop() {
      clocks.stop()
      await crashing
      await database.remove()
      await server.stop()
    },
  }
}

export type DrillRows = Rows & { all: Commit[] }

/** Before it is watched. */
export const noRows: DrillRows = { all: [], of: () => [], wasAway: () => false }

type ReadBy = {
  /** How far the database was ahead of our clock. */
  aheadAt: (atMs: number) => number
  timeoutMs: number
  /** By a send's key, how often somebody asked for it in vain before: a row that says so is no send's. */
  fences: Map<string, number>
}

function readCommit(row: unknown, { aheadAt, timeoutMs, fences }: ReadBy): Commit[] {
  const { id, at, made_by: madeBy, held, enviado } = witnessed.parse(row)
  const { key, sent_at, version } = held
  const fenced = fences.get(key) ?? 0
  if (sent_at === 0) {
    fences.set(key, fenced + 1)
    return []
  }
  const aheadMs = aheadAt(at)
  const read = commit.parse({ ...held, id, enviado, version: version - fenced })
  return [
    {
      ...read,
      seenMs: at - aheadMs,
      begunMs: read.deadline_at - timeoutMs - aheadMs,
      ...{ madeBy, madeAt: at },
    },
  ]
}
