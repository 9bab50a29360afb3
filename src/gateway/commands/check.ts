// `npm run check`: tries configuration and account against HubSoft, with reads only; `-- --servico N` also says
// what the list of that service tells of this HubSoft; `-- --pendentes` lists the sends whose outcome isn't
// known.
import { resolve } from 'node:path'
import { referenceOf } from '../../contract/reference.ts'
import { readServiceId } from '../../contract/service-id.ts'
import { type Config, readConfig } from '../config/config.ts'
import { readJournalAlone } from '../config/journal.ts'
import type { Database } from '../database/open-database.ts'
import { type OpenedToRead, openDatabaseToRead } from '../database/open-to-read.ts'
import { longestPage } from '../hubsoft/read-listing.ts'
import { findLostMark } from '../journal/lost-marks.ts'
import { createQueries } from '../journal/queries.ts'
import type { TicketRow } from '../journal/ticket-row.ts'
import { checkHubsoft } from './check-hubsoft.ts'
import type { Opened } from './describe-list.ts'
import { describeNotKnown } from './describe-not-known.ts'

await run(process.argv.slice(2))

async function run([argument, ...more]: string[]) {
  if (argument === undefined) return check(undefined)
  if (argument === '--pendentes' && more.length === 0) return listNotKnown()
  const [number, ...rest] = more
  if (argument === '--servico' && number !== undefined && rest.length === 0) {
    const service = readServiceId(number)
    return 'value' in service ? check(service.value) : say(false, `argumento: ${service.fault}`)
  }
  const stranger = argument.startsWith('--') ? (rest[0] ?? number ?? argument) : argument
  const ways = 'rode npm run check, com -- --servico NÚMERO, ou com -- --pendentes.'
  say(false, `argumento: "${stranger}" não é conhecido: ${ways}`)
}

async function check(serviceId: number | undefined) {
  const read = readConfig(process.env)
  if ('faults' in read) return sayFaults(read.faults)
  const { hubsoft } = read.config
  say(true, 'configuração: lida, sem erros')
  if (!hubsoft) return say(true, 'sem HUBSOFT_URL é a demonstração: não há HubSoft a conferir')
  // Before the first start there is none.
  const journal = await openDatabaseToRead(read.config.databaseFile)
  const database = journal.kind === 'open' ? journal.database : null
  try {
    await checkAccount(hubsoft, read.config.timeoutMs, {
      serviceId,
      opened: serviceId && database ? await openedOf(database, serviceId) : [],
    })
    if (database) await sayLostMark(database, hubsoft.url, read.config.timeZone)
  } finally {
    await database?.destroy()
  }
  if (process.exitCode === undefined) {
    say(true, 'pronto; a permissão de criar atendimentos só se vê ao abrir o primeiro')
  }
}

async function openedOf(database: Database, serviceId: number): Promise<Opened[]> {
  const rows = await createQueries(database, () => undefined).openedOf(serviceId, longestPage)
  return rows.flatMap(({ key, state }) =>
    state.kind === 'opened'
      ? [{ protocolo: state.atendimento.protocolo, reference: referenceOf(key) }]
      : [],
  )
}

async function sayLostMark(database: Database, hubsoft: URL, timeZone: string) {
  const lost = await findLostMark(database, hubsoft, Date.now())
  if (!lost) return
  const format = new Intl.DateTimeFormat('pt-BR', { dateStyle: 'short', timeZone })
  const count = lost.times === 1 ? 'um atendimento voltou' : `${lost.times} atendimentos voltaram`
  say(
    false,
    `referência perdida: ${count} do HubSoft sem a referência, o último em ${format.format(lost.at)}; até 7 dias depois uma lista sem o envio não prova nada: veja “Referência perdida” em docs/operacao.md.`,
  )
}

async function checkAccount(
  { url, account, ca }: NonNullable<Config['hubsoft']>,
  timeoutMs: number,
  { serviceId, opened }: { serviceId: number | undefined; opened: Opened[] },
) {
  const { client_id, client_secret, username, password } = account
  const values = {
    client_id: client_id.value,
    client_secret: client_secret.value,
    username: username.value,
    password: password.value,
  }
  const sample = serviceId === undefined ? undefined : { serviceId, opened }
  for await (const finding of checkHubsoft({ url, account: values, ca, timeoutMs, sample })) {
    say(finding.isOk, finding.text)
  }
}

/** The gateway may run meanwhile, or not. */
async function listNotKnown() {
  const read = readJournalAlone(process.env)
  if ('faults' in read) return sayFaults(read.faults)
  const { databaseFile, timeZone } = read.settings
  const opened = await openDatabaseToRead(databaseFile)
  if (opened.kind !== 'open') return say(false, whyClosed(opened, resolve(databaseFile)))
  try {
    await printNotKnown(opened.database, timeZone)
  } finally {
    await opened.database.destroy()
  }
}

async function printNotKnown(database: Database, timeZone: string) {
  const { allNotKnown, refusedInDoubt } = createQueries(database)
  const rows = await allNotKnown()
  const hours = `(horas de ${timeZone})`
  if (rows.length === 0) say(true, 'pendentes: nenhum envio sem resultado conhecido')
  else {
    const count =
      rows.length === 1 ? '1 envio sem resultado' : `${rows.length} envios sem resultado`
    say(true, `pendentes: ${count} conhecido, o mais velho primeiro ${hours}:`)
    printRows(rows, timeZone)
  }
  const doubts = await refusedInDoubt()
  if (doubts.length === 0) return
  const count = doubts.length === 1 ? '1 recusa' : `${doubts.length} recusas`
  say(true, `em dúvida: ${count}, de que um atendimento ainda pode aparecer ${hours}:`)
  printRows(doubts, timeZone)
}

function printRows(rows: TicketRow[], timeZone: string) {
  for (const row of rows) {
    process.stdout.write(`  ${describeNotKnown(row, new Date(), timeZone)}\n`)
  }
}

function whyClosed(closed: Exclude<OpenedToRead, { kind: 'open' }>, file: string): string {
  switch (closed.kind) {
    case 'missing':
      return `banco: ${file} não existe: confira DATABASE_URL; o gateway o cria quando sobe.`
    case 'unreadable':
      return `banco: ${file} não pode ser lido (${closed.reason}): confira DATABASE_URL, e rode com o usuário do serviço.`
    case 'other-schema':
      return `banco: ${file} não é um banco desta versão: confira DATABASE_URL, e rode o check da versão que está no ar.`
  }
}

function sayFaults(faults: string[]) {
  say(false, 'configuração: corrija estas variáveis e rode de novo:')
  for (const line of faults) process.stdout.write(`  ${line}\n`)
}

/** One line a finding; the first fault decides how the process ends. */
function say(isOk: boolean, text: string) {
  process.stdout.write(`${isOk ? 'ok' : 'FALHA'} ${text}\n`)
  if (!isOk) process.exitCode = 1
}
