import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '#src/gateway/config/environment.ts'
import { gatewayEnvironment, gatewayFlags } from '#src/gateway/start.ts'
import { startProgram } from '../process.ts'

export type Serving = { url: string; stop: () => Promise<void> }

const ownRoot = join(import.meta.dirname, '../..')

/**
 * The product as `npm start` runs it, with the demonstration's HubSoft unless `env` names another.
 *
 * @param root of the checkout whose gateway and build it is
 */
export async function startProduct(root = ownRoot, env: Environment = {}): Promise<Serving> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const program = startProgram(
    [process.execPath, ...gatewayFlags, join(root, 'src/gateway/main.ts')],
    folder,
    { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'warn', ...gatewayEnvironment, ...env },
  )
  return {
    url: await program.ready(),
    async stop() {
      program.kill('SIGTERM')
      await program.exit
      await rm(folder, { recursive: true })
    },
  }
}

/** The sides of a comparison in the order of this round: each comes first as often as the others. */
export const inTurn = <Side>(sides: Side[], round: number): Side[] => {
  const start = round % sides.length
  const turned = [...sides.slice(start), ...sides.slice(0, start)]
  return Math.floor(round / sides.length) % 2 ? turned.toReversed() : turned
}
