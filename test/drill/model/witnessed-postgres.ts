import pg from 'pg'
import * as z from 'zod/mini'
import { systemClock } from '#src/gateway/clock.ts'
import { addressOf, readDatabase } from '#src/gateway/config/database.ts'
import { createReader } from '#src/gateway/config/environment.ts'
import { openDatabase } from '#src/gateway/database/open-database.ts'
import { createDatabase } from '../../postgres.ts'
import { type Commit, type Files, toCommit, type Witness } from './witnessed-file.ts'

// The server itself writes down what is committed, whoever commits it, as it is then.
const witness = `
  CREATE TABLE witnessed (id serial, held jsonb, enviado text);
  CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO witnessed (held, enviado)
    SELECT to_jsonb(NEW), (SELECT enviado FROM ticket_text WHERE key = NEW.key);
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER witness AFTER INSERT OR UPDATE ON ticket
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION witness();
  CREATE TABLE full_disk (inserts integer, updates integer);
  INSERT INTO full_disk VALUES (0, 0);
  CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT CASE TG_OP WHEN 'INSERT' THEN inserts ELSE updates END FROM full_disk) > 0 THEN
      RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER fill BEFORE INSERT OR UPDATE ON ticket FOR EACH ROW EXECUTE FUNCTION fill();`

const witnessed = z.object({
  id: z.number(),
  held: z.looseObject({ key: z.string(), sent_at: z.number(), version: z.number() }),
  enviado: z.nullable(z.string()),
})

// Of two commits at once the one whose id is higher may come first.
const mostAtOnce = 30

/** Databases with the gateway's tables, each of which keeps every row that was ever committed to it. */
export function createServerFiles(serverUrl: string): Files {
  const [free, made]: [string[], (() => Promise<void>)[]] = [[], []]

  async function make(): Promise<string> {
    const { url, remove } = await createDatabase(serverUrl)
    made.push(remove)
    const opened = await openDatabase(addressAt(url), {}, { clock: systemClock })
    await opened.destroy()
    const client = await connect(url)
    await client.query(witness).finally(() => client.end())
    return url
  }

  return {
    async open(time) {
      const url = free.pop() ?? (await make())
      const client = await connect(url)
      await client.query('TRUNCATE ticket, ticket_text, witnessed RESTART IDENTITY')
      return openWitness(client, url, time, () => free.push(url))
    },
    async remove() {
      for (const remove of made) await remove()
    },
  }
}

const addressAt = (url: string) => addressOf(readDatabase(createReader({ DATABASE_URL: url })))

async function connect(connectionString: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  return client
}

function openWitness(
  client: pg.Client,
  url: string,
  { clock }: Parameters<Files['open']>[0],
  giveBack: () => void,
): Witness {
  const startMs = clock.wallMs() - clock.monotonicMs()
  const commits: Commit[] = []
  const [seen, fences] = [new Set<number>(), new Map<string, number>()]
  let lastId = 0
  let reading = Promise.resolve()

  function keep(row: unknown) {
    const { id, held, enviado } = witnessed.parse(row)
    if (seen.has(id)) return
    seen.add(id)
    lastId = Math.max(lastId, id)
    const { key, sent_at, version } = held
    const fenced = fences.get(key) ?? 0
    // What only says that a key was never sent is no send.
    if (sent_at === 0) fences.set(key, fenced + 1)
    else
      commits.push(
        toCommit({ ...held, id, enviado, version: version - fenced }, clock.monotonicMs()),
      )
  }

  async function readNow() {
    const later = 'SELECT * FROM witnessed WHERE id > $1 ORDER BY id'
    const { rows } = await client.query(later, [lastId - mostAtOnce])
    for (const row of rows) keep(row)
  }

  return {
    // The server's clock is right, whatever is done to the gateway's.
    openDatabase: (onTimeJump) =>
      openDatabase(
        addressAt(url),
        { onTimeJump },
        { clock, timeThere: async () => startMs + clock.monotonicMs() },
      ),
    read() {
      reading = reading.then(readNow)
      return reading
    },
    commits: () => commits,
    lastOf: (key) => commits.findLast((one) => one.key === key),
    countDue(nowMs) {
      const last = new Map(commits.map((one) => [one.key, one]))
      const due = [...last.values()].filter((one) => (one.next_look_at ?? nowMs + 1) <= nowMs)
      return due.length
    },
    async fill({ inserts, updates }) {
      await client.query('UPDATE full_disk SET inserts = $1, updates = $2', [
        Number(inserts),
        Number(updates),
      ])
    },
    async close() {
      await client.end()
      giveBack()
    },
  }
}
