import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFailed, onTestFinished, test } from 'vitest'
import { pageRoot } from '../../house.ts'
import { startMain } from '../../process.ts'
import { hubsoftAnswers, seedAnswer } from '../../samples.ts'
import { type Scripted, startScriptedHubsoft } from '../../scripted-hubsoft.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { type Answer, newTicket, talkTo, ticketRoute } from '../running.ts'
import { rawAnswer } from './raw.ts'

/** What nobody may ever be told: letters and digits, which read alike in a URL, in JSON and in any encoding of text. */
const secrets = {
  clientSecret: 'canary-client-secret',
  password: 'canary-password',
  username: 'canary-user@provedor.example',
  proxySecret: 'canary-proxy-secret-of-more-than-32',
  token: 'canary.token',
  refreshToken: 'canary.refresh',
  pppoe: 'canary-pppoe-senha',
  login: 'canary-pppoe@provedor',
  cpf: '52998224725',
  cpfDotted: '529.982.247-25',
  ipv4: '198.51.100.77',
  trace: 'canary_of_a_stack_trace',
  newKey: 'canary-new-key',
  inherited: 'canary-inherited',
  header: 'canary-header',
  staff: 'Canaria da Equipe',
  wrongSecret: 'canary-that-a-visitor-has-made-up-123',
}

/** What an attendant may read again, and a log or a metric never says. */
const personal = {
  customer: 'Canaria Plantada',
  phone: '37988776655',
  email: 'canaria@cliente.example',
  text: 'Canario amarelo',
  attendant: 'Atendente Canario',
  user: 'canario.user',
  query: 'canario-na-consulta',
}

/** Every way in which it could stand inside another text. */
function formsOf(canary: string): string[] {
  const bytes = Buffer.from(canary)
  const base64 = [0, 1, 2].flatMap((shift) => {
    // What stands before it, and what comes after, changes the signs at both ends.
    const inside = Buffer.concat([Buffer.alloc(shift), bytes, Buffer.alloc(2)]).toString('base64')
    const whole = inside.slice(Math.ceil((shift * 4) / 3), -5)
    return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const inUrl = [encodeURIComponent(canary), canary.replaceAll(' ', '+')]
  return [canary, ...inUrl, bytes.toString('hex'), bytes.join(), ...base64]
}

/** The names of the canaries that this text holds, in whatever form. */
function canariesIn(text: string, canaries: Record<string, string>): string[] {
  const low = text.toLowerCase()
  return Object.entries(canaries).flatMap(([name, canary]) =>
    formsOf(canary).some((form) => low.includes(form.toLowerCase())) ? [name] : [],
  )
}

async function filesUnder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const texts = files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1'))
  return (await Promise.all(texts)).join('\n')
}

/** A folder to run in, and secrets in files beside it. */
async function prepare() {
  const folder = await temporaryFolder()
  const [cwd, held] = [join(folder, 'cwd'), join(folder, 'secrets')]
  await Promise.all([mkdir(cwd), mkdir(held)])
  const HUBSOFT_PASSWORD_FILE = join(held, 'password')
  const AUTH_PROXY_SECRET_FILE = join(held, 'proxy')
  await writeFile(HUBSOFT_PASSWORD_FILE, `${secrets.password}\n`)
  await writeFile(AUTH_PROXY_SECRET_FILE, `${secrets.proxySecret}\n`)
  const env = {
    HUBSOFT_CLIENT_ID: '7',
    HUBSOFT_CLIENT_SECRET: secrets.clientSecret,
    HUBSOFT_USERNAME: secrets.username,
    HUBSOFT_PASSWORD_FILE,
    AUTH_MODE: 'proxy',
    AUTH_PROXY_SECRET_FILE,
    TRUSTED_PROXIES: '127.0.0.1',
    LOG_LEVEL: 'trace',
  }
  return { cwd, env }
}

/** Secrets as HubSoft keeps them, beside whatever it says. */
const leaky = {
  senha: secrets.pppoe,
  login: secrets.login,
  senhas: [{ usuario: secrets.login, senha: secrets.pppoe }],
  cpf_cnpj: secrets.cpf,
  ipv4: secrets.ipv4,
  access_token: secrets.token,
  chave_nova: { mais_fundo: [{ ainda: secrets.newKey }] },
  // By its computed name it is an own key, which is written and read as any other.
  ['__proto__']: { herdado: secrets.inherited },
}
const loud = {
  'x-canary': secrets.header,
  'set-cookie': `hubsoft_session=${secrets.header}`,
  'access-control-allow-origin': '*',
  server: secrets.header,
}
const crash = {
  status: 'error',
  msg: `SQLSTATE[23505] ${secrets.trace} ${secrets.cpf}`,
  file: `/var/www/${secrets.trace}.php`,
  trace: [
    `#0 PDO->__construct('${secrets.password}', '${secrets.clientSecret}', '${secrets.token}')`,
  ],
}
const { atendimento } = seedAnswer
const opened = {
  ...seedAnswer,
  ...leaky,
  atendimento: {
    ...atendimento,
    ...leaky,
    descricao_abertura: personal.text,
    cliente: { ...atendimento.cliente, ...leaky },
  },
}
const { openedNewShape, cancelledService } = hubsoftAnswers
const newShape = {
  ...openedNewShape,
  atendimento: { ...openedNewShape.atendimento, ...leaky, descricao_abertura: personal.text },
}
const withOddClient = { ...opened.atendimento, cliente: [leaky], servico: leaky, status: leaky }
const lookedUp = {
  ...{ status: 'success', msg: secrets.trace, ...leaky },
  clientes: [
    {
      ...leaky,
      codigo_cliente: 7,
      nome_razaosocial: personal.customer,
      telefone_primario: personal.phone,
      email_principal: personal.email,
      alerta_mensagens: [`Rompimento\n\n24/11/2026 08:12 - Canario ${secrets.staff}`],
      servicos: [{ ...leaky, id_cliente_servico: 11000, ultima_conexao: { ...leaky } }],
    },
  ],
}
const refusal = { ...cancelledService, ...leaky }
const refusalWith = (text: string) => ({ body: { ...refusal, msg: text } })
const page = `<html>${secrets.trace} ${secrets.pppoe} ${secrets.cpfDotted}</html>`

const granted = {
  body: { ...leaky, refresh_token: secrets.refreshToken, expires_in: 3600 },
}
const turnedAway = { status: 401, body: { message: secrets.trace, ...leaky } }
const noGrant = { status: 401, body: { ...leaky, error: secrets.trace, message: secrets.password } }

/**
 * One a send, with the status that the attendant gets. Never one failure of HubSoft's after another,
 * lest a gateway that spares a HubSoft in trouble sends nothing any more.
 */
const script: [status: number, answer: Scripted, token?: Scripted][] = [
  [201, { body: opened }],
  [202, { body: crash }],
  [422, { body: refusal }],
  [202, { status: 500, body: crash }],
  [422, refusalWith(`O CPF ${secrets.cpfDotted} está bloqueado.`)],
  [202, { status: 502, type: 'text/html', body: page }],
  [403, { status: 403, body: { ...hubsoftAnswers.permissionMissing, ...leaky } }],
  [202, { type: 'text/html', body: page }],
  [429, { status: 429, body: { ...hubsoftAnswers.tooMany, ...leaky } }],
  [202, { body: JSON.stringify(opened).slice(0, 700) }],
  [422, refusalWith(`Cliente ${secrets.cpf} bloqueado.`)],
  [202, { body: { ...leaky, status: 'success', msg: secrets.trace } }],
  [201, { body: newShape }],
  [202, { status: 302, headers: { location: `https://x.example/${secrets.header}` } }],
  [422, refusalWith(`Serviço com senha: ${secrets.login} bloqueado.`)],
  [201, { body: { ...opened, atendimento: withOddClient } }],
  [201, { body: opened }],
  [503, turnedAway],
  // A look for one of the sends above may have signed in meanwhile.
  [503, turnedAway, { status: 500, body: crash }],
  [503, turnedAway, { type: 'text/html', body: page }],
  [503, turnedAway, { body: { ...leaky, access_token: 7777 } }],
  [503, turnedAway, noGrant],
]

const ticket = {
  ...newTicket,
  nome: personal.customer,
  telefone: personal.phone,
  email: personal.email,
  descricao: personal.text,
}

const shownChars = 5000

/** Asks a running gateway for everything that it has an answer to; all that it says. */
async function walkThrough(url: string, sendAll: () => AsyncGenerator<number>) {
  const said: string[] = []
  const ana = {
    'x-auth-proxy-secret': secrets.proxySecret,
    'x-forwarded-user': personal.user,
    'x-forwarded-name': personal.attendant,
  }
  const { send, post, ask } = talkTo(url, ana)
  async function note(asked: Promise<Answer>) {
    const { status, headers, text } = await asked
    said.push(JSON.stringify(headers), text)
    return status
  }

  const lookUp = '/api/v1/integracao/cliente?busca='
  for (const [search, customers] of [
    [`cpf_cnpj&termo_busca=${secrets.cpfDotted}`, 1],
    [`telefone&termo_busca=${personal.phone}`, 1],
    [`nome_razaosocial&termo_busca=${encodeURIComponent(personal.customer)}`, 1],
    [`nome_razaosocial&termo_busca=${personal.query}`, 1],
    ['codigo_cliente&termo_busca=8', 0],
  ] as const) {
    expect(await note(send(`${lookUp}${search}`))).toBe(200)
    expect(said.at(-1)?.includes('"codigo_cliente":7')).toBe(customers === 1)
  }

  for await (const expected of sendAll()) {
    const key = randomUUID()
    // Without a work order a 403 refuses for certain.
    expect(await note(post(ticket, { key }))).toBe(expected)
    await note(ask(key))
    await note(post({ ...ticket, nome: 'Outra' }, { key, headers: { 'x-reenvio': '2' } }))
    await note(ask(key, { headers: { 'x-forwarded-user': 'outra' } }))
  }

  const statuses = [
    await note(send('/api/sessao', { headers: { 'x-auth-proxy-secret': secrets.wrongSecret } })),
    await note(send('/api/sessao', { headers: { 'x-forwarded-user': ['a', 'b'] } })),
    await note(post({ ...ticket, telefone: '1', cpf: secrets.cpf })),
    await note(post(`{"senha":"${secrets.cpf}"`)),
    await note(post(ticket, { headers: { origin: `https://${personal.query}.example` } })),
    await note(post(ticket, { headers: { 'content-type': 'text/plain' } })),
    await note(post(' '.repeat(66_000))),
    await note(send(`/api/${personal.query}?cpf=${secrets.cpf}`)),
    await note(send(`/${personal.query}?token=${encodeURIComponent(secrets.token)}`)),
    await note(send(`/?${secrets.cpf.repeat(300)}`)),
    await note(send('/', { headers: { host: `${personal.query}.example` } })),
  ]
  expect(statuses).toEqual([401, 401, 400, 400, 403, 415, 413, 404, 200, 414, 421])
  const api = ['/api/sessao', '/api/configuracao', `${ticketRoute}?hoje`]
  const others = ['/', '/healthz', '/readyz', '/metrics', '/assets/nada.js', '/icon.svg']
  for (const path of [...api, ...others]) await note(send(path))
  const { host } = new URL(url)
  for (const raw of [
    `${secrets.cpf}\r\n\r\n`,
    `GET /${secrets.cpf}\\ HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${secrets.cpf.repeat(2000)}\r\n\r\n`,
  ]) {
    said.push(await rawAnswer(url, raw))
  }
  return said.join('\n')
}

test('over a whole run no secret stands in any answer, line or file', async () => {
  const { cwd, env } = await prepare()
  let [answer, token]: [Scripted, Scripted] = [{}, granted]
  const hubsoft = await startScriptedHubsoft(
    ({ path }) => (path.includes('/cliente?') ? { body: lookedUp, headers: loud } : answer),
    () => token,
  )
  onTestFinished(hubsoft.stop)
  const gateway = startMain(cwd, { ...env, HUBSOFT_URL: hubsoft.url })
  onTestFinished(() => void gateway.kill('SIGKILL'))
  // Where it comes to no end, that is all that says at what.
  onTestFailed(() => console.log(gateway.output().slice(-shownChars)))

  async function* sendAll() {
    for (const [status, next, grant = granted] of script) {
      answer = { ...next, headers: { ...loud, ...next.headers } }
      token = grant
      yield status
    }
  }
  const answers = await walkThrough(await gateway.ready(), sendAll)
  gateway.kill('SIGTERM')

  expect(await gateway.exit).toEqual([0, null])
  // Each of them was really there.
  expect(hubsoft.received.map(({ body }) => body).join()).toContain(secrets.password)
  expect(hubsoft.tickets()[0]?.headers.authorization).toBe(`Bearer ${secrets.token}`)
  expect(canariesIn(JSON.stringify([script, leaky]), secrets)).toContain('pppoe')
  expect(gateway.output()).toContain(`"hubsoft":"${new URL(hubsoft.url).host}"`)

  const shared = { ...secrets, ...personal }
  const lines = gateway.output().split('\n')
  expect(lines.length).toBeGreaterThan(60)
  const isAudit = (line: string) => line.includes('"msg":"look-up"')
  // Who has looked at whose services is kept, and nothing else of either.
  expect(canariesIn(lines.filter(isAudit).join('\n'), shared)).toEqual(['user'])
  expect(canariesIn(lines.filter((line) => !isAudit(line)).join('\n'), shared)).toEqual([])
  expect(canariesIn(answers, secrets)).toEqual([])
  expect(answers).not.toMatch(/set-cookie|allow-origin/i)
  expect(canariesIn(await filesUnder(cwd), secrets)).toEqual([])
  expect(canariesIn(await filesUnder(pageRoot), shared)).toEqual([])
})

test.each(Object.entries({ ...secrets, ...personal }))(
  'the search finds %s in any form',
  async (name, canary) => {
    const bytes = Buffer.from(canary)
    const texts = [
      canary,
      canary.toUpperCase(),
      JSON.stringify({ line: JSON.stringify({ canary }) }),
      `?q=${encodeURIComponent(canary)}`,
      new URLSearchParams({ a: 'é', canary }).toString(),
      bytes.toString('hex'),
      JSON.stringify({ bytes }),
      ...['', 'a', 'ab', 'abc'].flatMap((before) => [
        Buffer.from(`${before}${canary}`).toString('base64'),
        Buffer.from(`${before}${canary} and more`).toString('base64url'),
      ]),
    ]

    for (const text of texts)
      expect(canariesIn(`x${text}x`, { [name]: canary }), text).toEqual([name])
    expect(canariesIn('nothing of it', { [name]: canary })).toEqual([])
  },
)

test('the search finds what is planted in a file', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'data'))
  await writeFile(
    join(folder, 'data/x.db'),
    Buffer.concat([Buffer.alloc(100), Buffer.from(secrets.password)]),
  )

  expect(canariesIn(await filesUnder(folder), secrets)).toEqual(['password'])
})
