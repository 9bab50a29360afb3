// `npm run move -- postgres://USER@HOST/NAME`: carries the journal from the SQLite file that DATABASE_URL names over
// into a PostgreSQL, as often as it takes; `-- --undo postgres://…` carries it back.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { addressOf, readDatabase } from '../config/database.ts'
import { createReader, type Environment } from '../config/environment.ts'
import { nameOf, type PostgresAddress, type SqliteAddress } from '../database/address.ts'
import type { OpenDatabase } from '../database/database.ts'
import { openDatabaseToRead } from '../database/open-to-read.ts'
import { openPostgres } from '../database/postgres/open-postgres.ts'
import { openSqlite } from '../database/sqlite/open-sqlite.ts'
import { type Finding, fault, runAsProcess, tell, wrongSettings } from './finding.ts'
import { moveBetween } from './move/move-between.ts'
import { whyNoServer } from './why-no-server.ts'

/** As which the server knows this program. */
const mover = 'novo-atendimento-move'

const usage =
  'rode npm run move -- postgres://USUARIO@SERVIDOR/BANCO, ou, para voltar ao arquivo, npm run move -- --undo e o mesmo endereço; a senha vai em DATABASE_PASSWORD ou DATABASE_PASSWORD_FILE.'

if (import.meta.main) {
  await runAsProcess((show) => move(process.argv.slice(2), process.env, show))
}

/** False after a fault. */
export function move(args: string[], env: Environment, show: (line: string) => void) {
  return tell(findings(args, env), show)
}

async function* findings(args: string[], env: Environment): AsyncGenerator<Finding> {
  const isUndo = args[0] === '--undo'
  const [url, ...rest] = isUndo ? args.slice(1) : args
  // Not repeated: there may be a password in it.
  if (url === undefined || rest.length > 0 || !/^postgres(ql)?:/.test(url)) {
    return yield fault(`argumento: é esperado um endereço, e nada mais: ${usage}`)
  }
  const read = readPlaces(url, env)
  if ('faults' in read) return yield wrongSettings(read.faults)
  await using opened = new AsyncDisposableStack()
  const file = await openHere(read.file, opened)
  if ('isOk' in file) return yield file
  const server = await openThere(read.server, opened)
  if ('isOk' in server) return yield server
  yield* moveBetween(
    { ...file, name: nameOf({ ...read.file, file: resolve(read.file.file) }) },
    { ...server, name: nameOf(read.server), why: (error) => whyNoServer(error, read.server) },
    isUndo,
  )
}

type Places = { file: SqliteAddress; server: PostgresAddress }

function readPlaces(url: string, env: Environment): Places | { faults: string[] } {
  const here = createReader({ DATABASE_URL: env.DATABASE_URL })
  const file = readDatabase(here)
  if (file.kind !== 'sqlite') {
    const way = 'o arquivo, como em DATABASE_URL=file:CAMINHO npm run move -- …'
    here.fault('DATABASE_URL', 'já é de um PostgreSQL', way)
  }
  const { DATABASE_PASSWORD, DATABASE_PASSWORD_FILE } = env
  const there = createReader({ DATABASE_URL: url, DATABASE_PASSWORD, DATABASE_PASSWORD_FILE })
  const server = addressOf(readDatabase(there))
  const faults = [
    ...here.faults,
    ...there.faults.map((line) => line.replace(/^DATABASE_URL/, 'endereço')),
  ]
  if (faults.length > 0 || file.kind !== 'sqlite' || server.kind !== 'postgres') return { faults }
  return { file, server }
}

type Opened = { database: OpenDatabase }

async function openHere(
  { file }: SqliteAddress,
  opened: AsyncDisposableStack,
): Promise<Opened | Finding> {
  if (!existsSync(file) && !existsSync(`${file}-wal`)) {
    return fault(`origem: ${resolve(file)} não existe: confira DATABASE_URL; nada foi feito.`)
  }
  try {
    const database = await openSqlite(file, {}, undefined, { takesMoved: true })
    opened.defer(() => database.destroy())
    return { database }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return fault(`origem: ${reason}; nada foi feito.`)
  }
}

async function openThere(
  address: PostgresAddress,
  opened: AsyncDisposableStack,
): Promise<Opened | Finding> {
  const done = 'Nada foi feito.'
  const seen = await openDatabaseToRead(address)
  if (seen.kind === 'open') await seen.database.destroy()
  if (seen.kind === 'unreadable') {
    return fault(`destino: ${whyNoServer(seen.cause, address)} ${done}`)
  }
  if (seen.kind === 'stranger') {
    const way = 'crie um banco só para os envios e ponha o nome dele no endereço.'
    return fault(`destino: ${nameOf(address)} é de outro programa: ${way} ${done}`)
  }
  try {
    const database = await openPostgres(address, {}, { takesMoved: true, program: mover })
    opened.defer(() => database.destroy())
    return { database }
  } catch (error) {
    return fault(`destino: ${whyNoServer(error, address)} ${done}`)
  }
}
