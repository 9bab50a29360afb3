import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { Agent, createServer as createHttpServer } from 'node:http'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { gatewayFlags } from '#src/gateway/start.ts'
import { letIn } from '../house.ts'
import {
  exchange,
  newTicket,
  openHouse,
  protocolIn,
  shortDeadline,
  signedIn,
  ticketRoute,
  told,
} from './running.ts'

const patience = { timeout: 15_000 }
const ours =
  /^(NODE_ENV|LOG_LEVEL|HOST|PORT|(PUBLIC|TLS|HUBSOFT|AUTH|ATTENDANTS|DATABASE|TRUSTED|FRAME|TIME|EMULATOR)_.*)$/

/** The gateway as an operator starts it, with this environment alone; killed after the test. */
function startMain(settings: Environment = {}, nodeOptions: string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'process-'))
  const database = { DATABASE_URL: `file:${join(folder, 'novo-atendimento.db')}` }
  const inherited = Object.entries(process.env).filter(([name]) => !ours.test(name))
  const child = spawn(process.execPath, [...gatewayFlags, ...nodeOptions, 'src/gateway/main.ts'], {
    env: { ...Object.fromEntries(inherited), PORT: '0', ...database, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    rmSync(folder, { recursive: true })
  })
  let [printed, said] = ['', '']
  child.stdout.on('data', (chunk) => {
    printed += chunk
  })
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const addressIn = (pattern: RegExp) => pattern.exec(printed)?.[1] ?? ''
  return {
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Exit code and signal, once all its output is read. */
    exit: once(child, 'close'),
    printed: () => printed,
    said: () => said,
    /** Waits until it listens; gives its address. */
    ready: async () => {
      await vi.waitFor(() => expect(printed).toMatch(/\nhttp:\S+\n$/), patience)
      return addressIn(/\n(http:\S+)\n$/)
    },
    emulatorUrl: () => addressIn(/demonstração.* em (http:\S+)\n/),
  }
}

const json = { 'content-type': 'application/json' }

function post(url: string, { body = newTicket, key = randomUUID(), headers = {} } = {}) {
  return exchange(url + ticketRoute, {
    method: 'POST',
    headers: { ...json, 'idempotency-key': key, ...headers },
    body: JSON.stringify(body),
  })
}

async function inject(emulatorUrl: string, order: FaultOrderInput) {
  const body = JSON.stringify(order)
  const answer = await exchange(`${emulatorUrl}/_emulator/faults`, { method: 'POST', body })
  expect(answer.status).toBe(201)
}

async function ticketRequests(emulatorUrl: string): Promise<number> {
  const { text: ledger } = await exchange(`${emulatorUrl}/_emulator/ledger`)
  return ledger.split(`"path":"${ticketRoute}"`).length - 1
}

test('with nothing set it brings its own HubSoft, prints the address last, and opens a ticket', async () => {
  const { ready, printed, emulatorUrl } = startMain()

  const url = await ready()

  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(printed().split('\n').slice(-2)).toEqual([url, ''])
  expect(emulatorUrl()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect((await exchange(url)).text).toContain('<!doctype html>')
  expect((await post(url)).status).toBe(201)
})

test('it makes the database and its folder for its user alone, and says where it is before it is ready', async () => {
  const root = mkdtempSync(join(tmpdir(), 'journal-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const file = join(root, 'dados', 'banco.db')
  const { ready, printed } = startMain({ DATABASE_URL: `file:${relative(process.cwd(), file)}` })

  const url = await ready()

  expect(printed().split('\n').slice(-4)).toEqual([
    `Os envios ficam no arquivo SQLite ${file}`,
    'O Novo Atendimento está no ar; Ctrl-C encerra.',
    url,
    '',
  ])
  const paths = [join(root, 'dados'), file, `${file}-wal`, `${file}-shm`]
  expect(paths.map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600, 0o600, 0o600])
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s while a ticket is sent: it takes nobody new, lets that ticket finish, and ends with 0',
  async (signal) => {
    const { ready, emulatorUrl, kill, exit } = startMain()
    const url = await ready()
    await inject(emulatorUrl(), { route: 'atendimento', fault: 'slow', ms: 700 })

    const sent = post(url)
    await expect.poll(() => ticketRequests(emulatorUrl()), patience).toBe(1)
    kill(signal)

    await expect
      .poll(() => exchange(url).catch((error: unknown) => String(error)), patience)
      .toMatch(/ECONNREFUSED/)
    expect(protocolIn(await sent)).toMatch(/^\d{20}$/)
    expect(await exit).toEqual([0, null])
  },
)

test.each([0, 5])(
  'a Ctrl-C that npm hands on %i ms after the terminal is one Ctrl-C: the ticket under way finishes',
  async (laterMs) => {
    const { ready, emulatorUrl, kill, exit, said } = startMain()
    const url = await ready()
    await inject(emulatorUrl(), { route: 'atendimento', fault: 'slow', ms: 700 })
    const sent = post(url)
    await expect.poll(() => ticketRequests(emulatorUrl()), patience).toBe(1)

    kill('SIGINT')
    await setTimeout(laterMs)
    kill('SIGINT')

    expect(protocolIn(await sent)).toMatch(/^\d{20}$/)
    expect(await exit).toEqual([0, null])
    expect(said()).toContain('"signal":"SIGINT"')
  },
)

test('a page that keeps asking on one connection does not keep a stopped gateway alive', async () => {
  const { ready, kill, exit } = startMain()
  const url = await ready()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const ask = () => exchange(`${url}/api/sessao`, { agent }).then(({ status }) => status)
  let answered = 0
  const asking = (async () => {
    while ((await ask().catch(() => 0)) === 200) answered += 1
  })()
  await expect.poll(() => answered).toBeGreaterThan(3)

  kill('SIGTERM')

  expect(await exit).toEqual([0, null])
  await asking
})

test('a connection that a browser opened to spare and never used does not hold the end', async () => {
  const { ready, kill, exit } = startMain()
  const spare = connect(Number(new URL(await ready()).port), '127.0.0.1')
  onTestFinished(() => void spare.destroy())
  await once(spare, 'connect')

  kill('SIGTERM')

  expect(await exit).toEqual([0, null])
})

test('a silent HubSoft does not hold the end longer than the deadline', async () => {
  const { ready, emulatorUrl, kill, exit } = startMain({
    ...shortDeadline,
    HUBSOFT_SETTLE_MS: '600000',
  })
  const url = await ready()
  await inject(emulatorUrl(), { route: 'atendimento', fault: 'silent-before' })

  const sent = post(url)
  await expect.poll(() => ticketRequests(emulatorUrl()), patience).toBe(1)
  kill('SIGTERM')

  expect(told(await sent).status).toBe('pending')
  expect(await exit).toEqual([0, null])
})

test('wrong settings end it with 1, a line for each fault, no stack, and nothing started', async () => {
  const { exit, said, printed } = startMain({
    PORT: 'oitenta',
    HUBSOFT_URL: 'http://api.provedor.com.br',
    HUBSOFT_PASSWORD: 'SEGREDO',
    HUBSOFT_TIMEOUT: '5',
    TIME_ZONE: 'Brasil',
  })

  expect(await exit).toEqual([1, null])
  const [head, ...lines] = said().trimEnd().split('\n')
  expect(head).toBe('O gateway não subiu. Corrija estas variáveis e suba de novo:')
  expect(lines.map((line) => /^ {2}(\w+): /.exec(line)?.[1]).toSorted()).toEqual([
    'AUTH_MODE',
    'HUBSOFT_CLIENT_ID',
    'HUBSOFT_CLIENT_SECRET',
    'HUBSOFT_TIMEOUT',
    'HUBSOFT_URL',
    'HUBSOFT_USERNAME',
    'PORT',
    'TIME_ZONE',
  ])
  expect(said()).not.toMatch(/SEGREDO|^\s+at /m)
  expect(printed()).toBe('')
})

test('a port that is taken ends it with 1 and one line, and leaves no stand-in running', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0

  const { exit, said } = startMain({ PORT: String(port) })

  expect(await exit).toEqual([1, null])
  expect(said()).toMatch(
    new RegExp(`^O gateway não subiu: .*EADDRINUSE.* 127\\.0\\.0\\.1:${port}.*\\n$`),
  )
})

test('a database that can’t be opened ends it with 1 and one line, and leaves no stand-in running', async () => {
  const { env, folder, remove } = await letIn({ usuario: 'ana', nome: 'Ana', senha: 'x' })
  onTestFinished(remove)

  const { exit, said } = startMain({ ...env, DATABASE_URL: `file:${folder}` })

  expect(await exit).toEqual([1, null])
  expect(said()).toMatch(/^O gateway não subiu: DATABASE_URL: "file:\S+" não pode ser aberto .*\n$/)
  expect(said()).not.toContain('port')
})

// Told to the gateway by page, proxy, operator or HubSoft; none of it is the log's business.
const planted = {
  nome: 'Plantada Silva',
  telefone: '37988776655',
  email: 'plantada@example.com',
  descricao: 'Texto plantado, CPF 529.982.247-25',
  cpf: '52998224725',
  attendant: 'Atendente Plantado',
  token: 'token-plantado-abc',
  clientSecret: 'client-secret-plantado',
  username: 'usuario-plantado@provedor.com.br',
  password: 'senha-plantada',
  proxySecret: 'segredo-do-proxy-com-mais-de-32-letras',
  query: 'consulta-plantada',
  hubsoftSays: 'Sentença plantada',
}
const { nome, telefone, email, descricao } = planted
const plantedTicket = {
  id_cliente_servico: 11000,
  nome,
  telefone,
  email,
  descricao,
  abrir_os: true,
}

function expectNothingPlanted(output: string) {
  const found = Object.entries(planted).filter(([, value]) =>
    output.toLowerCase().includes(value.toLowerCase()),
  )
  expect(found.map(([name]) => name)).toEqual([])
  expect(output).not.toMatch(/plantad|529\.982|Bearer/i)
}

/** A HubSoft that gives the planted token and answers its next tickets with these, then not at all. */
async function plantedHubsoft(answers: [number, unknown][]) {
  const server = createHttpServer(async (incoming, response) => {
    const body = await text(incoming)
    if (incoming.url === '/oauth/token') {
      expect(body).toContain(planted.password)
      return void response.end(JSON.stringify({ access_token: planted.token, expires_in: 3600 }))
    }
    // What a look is answered.
    if (incoming.method === 'GET') return void response.end(planted.hubsoftSays)
    const [status, said] = answers.shift() ?? [0, '']
    if (status === 0) return incoming.socket.destroy()
    return void response
      .writeHead(status)
      .end(typeof said === 'string' ? said : JSON.stringify(said))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

test('whatever happens, the process writes nothing of people, texts, tokens, secrets or queries', async () => {
  const said = planted.hubsoftSays
  const hubsoftUrl = await plantedHubsoft([
    [200, { status: 'success', atendimento: { protocolo: '1', descricao_abertura: descricao } }],
    [200, { status: 'error', msg: said, errors: [planted.cpf] }],
    [200, { status: 'error', msg: `SQLSTATE ${said}`, trace: [descricao] }],
    [500, `<html>${said}</html>`],
    [403, { status: 'error', msg: said }],
    [429, { msg: said, retry_after: 1 }],
    [401, { message: said }],
    [401, { message: said }],
  ])
  const {
    ready,
    kill,
    exit,
    printed,
    said: logged,
  } = startMain({
    ...shortDeadline,
    LOG_LEVEL: 'trace',
    HUBSOFT_URL: hubsoftUrl,
    HUBSOFT_CLIENT_ID: '7',
    HUBSOFT_CLIENT_SECRET: planted.clientSecret,
    HUBSOFT_USERNAME: planted.username,
    HUBSOFT_PASSWORD: planted.password,
    AUTH_MODE: 'proxy',
    AUTH_PROXY_SECRET: planted.proxySecret,
    TRUSTED_PROXIES: '127.0.0.1',
  })
  const url = await ready()
  const headers = signedIn(planted.attendant, planted.attendant)

  const statuses: number[] = []
  for (let sends = 0; sends < 8; sends += 1) {
    statuses.push((await post(url, { body: plantedTicket, headers })).status)
  }
  const key = randomUUID()
  await post(url, { body: { ...plantedTicket, nome: descricao.repeat(200) }, key, headers })
  await exchange(`${url}${ticketRoute}/${key}?${planted.query}`, { headers })
  await exchange(`${url}/${planted.query}/${telefone}?${planted.query}=${planted.cpf}`, { headers })
  await exchange(`${url}/api/${planted.query}?nome=${encodeURIComponent(nome)}`, { headers })
  await exchange(`${url}/api/sessao`, { headers: { ...headers, host: `${planted.query}.example` } })
  kill('SIGTERM')

  expect(await exit).toEqual([0, null])
  expect(statuses).toEqual([201, 422, 202, 202, 202, 429, 503, 202])
  expect(logged().split('\n').length).toBeGreaterThan(12)
  expect(logged()).toContain(`"route":"${ticketRoute}/:chave"`)
  expectNothingPlanted(printed() + logged())
})

/** Loaded beside the gateway, so that the product needs no way to be crashed: does this on SIGWINCH. */
function crashing(crash: string): string[] {
  const preload = `process.on('SIGWINCH', () => {
    const error = new SyntaxError(${JSON.stringify(`${planted.nome}: ${planted.password}`)})
    ${crash}
  })`
  return ['--import', `data:text/javascript,${encodeURIComponent(preload)}`]
}

test.each([
  ['an exception that nobody catches', 'throw error'],
  ['a rejection that nobody catches', 'Promise.reject(error)'],
])('%s ends the process with 1 and one line that quotes nothing', async (_what, crash) => {
  const { ready, kill, exit, said } = startMain({}, crashing(crash))
  await ready()
  await expect.poll(said, patience).toContain('"msg":"started"')
  const before = said().length

  kill('SIGWINCH')

  expect(await exit).toEqual([1, null])
  // The sign-in with which it starts may be cut short by this, and says so.
  const lines = said()
    .slice(before)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ path, msg }) => path !== 'oauth/token' && msg !== 'hubsoft gave no token')
  expect(lines).toEqual([expect.objectContaining({ level: 60 })])
  expect(lines[0]).toMatchObject({ err: { type: 'SyntaxError' } })
  expectNothingPlanted(said())
})

/** A gateway that is told to crash while HubSoft has its ticket. */
async function crashWhileSending(order: FaultOrderInput) {
  const gateway = startMain({}, crashing('throw error'))
  const url = await gateway.ready()
  await inject(gateway.emulatorUrl(), order)
  const sent = post(url).catch(() => null)
  await expect.poll(() => ticketRequests(gateway.emulatorUrl()), patience).toBe(1)
  gateway.kill('SIGWINCH')
  return { ...gateway, sent }
}

test('a fault of ours lets the ticket under way finish', async () => {
  const order = { route: 'atendimento', fault: 'slow', ms: 700 } as const
  const { sent, exit, said } = await crashWhileSending(order)

  expect((await sent)?.status).toBe(201)
  expect(await exit).toEqual([1, null])
  expectNothingPlanted(said())
})

test('a second fault ends it at once, and is told in the same way', async () => {
  const order = { route: 'atendimento', fault: 'silent-before' } as const
  const { sent, exit, said, kill } = await crashWhileSending(order)
  await expect.poll(said, patience).toContain('"level":60')

  kill('SIGWINCH')

  expect(await exit).toEqual([1, null])
  expect(await sent).toBeNull()
  expect(said()).toContain('a second fault, while stopping')
  expectNothingPlanted(said())
})

test('the log says that a journal was made, where it listens, for whom, and what runs', async () => {
  const { ready, said } = startMain({
    HUBSOFT_URL: 'https://api.provedor.example/caminho',
    HUBSOFT_CLIENT_ID: '7',
    HUBSOFT_CLIENT_SECRET: planted.clientSecret,
    HUBSOFT_USERNAME: planted.username,
    HUBSOFT_PASSWORD: planted.password,
    AUTH_MODE: 'proxy',
    AUTH_PROXY_SECRET: planted.proxySecret,
    TRUSTED_PROXIES: '127.0.0.1',
  })
  const url = await ready()

  await expect.poll(() => said().split('\n').length, patience).toBeGreaterThan(2)
  const [made = '', started = ''] = said().split('\n')
  expect(JSON.parse(made)).toMatchObject({ level: 40, msg: expect.stringContaining('new one') })
  expect(JSON.parse(started)).toMatchObject({
    msg: 'started',
    url,
    authMode: 'proxy',
    hubsoft: 'api.provedor.example',
    node: process.version,
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
  })
  expect(said()).not.toContain('caminho')
  expectNothingPlanted(said())
})

test('what Prometheus reads tells of the process too, under our own names alone', async () => {
  const { ready } = startMain()

  const { text } = await exchange(`${await ready()}/metrics`)

  expect(text).toMatch(/^novo_atendimento_process_resident_memory_bytes \d+$/m)
  const names = text.split('\n').filter((line) => line && !line.startsWith('#'))
  expect(names.filter((line) => !line.startsWith('novo_atendimento_'))).toEqual([])
})

test('the same holds for every line of the logger, faults of HubSoft included', async () => {
  const lines: string[] = []
  const { post: send, faults } = await openHouse({
    env: shortDeadline,
    logTo: (line) => lines.push(line),
  })
  const orders: FaultOrderInput[] = [
    { route: 'atendimento', fault: 'refused', msg: planted.hubsoftSays },
    { route: 'atendimento', fault: 'stack-trace-keys' },
    { route: 'atendimento', fault: 'reset-after' },
    { route: 'atendimento', fault: 'unauthorized', times: 2 },
    { route: 'token', fault: 'http-500' },
  ]

  await send(plantedTicket)
  for (const order of orders) {
    faults.inject(order)
    await send(plantedTicket)
  }
  await send(`{"nome":"${planted.nome}"`)

  expect(lines.length).toBeGreaterThan(7)
  expectNothingPlanted(lines.join(''))
})

test('a line of the log says which request it was, what came of it and how long it took', async () => {
  const lines: string[] = []
  const { post: send } = await openHouse({ logTo: (line) => lines.push(line) })

  const { headers } = await send(newTicket)

  await expect
    .poll(() => lines.map((line) => JSON.parse(line)))
    .toContainEqual(
      expect.objectContaining({
        id: headers['x-request-id'],
        method: 'POST',
        route: ticketRoute,
        status: 201,
        durationMs: expect.any(Number),
      }),
    )
})

test('a line of the log says what a send came to, by its key and its request, and why HubSoft gave no answer', async () => {
  const lines: string[] = []
  const { post: send, faults } = await openHouse({ logTo: (line) => lines.push(line) })
  faults.inject({ route: 'atendimento', fault: 'reset-before' })
  const key = randomUUID()

  const { headers } = await send(newTicket, { key })
  const id = headers['x-request-id']

  const logged = expect.poll(() => lines.map((line) => JSON.parse(line)))
  await logged.toContainEqual(
    expect.objectContaining({ id, key, kind: 'uncertain', durationMs: expect.any(Number) }),
  )
  await logged.toContainEqual(expect.objectContaining({ id, code: 'ECONNRESET' }))
})
