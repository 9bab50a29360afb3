import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { demoCredentials } from '#src/emulator/server.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { gatewayEnvironment, gatewayFlags } from '#src/gateway/start.ts'

const root = join(import.meta.dirname, '..')
const main = join(root, 'src/gateway/main.ts')

/** Any program, with this environment alone, as the leader of a group; and what becomes of it. */
export function startProgram(
  [program = '', ...args]: string[],
  cwd: string,
  env: Environment,
  takesOrders = false,
) {
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', ...(takesOrders ? (['ipc'] as const) : [])],
    detached: true,
  })
  const written = { out: '', err: '' }
  for (const name of ['out', 'err'] as const) {
    child[`std${name}`]?.setEncoding('utf8').on('data', (chunk) => {
      written[name] += chunk
    })
  }
  const exit = once(child, 'close')
  return {
    child,
    pid: child.pid,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Exit code and signal, once all its output is read. */
    exit,
    /** All that it has written so far, and to which of the two. */
    output: () => written.out + written.err,
    printed: () => written.out,
    said: () => written.err,
    /** The address that it prints last, on a line of its own (design §3). */
    ready: () =>
      new Promise<string>((resolve, reject) => {
        const look = () => {
          const address = /^http\S+(?=\n)/m.exec(written.out)?.[0]
          if (address) resolve(address)
        }
        look()
        child.stdout?.on('data', look)
        child.once('close', () =>
          reject(new Error(`It ended before it was ready:\n${written.out}${written.err}`)),
        )
      }),
  }
}

/** Settings with which a gateway speaks to this HubSoft as the emulator's account, and says what goes wrong. */
export const settingsFor = (hubsoftUrl: string): Environment => ({
  PORT: '0',
  LOG_LEVEL: 'warn',
  HUBSOFT_URL: hubsoftUrl,
  HUBSOFT_CLIENT_ID: demoCredentials.client_id,
  HUBSOFT_CLIENT_SECRET: demoCredentials.client_secret,
  HUBSOFT_USERNAME: demoCredentials.username,
  HUBSOFT_PASSWORD: demoCredentials.password,
})

/** What a process holds now (RSS), or held at most (HWM); not a number where the system doesn't say (no /proc). */
export async function memoryMiBOf(pid: number | undefined, which: 'RSS' | 'HWM') {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(new RegExp(`^Vm${which}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024
}

/** The gateway as an operator starts it, in this folder and with this environment alone; what is loaded beside it takes orders. */
export function startMain(cwd: string, env: Environment, nodeOptions: string[] = []) {
  const command = [process.execPath, ...gatewayFlags, ...nodeOptions, main]
  const environment = { PATH: process.env.PATH, PORT: '0', ...gatewayEnvironment, ...env }
  return startProgram(command, cwd, environment, nodeOptions.length > 0)
}

/** The same once it is ready, with a journal that goes with it unless DATABASE_URL names another one. */
export async function startGatewayProcess(env: Environment, nodeOptions: string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'))
  const { ready, kill, exit, pid } = startMain(folder, env, nodeOptions)
  async function end(signal: NodeJS.Signals) {
    kill(signal)
    await exit
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    url: await ready(),
    pid,
    /** As a power cut would: no signal handler runs. */
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

/** Fills the compile cache, as `npm start` does before it starts the gateway. */
export async function warmGateway() {
  const settings = { cwd: root, env: { PATH: process.env.PATH ?? '', ...gatewayEnvironment } }
  const fill = [...gatewayFlags, '-e', "import('./src/gateway/main.ts')"]
  await promisify(execFile)(process.execPath, fill, settings)
}

// Below those that a system gives to whoever asks for any one, or connects: what was free would be taken by anybody.
// Above those that no browser goes to.
const [firstPort, ports] = [11_000, 5000]
// By the golden section: as far as can be from those of the processes around this one.
let tried = process.pid * 3089

/** One that nobody listens on just now, nor is going to but for who asked; never the same twice. */
export async function freePort(): Promise<number> {
  const port = firstPort + (tried++ % ports)
  const server = createServer()
  try {
    await listen(server, port)
  } catch (error) {
    if (isTaken(error)) return freePort()
    throw error
  }
  server.close()
  await once(server, 'close')
  return port
}

const isTaken = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

/** The port of this machine on which it listens from now on; a free one unless it is named. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('This server listens on no port.')
  return address.port
}
