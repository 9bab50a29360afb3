import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { behindProxy } from '../../gateway/running.ts'
import { settingsFor, startProgram } from '../../process.ts'

export type Process = { url: string; pid: number; stop: () => Promise<void> }

const ownRoot = join(import.meta.dirname, '../../..')

/** The stand-in that takes its time. */
export async function startSlowHubsoft(): Promise<Process> {
  const program = join(import.meta.dirname, 'slow-hubsoft.ts')
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [url] = await once(child.stdout, 'data')
  return {
    url: String(url).trim(),
    pid: child.pid ?? Number.NaN,
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

/**
 * The gateway as an operator starts it, its code compiled before.
 *
 * @param root of the checkout whose gateway it is
 */
export async function startWarmGateway(hubsoftUrl: string, root = ownRoot): Promise<Process> {
  const start: typeof import('#src/gateway/start.ts') = await import(
    join(root, 'src/gateway/start.ts')
  )
  const env = { PATH: process.env.PATH ?? '', ...start.gatewayEnvironment }
  const main = join(root, 'src/gateway/main.ts')
  const compile = [...start.gatewayFlags, '-e', `import(${JSON.stringify(main)})`]
  await promisify(execFile)(process.execPath, compile, { cwd: root, env })

  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const command = [process.execPath, ...start.gatewayFlags, main]
  const settings = { ...behindProxy, ...settingsFor(hubsoftUrl) }
  const program = startProgram(command, folder, { ...env, ...settings })
  return {
    url: await program.ready(),
    pid: program.pid ?? Number.NaN,
    async stop() {
      program.kill('SIGTERM')
      await program.exit
      await rm(folder, { recursive: true })
    },
  }
}

// What the kernel counts by, and told to nobody but by `getconf CLK_TCK`.
const msPerTick = 10

/** The processor's time that a process has taken so far, all its threads together; not a number without /proc. */
export async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // Its name may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * msPerTick
}
