// `npm start` (`--build`: the page first) and the systemd unit, whose page was built when it was installed. Each step
// becomes the next (execve): one process, which a signal reaches at any time and which leaves no other behind.
import { flushCompileCache } from 'node:module'
import { join } from 'node:path'

/** What Node is told for the gateway; each set of flags has a compile cache of its own. */
export const gatewayFlags = [
  // V8 favours memory over speed.
  '--optimize-for-size',
  // By which it would collect after each ticket, with four threads: added 6.1 → 5.0 ms at 50 a second, in as much memory.
  '--min-semi-space-size=2',
  '--max-semi-space-size=2',
  '--no-parallel-scavenge',
  // SIGUSR1 would open a debugger: secrets and customers to whoever may signal the process and reach its port.
  '--disable-sigusr1',
]

const root = join(import.meta.dirname, '../..')
const main = join(import.meta.dirname, 'main.ts')

/** What it is given besides, where nothing else is set. */
export const gatewayEnvironment = {
  // Compiled once, before the process that stays: compiling leaves it larger.
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/gateway'),
  // glibc would keep memory in reserve for each thread.
  MALLOC_ARENA_MAX: '2',
}

if (import.meta.main) await start(process.argv[2])

async function start(step: string | undefined) {
  // Vite sets NODE_ENV for all that comes after it.
  const environment = { ...gatewayEnvironment, ...process.env }
  if (step === '--build') {
    // Only here: the service does without.
    const { createBuilder } = await import('vite')
    const builder = await createBuilder({ root })
    await builder.buildApp()
  }
  if (step !== '--warm') return become(environment, import.meta.filename, '--warm')

  await import('./main.ts')
  flushCompileCache()
  become(environment, main)
}

function become(environment: NodeJS.ProcessEnv, ...program: string[]) {
  // Windows has none; there only WSL is promised.
  if (!process.execve) throw new Error('This system lacks execve.')
  process.execve(process.execPath, [process.execPath, ...gatewayFlags, ...program], environment)
}
