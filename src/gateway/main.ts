import { join } from 'node:path'
import closeWithGrace from 'close-with-grace'
import pino, { type Logger } from 'pino'
import { servicesToTry } from '../emulator/customers.ts'
import { demoCredentials, startEmulator } from '../emulator/server.ts'
import { type Config, readConfig } from './config.ts'
import { type Gateway, type GatewayDeps, requestTimeoutMs, startGateway } from './server.ts'

const read = readConfig(process.env)
if ('faults' in read) {
  fail(['The gateway was not started. Mend these settings and start again:', ...read.faults])
} else {
  await run(read.config).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    fail([`The gateway was not started: ${reason}. Is the port free? PORT chooses another.`])
  })
}

async function run(config: Config) {
  const log = pino({ level: config.logLevel }, pino.destination(2))
  const { hubsoft, isDemo, stopHubsoft } = await chooseHubsoft(config)
  const gateway = await startGateway({
    config,
    hubsoft,
    demoServices: isDemo ? servicesToTry : [],
    pageRoot: join(import.meta.dirname, '../../dist/client'),
    log,
  }).catch(async (error: unknown) => {
    // The stand-in alone would keep a process alive that serves nobody.
    await stopHubsoft()
    throw error
  })
  stopOnSignal(gateway, stopHubsoft, config, log)
  process.stdout.write(`Novo Atendimento is ready; Ctrl-C stops it.\n${gateway.url}\n`)
}

async function chooseHubsoft({ hubsoft }: Config): Promise<{
  hubsoft: GatewayDeps['hubsoft']
  isDemo: boolean
  stopHubsoft: () => Promise<void>
}> {
  if (hubsoft) return { hubsoft, isDemo: false, stopHubsoft: async () => undefined }
  const { url, stop } = await startEmulator()
  process.stdout.write(
    `No HUBSOFT_URL: a stand-in HubSoft with invented customers runs at ${url}\n`,
  )
  const account = demoCredentials
  return { hubsoft: { url: new URL(url), account }, isDemo: true, stopHubsoft: stop }
}

function stopOnSignal(
  gateway: Gateway,
  stopHubsoft: () => Promise<void>,
  { timeoutMs }: Config,
  log: Logger,
) {
  // Whatever is under way is whole or cut by the one time, and answered by the other.
  const delay = Math.max(timeoutMs, requestTimeoutMs) + 5000
  closeWithGrace({ delay, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'stopped by a fault of ours')
    else log.info({ signal }, 'stopping: what is under way finishes first')
    await gateway.stop()
    await stopHubsoft()
  })
}

function fail([first = '', ...lines]: string[]) {
  process.stderr.write(`${[first, ...lines.map((line) => `  ${line}`)].join('\n')}\n`)
  process.exitCode = 1
}
