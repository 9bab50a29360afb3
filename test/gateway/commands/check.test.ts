import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { getRequestListener } from '@hono/node-server'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { demoCredentials, startEmulator } from '#src/emulator/server.ts'
import { check as runCheck } from '#src/gateway/commands/check.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { connectToHubsoft } from '#src/gateway/hubsoft/hubsoft.ts'
import { freePort, listen, settingsFor, startProgram } from '../../process.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { certificateFor } from '../http/certificate.ts'
import { behindProxy, openHouse } from '../running.ts'

/** With these settings alone; no secret may be in what it shows. */
async function check(settings: Environment, ...args: string[]) {
  const lines: string[] = []
  const isWell = await runCheck(args, settings, (line) => lines.push(line))
  const secrets = [settings.HUBSOFT_CLIENT_SECRET, settings.HUBSOFT_PASSWORD].filter(Boolean)
  for (const secret of secrets) expect(lines.join('\n')).not.toContain(secret)
  return { isWell, lines }
}

const checkAt = (url: string, settings: Environment = {}) =>
  check({ ...settingsFor(url), ...behindProxy, ...settings })

async function emulator() {
  const running = await startEmulator()
  onTestFinished(running.stop)
  return { ...running, ...running.emulator }
}

async function listening(server: Server): Promise<string> {
  onTestFinished(() => void server.close())
  return `127.0.0.1:${await listen(server)}`
}

test('all is well: each step is told', async () => {
  const { url, ledger } = await emulator()

  const { isWell, lines } = await checkAt(url)

  expect(lines).toEqual([
    'ok configuração: lida, sem erros',
    `ok endereço: ${new URL(url).host} respondeu`,
    'ok conta: o HubSoft aceitou a conta da integração',
    'ok leitura: 6 tipos de atendimento',
    'ok conferência: a conta pode listar os atendimentos de um serviço',
    'ok consulta: a conta pode procurar clientes',
    'ok pronto; a permissão de criar atendimentos só se vê ao abrir o primeiro',
  ])
  expect(isWell).toBe(true)
  expect(ledger.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /oauth/token',
    'GET /api/v1/integracao/configuracao/tipo_atendimento',
    'GET /api/v1/integracao/cliente/atendimento',
    'GET /api/v1/integracao/cliente',
  ])
})

test('it asks HubSoft what the running gateway asks, and nothing else', async () => {
  const { url, ledger } = await emulator()
  const asked = () =>
    new Map(
      ledger.requests.map(({ method, path, headers, body }) => [path, { method, headers, body }]),
    )
  await checkAt(url)
  const byTheCheck = asked()
  ledger.clear()

  const idleMs = 15_000
  let nowMs = 0
  const signedIn = Promise.withResolvers<void>()
  let probe = () => {}
  const hubsoft = connectToHubsoft({
    url: new URL(url),
    account: () => demoCredentials,
    clock: { wallMs: () => nowMs, monotonicMs: () => nowMs },
    timeoutMs: 60_000,
    log: pino({ level: 'silent' }),
    observe: ({ kind }) => kind === 'renewal' && signedIn.resolve(),
    after: (ms, run) => {
      if (ms === idleMs) probe = run
      return () => {}
    },
  })
  onTestFinished(hubsoft.stop)
  await signedIn.promise
  nowMs = idleMs
  probe()
  await expect.poll(() => asked().size).toBe(2)
  const sent = { reference: 'REF 0000-0000', description: null, sentAt: new Date() }
  const lookedFor = { serviceId: 2_147_483_647, messageTo: null, ...sent }
  const { signal } = new AbortController()
  await hubsoft.lookFor(lookedFor, signal)
  // The pace lets the next read go.
  nowMs += 1000
  await hubsoft.findClientes({ by: 'nome_razaosocial', term: 'ninguém assim' }, signal)

  expect(byTheCheck).toEqual(asked())
})

test('an id that HubSoft does not know is named, and the rest is looked at all the same', async () => {
  const { url, ledger } = await emulator()

  const { isWell, lines } = await checkAt(url, {
    HUBSOFT_TICKET_TYPES: '5,7',
    HUBSOFT_CONTACT_ORIGIN: '4',
    HUBSOFT_WORK_ORDER_TYPE: '8',
  })

  // What else may be said of them: check-destination.test.ts.
  expect(lines.slice(3)).toEqual([
    'ok leitura: 6 tipos de atendimento',
    'ok tipo de atendimento: 5 é LENTIDÃO',
    expect.stringMatching(/^FALHA tipo de atendimento: HUBSOFT_TICKET_TYPES tem 7, /),
    'ok origem de contato: 4 é E-Mail',
    expect.stringMatching(/^FALHA tipo de ordem de serviço: HUBSOFT_WORK_ORDER_TYPE tem 8, /),
    'ok conferência: a conta pode listar os atendimentos de um serviço',
    'ok consulta: a conta pode procurar clientes',
  ])
  expect(isWell).toBe(false)
  expect(
    ledger.requests.every(({ method, path }) => method === 'GET' || path === '/oauth/token'),
  ).toBe(true)
})

test('as a process it ends with 0, or after a fault with 1, and keeps standard error for its crashes', async () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['src/gateway/commands/check.ts', ...args], {
      env: { PATH: process.env.PATH },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    )

  const [well, faulty] = await Promise.all([run(), run('ajuda')])

  expect(well).toMatchObject({ code: 0, stderr: '' })
  expect(well.stdout).toBe(
    'ok configuração: lida, sem erros\nok sem HUBSOFT_URL é a demonstração: não há HubSoft a conferir\n',
  )
  expect(faulty).toMatchObject({ code: 1, stderr: '' })
  expect(faulty.stdout).toMatch(/^FALHA argumento: .*\n$/)
})

test('whoever stops reading ends nothing, and is told no more', async () => {
  const command = [process.execPath, 'src/gateway/commands/check.ts', 'ajuda']
  const { child, exit, said } = startProgram(command, '.', { PATH: process.env.PATH })
  child.stdout?.destroy()

  expect(await exit).toEqual([1, null])
  expect(said()).toBe('')
})

test('wrong settings are told as at the start, and nobody is asked', async () => {
  const { isWell, lines } = await checkAt('http://api.provedor.com.br', { PORT: 'oitenta' })

  expect(isWell).toBe(false)
  expect(lines[0]).toBe('FALHA configuração: corrija estas variáveis e rode de novo:')
  expect(lines.slice(1).map((line) => /^ {2}(\w+): /.exec(line)?.[1])).toEqual([
    'PORT',
    'HUBSOFT_URL',
  ])
})

test.each([
  [['ajuda'], /^FALHA argumento: "ajuda" não é conhecido: rode npm run check, com -- --servico /],
  [['--pendentes', 'ajuda'], /^FALHA argumento: "ajuda" não é conhecido: /],
  [['--servico', '11000', 'ajuda'], /^FALHA argumento: "ajuda" não é conhecido: /],
  [['--servico', 'ajuda'], /^FALHA argumento: Código do serviço/],
])('an argument that it does not know is told: %j', async (args, said) => {
  expect(await check({}, ...args)).toEqual({
    isWell: false,
    lines: [expect.stringMatching(said)],
  })
})

/** What the one fault says; everything before it was well. */
function faultIn({ isWell, lines }: Awaited<ReturnType<typeof check>>): string {
  expect(isWell).toBe(false)
  expect(lines.slice(0, -1).every((line) => line.startsWith('ok '))).toBe(true)
  return lines.at(-1) ?? ''
}

test.each([
  [{ HUBSOFT_PASSWORD: 'SENHA-ERRADA' }, 'HUBSOFT_USERNAME e HUBSOFT_PASSWORD'],
  [{ HUBSOFT_CLIENT_SECRET: 'SEGREDO-ERRADO' }, 'HUBSOFT_CLIENT_ID e HUBSOFT_CLIENT_SECRET'],
])('a wrong account (%j) names the two settings to look at', async (wrong, names) => {
  const { url } = await emulator()

  const fault = faultIn(await checkAt(url, wrong))

  expect(fault).toMatch(/^FALHA conta: o HubSoft recusou /)
  expect(fault).toContain(`confira ${names}.`)
})

test('a wrong path in HUBSOFT_URL is found', async () => {
  const { url } = await emulator()

  expect(faultIn(await checkAt(`${url}/errado`))).toBe(
    `FALHA endereço: quem respondeu em ${new URL(url).host}/errado não é a API do HubSoft (HTTP 404): confira o nome e o caminho em HUBSOFT_URL.`,
  )
})

test.each([200, 302, 401, 405])('a server of pages (HTTP %i) is not HubSoft', async (status) => {
  const pages = createHttpServer((_request, response) => {
    response.writeHead(status, { location: '/', 'content-type': 'text/html' }).end('<html></html>')
  })
  const host = await listening(pages)

  expect(faultIn(await checkAt(`http://${host}`))).toContain(
    `FALHA endereço: quem respondeu em ${host}/ não é a API do HubSoft (HTTP ${status}):`,
  )
})

const serverThat = (meets: (socket: Socket) => void) => async () =>
  `http://${await listening(createServer(meets))}`

test.each<[string, () => Promise<string>, RegExp, timeoutMs?: number]>([
  [
    'a closed port',
    async () => `http://127.0.0.1:${await freePort()}`,
    /^FALHA conexão: 127\.\S+ não aceita conexões \(ECONNREFUSED\): confira a porta/,
  ],
  [
    'a name without an address',
    // The empty label fails by itself: no name server is waited for.
    async () => 'https://hubsoft..invalid',
    /^FALHA DNS: o nome hubsoft\.\.invalid não foi encontrado \(\w+\): confira HUBSOFT_URL/,
  ],
  [
    'silence, after the time-out',
    serverThat((socket) => void socket.resume()),
    /^FALHA resposta: 127\.\S+ não respondeu em 300 ms: confira se o HubSoft está no ar e o firewall\.$/,
    300,
  ],
  [
    'a server that drops the connection',
    serverThat((socket) => void socket.destroy()),
    /^FALHA conexão: 127\.\S+ cortou a conversa/,
  ],
])('%s is told as that', async (_what, open, said, timeoutMs = 20_000) => {
  const checked = await checkAt(await open(), { HUBSOFT_TIMEOUT_MS: String(timeoutMs) })

  expect(faultIn(checked)).toMatch(said)
})

test('https to a port that speaks none is told as that', async () => {
  const { url } = await emulator()

  expect(faultIn(await checkAt(url.replace('http:', 'https:')))).toMatch(
    /^FALHA TLS: em 127\.0\.0\.1:\d+ ninguém fala TLS como este servidor espera/,
  )
})

/** The emulator behind TLS with a certificate that it vouches for itself, and that certificate's file. */
async function emulatorWithTls(address = '127.0.0.1') {
  const { app } = await emulator()
  const { cert, key } = certificateFor(address)
  const caFile = join(await temporaryFolder(), 'ca.pem')
  await writeFile(caFile, cert)
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  const server = createHttpsServer({ cert, key }, listener)
  return { url: `https://${await listening(server)}`, caFile }
}

test('a private certificate is told, and with HUBSOFT_CA_FILE all is well', async () => {
  const { url, caFile } = await emulatorWithTls()

  expect(faultIn(await checkAt(url))).toMatch(
    /^FALHA TLS: o certificado de 127\.0\.0\.1:\d+ não é de uma autoridade que .* \(DEPTH_ZERO_SELF_SIGNED_CERT\): ponha em HUBSOFT_CA_FILE /,
  )
  expect((await checkAt(url, { HUBSOFT_CA_FILE: caFile })).isWell).toBe(true)
})

test('a certificate of another name is told as that', async () => {
  const { url, caFile } = await emulatorWithTls('127.0.0.2')

  expect(faultIn(await checkAt(url, { HUBSOFT_CA_FILE: caFile }))).toMatch(
    /^FALHA TLS: o certificado de 127\.0\.0\.1:\d+ é de outro nome: confira o nome em HUBSOFT_URL\.$/,
  )
})

test.each<[FaultOrderInput, string]>([
  [
    { route: 'token', fault: 'http-503' },
    'FALHA resposta: o HubSoft está fora do ar ou em manutenção (HTTP 503)',
  ],
  [
    { route: 'token', fault: 'too-many' },
    'FALHA resposta: o HubSoft pediu para esperar (HTTP 429)',
  ],
  [{ route: 'leitura', fault: 'unauthorized' }, 'FALHA permissão: o HubSoft não aceitou o acesso'],
  [{ route: 'leitura', fault: 'forbidden' }, 'FALHA permissão: a conta da integração não pode ler'],
  [
    { route: 'leitura', fault: 'too-many' },
    'FALHA resposta: o HubSoft pediu para esperar (HTTP 429)',
  ],
  [{ route: 'leitura', fault: 'http-500' }, 'FALHA resposta: o HubSoft está fora do ar'],
  [{ route: 'leitura', fault: 'html' }, 'FALHA formato: '],
  [{ route: 'leitura', fault: 'reset-before' }, 'FALHA conexão: '],
  [{ route: 'listagem', fault: 'unauthorized' }, 'FALHA permissão: o HubSoft não aceitou o acesso'],
  [
    { route: 'listagem', fault: 'too-many' },
    'FALHA resposta: o HubSoft pediu para esperar (HTTP 429)',
  ],
  [{ route: 'listagem', fault: 'http-500' }, 'FALHA resposta: o HubSoft está fora do ar'],
  [{ route: 'listagem', fault: 'html' }, 'FALHA formato: '],
  [{ route: 'listagem', fault: 'stack-trace' }, 'FALHA formato: '],
  [{ route: 'listagem', fault: 'reset-before' }, 'FALHA conexão: '],
  [{ route: 'consulta', fault: 'html' }, 'FALHA formato: '],
  [{ route: 'consulta', fault: 'reset-before' }, 'FALHA conexão: '],
])('%j: %s', async (order, said) => {
  const { url, faults } = await emulator()
  faults.inject(order)

  expect(faultIn(await checkAt(url)).startsWith(said)).toBe(true)
})

test('an account that may not list a service’s tickets is told, since no send could be looked up', async () => {
  const { url, setPermissions } = await emulator()
  setPermissions({ create: true, list: false, openWorkOrder: 'granted' })

  expect(faultIn(await checkAt(url))).toBe(
    'FALHA permissão: a conta da integração não pode listar os atendimentos de um serviço (HTTP 403): peça a permissão a quem cuida do HubSoft.',
  )
})

test('an account that may not look customers up is told, since nobody would see who is calling', async () => {
  const { url, setPermissions } = await emulator()
  setPermissions({ consult: false })

  expect(faultIn(await checkAt(url))).toBe(
    'FALHA permissão: a conta da integração não pode consultar clientes (HTTP 403): peça a permissão a quem cuida do HubSoft.',
  )
})

test('a HubSoft that doesn’t search by a service is no fault, and told', async () => {
  const { url, faults } = await emulator()
  faults.inject({ route: 'consulta', fault: 'refused', msg: 'O tipo de busca não é válido' })

  const { isWell, lines } = await checkAt(url)

  expect(lines.join('\n')).toContain(
    'este HubSoft não procura pelo código do serviço; a página acha',
  )
  expect(isWell).toBe(true)
})

test('a HubSoft that says that there is no such service may be asked', async () => {
  const { url, faults } = await emulator()
  faults.inject({ route: 'listagem', fault: 'refused', msg: 'Nenhum serviço encontrado' })

  const { isWell, lines } = await checkAt(url)

  expect(lines).toContain('ok conferência: a conta pode listar os atendimentos de um serviço')
  expect(isWell).toBe(true)
})

test('with a real service it says what its list tells of this HubSoft, and of a lost reference', async () => {
  const { post, faults, emulatorUrl, databaseFile } = await openHouse()
  await post()
  faults.inject({ route: 'atendimento', fault: 'mangled', how: 'no-signature' })
  await post()
  const settings = {
    ...{ ...settingsFor(emulatorUrl), ...behindProxy },
    DATABASE_URL: `file:${databaseFile}`,
  }

  const good = await check(settings, '--servico', '11000')
  faults.inject({ route: 'listagem', fault: 'list-empty' })
  faults.inject({ route: 'listagem', fault: 'mangled', how: 'no-signature' })
  const stripped = await check(settings, '--servico', '11000')

  // What else is said of a list: describe-list.test.ts.
  expect(good.lines).toContain('ok lista vazia: o HubSoft a diz com uma lista vazia')
  expect(good.lines.slice(-2)).toEqual([
    'ok referências: 2 inteiras',
    expect.stringMatching(
      /^FALHA referência perdida: um atendimento voltou do HubSoft sem a referência, o último em \d\d\/\d\d\/\d{4}; /,
    ),
  ])
  expect(good.isWell).toBe(false)
  expect(stripped.lines.at(-2)).toMatch(/^FALHA referências: 0 inteiras; 0 cortadas e 2 perdidas/)
})
