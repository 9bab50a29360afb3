import { sql } from 'kysely'
import { referenceOf } from '../../../contract/reference.ts'
import { type Database, isDatabaseFault, type OpenDatabase } from '../../database/database.ts'
import { findMoved, markMoved, minuteOf, unmarkMoved } from '../../database/moved.ts'
import { gatewayProgram } from '../../database/postgres/connections.ts'
import { demoHubsoft } from '../../journal/whose-journal.ts'
import { describeClock } from '../check/check-server.ts'
import { countOf, type Finding, fault, ok } from '../finding.ts'
import {
  type Carried,
  type Compared,
  carriedTables,
  carryOver,
  columnsOf,
  compare,
  type Way,
} from './carry-over.ts'

type File = { database: OpenDatabase; name: string }
type Server = File & { why: (error: unknown) => string }

const again = 'Nada se perdeu: rode o mesmo comando de novo.'

/**
 * Carries the journal from the file to the server, or back. A mark of each says whether it lies elsewhere, and keeps
 * gateways off: at no moment, wherever this is killed, may they start on both.
 */
export async function* moveBetween(
  file: File,
  server: Server,
  isUndo: boolean,
): AsyncGenerator<Finding> {
  try {
    yield* begin({ file, server, isUndo, start: performance.now() })
  } catch (error) {
    if (!isDatabaseFault(error)) throw error
    yield fault(`a mudança parou no meio: ${server.why(error)} ${again}`)
  }
}

type Move = { file: File; server: Server; isUndo: boolean; start: number }

async function* begin(move: Move): AsyncGenerator<Finding> {
  const { file, server, isUndo } = move
  const state = await Promise.all([findMoved(file.database), findMoved(server.database)])
  const [fileMark, serverMark] = state
  if (fileMark && fileMark.address !== server.name) {
    return yield fault(
      `origem: os envios de ${file.name} estão em ${fileMark.address}, e não em ${server.name}: ponha aquele endereço.`,
    )
  }
  if (serverMark && serverMark.address !== file.name) {
    return yield fault(
      `destino: os envios de ${server.name} estão em ${serverMark.address}, e não em ${file.name}: confira DATABASE_URL.`,
    )
  }
  if (isUndo && !fileMark) {
    return yield serverMark
      ? ok(`os envios já estão em ${file.name}: nada a fazer`)
      : fault(`${file.name} não foi mudado para lugar nenhum: não há o que desfazer.`)
  }
  if (!isUndo && fileMark && !serverMark) {
    return yield ok(
      `os envios já estão em ${server.name}, desde ${minuteOf(fileMark.at)}: nada a fazer`,
    )
  }
  yield* carry(move)
}

async function* carry({ file, server, isUndo, start }: Move): AsyncGenerator<Finding> {
  const mixed = await whyMixed(file, server)
  if (mixed) return yield fault(mixed)
  const at = new Date()
  const wasMarked = (await findMoved(server.database)) !== null
  // Until all is there, gateways on it would say of what isn't that it never arrived.
  await markMoved(server.database, { address: file.name, at })
  const running = await gatewaysOn(server.database)
  if (running > 0) {
    if (!wasMarked) await unmarkMoved(server.database)
    return yield fault(
      `destino: ${countOf(running, 'conexão', 'conexões')} de gateways em ${server.name}: pare todos e rode de novo.`,
    )
  }
  const clock = describeClock(server.database.clock.wallMs() - Date.now())
  // It hinders nothing: no send is lost by it.
  yield { ...clock, isOk: true }
  const [from, to] = isUndo ? [server, file] : [file, server]
  yield ok(`de ${from.name} para ${to.name}`)
  const columns = await columnsOf(file.database)
  const way = { from: from.database, to: to.database, columns }
  let isSame = true
  for (const table of carriedTables) {
    for await (const finding of carryTable(way, table)) {
      yield finding
      isSame &&= finding.isOk
    }
  }
  if (!isSame) {
    if (isUndo) await unmarkMoved(server.database)
    const way = 'guarde os dois como estão, e mostre isto a quem mantém o programa.'
    return yield fault(`nada foi marcado, e vale o que valia: ${from.name}; ${way}`)
  }
  yield await end({ file, server, isUndo, start }, at)
}

async function end({ file, server, isUndo, start }: Move, at: Date): Promise<Finding> {
  const took = ((performance.now() - start) / 1000).toFixed(1).replace('.', ',')
  if (isUndo) {
    await unmarkMoved(file.database)
    return ok(
      `pronto em ${took} s: os envios estão em ${file.name}, e nenhum gateway sobe com ${server.name}; ponha DATABASE_URL=${file.name} na configuração`,
    )
  }
  await markMoved(file.database, { address: server.name, at })
  await unmarkMoved(server.database)
  return ok(
    `pronto em ${took} s: os envios estão em ${server.name}, e nenhum gateway sobe com ${file.name}; ponha esse endereço, com o usuário, em DATABASE_URL, e a senha em DATABASE_PASSWORD_FILE`,
  )
}

async function* carryTable(way: Way, table: Carried): AsyncGenerator<Finding> {
  const written = await carryOver(way, table)
  for (const [name, found] of await compare(way, table)) {
    yield describe(name, found, name === table.name ? written : null)
  }
}

const shownKeys = 20

function describe(name: string, found: Compared, written: number | null): Finding {
  const { rows, newer, amiss, hashes } = found
  const [here, there] = hashes
  const counts = [
    countOf(rows, 'linha', 'linhas'),
    ...(written === null
      ? []
      : [
          countOf(written, 'copiada agora', 'copiadas agora'),
          `${rows - Math.min(rows, written)} já lá`,
        ]),
    ...(newer > 0
      ? [`${countOf(newer, 'mais nova lá, que fica', 'mais novas lá, que ficam')}`]
      : []),
  ].join(', ')
  const hash = (value: string) => value.slice(0, 16)
  if (amiss.length === 0 && here === there) {
    return ok(`${name}: ${counts}; iguais nos dois lados, sha256 ${hash(here)}…`)
  }
  const isOfTickets = name.startsWith('ticket')
  const keys = amiss.slice(0, shownKeys).map((key) => {
    return isOfTickets ? referenceOf(String(key)) : String(key)
  })
  return fault(
    `${name}: ${counts}; ${amiss.length} diferem, e nenhuma é a mais nova (sha256 ${hash(here)}… e ${hash(there)}…):`,
    name === 'session' ? [] : keys,
  )
}

/** Sends of one HubSoft, or of the stand-in, are in no other; null where both are of the same, or one of none yet. */
async function whyMixed(file: File, server: Server): Promise<string | null> {
  const [ofFile, ofServer] = await Promise.all([whoseIs(file.database), whoseIs(server.database)])
  if (ofFile === null || ofServer === null || ofFile === ofServer) return null
  return `${file.name} é ${ofFile}, e ${server.name} é ${ofServer}: crie outro banco no PostgreSQL e ponha o nome dele no endereço.`
}

async function whoseIs(database: Database): Promise<string | null> {
  const whose = await database.selectFrom('whose_journal').select('hubsoft').executeTakeFirst()
  if (!whose) return null
  return whose.hubsoft === demoHubsoft ? 'da demonstração' : `do HubSoft em ${whose.hubsoft}`
}

async function gatewaysOn(server: Database): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from pg_stat_activity
    where datname = current_database() and application_name = ${gatewayProgram}
  `.execute(server)
  return rows[0]?.n ?? 0
}
