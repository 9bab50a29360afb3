import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Environment } from '#src/gateway/config/environment.ts'
import { behindProxy } from '../../gateway/running.ts'
import { settingsFor, startProgram } from '../../process.ts'

export type Process = { url: string; pid: number; stop: () => Promise<void> }

const ownRoot = join(import.meta.dirname, '../../..')

/** The stand-in that takes its time, so long and a third of that more or less. */
export async function startSlowHubsoft(middleMs: number): Promise<Process> {
  const program = join(import.meta.dirname, 'slow-hubsoft.ts')
  const child = spawn(process.execPath, [program, String(middleMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
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

type Warm = {
  /** Of the checkout whose gateway it is. */
  root?: string
  /** A journal that goes with it, unless DATABASE_URL is among them. */
  settings?: Environment
}

/** The gateway as an operator starts it, its code compiled before. */
export async function startWarmGateway(
  hubsoftUrl: string,
  { root = ownRoot, settings: own = {} }: Warm = {},
): Promise<Process> {
  const start: typeof import('#src/gateway/start.ts') = await import(
    join(root, 'src/gateway/start.ts')
  )
  const env = { PATH: process.env.PATH ?? '', ...start.gatewayEnvironment }
  const main = join(root, 'src/gateway/main.ts')
  const compile = [...start.gatewayFlags, '-e', `import(${JSON.stringify(main)})`]
  await promisify(execFile)(process.execPath, compile, { cwd: root, env })

  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const command = [process.execPath, ...start.gatewayFlags, main]
  const settings = { ...behindProxy, ...settingsFor(hubsoftUrl), ...own }
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

async function statOf(pid: number) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // Its name may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const msOf = (...places: number[]) =>
    places.reduce((sum, place) => sum + Number(fields[place]) * msPerTick, 0)
  return { parent: Number(fields[1]), ownMs: msOf(11, 12), ofEndedMs: msOf(13, 14) }
}

/** The processor's time that a process has taken so far, all its threads together; not a number without /proc. */
export const cpuMsOf = async (pid: number): Promise<number> => (await statOf(pid)).ownMs

export const parentOf = async (pid: number): Promise<number> => (await statOf(pid)).parent

/** Likewise of a process and its children together, those that ended included. */
export async function cpuMsOfFamily(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const living = await Promise.all(children.split(' ').filter(Boolean).map(Number).map(cpuMsOf))
  const { ownMs, ofEndedMs } = await statOf(pid)
  // One that ended meanwhile is among those that did, or will be.
  return living.reduce((sum, ms) => sum + (ms || 0), ownMs + ofEndedMs)
}
