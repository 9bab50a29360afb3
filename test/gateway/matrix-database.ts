import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { openPostgres } from '#src/gateway/database/postgres/open-postgres.ts'
import { createDatabase } from '../postgres.ts'
import { postgresAt } from './on-postgres.ts'

/** Where one send of the matrix is recorded. */
export type MatrixDatabase = {
  /** Its DATABASE_URL. */
  url: string
  /** Makes it take no such statement on a send; what comes back mends it. */
  refuse: (statement: 'INSERT' | 'UPDATE') => Promise<() => Promise<void>>
  remove: () => Promise<void>
}

export function matrixFile(folder: string): MatrixDatabase {
  const file = join(folder, 'novo-atendimento.db')
  async function execute(text: string) {
    const database = new DatabaseSync(file, { timeout: 2000 })
    database.exec(text)
    database.close()
  }
  return {
    url: `file:${file}`,
    async refuse(statement) {
      await execute(
        `CREATE TRIGGER refusing BEFORE ${statement} ON ticket BEGIN SELECT RAISE(FAIL, 'refused'); END`,
      )
      return () => execute('DROP TRIGGER refusing')
    },
    remove: async () => undefined,
  }
}

/** Databases on a PostgreSQL, one a send at a time: a new one each would cost more than all else. */
export function createMatrixServer(serverUrl: string) {
  const [free, made]: [MatrixDatabase[], (() => Promise<void>)[]] = [[], []]

  async function make(): Promise<MatrixDatabase> {
    const { url, remove } = await createDatabase(serverUrl)
    made.push(remove)
    const opened = await openPostgres(postgresAt(url))
    await opened.destroy()
    async function execute(text: string) {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(text).finally(() => client.end())
    }
    const database: MatrixDatabase = {
      url,
      async refuse(statement) {
        await execute(`
          CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
            AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
          CREATE TRIGGER refusing BEFORE ${statement} ON ticket FOR EACH ROW EXECUTE FUNCTION refuse();
        `)
        return () => execute('DROP TRIGGER refusing ON ticket; DROP FUNCTION refuse()')
      },
      async remove() {
        // Of another HubSoft's, too.
        const empty = ['ticket', 'lost_mark', 'protocol_told', 'whose_journal', 'counter', 'turn']
        await execute(`TRUNCATE ${empty} CASCADE`)
        free.push(database)
      },
    }
    return database
  }

  return {
    take: async () => free.pop() ?? make(),
    async remove() {
      for (const remove of made) await remove()
    },
  }
}
