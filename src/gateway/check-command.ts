// `npm run check`: tries configuration and account against HubSoft, with reads only; `-- --pendentes` lists
// the sends whose outcome isn't known.
import { resolve } from 'node:path'
import { type Config, readConfig, readJournalSettings } from './config.ts'
import type { Database } from './database/open-database.ts'
import { type OpenedToRead, openDatabaseToRead } from './database/open-to-read.ts'
import { checkHubsoft } from './hubsoft/check-hubsoft.ts'
import { describeNotKnown } from './journal/describe-not-known.ts'
import { createQueries } from './journal/queries.ts'

const [argument, ...more] = process.argv.slice(2)
const stranger = argument === '--pendentes' ? more[0] : argument
if (stranger !== undefined) {
  const ways = 'rode npm run check, ou npm run check -- --pendentes.'
  say(false, `argumento: "${stranger}" não é conhecido: ${ways}`)
} else if (argument === undefined) await check()
else await listNotKnown()

async function check() {
  const read = readConfig(process.env)
  if ('faults' in read) return sayFaults(read.faults)
  say(true, 'configuração: lida, sem erros')
  if (read.config.hubsoft) await checkAccount(read.config.hubsoft, read.config.timeoutMs)
  else say(true, 'sem HUBSOFT_URL é a demonstração: não há HubSoft a conferir')
}

async function checkAccount(
  { url, account, ca }: NonNullable<Config['hubsoft']>,
  timeoutMs: number,
) {
  const { client_id, client_secret, username, password } = account
  const values = {
    client_id: client_id.value,
    client_secret: client_secret.value,
    username: username.value,
    password: password.value,
  }
  for await (const finding of checkHubsoft({ url, account: values, ca, timeoutMs })) {
    say(finding.isOk, finding.text)
  }
  if (process.exitCode === undefined) {
    say(true, 'pronto; a permissão de criar atendimentos só se vê ao abrir o primeiro')
  }
}

/** The gateway may run meanwhile, or not. */
async function listNotKnown() {
  const read = readJournalSettings(process.env)
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
  const rows = await createQueries(database).allNotKnown()
  if (rows.length === 0) return say(true, 'pendentes: nenhum envio sem resultado conhecido')
  const count = rows.length === 1 ? '1 envio sem resultado' : `${rows.length} envios sem resultado`
  say(true, `pendentes: ${count} conhecido, o mais velho primeiro (horas de ${timeZone}):`)
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
