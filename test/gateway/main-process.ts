import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Environment } from '#src/gateway/config/environment.ts'
import { gatewayFlags } from '#src/gateway/start.ts'

const root = join(import.meta.dirname, '../..')

/** The gateway as an operator starts it, in this folder and with this environment alone. */
export function startMain(cwd: string, env: Environment, nodeOptions: string[] = []) {
  const main = [...gatewayFlags, ...nodeOptions, join(root, 'src/gateway/main.ts')]
  return startProgram([process.execPath, ...main], cwd, {
    PATH: process.env.PATH,
    PORT: '0',
    ...env,
  })
}

/** Any program, with this environment alone, as the leader of a group; and what becomes of it. */
export function startProgram([program = '', ...args]: string[], cwd: string, env: Environment) {
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let [printed, said] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    printed += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    said += chunk
  })
  const exit = once(child, 'close')
  return {
    pid: child.pid,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Exit code and signal, once all its output is read. */
    exit,
    /** All that it has written so far, and to which of the two. */
    output: () => printed + said,
    printed: () => printed,
    said: () => said,
    /** The address that it prints last. */
    ready: () =>
      new Promise<string>((resolve, reject) => {
        const look = () => {
          const address = /^http\S+(?=\n)/m.exec(printed)?.[0]
          if (address) resolve(address)
        }
        look()
        child.stdout.on('data', look)
        child.once('close', () =>
          reject(new Error(`It ended before it was ready:\n${printed}${said}`)),
        )
      }),
  }
}
