import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { glob, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { expect, onTestFinished, test } from 'vitest'
import { type Config, readConfig } from '#src/gateway/config/config.ts'
import { createReader, type Environment } from '#src/gateway/config/environment.ts'
import { attendantsFileOf } from '#src/gateway/config/sign-in.ts'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import { socketLimits } from '#src/gateway/http/socket/listener.ts'
import { hubsoftRoutes } from '#src/gateway/hubsoft/question.ts'
import { createMetrics } from '#src/gateway/metrics.ts'
import { atRest } from '../gateway/at-rest.ts'
import { certificateFor } from '../gateway/http/certificate.ts'
import { behindProxy, exchange } from '../gateway/running.ts'
import { letIn } from '../house.ts'
import { startProgram } from '../process.ts'
import { programAt, testWith } from '../program.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const textOf = (name: string) => readFileSync(join(root, 'docs', name), 'utf8')
const guide = textOf('operacao.md')

/** The guide's text below this heading, up to the next one. */
function section(heading: string): string {
  const found = guide.split(/^## /m).find((part) => part.startsWith(`${heading}\n`))
  if (!found) throw new Error(`The guide has no section "${heading}".`)
  return found
}

/** The cells of a section's table rows, heads left out. */
const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => /^\| (?!---)/.test(line))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))

const codeIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '')

/** The fenced blocks of a section: "```sh". */
const blocksOf = (text: string, language: string) =>
  [...text.matchAll(/```(\w*)\n([\s\S]*?)```/g)]
    .filter(([, name]) => name === language)
    .map(([, , body]) => body ?? '')

function configOf(env: Environment): Config {
  const read = readConfig(env)
  if ('faults' in read) throw new Error(read.faults.join('\n'))
  return read.config
}

const proxy = {
  AUTH_MODE: 'proxy',
  AUTH_PROXY_SECRET: 'um-segredo-com-mais-de-32-caracteres',
  TRUSTED_PROXIES: '127.0.0.1',
}

/** Where nobody is listed there is no start. */
async function letAnaIn() {
  const { remove, ...listed } = await letIn({ usuario: 'ana', nome: 'Ana', senha: 'senha-da-ana' })
  onTestFinished(remove)
  return listed
}

/** Every name that reading this environment looks at. */
function namesRead(settings: Environment): string[] {
  const names = new Set<string>()
  readConfig(
    new Proxy(settings, {
      get(target, name) {
        if (typeof name === 'string') names.add(name)
        return Reflect.get(target, name)
      },
    }),
  )
  return [...names]
}

test('the table of settings names what the gateway reads, all of it and nothing else', () => {
  const listed = rowsOf(section('Configuração')).flatMap(([names]) => codeIn(names))
  const read = [{}, { AUTH_MODE: 'local' }, proxy].flatMap(namesRead)

  expect(listed.toSorted()).toEqual([...new Set(read)].toSorted())
})

test('the defaults in the table of settings are the ones that the gateway takes', async () => {
  const { env: local } = await letAnaIn()
  const defaults = rowsOf(section('Configuração')).flatMap(([names, , standard]) => {
    const [name] = codeIn(names)
    const value = /^`([^`]+)`$/.exec(standard ?? '')?.[1]
    return name && value ? [[name, value] as const] : []
  })

  expect(defaults.length).toBeGreaterThan(8)
  for (const [name, value] of defaults) {
    if (name === 'ATTENDANTS_FILE') expect(value).toBe(attendantsFileOf(createReader({})))
    else if (name === 'DATABASE_URL') expect(configOf({ [name]: value })).toEqual(configOf({}))
    else
      for (const base of [proxy, local]) {
        expect([name, configOf({ ...base, [name]: value })]).toEqual([name, configOf(base)])
      }
  }
})

test.each([
  ['local', 0],
  ['proxy', 1],
])(
  'the example settings for %s are read without a fault, as a shell reads them',
  async (mode, more) => {
    const folder = await temporaryFolder()
    const blocks = blocksOf(section('Instalar'), 'ini')
    const settings = blocks.slice(0, more + 1).join('')
    const file = join(folder, 'novo-atendimento.env')
    await mkdir(join(folder, 'segredos'))
    for (const [, secret = ''] of settings.matchAll(/segredos\/([\w-]+)$/gm)) {
      await writeFile(join(folder, 'segredos', secret), `segredo-${'x'.repeat(32)}\n`)
    }
    const { attendantsFile } = await letAnaIn()
    const here = settings
      .replaceAll('/etc/novo-atendimento', folder)
      .replaceAll('/var/lib/novo-atendimento/atendentes.json', attendantsFile)
    await writeFile(file, here)

    const script = `set -a; . ${file}; env -0`
    const env = execFileSync('sh', ['-c', script], { env: {}, encoding: 'utf8' })
    const config = configOf(
      Object.fromEntries(env.split('\0').map((line) => line.split(/=(.*)/s).slice(0, 2))),
    )

    expect(blocks).toHaveLength(2)
    // What systemd and a shell read alike, as the guide says of quotes.
    for (const line of settings.trim().split('\n')) {
      expect(line).toMatch(/^[A-Z_]+=(?:[\w.,:/@%+=-]+|'[^']*')$/)
    }
    expect(config).toMatchObject({
      auth: { mode },
      hubsoft: { url: new URL('https://api.provedor.hubsoft.com.br') },
      database: { kind: 'sqlite', file: '/var/lib/novo-atendimento/novo-atendimento.db' },
    })
  },
)

test('the example settings for several gateways lead to a server whose certificate is checked', async () => {
  const folder = await temporaryFolder()
  const [settings = ''] = blocksOf(section('Vários gateways'), 'ini')
  const { cert: ca } = certificateFor('banco.provedor.com.br')
  const files = {
    'banco-ca.pem': ca,
    banco: 'senha\n',
    'gateway.env': settings
      .replace('/etc/novo-atendimento/segredos', folder)
      .replace('/etc/novo-atendimento', folder),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)

  const script = `set -a; . ${folder}/gateway.env; env -0`
  const env = execFileSync('sh', ['-c', script], { env: {}, encoding: 'utf8' })
  const config = configOf({
    ...{ ...proxy, PUBLIC_ORIGIN: 'https://abrir.provedor.com.br' },
    ...Object.fromEntries(env.split('\0').map((line) => line.split(/=(.*)/s).slice(0, 2))),
  })

  expect(config).toMatchObject({
    ...{ host: '10.0.0.11', trustedProxies: ['10.0.0.10', '10.0.0.11'] },
    database: { host: 'banco.provedor.com.br', password: { value: 'senha' } },
  })
  expect(config.database).toHaveProperty('tls', { ca, checksHost: true })
})

test('the example of a brand and of guides is taken, as a shell reads it', async () => {
  const folder = await temporaryFolder()
  const [brand = '', templates = ''] = [
    ...blocksOf(section('Marca'), 'ini'),
    ...blocksOf(section('Modelos da descrição'), 'json'),
  ]
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"/>'
  const files = { 'logo.svg': drawing, 'modelos.json': templates, 'marca.env': brand }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text.replaceAll('/etc/novo-atendimento', folder))
  }

  const script = `set -a; . ${folder}/marca.env; env -0`
  const shown = execFileSync('sh', ['-c', script], { env: {}, encoding: 'utf8' })
  const env = Object.fromEntries(shown.split('\0').map((line) => line.split(/=(.*)/s).slice(0, 2)))
  const config = configOf({ ...env, TEMPLATES_FILE: join(folder, 'modelos.json') })

  expect(config.brand).toMatchObject({
    name: 'Provedor Exemplo',
    logo: { proportion: 4 },
    colours: { claro: { destaque: '#0b57a4' } },
  })
  expect(config.templates.map(({ nome }) => nome)).toEqual(['Sem conexão', 'Financeiro'])
})

test('what the guide says of a refused colour is what is said', () => {
  const [said = ''] = blocksOf(section('Marca'), '')
  const read = readConfig({ BRAND_COLOR: '#ffcc00' })

  expect(read).toEqual({ faults: [said.trim()] })
})

/** Names of every metric that the process can show, without what a histogram adds to its name. */
async function metricNames(): Promise<string[]> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'novo_atendimento_' })
  createMetrics(registry).certificateEnds(new Date())
  return registry.getMetricsAsArray().map(({ name }) => name)
}

test('the table of metrics names all of our own, and only what is there', async () => {
  const listed = rowsOf(section('Sinais'))
    .flatMap(([names]) => codeIn(names))
    .filter((name) => /^[a-z_]+$/.test(name))
  const ours = (await metricNames())
    .map((name) => name.replace('novo_atendimento_', ''))
    .filter((name) => !/^(process|nodejs)_/.test(name))

  expect(listed.toSorted()).toEqual(ours.toSorted())
})

/** The rules of alertas.yml, by the one shape that they all have. */
function alertRules() {
  const rule =
    /^ {6}- alert: (\w+)\n {8}expr: (.+)\n(?: {8}for: (\d+[mh])\n)? {8}labels:\n {10}severity: (critical|warning|info)\n {8}annotations:\n {10}summary: (\p{L}[^:#\n]*(?::\d+[^:#\n]*)?\.)\n$/u
  const [head = '', ...parts] = textOf('alertas.yml').split(/^(?= {6}- alert: )/m)
  return {
    head,
    rules: parts.map((part) => {
      const [, alert = `unreadable: ${part}`, expr = ''] =
        rule.exec(part.replace(/\n\n$/, '\n')) ?? []
      return { alert, expr }
    }),
  }
}

test('the alert rules have the shape that Prometheus reads', () => {
  const { head, rules } = alertRules()

  expect(head.replace(/^#.*\n/gm, '')).toBe('groups:\n  - name: novo-atendimento\n    rules:\n')
  expect(rules.filter(({ alert }) => alert.startsWith('unreadable'))).toEqual([])
  for (const { expr } of rules) {
    // Plain YAML text: a ": " or " #" inside would end it.
    expect(expr).not.toMatch(/: | #|^["'[{*&!|>%@`]/)
    for (const [open, close] of ['()', '[]', '{}']) {
      expect(expr.split(open ?? '').length).toBe(expr.split(close ?? '').length)
    }
  }
})

test('every alert asks for metrics that exist, and for outcomes that are counted', async () => {
  const names = await metricNames()
  const counted = await createMetrics().text(atRest, new Date())

  for (const { alert, expr } of alertRules().rules) {
    const asked =
      expr.match(/novo_atendimento_\w+/g)?.map((name) => name.replace(/_bucket$/, '')) ?? []
    expect([alert, asked.filter((name) => !names.includes(name))]).toEqual([alert, []])
    expect([alert, asked.length > 0 || expr.startsWith('up{')]).toEqual([alert, true])
    for (const route of /hubsoft_request\w+\{route="([^"]+)"/.exec(expr)?.slice(1) ?? []) {
      expect([alert, hubsoftRoutes]).toEqual([alert, expect.arrayContaining([route])])
    }
    for (const outcome of /outcome=~?"([^"]+)"/.exec(expr)?.[1]?.split('|') ?? []) {
      expect(counted).toContain(`novo_atendimento_tickets_total{outcome="${outcome}"}`)
    }
  }
})

test('every alert is explained, and nothing is explained that has no rule', () => {
  const explained = rowsOf(section('Alertas')).flatMap(([name]) => codeIn(name))

  expect(explained.toSorted()).toEqual(
    alertRules()
      .rules.map(({ alert }) => alert)
      .toSorted(),
  )
})

test('every log line that the guide explains is one that the gateway writes', async () => {
  const sources: string[] = []
  for await (const path of glob('src/gateway/**/*.ts', { cwd: root })) {
    sources.push(await readFile(join(root, path), 'utf8'))
  }
  const explained = rowsOf(section('Registros'))
    .flatMap(([message, meaning]) => [...codeIn(message), ...codeIn(meaning)])
    .filter((text) => / |^(started|send)$/.test(text))

  expect(explained.length).toBeGreaterThan(8)
  for (const text of explained) expect(sources.join('')).toContain(`'${text}`)
})

test('what the guide explains of a move is what the command says', () => {
  const commands = ['move', 'move/move-between', 'check/check-server', 'finding']
  const said = commands.map((name) =>
    readFileSync(join(root, `src/gateway/commands/${name}.ts`), 'utf8'),
  )
  const explained = rowsOf(section('Mudar para PostgreSQL')).flatMap(([words]) => codeIn(words))
  const parts = explained.flatMap((words) => words.split('…')).filter((part) => part !== 'kill')

  expect(parts.length).toBeGreaterThan(5)
  for (const part of parts) expect(said.join('')).toContain(part)
})

test('the table of limits says how much an attendant and an address may ask for', () => {
  const figures = rowsOf(section('Limites')).flatMap(([limit = '', figure = '']) =>
    /pedidos|envios de/.test(limit) ? (figure.match(/[\d.]+/g) ?? []) : [],
  )

  expect(figures.map((one) => Number(one.replace('.', '')))).toEqual(Object.values(ratesPerMinute))
})

const service = textOf('novo-atendimento.service')
const installed = '/opt/novo-atendimento'

/** The values of this directive in the unit, in order. */
const directives = (name: string) =>
  [...service.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value)

// That it is a unit, and shut in, systemd says below.
test('the service runs what is there, waits longer than the gateway does, and writes nowhere else', () => {
  // What main gives itself with the default time-out.
  const graceMs = configOf({}).timeoutMs + socketLimits.requestTimeoutMs + 5000
  expect(Number(directives('TimeoutStopSec')) * 1000).toBeGreaterThan(graceMs)
  const expected = {
    WorkingDirectory: installed,
    User: 'novo-atendimento',
    KillSignal: 'SIGTERM',
    Restart: 'on-failure',
    LimitCORE: '0',
    ProtectSystem: 'strict',
    StateDirectory: 'novo-atendimento',
    UMask: '0077',
    WantedBy: 'multi-user.target',
  }
  for (const [name, value] of Object.entries(expected)) {
    expect([name, ...directives(name)]).toEqual([name, value])
  }
  // V8 writes the code that it runs.
  for (const name of ['ReadWritePaths', 'MemoryDenyWriteExecute']) {
    expect(directives(name)).toEqual([])
  }
  expect(directives('Environment')).toContain('NODE_ENV=production')
})

test('the service starts on a machine whose PATH has no Node, as one process that opens no debugger', async () => {
  const folder = await temporaryFolder()
  await symlink(programAt('uname') ?? '', join(folder, 'uname'))
  const given = Object.fromEntries(
    directives('Environment').map((line) => line.replace('/var/lib', folder).split('=')),
  )
  const start = (directives('ExecStart')[0] ?? '').replaceAll(installed, root).split(' ')
  const { pid, ready, kill, exit, output } = startProgram(start, root, {
    ...given,
    ...behindProxy,
    PATH: folder,
    PORT: '0',
    DATABASE_URL: `file:${join(folder, 'novo-atendimento.db')}`,
    HUBSOFT_URL: 'http://127.0.0.1:1',
    HUBSOFT_CLIENT_ID: '7',
    HUBSOFT_CLIENT_SECRET: 'x',
    HUBSOFT_USERNAME: 'x',
    HUBSOFT_PASSWORD: 'x',
  })
  onTestFinished(() => void kill('SIGKILL'))
  const url = await ready()

  kill('SIGUSR1')
  expect((await exchange(`${url}/healthz`)).status).toBe(200)
  kill('SIGTERM')

  expect(await exit).toEqual([0, null])
  expect(output()).toContain(`"pid":${pid},`)
  expect(output()).not.toContain('Debugger')
  expect(await readdir(join(folder, 'novo-atendimento/compilado'))).not.toEqual([])
})

/** Makes of the service one of which each machine runs several, as the guide says. */
function makeTemplate(units: string) {
  const [commands = ''] = blocksOf(section('Vários gateways'), 'sh')
  const [script = ''] = commands
    .replaceAll('sudo ', '')
    .replaceAll(`${installed}/docs`, units)
    .replaceAll('/etc/systemd/system', units)
    .split('systemctl')
  execFileSync('sh', ['-ec', script], { stdio: 'pipe' })
  return join(units, 'novo-atendimento@8081.service')
}

testWith(
  'systemd-analyze',
  'the service is a unit by systemd’s rules, as one of several, too',
  async (analyze) => {
    const folder = await temporaryFolder()
    const file = join(folder, 'novo-atendimento.service')
    await writeFile(file, service.replaceAll(installed, root))

    const run = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(analyze, args, { encoding: 'utf8' })
      return { status, said: stdout + stderr }
    }

    // What it doesn't know it says, and ends well all the same.
    expect(run('verify', '--man=no', file)).toEqual({ status: 0, said: '' })
    expect(run('verify', '--man=no', makeTemplate(folder))).toEqual({ status: 0, said: '' })
    const version = /^systemd (\d+)/.exec(run('--version').said)?.[1]
    if (Number(version) < 250) return
    // 0 is shut in, 100 is open.
    expect(run('security', '--offline=true', '--threshold=20', file).status).toBe(0)
  },
)

/** Runs a command of the guide as it stands there, on these files in place of its own. */
function runHere(command: string, files: Record<string, string>) {
  const here = { [`sudo -u novo-atendimento sh ${installed}`]: `sh ${root}`, ...files }
  const put = (into: (path: string) => string) =>
    Object.entries(here).reduce((text, [there, path]) => text.replace(there, into(path)), command)
  // Ours may lie in any folder.
  expect(put(() => '')).not.toMatch(/sudo|\/var|\/opt/)
  const script = put((path) => path)
  execFileSync('sh', ['-ec', script], { stdio: 'pipe' })
}

const itsDatabase = '/var/lib/novo-atendimento/novo-atendimento.db'
const commands = blocksOf(section('Cópia e restauração'), 'sh')

test('the command for a copy copies a database in use, what is not yet in its main file too', async () => {
  const folder = await temporaryFolder()
  const [live, copy] = [join(folder, 'novo-atendimento.db'), join(folder, 'copia.db')]
  const db = new DatabaseSync(live)
  onTestFinished(() => db.close())
  db.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (n INTEGER)')
  for (let n = 0; n < 100; n += 1) db.exec(`INSERT INTO t VALUES (${n})`)

  runHere(commands[0] ?? '', {
    [itsDatabase]: live,
    '/var/backups/novo-atendimento/$(date +%F).db': copy,
  })

  const copied = new DatabaseSync(copy, { readOnly: true })
  onTestFinished(() => copied.close())
  expect(copied.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 100 })
  expect(copied.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  db.exec('INSERT INTO t VALUES (100)')
})

test('the command for going on without a lost -wal lets the gateway open what is left', async () => {
  const folder = await temporaryFolder()
  const [live, left] = [join(folder, 'novo-atendimento.db'), join(folder, 'resto.db')]
  const database = await openSqlite(live)
  copyFileSync(live, left)
  await database.destroy()
  await expect(openSqlite(left)).rejects.toThrow('o -wal não existe ou está vazio')

  runHere(commands.at(-1) ?? '', { [itsDatabase]: left })

  await (await openSqlite(left)).destroy()
})
