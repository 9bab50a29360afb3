import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtInTemplates } from '#src/gateway/config/built-in-templates.ts'
import { type Config, readConfig } from '#src/gateway/config/config.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { noDestination } from '../../samples.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { certificateFor } from '../http/certificate.ts'

const account = {
  HUBSOFT_CLIENT_ID: '7',
  HUBSOFT_CLIENT_SECRET: 'SEGREDO-client',
  HUBSOFT_USERNAME: 'SEGREDO-user@provedor.com.br',
  HUBSOFT_PASSWORD: 'SEGREDO-password',
}
const proxy = {
  AUTH_MODE: 'proxy',
  AUTH_PROXY_SECRET: 'SEGREDO-proxy-com-mais-de-trinta-e-dois',
  TRUSTED_PROXIES: '10.0.0.7',
}
/** The smallest environment with a real HubSoft. */
const real = { HUBSOFT_URL: 'https://api.provedor.com.br', ...account, ...proxy }

function configOf(env: Environment): Config {
  const read = readConfig(env)
  if ('faults' in read) throw new Error(read.faults.join('\n'))
  return read.config
}

function faultsOf(env: Environment): string[] {
  const read = readConfig(env)
  return 'faults' in read ? read.faults : []
}

/** What is said of a value that can't be. */
const misread = (name: string, shown: string, expected: string) =>
  `${name}: foi lido "${shown}"; esperado: ${expected}`

/** A file with this text, gone after the test. */
async function file(text: string): Promise<string> {
  const path = join(await temporaryFolder(), 'valor')
  await writeFile(path, text)
  return path
}

/** A certificate for this address and its key, in files, and what is read of them. */
async function tlsFor(address: string) {
  const own = certificateFor(address)
  const [TLS_CERT_FILE, TLS_KEY_FILE] = [await file(own.cert), await file(own.key)]
  const tls = { ...own, certFile: TLS_CERT_FILE, keyFile: TLS_KEY_FILE }
  return { env: { TLS_CERT_FILE, TLS_KEY_FILE }, tls }
}

/** What is read of a PostgreSQL's address that says no more than it must. */
const server = {
  kind: 'postgres' as const,
  host: 'banco.lan',
  port: 5432,
  name: 'atendimento',
  user: 'novo',
  password: { value: '' },
  tls: { ca: undefined, checksHost: true },
}

const standard = {
  destination: noDestination,
  host: '127.0.0.1',
  port: 8080,
  timeoutMs: 20_000,
  settleMs: 60_000,
  trustedProxies: [],
  database: { kind: 'sqlite', file: 'data/novo-atendimento.db' },
  journalDays: 90,
  frameAncestors: [],
  timeZone: 'America/Sao_Paulo',
  brand: {},
  templates: builtInTemplates,
  showsAlerts: true,
  logLevel: 'info',
}

test('with nothing set it is the demo on this machine', () => {
  expect(configOf({})).toEqual({ ...standard, auth: { mode: 'demo' } })
})

test('with HubSoft, its account and a proxy it is the real thing', () => {
  expect(configOf(real)).toEqual({
    ...standard,
    hubsoft: {
      url: new URL('https://api.provedor.com.br/'),
      account: {
        client_id: { value: '7' },
        client_secret: { value: 'SEGREDO-client' },
        username: { value: 'SEGREDO-user@provedor.com.br' },
        password: { value: 'SEGREDO-password' },
      },
    },
    auth: {
      mode: 'proxy',
      header: 'X-Forwarded-User',
      nameHeader: 'X-Forwarded-Name',
      secret: { value: 'SEGREDO-proxy-com-mais-de-trinta-e-dois' },
    },
    trustedProxies: ['10.0.0.7'],
  })
})

test('a variable that is set to nothing counts as not set', () => {
  const names = ['HOST', 'PORT', 'PUBLIC_ORIGIN', 'HUBSOFT_URL', 'HUBSOFT_TIMEOUT_MS', 'AUTH_MODE']
  const empty = Object.fromEntries([...names, 'FRAME_ANCESTORS'].map((name) => [name, '']))

  expect(readConfig(empty)).toEqual(readConfig({}))
})

test.each<[Environment, Partial<Config>]>([
  [{ HOST: 'localhost' }, { host: 'localhost' }],
  [{ HOST: '::1' }, { host: '::1' }],
  [{ PORT: '0' }, { port: 0 }],
  [{ PORT: '65535' }, { port: 65_535 }],
  [{ PUBLIC_ORIGIN: 'http://localhost:5173' }, { publicOrigin: new URL('http://localhost:5173') }],
  [{ PUBLIC_ORIGIN: 'http://[::1]:8080' }, { publicOrigin: new URL('http://[::1]:8080') }],
  [{ HUBSOFT_TIMEOUT_MS: '100' }, { timeoutMs: 100, settleMs: 60_000 }],
  [{ HUBSOFT_TIMEOUT_MS: '600000' }, { timeoutMs: 600_000, settleMs: 1_800_000 }],
  [{ HUBSOFT_TIMEOUT_MS: '20001' }, { settleMs: 60_003 }],
  [{ HUBSOFT_SETTLE_MS: '0' }, { settleMs: 0 }],
  [{ HUBSOFT_SETTLE_MS: '86400000' }, { settleMs: 86_400_000 }],
  [{ HUBSOFT_TICKET_TYPES: '7' }, { destination: { ...noDestination, ticketTypes: [7] } }],
  [
    {
      HUBSOFT_TICKET_TYPES: ' 5, 1 2147483647',
      HUBSOFT_CONTACT_ORIGIN: '4',
      HUBSOFT_WORK_ORDER_TYPE: '3',
    },
    { destination: { ticketTypes: [5, 1, 2_147_483_647], contactOrigin: 4, workOrderType: 3 } },
  ],
  [{ JOURNAL_DAYS: '1' }, { journalDays: 1 }],
  [{ JOURNAL_DAYS: '3650' }, { journalDays: 3650 }],
  [{ AUTH_MODE: 'demo' }, { auth: { mode: 'demo' } }],
  [{ FRAME_ANCESTORS: "'none'" }, { frameAncestors: [] }],
  // As a shell and systemd hand over what stands in an environment file.
  [{ FRAME_ANCESTORS: 'none' }, { frameAncestors: [] }],
  [
    { FRAME_ANCESTORS: 'https://intranet.provedor.com.br http://localhost:3000' },
    { frameAncestors: ['https://intranet.provedor.com.br', 'http://localhost:3000'] },
  ],
  [
    { DATABASE_URL: 'file:/srv/dados/banco.db' },
    { database: { kind: 'sqlite', file: '/srv/dados/banco.db' } },
  ],
  [{ DATABASE_URL: 'file:banco.db' }, { database: { kind: 'sqlite', file: 'banco.db' } }],
  [
    { DATABASE_URL: 'postgres://novo@127.0.0.1/atendimento', DATABASE_PASSWORD: 'SEGREDO' },
    { database: { ...server, host: '127.0.0.1', tls: null, password: { value: 'SEGREDO' } } },
  ],
  [
    { DATABASE_URL: 'postgresql://novo:SEGREDO%40@banco.lan:6432/atendimento' },
    { database: { ...server, port: 6432, password: { value: 'SEGREDO@' } } },
  ],
  [
    { DATABASE_URL: 'postgres://novo@banco.lan/atendimento?sslmode=verify-ca' },
    { database: { ...server, tls: { ca: undefined, checksHost: false } } },
  ],
  [
    { DATABASE_URL: 'postgres://novo@banco.lan/atendimento?sslmode=disable' },
    { database: { ...server, tls: null } },
  ],
  [
    { DATABASE_URL: 'postgres://n%C3%B3s@[::1]/meus%20envios' },
    { database: { ...server, host: '::1', user: 'nós', name: 'meus envios', tls: null } },
  ],
  [
    { DATABASE_URL: 'postgres:///atendimento?host=/run/postgresql&user=novo' },
    { database: { ...server, host: '/run/postgresql', tls: null } },
  ],
  [{ TIME_ZONE: 'America/Manaus' }, { timeZone: 'America/Manaus' }],
  [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
  [{ SHOW_ALERTS: 'true' }, { showsAlerts: true }],
  [{ SHOW_ALERTS: 'false' }, { showsAlerts: false }],
  // Other programs' names are none of its business.
  [{ PATH: '/bin', HOME: '/root', NODE_ENV: 'development' }, { logLevel: 'info' }],
  // A proxy may stand before the stand-in, too.
  [proxy, { hubsoft: undefined, auth: expect.objectContaining({ mode: 'proxy' }) }],
])('%o is taken', (env, part) => {
  expect(configOf(env)).toMatchObject(part)
})

test.each<[Environment, Partial<Config>]>([
  [{ HOST: '0.0.0.0', PUBLIC_ORIGIN: 'https://abrir.provedor.com.br' }, { host: '0.0.0.0' }],
  [{ HUBSOFT_SETTLE_MS: '60000' }, { settleMs: 60_000 }],
  [{ HUBSOFT_URL: 'http://127.0.0.1:8090', HUBSOFT_SETTLE_MS: '10' }, { settleMs: 10 }],
  [{ HUBSOFT_URL: 'http://localhost:8090', HUBSOFT_SETTLE_MS: '10' }, { settleMs: 10 }],
  [{ HUBSOFT_URL: 'http://[::1]:8090', HUBSOFT_SETTLE_MS: '10' }, { settleMs: 10 }],
  [{ NODE_ENV: 'production' }, {}],
  [{ NODE_TLS_REJECT_UNAUTHORIZED: '1' }, {}],
  [{ TRUSTED_PROXIES: '10.0.0.0/8' }, { trustedProxies: ['10.0.0.0/8'] }],
  [{ TRUSTED_PROXIES: '10.0.0.7, 10.0.0.8' }, { trustedProxies: ['10.0.0.7', '10.0.0.8'] }],
  [{ TRUSTED_PROXIES: ' 10.0.0.7  fd00::/8 ' }, { trustedProxies: ['10.0.0.7', 'fd00::/8'] }],
  [{ TRUSTED_PROXIES: '::1/128' }, { trustedProxies: ['::1/128'] }],
  [
    { AUTH_PROXY_HEADER: 'Remote-User', AUTH_PROXY_NAME_HEADER: 'Remote-Name' },
    { auth: expect.objectContaining({ header: 'Remote-User', nameHeader: 'Remote-Name' }) },
  ],
])('with a real HubSoft %o is taken', (env, part) => {
  expect(configOf({ ...real, ...env })).toMatchObject(part)
})

const weakSecret =
  'AUTH_PROXY_SECRET: sem valor, curta ou fácil de adivinhar; esperado: ao menos 32 caracteres, como os de openssl rand -base64 32'

test.each(['x'.repeat(40), 'abcdefg'.repeat(6), 'TROQUE-POR-UM-SEGREDO-DE-32-CARACTERES-OU-MAIS'])(
  'the secret %s is easily guessed, in a file as well',
  async (secret) => {
    const inFile = { AUTH_PROXY_SECRET: '', AUTH_PROXY_SECRET_FILE: await file(secret) }

    expect(faultsOf({ ...real, AUTH_PROXY_SECRET: secret })).toEqual([weakSecret])
    expect(faultsOf({ ...real, ...inFile })).toEqual([weakSecret])
  },
)

const listedAna = {
  usuario: 'ana',
  nome: 'Ana Lima',
  senha: `$scrypt$ln=14,r=8,p=5$${'A'.repeat(22)}$${'A'.repeat(43)}`,
}

/** Signing in on the page, with this list of attendants. */
const local = async (list: unknown = [listedAna]) => ({
  AUTH_MODE: 'local',
  ATTENDANTS_FILE: await file(typeof list === 'string' ? list : JSON.stringify(list)),
})

test('attendants may sign in on the page, before a real HubSoft and before the stand-in', async () => {
  const env = await local()
  const auth = { mode: 'local', attendantsFile: env.ATTENDANTS_FILE }

  expect(configOf(env).auth).toEqual(auth)
  expect(configOf({ ...real, ...env }).auth).toEqual(auth)
})

const badList = (path: string, found: string) =>
  `ATTENDANTS_FILE: "${path}" ${found}; esperado: quem pode entrar: npm run attendant -- add USUARIO "NOME"`

test.each<[unknown, string]>([
  [[], 'não tem ninguém'],
  ['[', 'não está na forma esperada'],
  [{ ana: 'senha' }, 'não está na forma esperada'],
  [[{ ...listedAna, senha: 'SEGREDO' }], 'não está na forma esperada (item 1: senha)'],
  [[listedAna, { usuario: 'bia', nome: 'SEGREDO' }], 'não está na forma esperada (item 2: senha)'],
  [[listedAna, listedAna], 'não está na forma esperada (item 2: usuario)'],
])('a list of attendants such as %j stops the start with one line', async (list, found) => {
  const { ATTENDANTS_FILE } = await local(list)

  expect(faultsOf({ AUTH_MODE: 'local', ATTENDANTS_FILE })).toEqual([
    badList(ATTENDANTS_FILE, found),
  ])
})

test('a list of attendants that nobody asks for may be anything', () => {
  expect(configOf({ ATTENDANTS_FILE: '/nada/atendentes.json' }).auth).toEqual({ mode: 'demo' })
})

test.each<Environment>([
  { FRAME_ANCESTORS: "'none'" },
  { FRAME_ANCESTORS: 'http://localhost:8080', PUBLIC_ORIGIN: 'http://localhost:8080' },
  { FRAME_ANCESTORS: 'https://intranet.example', PUBLIC_ORIGIN: 'https://abrir.example' },
  // On this machine passwords may go over http.
  { PUBLIC_ORIGIN: 'http://localhost:8080' },
  { PUBLIC_ORIGIN: 'http://127.0.0.1' },
  { PUBLIC_ORIGIN: 'http://[::1]' },
])('with sign-in on the page %o is taken', async (env) => {
  expect(configOf({ ...(await local()), ...env }).auth.mode).toBe('local')
})

test.each<[Environment, string]>([
  [
    { FRAME_ANCESTORS: 'http://localhost:3000' },
    'FRAME_ANCESTORS: foi lido "http://localhost:3000"; esperado: \'none\', ou https em PUBLIC_ORIGIN, porque AUTH_MODE é local',
  ],
  [
    { PUBLIC_ORIGIN: 'http://abrir.intranet' },
    'PUBLIC_ORIGIN: foi lido "http://abrir.intranet"; esperado: https, porque senhas passam por ali (AUTH_MODE é local)',
  ],
])('with sign-in on the page %o stops the start with one line', async (env, line) => {
  expect(faultsOf({ ...(await local()), ...env })).toEqual([line])
})

test('every secret may come in a file, whose last line end alone does not count', async () => {
  const names = [...Object.keys(account), 'AUTH_PROXY_SECRET']
  const values = names.map((name) => ` ${name}\nem duas linhas `)
  const files = await Promise.all(values.map((value) => file(`${value}\r\n`)))
  const fileOf = Object.fromEntries(names.map((name, place) => [`${name}_FILE`, files[place]]))
  const unset = Object.fromEntries(names.map((name) => [name, '']))

  const { auth, hubsoft } = configOf({ ...real, ...unset, ...fileOf })

  const secrets = [...Object.values(hubsoft?.account ?? {}), 'secret' in auth && auth.secret]
  // Read again from there when it changes.
  expect(secrets).toEqual(values.map((value, place) => ({ value, file: files[place] })))
})

test('an extra CA and the gateway’s own certificate are read from their files', async () => {
  const { env, tls } = await tlsFor('192.0.2.7')

  const config = configOf({
    ...{ ...real, ...env, HOST: '192.0.2.7' },
    HUBSOFT_CA_FILE: env.TLS_CERT_FILE,
  })

  expect(config.hubsoft?.ca).toBe(tls.cert)
  expect(config.tls).toEqual(tls)
})

test('a certificate and another one’s key stop the start with one line', async () => {
  const [{ env }, { tls: other }] = [await tlsFor('127.0.0.1'), await tlsFor('127.0.0.2')]

  expect(faultsOf({ ...env, TLS_KEY_FILE: other.keyFile })).toEqual([
    `TLS_CERT_FILE, TLS_KEY_FILE: "${env.TLS_CERT_FILE}" e "${other.keyFile}" não combinam; esperado: um certificado e a chave dele, os dois em PEM`,
  ])
})

test('TLS that ends here is no http for browsers', async () => {
  const env = { ...real, ...(await tlsFor('127.0.0.1')).env }

  expect(faultsOf({ ...env, PUBLIC_ORIGIN: 'http://localhost:8080' })).toEqual([
    misread('PUBLIC_ORIGIN', 'http://localhost:8080', 'https, porque TLS_CERT_FILE está definida'),
  ])
  expect(faultsOf({ ...env, PUBLIC_ORIGIN: 'https://localhost:8080' })).toEqual([])
})

test.each(['0.0.0.0', '0', '::', '0:0:0:0:0:0:0:0'])(
  'https on every address (%s) needs the one that browsers use',
  async (HOST) => {
    const env = { ...real, ...(await tlsFor('192.0.2.7')).env, HOST }

    expect(faultsOf(env)).toEqual([
      'PUBLIC_ORIGIN: sem valor; esperado: a origem que os navegadores usam, porque HOST é todo endereço',
    ])
    expect(faultsOf({ ...env, PUBLIC_ORIGIN: 'https://abrir.example' })).toEqual([])
  },
)

type Fault = [env: Environment, line: string]

/** One variable, with each of these values. */
const each = (name: string, expected: string, ...values: string[]): Fault[] =>
  values.map((value) => [{ [name]: value }, misread(name, shown(value), expected)])

/** Without what may be a secret in it. */
const shown = (value: string) =>
  value
    .replace(/(eu|api|u)?:SEGREDO@/, '***@')
    .replace('user@', '***@')
    .replace(/\?.+$/, '?***')

const modes = 'local ou proxy (ou demo, sem HUBSOFT_URL)'
const ownOrigin = 'só esquema, nome e porta, como https://abrir.provedor.com.br'
const ofDatabase =
  'file:CAMINHO, o caminho de um arquivo SQLite, ou postgres://USUARIO@SERVIDOR/BANCO'
const bothTls = 'TLS_CERT_FILE, TLS_KEY_FILE'
const oneTls = `${bothTls}: uma delas sem valor; esperado: as duas ou nenhuma`
const unreadable = 'não pode ser lido; esperado: o caminho de um arquivo legível'

test.each<Fault>([
  ...each('HOST', 'um endereço em que escutar, sem []', 'duas palavras', '[::1]'),
  ...each('PORT', 'uma porta de 0 a 65535', '65536', '-1', '80.5', 'http'),
  ...each(
    'PUBLIC_ORIGIN',
    ownOrigin,
    'http://localhost:8080/',
    'localhost:8080',
    'ftp://localhost',
  ),
  ...each('HUBSOFT_TIMEOUT_MS', 'milissegundos de 100 a 600000', '99', '600001', '20s'),
  ...each('HUBSOFT_SETTLE_MS', 'milissegundos de 0 a 86400000', '86400001'),
  ...each(
    'HUBSOFT_TICKET_TYPES',
    'de 1 a 20 ids de tipos de atendimento, com vírgulas e sem repetir (5,1,9)',
    ...[',', '0', '-1', '1.5', '1;2', '2147483648', '5,SAC', '5,1,5', '5,05'],
    Array.from({ length: 21 }, (_, place) => place + 1).join(','),
  ),
  ...each('HUBSOFT_CONTACT_ORIGIN', 'o id de uma origem de contato do HubSoft', '0', '4,5'),
  ...each('HUBSOFT_WORK_ORDER_TYPE', 'o id de um tipo de ordem de serviço do HubSoft', '-3', 'x'),
  ...each('JOURNAL_DAYS', 'dias de 1 a 3650', '0', '3651', '1.5', '-1', '90d'),
  ...each('AUTH_MODE', modes, 'ninguém'),
  ...each(
    'FRAME_ANCESTORS',
    "'none', ou origens exatas separadas por espaço",
    '*',
    "'self'",
    'https://intranet.com.br/pagina',
    "https://intranet.com.br; script-src 'unsafe-inline'",
    'https://*',
    'https://*.com.br',
    'https://a.example;sandbox',
    'https://intranet.com.br:*',
    'https://a.example,https://b.example/',
    "https://intranet.com.br 'self'",
    'https://intranet..com.br',
    'https://user@intranet.com.br',
  ),
  ...each('TIME_ZONE', 'um fuso horário da IANA', 'Brasil'),
  ...each('LOG_LEVEL', 'uma de trace, debug, info, warn, error, fatal, silent', 'tudo'),
  ...each('SHOW_ALERTS', 'true ou false', 'sim', 'TRUE'),
  ...each(
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'nada (HUBSOFT_CA_FILE aceita uma autoridade própria)',
    '0',
  ),
  ...each(
    'DATABASE_URL',
    ofDatabase,
    'data/banco.db',
    'postgres://banco',
    'postgres://u:SEGREDO@banco/atendimento?sslkey=x',
    'postgres://u:SEGREDO@banco/atendimento#x',
    'mysql://u:SEGREDO@banco/atendimento',
    'file::memory:',
    'file:///srv/dados.db',
    'file:data/',
    'file:',
    'file:x.db?mode=ro',
  ),
  [
    { DATABASE_URL: 'postgres://banco/atendimento' },
    `DATABASE_URL: sem usuário; esperado: ${ofDatabase}`,
  ],
  [
    { DATABASE_URL: 'postgres:///atendimento?user=u' },
    `DATABASE_URL: sem servidor; esperado: ${ofDatabase}`,
  ],
  [
    { DATABASE_URL: 'postgres://u:SEGREDO@banco/atendimento?sslmode=require' },
    'DATABASE_URL: foi lido sslmode=require; esperado: verify-full (um certificado próprio vai em sslrootcert), verify-ca ou disable',
  ],
  [
    { DATABASE_URL: 'postgres://u@banco/atendimento?sslrootcert=/dev/null' },
    'DATABASE_URL: foi lido sslrootcert=/dev/null; esperado: o caminho do certificado de uma autoridade, em PEM',
  ],
  [
    { DATABASE_URL: 'postgres://u:SEGREDO%@banco/atendimento' },
    'DATABASE_URL: um % no usuário, na senha ou no banco, que não começa um código; esperado: %25 no lugar dele, ou a senha em DATABASE_PASSWORD_FILE',
  ],
  [
    { DATABASE_URL: 'postgres://u:SEGREDO@banco/atendimento', DATABASE_PASSWORD: 'SEGREDO' },
    'DATABASE_PASSWORD: definida junto com uma senha em DATABASE_URL; esperado: uma das duas',
  ],
  [
    { DATABASE_PASSWORD: 'SEGREDO' },
    'DATABASE_PASSWORD: definida com um arquivo SQLite em DATABASE_URL; esperado: nada, que ele não tem senha',
  ],
  [
    { TLS_CERT_FILE: '/nada/aqui.pem', TLS_KEY_FILE: '/dev/null' },
    `TLS_CERT_FILE: "/nada/aqui.pem" ${unreadable}`,
  ],
  [{ AUTH_MODE: 'local', ATTENDANTS_FILE: '/nada/a.json' }, badList('/nada/a.json', 'não existe')],
  [{ AUTH_MODE: 'local', ATTENDANTS_FILE: tmpdir() }, badList(tmpdir(), 'não pode ser lido')],
  [{ TLS_CERT_FILE: '/dev/null' }, oneTls],
  [{ TLS_KEY_FILE: '/dev/null' }, oneTls],
  [
    { TLS_CERT_FILE: '/dev/null', TLS_KEY_FILE: '/dev/null' },
    `${bothTls}: "/dev/null" e "/dev/null" não combinam; esperado: um certificado e a chave dele, os dois em PEM`,
  ],
  [
    { HUBSOFT_CA_FILE: '/dev/null' },
    'HUBSOFT_CA_FILE: em "/dev/null" não há certificado; esperado: um certificado em PEM',
  ],
])('%o stops the start with one line', (env, line) => {
  expect(faultsOf(env)).toEqual([line])
})

const header = 'um nome de cabeçalho HTTP que não sirva para outra coisa'
const taken = [
  'X-Auth-Proxy-Secret',
  'cookie',
  'Host',
  'Authorization',
  'X-Forwarded-For',
  'Idempotency-Key',
  'X-Atendente',
  'Content-Type',
]
const bothHeaders = (name: string) =>
  `AUTH_PROXY_HEADER, AUTH_PROXY_NAME_HEADER: foi lido "${name}" nas duas; esperado: dois cabeçalhos`
const notLoopback = 'porque HUBSOFT_URL não é loopback'

test.each<Fault>([
  ...each(
    'HUBSOFT_URL',
    'o endereço do HubSoft, https://… (http só em loopback), sem usuário e senha',
    'http://api.provedor.com.br',
    'http://127.0.0.1.provedor.com.br',
    'api.provedor.com.br',
    'https://eu:SEGREDO@api.provedor.com.br',
    'https://:SEGREDO@api.provedor.com.br',
    'api:SEGREDO@provedor.com.br',
    'https:/api:SEGREDO@provedor.com.br',
    'http://provedor.com.br/?token=SEGREDO',
  ),
  [
    { HUBSOFT_URL: '' },
    'HUBSOFT_URL: sem valor; esperado: o endereço do HubSoft, porque há uma conta definida',
  ],
  ...Object.keys(account).map<Fault>((name) => [
    { [name]: undefined },
    `${name}: sem valor; esperado: o valor da conta da API`,
  ]),
  [
    { HUBSOFT_PASSWORD: undefined, HUBSOFT_PASSWORD_FILE: '/nada/aqui' },
    `HUBSOFT_PASSWORD_FILE: "/nada/aqui" ${unreadable}`,
  ],
  [
    { HUBSOFT_PASSWORD: undefined, HUBSOFT_PASSWORD_FILE: '/dev/null' },
    'HUBSOFT_PASSWORD_FILE: "/dev/null" está vazio; esperado: um arquivo com o valor',
  ],
  [
    { HUBSOFT_PASSWORD_FILE: '/dev/null' },
    'HUBSOFT_PASSWORD: definida junto com HUBSOFT_PASSWORD_FILE; esperado: uma das duas',
  ],
  [{ HUBSOFT_CA_FILE: '/nada/aqui.pem' }, `HUBSOFT_CA_FILE: "/nada/aqui.pem" ${unreadable}`],
  ...each('HUBSOFT_SETTLE_MS', `ao menos 60000, ${notLoopback}`, '59999'),
  [
    { HUBSOFT_TIMEOUT_MS: '30000', HUBSOFT_SETTLE_MS: '89999' },
    misread('HUBSOFT_SETTLE_MS', '89999', `ao menos 90000, ${notLoopback}`),
  ],
  ...each('AUTH_MODE', 'local ou proxy, porque HUBSOFT_URL está definida', '', 'demo'),
  ...each('AUTH_MODE', modes, 'ninguém'),
  ...each('AUTH_PROXY_HEADER', header, 'X User', ...taken),
  ...each('AUTH_PROXY_NAME_HEADER', header, 'Nome:', ...taken),
  [
    { AUTH_PROXY_HEADER: 'Remote-User', AUTH_PROXY_NAME_HEADER: 'remote-user' },
    bothHeaders('Remote-User'),
  ],
  [{ AUTH_PROXY_HEADER: 'x-forwarded-name' }, bothHeaders('x-forwarded-name')],
  [{ AUTH_PROXY_SECRET: '' }, weakSecret],
  [{ AUTH_PROXY_SECRET: 'x'.repeat(31) }, weakSecret],
  [
    { AUTH_PROXY_SECRET: '', AUTH_PROXY_SECRET_FILE: '/nada/aqui' },
    `AUTH_PROXY_SECRET_FILE: "/nada/aqui" ${unreadable}`,
  ],
  [{ TRUSTED_PROXIES: '' }, 'TRUSTED_PROXIES: sem valor; esperado: o endereço do proxy'],
  ...each(
    'TRUSTED_PROXIES',
    'IPs ou blocos CIDR separados por espaço',
    '10.0.0.256',
    'proxy.local',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/x',
    'fd00::/129',
    '10.0.0.1/8/8',
    ' ',
  ),
  [{ HOST: '0.0.0.0' }, misread('PUBLIC_ORIGIN', '', 'https, porque HOST não é loopback')],
  [
    { HOST: '192.168.0.10', PUBLIC_ORIGIN: 'http://192.168.0.10:8080' },
    misread('PUBLIC_ORIGIN', 'http://192.168.0.10:8080', 'https, porque HOST não é loopback'),
  ],
  [
    { HOST: '0.0.0.0', PUBLIC_ORIGIN: 'https://abrir.provedor.com.br/' },
    misread('PUBLIC_ORIGIN', 'https://abrir.provedor.com.br/', ownOrigin),
  ],
])('with a real HubSoft %o stops the start with one line', (env, line) => {
  expect(faultsOf({ ...real, ...env })).toEqual([line])
})

const demo = 'loopback, porque AUTH_MODE é demo'
const production = misread(
  'NODE_ENV',
  'production',
  'HUBSOFT_URL e AUTH_MODE, porque sem elas os envios vão para a demonstração',
)

test.each<Fault>([
  [{ HOST: '0.0.0.0', PUBLIC_ORIGIN: 'https://localhost' }, misread('HOST', '0.0.0.0', demo)],
  ...each(
    'PUBLIC_ORIGIN',
    demo,
    'https://abrir.provedor.com.br',
    'http://localhost.provedor.com.br',
  ),
  [{ NODE_ENV: 'production' }, production],
  // Whoever says who the attendant is.
  [{ ...proxy, NODE_ENV: 'production' }, production],
])('the demo, which signs everybody in, does not start with %o', (env, line) => {
  expect(faultsOf(env)).toEqual([line])
})

test.each([
  'HUBSOFT_TIMEOUT',
  'HUBSOFT_CLIENTE_ID',
  'HUBSOFT_URL_FILE',
  'HUBSOFT_TIMEOUT_MS_FILE',
  'HUBSOFT_CA',
  'HUBSOFT_CA_FILE_FILE',
  'HUBSOFT_',
  'HUBSOFT_url',
])('%s is no name of ours, which stops the start before it is missed', (name) => {
  expect(faultsOf({ [name]: '1' })).toEqual([
    `${name}: não é conhecida; esperado: uma de HUBSOFT_URL, HUBSOFT_CLIENT_ID, HUBSOFT_CLIENT_SECRET, HUBSOFT_USERNAME, HUBSOFT_PASSWORD, HUBSOFT_CLIENT_ID_FILE, HUBSOFT_CLIENT_SECRET_FILE, HUBSOFT_USERNAME_FILE, HUBSOFT_PASSWORD_FILE, HUBSOFT_CA_FILE, HUBSOFT_TIMEOUT_MS, HUBSOFT_SETTLE_MS, HUBSOFT_TICKET_TYPES, HUBSOFT_CONTACT_ORIGIN, HUBSOFT_WORK_ORDER_TYPE`,
  ])
})

test('several faults are told at once, a line each, and none repeats a secret', async () => {
  const secretFile = await file('SEGREDO-no-arquivo')
  const env = {
    ...real,
    HOST: '0.0.0.0',
    PORT: 'x',
    HUBSOFT_URL: 'ftp://eu:SEGREDO@api.provedor.com.br',
    HUBSOFT_PASSWORD_FILE: secretFile,
    HUBSOFT_CLIENT_SECRET: '',
    HUBSOFT_CLIENT_SECRET_FILE: secretFile,
    HUBSOFT_USERNAME_FILE: '/nada/aqui',
    HUBSOFT_SENHA: 'SEGREDO-senha',
    AUTH_PROXY_SECRET: 'SEGREDO-curto',
    TRUSTED_PROXIES: '',
    TIME_ZONE: 'Brasil',
  }

  const faults = faultsOf(env)

  expect(faults.map((line) => line.split(':')[0]).toSorted()).toEqual([
    'AUTH_PROXY_SECRET',
    'HUBSOFT_PASSWORD',
    'HUBSOFT_SENHA',
    'HUBSOFT_URL',
    'HUBSOFT_USERNAME',
    'PORT',
    'PUBLIC_ORIGIN',
    'TIME_ZONE',
    'TRUSTED_PROXIES',
  ])
  expect(faults.join('\n')).not.toContain('SEGREDO')
})
