import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gatewayEnvironment, gatewayFlags } from '#src/gateway/start.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Fills the compile cache, as `npm start` does before it starts the gateway. */
export async function warmGateway() {
  const settings = { cwd: root, env: { PATH: process.env.PATH ?? '', ...gatewayEnvironment } }
  const fill = [...gatewayFlags, '-e', "import('./src/gateway/main.ts')"]
  await promisify(execFile)(process.execPath, fill, settings)
}

/**
 * The gateway as `npm start` runs it, in a process of its own: for what only a process can show. Its journal
 * goes with it, unless DATABASE_URL names another one.
 */
export async function startGatewayProcess(env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'))
  const database = { DATABASE_URL: `file:${join(folder, 'novo-atendimento.db')}` }
  const child = spawn(process.execPath, [...gatewayFlags, 'src/gateway/main.ts'], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...gatewayEnvironment, ...database, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await lastLine(child)
  return {
    url,
    pid: child.pid,
    /** As a power cut would: no signal handler runs. */
    async kill() {
      child.kill('SIGKILL')
      await ended(child)
      rmSync(folder, { recursive: true })
    },
    async stop() {
      child.kill('SIGTERM')
      await ended(child)
      rmSync(folder, { recursive: true })
    },
  }
}

async function ended(child: ChildProcess) {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** The address, which stands last and on a line of its own (design §3). */
function lastLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const url = /^http\S+$/m.exec(said)?.[0]
      if (url) resolve(url)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', () => reject(new Error(`the gateway ended:\n${said}`)))
  })
}
