// A machine as it comes: an old Node, the npm that came with it, and a clean copy of this repository.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import { newTicket } from '../../gateway/running.ts'
import { startProgram } from '../../process.ts'
import { programAt } from '../../program.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const downloads = join(root, 'node_modules/.cache/stock')

/** All that is on its PATH besides: what npm and `src/node.sh` ask for. */
const tools = ['sh', 'env', 'uname', 'grep', 'git']

/** Where npm brings no Node (Apple silicon), a machine's own has to be new: it is the one that runs this. */
const bringsNode = process.execPath.startsWith(join(root, 'node_modules'))

export type StockMachine = Awaited<ReturnType<typeof stockMachine>>

/** Needs npm's registry, or from the second time on its cache; throws what npm says where it has neither. */
export async function stockMachine(npm: string, node: string) {
  const npmPath = join(await download('npm', npm), 'bin/npm-cli.js')
  const nodePath = bringsNode
    ? join(await download(`node-${process.platform}-${process.arch}`, node), 'bin/node')
    : process.execPath
  // Whatever a path may hold.
  const folder = await mkdtemp(join(tmpdir(), 'máquina & nova '))
  const [bin, clone] = [join(folder, 'bin'), join(folder, 'novo atendimento')]
  await mkdir(bin)
  await symlink(npmPath, join(bin, 'npm'))
  await symlink(nodePath, join(bin, 'node'))
  for (const tool of tools) await symlink(pathOf(tool), join(bin, tool))
  const made = /^(node_modules|dist|data|test-results|\.git|.*\.log)$/
  await cp(root, clone, { recursive: true, filter: (path) => !made.test(relative(root, path)) })

  const start = (...args: string[]) =>
    startProgram([join(bin, 'npm'), ...args], clone, {
      ...inherited(),
      PATH: bin,
      PORT: '0',
      EMULATOR_PORT: '0',
    })
  return {
    clone,
    /** `npm …`. */
    start,
    /** `npm …` to its end: exit code and what it said. */
    async run(...args: string[]) {
      const { exit, output } = start(...args)
      const [code] = await exit
      return { code: Number(code), said: output() }
    },
    remove: () => rm(folder, { recursive: true }),
  }
}

/** `npm start`, a ticket, and SIGTERM to npm; null where all is well, else what isn't. */
export async function startAndSend({ start }: StockMachine): Promise<string | null> {
  const { pid, ready, kill, exit } = start('start')
  try {
    const answer = await openTicket(await ready())
    if (readGatewayAnswer(answer)?.status !== 'success') return `no ticket: ${answer}`
    kill('SIGTERM')
    const ended = await exit
    if (ended[0] !== 0) return `npm start ended with ${ended.join(', ')}`
    if (isThere(-Number(pid))) return 'npm start left a process behind'
    return null
  } finally {
    if (isThere(-Number(pid))) process.kill(-Number(pid), 'SIGKILL')
  }
}

async function openTicket(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/integracao/atendimento`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(newTicket),
  })
  return answer.text()
}

/** A process, or with a minus any process of a group. */
export function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The folder of a package of npm's registry, by the npm that is at hand. */
async function download(name: string, version: string): Promise<string> {
  const folder = join(downloads, `${name}-${version}`)
  const installed = join(folder, 'node_modules', name)
  if (!existsSync(installed)) {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{}')
    const args = ['install', '--prefer-offline', '--no-save', '--no-package-lock']
    await promisify(execFile)('npm', [...args, `${name}@${version}`], { cwd: folder })
  }
  return installed
}

function pathOf(tool: string): string {
  const found = programAt(tool)
  if (!found) throw new Error(`"${tool}" is not on the PATH.`)
  return found
}

/** What the machine's user has set, without what an npm that runs this has: which folder, which command. */
function inherited(): NodeJS.ProcessEnv {
  const set = /^(npm_(?!config_)|npm_config_(local_|global_)?prefix$|NODE_(?!EXTRA_CA)|INIT_CWD$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !set.test(name)))
}
