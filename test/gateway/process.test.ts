import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { Agent } from 'node:http'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { Environment } from '#src/gateway/config/environment.ts'
import { listen, startMain } from '../process.ts'
import { keepLog } from './keep-log.ts'
import { openProcessHouse } from './process-house.ts'
import {
  exchange,
  newTicket,
  openHouse,
  parsed,
  protocolIn,
  talkTo,
  ticketRoute,
  told,
} from './running.ts'

/** The gateway as an operator starts it, in a folder of its own; killed after the test. */
function startHere(settings: Environment = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'process-'))
  const gateway = startMain(folder, settings)
  onTestFinished(async () => {
    gateway.kill('SIGKILL')
    await gateway.exit
    rmSync(folder, { recursive: true })
  })
  return {
    ...gateway,
    folder,
    emulatorUrl: () => /demonstração.* em (http:\S+)\n/.exec(gateway.printed())?.[1] ?? '',
  }
}

const linesIn = (log: string) => log.trimEnd().split('\n').map(parsed)

test('with nothing set it brings its own HubSoft, keeps its journal for its user alone, and prints the address last', async () => {
  const { ready, printed, said, emulatorUrl, folder } = startHere()

  const url = await ready()

  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const file = join(folder, 'data/novo-atendimento.db')
  expect(printed().split('\n').slice(-4)).toEqual([
    `Os envios ficam no arquivo SQLite ${file}`,
    'O Novo Atendimento está no ar; Ctrl-C encerra.',
    url,
    '',
  ])
  const paths = [join(folder, 'data'), file, `${file}-wal`, `${file}-shm`]
  expect(paths.map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600, 0o600, 0o600])
  expect(emulatorUrl()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect((await exchange(url)).text).toContain('<!doctype html>')
  expect((await talkTo(url).post()).status).toBe(201)
  // Another pipe than the address came by.
  await expect.poll(() => linesIn(said()).length).toBeGreaterThan(1)
  const [made, started] = linesIn(said())
  expect(made).toMatchObject({ level: 40, msg: expect.stringContaining('new one') })
  expect(started).toMatchObject({
    msg: 'started',
    url,
    authMode: 'demo',
    hubsoft: 'stand-in',
    node: process.version,
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
  })

  // What Prometheus reads tells of the process too, under our own names alone.
  const metrics = (await exchange(`${url}/metrics`)).text
  expect(metrics).toMatch(/^novo_atendimento_process_resident_memory_bytes \d+$/m)
  expect(metrics).toMatch(/^novo_atendimento_nodejs_eventloop_lag_p99_seconds \S+$/m)
  expect(metrics).toMatch(/^novo_atendimento_nodejs_eventloop_lag_max_seconds \S+$/m)
  const names = metrics.split('\n').filter((line) => line && !line.startsWith('#'))
  expect(names.filter((line) => !line.startsWith('novo_atendimento_'))).toEqual([])
})

/** A gateway with a ticket that HubSoft has until it is released. */
async function openSending(nodeOptions: string[] = []) {
  const house = await openProcessHouse({ nodeOptions })
  house.faults.inject({ route: 'atendimento', fault: 'slow', ms: 1 })
  const sent = house.post()
  await expect.poll(house.posts).toBe(1)
  return { ...house, sent }
}

test('SIGTERM while a ticket is sent: it takes nobody new, lets that ticket finish, and waits for no idle connection', async () => {
  const { url, sent, kill, exit, release } = await openSending()
  // A page that keeps asking on one connection.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const ask = () => exchange(`${url}/healthz`, { agent }).then(({ status }) => status)
  let answered = 0
  const asking = (async () => {
    while ((await ask().catch(() => 0)) === 200) answered += 1
  })()
  // One that a browser opened to spare.
  const spare = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => void spare.destroy())
  await once(spare, 'connect')
  await expect.poll(() => answered).toBeGreaterThan(3)

  kill('SIGTERM')

  await expect
    .poll(() => exchange(url).catch((error: unknown) => String(error)))
    .toMatch(/ECONNREFUSED/)
  release()
  expect(protocolIn(await sent)).toMatch(/^\d{20}$/)
  expect(await exit).toEqual([0, null])
  await asking
})

test('a Ctrl-C that npm hands on after the terminal is one Ctrl-C: the ticket under way finishes', async () => {
  const { ready, emulatorUrl, kill, exit, said } = startHere()
  const url = await ready()
  const body = JSON.stringify({ route: 'atendimento', fault: 'slow', ms: 700 })
  await exchange(`${emulatorUrl()}/_emulator/faults`, { method: 'POST', body })
  const sent = talkTo(url).post()
  const ledger = () => exchange(`${emulatorUrl()}/_emulator/ledger`).then(({ text }) => text)
  await expect.poll(ledger).toContain(ticketRoute)

  kill('SIGINT')
  await setTimeout(5)
  kill('SIGINT')

  expect(protocolIn(await sent)).toMatch(/^\d{20}$/)
  expect(await exit).toEqual([0, null])
  expect(said()).toContain('"signal":"SIGINT"')
})

test('a silent HubSoft does not hold the end longer than the deadline', async () => {
  const env = { HUBSOFT_TIMEOUT_MS: '800', HUBSOFT_SETTLE_MS: '600000' }
  const house = await openHouse({ env, signsInAtStart: true })
  house.faults.inject({ route: 'atendimento', fault: 'silent-before' })
  const sent = house.post()
  await expect.poll(house.ticketRequests).toHaveLength(1)

  await house.stopGateway()

  expect(told(await sent).status).toBe('pending')
  // A request may take half a minute to arrive before that.
  expect(house.longestStopMs).toBe(30_800)
})

test('what keeps it from starting ends it with 1 and its line, no stack, and leaves no stand-in running', async () => {
  const server = createServer()
  onTestFinished(() => void server.close())
  const port = await listen(server)

  const [settings, taken, database] = [
    startHere({ PORT: 'oitenta', TIME_ZONE: 'Brasil' }),
    startHere({ PORT: String(port) }),
    startHere({ DATABASE_URL: `file:${tmpdir()}` }),
  ]

  for (const { exit, said } of [settings, taken, database]) {
    expect(await exit).toEqual([1, null])
    expect(said()).not.toMatch(/^\s+at /m)
  }
  expect(settings.printed()).toBe('')
  expect(settings.said()).toMatch(
    /^O gateway não subiu\. Corrija estas variáveis e suba de novo:\n {2}PORT: .*\n {2}TIME_ZONE: .*\n$/,
  )
  expect(taken.said()).toMatch(
    new RegExp(
      `^O gateway não subiu: .*EADDRINUSE.* 127\\.0\\.0\\.1:${port}\\. A porta está livre\\? .*\\n$`,
    ),
  )
  expect(database.said()).toMatch(
    /^O gateway não subiu: DATABASE_URL: "file:\S+" não pode ser aberto .*\n$/,
  )
  expect(database.said()).not.toContain('porta')
})

/** Loaded beside the gateway, so that the product needs no way to be crashed: does this on SIGWINCH. */
function crashing(crash: string): string[] {
  const preload = `process.on('SIGWINCH', () => {
    const error = new SyntaxError('of 37999112233')
    ${crash}
  })`
  return ['--import', `data:text/javascript,${encodeURIComponent(preload)}`]
}

test('an exception that nobody catches ends it with 1 and one line, once the ticket under way is finished', async () => {
  const { sent, kill, exit, output, release } = await openSending(crashing('throw error'))

  kill('SIGWINCH')
  await expect.poll(output).toContain('"level":60')
  release()

  expect((await sent).status).toBe(201)
  expect(await exit).toEqual([1, null])
  expect(output()).not.toContain('37999112233')
  const faults = linesIn(output()).filter((line) => Number(Object(line).level) >= 50)
  expect(faults).toEqual([
    expect.objectContaining({ level: 60, err: expect.objectContaining({ type: 'SyntaxError' }) }),
  ])
})

test('whoever stops what a fault of ours stops already is not impatient: the ticket under way finishes', async () => {
  const later = `const now = performance.now.bind(performance)
    setImmediate(() => {
      performance.now = () => now() + 2000
      process.stderr.write('two seconds later')
    })`
  const { sent, kill, exit, output, release } = await openSending(crashing(`${later}\nthrow error`))

  kill('SIGWINCH')
  await expect.poll(output).toContain('two seconds later')
  kill('SIGTERM')
  release()

  expect((await sent).status).toBe(201)
  expect(await exit).toEqual([1, null])
})

test('so does a rejection; a second fault ends it at once, and is told in the same way', async () => {
  const { sent, kill, exit, output } = await openSending(crashing('Promise.reject(error)'))
  const cut = sent.catch(() => 'no answer')

  kill('SIGWINCH')
  await expect.poll(output).toContain('stopped by a fault of ours')
  kill('SIGWINCH')

  expect(await exit).toEqual([1, null])
  expect(await cut).toBe('no answer')
  expect(output()).toContain('a second fault, while stopping')
  expect(output()).not.toContain('37999112233')
})

test('a line of the log says which request it was, what came of it and how long it took', async () => {
  const { logTo, lines } = keepLog()
  const { post: send } = await openHouse({ logTo })

  const { headers } = await send(newTicket)

  const served = { id: headers['x-request-id'], method: 'POST', route: ticketRoute, status: 201 }
  await expect
    .poll(lines)
    .toContainEqual(expect.objectContaining({ ...served, durationMs: expect.any(Number) }))
})

test('a line of the log says what a send came to, by its key and its request, and why HubSoft gave no answer', async () => {
  const { logTo, lines } = keepLog()
  const { post: send, faults } = await openHouse({ logTo })
  faults.inject({ route: 'atendimento', fault: 'reset-before' })
  const key = randomUUID()

  const { headers } = await send(newTicket, { key })
  const id = headers['x-request-id']

  for (const line of [
    { id, key, kind: 'uncertain', durationMs: expect.any(Number) },
    { id, code: 'ECONNRESET' },
    { msg: 'look', key },
  ]) {
    await expect.poll(lines).toContainEqual(expect.objectContaining(line))
  }
  // The gateway looks by itself.
  for (const look of lines().filter(({ msg }) => msg === 'look')) {
    expect(look).not.toHaveProperty('id')
  }
})
