// `npm run check`: tries configuration and account against HubSoft, with reads only.
import { type Config, readConfig } from './config.ts'
import { checkHubsoft } from './hubsoft/check-hubsoft.ts'

const stranger = process.argv.slice(2)[0]
if (stranger === undefined) await check()
else say(false, `argumento: "${stranger}" não é conhecido: rode só npm run check.`)

async function check() {
  const read = readConfig(process.env)
  if ('faults' in read) {
    say(false, 'configuração: corrija estas variáveis e rode de novo:')
    for (const line of read.faults) process.stdout.write(`  ${line}\n`)
    return
  }
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

/** One line a finding; the first fault decides how the process ends. */
function say(isOk: boolean, text: string) {
  process.stdout.write(`${isOk ? 'ok' : 'FALHA'} ${text}\n`)
  if (!isOk) process.exitCode = 1
}
