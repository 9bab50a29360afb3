import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Logger } from 'pino'
import { collectDefaultMetrics, Registry } from 'prom-client'
import * as z from 'zod/mini'
import { servicesToTry } from '../emulator/customers.ts'
import { demoCredentials, startEmulator } from '../emulator/server.ts'
import { type Config, readConfig } from './config/config.ts'
import { createAccountReader } from './config/secret-reader.ts'
import { nameOf } from './database/address.ts'
import { createFirstPicture } from './http/first-picture.ts'
import { createLog } from './log.ts'
import { metricPrefix } from './metrics.ts'
import { type GatewayDeps, startGateway } from './server.ts'
import { stopInTime } from './stop-in-time.ts'

// `npm run build` makes it.
const dist = join(import.meta.dirname, '../../dist')
const build = { pageRoot: join(dist, 'client'), serverRoot: join(dist, 'server') }

// Imported, it only fills Node's compile cache.
if (import.meta.main) await start()

async function start() {
  const read = readConfig(process.env)
  if ('faults' in read) {
    fail(['O gateway não subiu. Corrija estas variáveis e suba de novo:', ...read.faults])
  } else {
    await run(read.config).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      const isPort = /listen E(ADDRINUSE|ACCES|ADDRNOTAVAIL)/.test(reason)
      const hint = isPort ? ' A porta está livre? PORT escolhe outra.' : ''
      fail([`O gateway não subiu: ${reason}.${hint}`])
    })
  }
}

async function run(config: Config) {
  const log = createLog({ level: config.logLevel })
  const registry = new Registry()
  // Once a process: its observers have no end.
  collectDefaultMetrics({ register: registry, prefix: metricPrefix })
  const { hubsoft, isDemo, stopHubsoft } = await chooseHubsoft(config, log)
  const gateway = await startGateway({
    config,
    hubsoft,
    demoServices: isDemo ? servicesToTry : [],
    pageRoot: build.pageRoot,
    drawFirstPicture: createFirstPicture(build, log),
    log,
    registry,
  }).catch(async (error: unknown) => {
    // The stand-in alone would keep a process alive that serves nobody.
    await stopHubsoft()
    throw error
  })
  const stop = async () => {
    await gateway.stop()
    await stopHubsoft()
  }
  stopInTime(stop, gateway.longestStopMs + 5000, log)
  log.info(
    {
      url: gateway.url,
      listen: `${config.host}:${config.port}`,
      authMode: config.auth.mode,
      hubsoft: isDemo ? 'stand-in' : hubsoft.url.host,
      node: process.version,
      version: ownVersion(),
    },
    'started',
  )
  process.stdout.write(`Os envios ficam ${placeOf(config.database)}\n`)
  process.stdout.write(`O Novo Atendimento está no ar; Ctrl-C encerra.\n${gateway.url}\n`)
}

function placeOf(database: Config['database']): string {
  if (database.kind === 'sqlite') return `no arquivo SQLite ${resolve(database.file)}`
  return `no PostgreSQL ${nameOf(database)}`
}

async function chooseHubsoft(
  { hubsoft }: Config,
  log: Logger,
): Promise<{
  hubsoft: GatewayDeps['hubsoft']
  isDemo: boolean
  stopHubsoft: () => Promise<void>
}> {
  if (hubsoft) {
    const account = createAccountReader(hubsoft.account, log)
    return {
      hubsoft: { ...hubsoft, account },
      isDemo: false,
      stopHubsoft: async () => undefined,
    }
  }
  const { url, stop } = await startEmulator({ switches: { limits: true } })
  process.stdout.write(
    `Sem HUBSOFT_URL: um HubSoft de demonstração, com clientes inventados, está em ${url}\n`,
  )
  const account = () => demoCredentials
  return { hubsoft: { url: new URL(url), account }, isDemo: true, stopHubsoft: stop }
}

function ownVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')
  return z.parse(z.object({ version: z.string() }), JSON.parse(text)).version
}

function fail([first = '', ...lines]: string[]) {
  process.stderr.write(`${[first, ...lines.map((line) => `  ${line}`)].join('\n')}\n`)
  process.exitCode = 1
}
