import { demoCredentials, startEmulator } from './server.ts'

const typed = process.env.EMULATOR_PORT ?? '8090'
const isPort = /^\d{1,5}$/.test(typed) && Number(typed) <= 65_535

if (isPort) {
  await run(Number(typed))
} else {
  fail(`EMULATOR_PORT: read "${typed}", wanted a port number from 0 to 65535 (0 takes a free one)`)
}

async function run(port: number): Promise<void> {
  const running = await startEmulator({ port, switches: { limits: true } }).catch(
    (cause: unknown) => {
      fail(`EMULATOR_PORT: cannot listen on 127.0.0.1:${port} (${reasonOf(cause)})`)
    },
  )
  if (!running) return

  // The names under which the gateway reads them.
  const settings = [
    `HUBSOFT_URL=${running.url}`,
    `HUBSOFT_CLIENT_ID=${demoCredentials.client_id}`,
    `HUBSOFT_CLIENT_SECRET=${demoCredentials.client_secret}`,
    `HUBSOFT_USERNAME=${demoCredentials.username}`,
    `HUBSOFT_PASSWORD=${demoCredentials.password}`,
    '# and who the attendant is: AUTH_MODE=local (npm run attendant), or proxy with its settings',
  ]
  const guide = '# its faults and switches: docs/emulator.md'
  process.stdout.write(
    `HubSoft emulator, until Ctrl-C:\n${settings.join('\n')}\n${guide}\n${running.url}\n`,
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, running.stop)
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

function fail(line: string): void {
  process.stderr.write(`${line}\n`)
  process.exitCode = 1
}
