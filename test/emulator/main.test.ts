import { expect, onTestFinished, test } from 'vitest'
import { startProgram } from '../process.ts'
import { grant, running } from './running.ts'

function startEmulatorProcess(port: string) {
  const command = [process.execPath, 'src/emulator/main.ts']
  const program = startProgram(command, process.cwd(), { ...process.env, EMULATOR_PORT: port })
  onTestFinished(() => void program.kill('SIGKILL'))
  return program
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'it prints where it listens and how to sign in, and ends with 0 on %s',
  async (signal) => {
    const { ready, kill, printed, exit, said } = startEmulatorProcess('0')
    await ready()
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
    kill(signal)

    expect(answer.status).toBe(200)
    expect(await exit).toEqual([0, null])
    expect(said()).toBe('')
  },
)

test.each(['abc', '65536', ''])(
  'port "%s" is explained in one line and ends it with 1',
  async (port) => {
    const { exit, said, printed } = startEmulatorProcess(port)

    expect(await exit).toEqual([1, null])
    expect(said()).toBe(
      `EMULATOR_PORT: read "${port}", wanted a port number from 0 to 65535 (0 takes a free one)\n`,
    )
    expect(printed()).toBe('')
  },
)

test('a port that is taken is explained in one line and ends it with 1', async () => {
  const { url, postJson } = await running()
  const { port } = new URL(url)

  const { exit, said } = startEmulatorProcess(port)

  expect(await exit).toEqual([1, null])
  expect(said()).toMatch(
    new RegExp(`^EMULATOR_PORT: cannot listen on 127.0.0.1:${port} \\(.*EADDRINUSE.*\\)\n$`),
  )
  expect((await postJson('/oauth/token', grant)).status).toBe(200)
})
