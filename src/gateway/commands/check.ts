// `npm run check`: tries configuration and account against HubSoft, with reads only; `-- --servico N` also says
// what the list of that service tells of this HubSoft; `-- --pendentes` lists the sends whose outcome isn't
// known.
import { referenceOf } from '../../contract/reference.ts'
import { readServiceId } from '../../contract/service-id.ts'
import { readConfig } from '../config/config.ts'
import { addressOf, type DatabaseSettings } from '../config/database.ts'
import type { Environment } from '../config/environment.ts'
import { eachPart } from '../config/hubsoft.ts'
import type { Database } from '../database/database.ts'
import { openDatabaseToRead } from '../database/open-to-read.ts'
import type { OpenedToRead } from '../database/opened-to-read.ts'
import { longestPage } from '../hubsoft/reading/listed-page.ts'
import { findLostMark } from '../journal/lost-marks.ts'
import { createQueries } from '../journal/queries.ts'
import { checkHubsoft } from './check/check-hubsoft.ts'
import { checkServer } from './check/check-server.ts'
import type { Opened } from './check/describe-references.ts'
import { listNotKnown } from './check/list-not-known.ts'
import { type Finding, fault, ok, runAsProcess, tell, wrongSettings } from './finding.ts'
import { whyClosed } from './why-closed.ts'

if (import.meta.main) {
  await runAsProcess((show) => check(process.argv.slice(2), process.env, show))
}

/** False after a fault. */
export function check(args: string[], env: Environment, show: (line: string) => void) {
  return tell(findings(args, env), show)
}

async function* findings(args: string[], env: Environment): AsyncGenerator<Finding> {
  const [argument, number, ...rest] = args
  if (argument === undefined) return yield* checkAll(env)
  if (argument === '--pendentes' && number === undefined) return yield* listNotKnown(env)
  if (argument === '--servico' && number !== undefined && rest.length === 0) {
    const service = readServiceId(number)
    if ('value' in service) return yield* checkAll(env, service.value)
    return yield fault(`argumento: ${service.fault}`)
  }
  const stranger = argument.startsWith('--') ? (rest[0] ?? number ?? argument) : argument
  const ways = 'rode npm run check, com -- --servico NÚMERO, ou com -- --pendentes.'
  yield fault(`argumento: "${stranger}" não é conhecido: ${ways}`)
}

async function* checkAll(env: Environment, serviceId?: number): AsyncGenerator<Finding> {
  const read = readConfig(env)
  if ('faults' in read) return yield wrongSettings(read.faults)
  const { hubsoft, destination, timeoutMs, timeZone } = read.config
  yield ok('configuração: lida, sem erros')
  if (!hubsoft) return yield ok('sem HUBSOFT_URL é a demonstração: não há HubSoft a conferir')
  const journal = await openDatabaseToRead(addressOf(read.config.database))
  const database = journal.kind === 'open' ? journal.database : null
  try {
    let isKept = true
    for (const finding of await checkJournal(read.config.database, journal)) {
      yield finding
      isKept &&= finding.isOk
    }
    const account = eachPart(hubsoft.account, ({ value }) => value)
    const opened = serviceId && database ? await openedOf(database, serviceId) : []
    const sample = serviceId === undefined ? undefined : { serviceId, opened }
    let isWell = true
    const target = { ...hubsoft, account, destination, timeoutMs, sample }
    for await (const finding of checkHubsoft(target)) {
      yield finding
      isWell &&= finding.isOk
    }
    const lost = database && (await lostMark(database, hubsoft.url, timeZone))
    if (lost) yield lost
    else if (isWell && isKept)
      yield ok('pronto; a permissão de criar atendimentos só se vê ao abrir o primeiro')
  } finally {
    await database?.destroy()
  }
}

/** Nothing of a file that can be read, or that isn't there before the first start. */
async function checkJournal(settings: DatabaseSettings, journal: OpenedToRead): Promise<Finding[]> {
  const moved = journal.kind === 'moved' ? [fault(whyClosed(journal, settings))] : []
  const address = addressOf(settings)
  if (settings.kind === 'sqlite' || address.kind === 'sqlite') return moved
  const server = await checkServer(address, settings)
  return journal.kind === 'stranger'
    ? [...server, fault(whyClosed(journal, settings))]
    : [...server, ...moved]
}

async function openedOf(database: Database, serviceId: number): Promise<Opened[]> {
  const rows = await createQueries(database, () => undefined).openedOf(serviceId, longestPage)
  return rows.flatMap(({ key, state }) =>
    state.kind === 'opened'
      ? [{ protocolo: state.atendimento.protocolo, reference: referenceOf(key) }]
      : [],
  )
}

async function lostMark(database: Database, hubsoft: URL, timeZone: string) {
  const lost = await findLostMark(database, hubsoft, Date.now())
  if (!lost) return null
  const format = new Intl.DateTimeFormat('pt-BR', { dateStyle: 'short', timeZone })
  const count = lost.times === 1 ? 'um atendimento voltou' : `${lost.times} atendimentos voltaram`
  return fault(
    `referência perdida: ${count} do HubSoft sem a referência, o último em ${format.format(lost.at)}; até 7 dias depois uma lista sem o envio não prova nada: veja “Referência perdida” em docs/operacao.md.`,
  )
}
