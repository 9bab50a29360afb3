import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fetch } from 'undici'
import { expect, onTestFinished, test, vi } from 'vitest'
import { grant, running } from './running.ts'

function startMain(port: string) {
  const child = spawn(process.execPath, ['src/emulator/main.ts'], {
    env: { ...process.env, EMULATOR_PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let printed = ''
  child.stdout.on('data', (chunk) => {
    printed += chunk
  })
  return { child, printed: () => printed, exit: once(child, 'exit'), errors: text(child.stderr) }
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'it prints where it listens and how to sign in, and ends with 0 on %s',
  async (signal) => {
    const { child, printed, exit, errors } = startMain('0')
    await vi.waitFor(() => expect(printed()).toMatch(/\nhttp:\S+\n$/), { timeout: 10_000 })
    const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(printed())?.[1] ?? ''

    const answer = await fetch(`${setting('HUBSOFT_URL')}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: setting('HUBSOFT_CLIENT_ID'),
        client_secret: setting('HUBSOFT_CLIENT_SECRET'),
        username: setting('HUBSOFT_USERNAME'),
        password: setting('HUBSOFT_PASSWORD'),
      }),
    })
    child.kill(signal)

    expect(answer.status).toBe(200)
    expect(await exit).toEqual([0, null])
    expect(await errors).toBe('')
  },
)

test.each(['abc', '-1', '65536', '80.5', ''])(
  'port "%s" is explained in one line and ends it with 1',
  async (port) => {
    const { exit, errors, printed } = startMain(port)

    expect(await exit).toEqual([1, null])
    expect(await errors).toBe(
      `EMULATOR_PORT: read "${port}", wanted a port number from 0 to 65535 (0 takes a free one)\n`,
    )
    expect(printed()).toBe('')
  },
)

test('a port that is taken is explained in one line and ends it with 1', async () => {
  const { url, postJson } = await running()
  const { port } = new URL(url)

  const { exit, errors } = startMain(port)

  expect(await exit).toEqual([1, null])
  expect(await errors).toMatch(
    new RegExp(`^EMULATOR_PORT: cannot listen on 127.0.0.1:${port} \\(.*EADDRINUSE.*\\)\n$`),
  )
  expect((await postJson('/oauth/token', grant)).status).toBe(200)
})
