import { join } from 'node:path'
import pino from 'pino'
import type { Configuracao } from '#src/contract/page-context.ts'
import { servicesToTry } from '#src/emulator/customers.ts'
import { demoCredentials, type EmulatorOptions, startEmulator } from '#src/emulator/server.ts'
import { type Clock, systemClock } from '#src/gateway/clock.ts'
import { readConfig } from '#src/gateway/config.ts'
import { type GatewayDeps, startGateway } from '#src/gateway/server.ts'
import type { Environment } from '#src/gateway/settings.ts'

type HouseOptions = {
  /** The gateway's environment; a free port unless it says otherwise. */
  env?: Environment
  emulator?: EmulatorOptions
  /** Services that the demo banner names; none shows no banner. */
  demoServices?: Configuracao['servicos_de_demonstracao']
  /** Another HubSoft than the emulator. */
  hubsoftUrl?: string
  /** The gateway's; the system's by default. */
  clock?: Clock
  /** In place of the gateway's own. */
  limits?: NonNullable<GatewayDeps['limits']>
  /** Another build of the page. */
  pageRoot?: string
  /** Where log lines go; nowhere by default. */
  logTo?: (line: string) => void
}

/** Settings with which an uncertain send settles within a test's patience. */
export const impatient: Environment = { HUBSOFT_TIMEOUT_MS: '400', HUBSOFT_SETTLE_MS: '600' }

// Not by `new URL(…, import.meta.url)`, which Vite rewrites where there is a document.
export const pageRoot = join(import.meta.dirname, '../dist/client')

/**
 * The real gateway and the real emulator on free loopback ports, in this process.
 *
 * `url` is the page's address; `emulator` has the faults and the ledger of what was really opened.
 */
export async function startHouse({
  env = {},
  emulator,
  demoServices = servicesToTry,
  hubsoftUrl,
  clock = systemClock,
  limits = {},
  pageRoot: otherPage = pageRoot,
  logTo,
}: HouseOptions = {}) {
  const read = readConfig({ PORT: '0', ...env })
  if ('faults' in read) throw new Error(read.faults.join('\n'))
  const running = await startEmulator(emulator)
  const gateway = await startGateway({
    config: read.config,
    hubsoft: { url: new URL(hubsoftUrl ?? running.url), account: () => demoCredentials },
    demoServices,
    pageRoot: otherPage,
    clock,
    limits,
    log: pino({ level: logTo ? 'trace' : 'silent' }, { write: (line: string) => logTo?.(line) }),
  })
  return {
    url: gateway.url,
    emulator: running.emulator,
    emulatorUrl: running.url,
    stopGateway: gateway.stop,
    async stop() {
      // The stand-in first: what waits for it in silence would hold the gateway's stop.
      await running.stop()
      await gateway.stop()
    },
  }
}

export type House = Awaited<ReturnType<typeof startHouse>>
