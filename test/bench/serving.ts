import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import type { Environment } from '#src/gateway/config/environment.ts'
import { gatewayEnvironment, gatewayFlags } from '#src/gateway/start.ts'
import { startProgram } from '../process.ts'

export type Serving = { url: string; stop: () => Promise<void> }

const ownRoot = join(import.meta.dirname, '../..')
const floor = join(import.meta.dirname, 'floor')

type ProductOptions = {
  /** Of the checkout whose gateway and build it is. */
  root?: string | undefined
  env?: Environment
}

/** The product as `npm start` runs it, with the demonstration's HubSoft unless `env` names another. */
export const startProduct = ({ root = ownRoot, env = {} }: ProductOptions = {}) =>
  startServing((folder) => ({
    program: [join(root, 'src/gateway/main.ts')],
    env: { PORT: '0', DATABASE_URL: `file:${folder}/novo-atendimento.db`, ...env },
  }))

/** The page by hand, served by the same gateway, packed and with the same headers; its tickets go to that HubSoft. */
export const startFloor = (hubsoftUrl: string, env: Environment = {}) =>
  startServing(async (folder) => {
    const pageRoot = join(folder, 'page')
    await packFloor(pageRoot)
    const settings = { DATABASE_URL: `file:${folder}/novo-atendimento.db`, ...env }
    const program = join(import.meta.dirname, 'serve-floor.ts')
    return { program: [program, pageRoot, hubsoftUrl, JSON.stringify(settings)], env: {} }
  })

type Program = { program: string[]; env: Environment }

async function startServing(
  describe: (folder: string) => Program | Promise<Program>,
): Promise<Serving> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const { program, env } = await describe(folder)
  const running = startProgram([process.execPath, ...gatewayFlags, ...program], folder, {
    PATH: process.env.PATH,
    LOG_LEVEL: 'warn',
    ...gatewayEnvironment,
    ...env,
  })
  return {
    url: await running.ready(),
    async stop() {
      running.kill('SIGTERM')
      await running.exit
      await rm(folder, { recursive: true })
    },
  }
}

const compress = promisify(brotliCompress)

/** As the build leaves the product's page: packed beside itself, what it loads below /assets, which is kept for ever. */
async function packFloor(pageRoot: string) {
  await mkdir(join(pageRoot, 'assets'), { recursive: true })
  const files = { 'index.html': '', 'floor.css': 'assets', 'floor.js': 'assets' }
  for (const [name, under] of Object.entries(files)) {
    const text = await readFile(join(floor, name))
    const to = join(pageRoot, under, name)
    await writeFile(to, text)
    await writeFile(`${to}.br`, await compress(text))
  }
  await copyFile(join(ownRoot, 'public/icon.svg'), join(pageRoot, 'icon.svg'))
}

/** The sides of a comparison in the order of this round: each comes first as often as the others. */
export function inTurn<Side>(sides: Side[], round: number): Side[] {
  const start = round % sides.length
  const turned = [...sides.slice(start), ...sides.slice(0, start)]
  return Math.floor(round / sides.length) % 2 ? turned.toReversed() : turned
}
