import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { attendantsFileOf, type Config, readConfig } from '#src/gateway/config/config.ts'
import type { Environment } from '#src/gateway/config/settings.ts'
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

/** A file with this text, gone after the test. */
async function file(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'config-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'valor')
  await writeFile(path, text)
  return path
}

test('with nothing set it is the demo on this machine', () => {
  expect(readConfig({})).toEqual({
    config: {
      host: '127.0.0.1',
      port: 8080,
      timeoutMs: 20_000,
      settleMs: 60_000,
      auth: { mode: 'demo' },
      trustedProxies: [],
      databaseFile: 'data/novo-atendimento.db',
      journalDays: 90,
      frameAncestors: [],
      timeZone: 'America/Sao_Paulo',
      logLevel: 'info',
    },
  })
})

test('with HubSoft, its account and a proxy it is the real thing', () => {
  expect(readConfig(real)).toEqual({
    config: {
      host: '127.0.0.1',
      port: 8080,
      hubsoft: {
        url: new URL('https://api.provedor.com.br/'),
        account: {
          client_id: { value: '7' },
          client_secret: { value: 'SEGREDO-client' },
          username: { value: 'SEGREDO-user@provedor.com.br' },
          password: { value: 'SEGREDO-password' },
        },
      },
      timeoutMs: 20_000,
      settleMs: 60_000,
      auth: {
        mode: 'proxy',
        header: 'X-Forwarded-User',
        nameHeader: 'X-Forwarded-Name',
        secret: { value: 'SEGREDO-proxy-com-mais-de-trinta-e-dois' },
      },
      trustedProxies: ['10.0.0.7'],
      databaseFile: 'data/novo-atendimento.db',
      journalDays: 90,
      frameAncestors: [],
      timeZone: 'America/Sao_Paulo',
      logLevel: 'info',
    },
  })
})

test('a variable that is set to nothing counts as not set', () => {
  const names = ['HOST', 'PORT', 'PUBLIC_ORIGIN', 'HUBSOFT_URL', 'HUBSOFT_TIMEOUT_MS', 'AUTH_MODE']
  const empty = Object.fromEntries([...names, 'FRAME_ANCESTORS'].map((name) => [name, '']))

  expect(readConfig(empty)).toEqual(readConfig({}))
})

test('what other programs need of the environment is none of its business', () => {
  expect(readConfig({ PATH: '/bin', HOME: '/root', NODE_ENV: 'development' })).toEqual(
    readConfig({}),
  )
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
  [{ TIME_ZONE: 'America/Manaus' }, { timeZone: 'America/Manaus' }],
  [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
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
])('with a real HubSoft %o is taken', (env, part) => {
  expect(configOf({ ...real, ...env })).toMatchObject(part)
})

test.each([
  ['10.0.0.7', ['10.0.0.7']],
  ['10.0.0.0/8', ['10.0.0.0/8']],
  ['10.0.0.7, 10.0.0.8', ['10.0.0.7', '10.0.0.8']],
  [' 10.0.0.7  fd00::/8 ', ['10.0.0.7', 'fd00::/8']],
  ['::1/128', ['::1/128']],
])('trusted proxies %j are read as %j', (TRUSTED_PROXIES, trusted) => {
  expect(configOf({ ...real, TRUSTED_PROXIES }).trustedProxies).toEqual(trusted)
})

test.each([
  'X-Auth-Proxy-Secret',
  'cookie',
  'Host',
  'Authorization',
  'X-Forwarded-For',
  'Idempotency-Key',
  'X-Atendente',
  'Content-Type',
])('%s says who nobody is', (name) => {
  const wanted = 'wanted: the name of an HTTP header that means nothing else'

  expect(faultsOf({ ...real, AUTH_PROXY_HEADER: name })).toEqual([
    `AUTH_PROXY_HEADER: "${name}" was read; ${wanted}`,
  ])
  expect(faultsOf({ ...real, AUTH_PROXY_NAME_HEADER: name })).toEqual([
    `AUTH_PROXY_NAME_HEADER: "${name}" was read; ${wanted}`,
  ])
})

test.each([
  [{ AUTH_PROXY_HEADER: 'Remote-User', AUTH_PROXY_NAME_HEADER: 'remote-user' }, 'Remote-User'],
  [{ AUTH_PROXY_HEADER: 'x-forwarded-name' }, 'x-forwarded-name'],
])('user and name come in a header each: %j stops the start', (headers, header) => {
  expect(faultsOf({ ...real, ...headers })).toEqual([
    `AUTH_PROXY_HEADER, AUTH_PROXY_NAME_HEADER: "${header}" was read for both; wanted: two headers`,
  ])
})

test.each(['x'.repeat(40), 'abcdefg'.repeat(6), 'TROQUE-POR-UM-SEGREDO-DE-32-CARACTERES-OU-MAIS'])(
  'the secret %s is easily guessed',
  async (AUTH_PROXY_SECRET) => {
    const { AUTH_PROXY_SECRET: _, ...rest } = real
    const fault = expect.stringMatching(/^AUTH_PROXY_SECRET: not set, too short or easily guessed;/)

    expect(faultsOf({ ...real, AUTH_PROXY_SECRET })).toEqual([fault])
    expect(faultsOf({ ...rest, AUTH_PROXY_SECRET_FILE: await file(AUTH_PROXY_SECRET) })).toEqual([
      fault,
    ])
  },
)

test('the names of the proxy’s headers can be chosen', () => {
  const env = { ...real, AUTH_PROXY_HEADER: 'Remote-User', AUTH_PROXY_NAME_HEADER: 'Remote-Name' }

  expect(configOf(env).auth).toMatchObject({ header: 'Remote-User', nameHeader: 'Remote-Name' })
})

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

test('the list of attendants lies among the data unless it is told to lie elsewhere', () => {
  expect(attendantsFileOf({})).toBe('data/atendentes.json')
  expect(attendantsFileOf({ ATTENDANTS_FILE: '' })).toBe('data/atendentes.json')
  expect(attendantsFileOf({ ATTENDANTS_FILE: '/srv/a.json' })).toBe('/srv/a.json')
})

test.each<[unknown, string]>([
  [[], 'has nobody in it'],
  ['[', 'is malformed'],
  [{ ana: 'senha' }, 'is malformed'],
  [[{ ...listedAna, senha: 'SEGREDO' }], 'is malformed (entry 1: senha)'],
  [[listedAna, { usuario: 'bia', nome: 'SEGREDO' }], 'is malformed (entry 2: senha)'],
  [[listedAna, listedAna], 'is malformed (entry 2: usuario)'],
])('a list of attendants such as %j stops the start with one line', async (list, found) => {
  const env = await local(list)

  expect(faultsOf(env)).toEqual([
    `ATTENDANTS_FILE: "${env.ATTENDANTS_FILE}" ${found}; wanted: who may sign in: npm run attendant -- add USER "NAME"`,
  ])
})

test.each([
  ['/nada/atendentes.json', 'is not there'],
  [tmpdir(), "can't be read"],
])('the list %s, which %s, stops the start with one line', (ATTENDANTS_FILE, found) => {
  expect(faultsOf({ AUTH_MODE: 'local', ATTENDANTS_FILE })).toEqual([
    `ATTENDANTS_FILE: "${ATTENDANTS_FILE}" ${found}; wanted: who may sign in: npm run attendant -- add USER "NAME"`,
  ])
})

test('a list of attendants that nobody asks for may be anything', () => {
  expect(configOf({ ATTENDANTS_FILE: '/nada/atendentes.json' }).auth).toEqual({ mode: 'demo' })
})

test.each<[string, Environment]>([
  ['no page', { FRAME_ANCESTORS: "'none'" }],
  [
    'our own pages',
    { FRAME_ANCESTORS: 'http://localhost:8080', PUBLIC_ORIGIN: 'http://localhost:8080' },
  ],
  [
    'another page over https',
    { FRAME_ANCESTORS: 'https://intranet.example', PUBLIC_ORIGIN: 'https://abrir.example' },
  ],
])('who signs in on the page may have it framed by %s', async (_who, env) => {
  expect(configOf({ ...(await local()), ...env }).auth.mode).toBe('local')
})

test.each<[Environment, string]>([
  [
    { FRAME_ANCESTORS: 'http://localhost:3000' },
    'FRAME_ANCESTORS: "http://localhost:3000" was read; wanted: \'none\', or https in PUBLIC_ORIGIN, since AUTH_MODE is local',
  ],
  [
    { PUBLIC_ORIGIN: 'http://abrir.intranet' },
    'PUBLIC_ORIGIN: "http://abrir.intranet" was read; wanted: https, since passwords go there (AUTH_MODE is local)',
  ],
])('with sign-in on the page %o stops the start with one line', async (env, line) => {
  expect(faultsOf({ ...(await local()), ...env })).toEqual([line])
})

test('on this machine passwords may go over http', async () => {
  const env = await local()

  for (const PUBLIC_ORIGIN of ['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:80']) {
    expect(configOf({ ...env, PUBLIC_ORIGIN: new URL(PUBLIC_ORIGIN).origin }).auth.mode).toBe(
      'local',
    )
  }
})

test('production without a HubSoft does not start, whoever says who the attendant is', () => {
  expect(faultsOf({ ...proxy, NODE_ENV: 'production' })).toEqual([
    'NODE_ENV: "production" was read; wanted: HUBSOFT_URL and AUTH_MODE, since without them tickets go to the stand-in',
  ])
  expect(faultsOf({ ...real, NODE_ENV: 'production' })).toEqual([])
})

test('the database is the file that its address names', () => {
  expect(configOf({ DATABASE_URL: 'file:/srv/dados/banco.db' }).databaseFile).toBe(
    '/srv/dados/banco.db',
  )
  expect(configOf({ DATABASE_URL: 'file:banco.db' }).databaseFile).toBe('banco.db')
})

test('a proxy may stand before the demo’s HubSoft, too', () => {
  expect(configOf(proxy).hubsoft).toBeUndefined()
  expect(configOf(proxy).auth.mode).toBe('proxy')
})

test('every secret may come in a file, whose last line end does not count', async () => {
  const { HUBSOFT_URL, AUTH_MODE, TRUSTED_PROXIES, ...secrets } = real
  const entries = Object.entries(secrets)
  const files = await Promise.all(entries.map(([, value]) => file(`${value}\n`)))
  const inFiles = Object.fromEntries(entries.map(([name], place) => [`${name}_FILE`, files[place]]))

  const { auth, hubsoft } = configOf({ HUBSOFT_URL, AUTH_MODE, TRUSTED_PROXIES, ...inFiles })

  const { account: inPlace } = configOf(real).hubsoft ?? {}
  const read = Object.values(hubsoft?.account ?? {})
  expect(read.map(({ value }) => value)).toEqual(
    Object.values(inPlace ?? {}).map(({ value }) => value),
  )
  expect(auth).toMatchObject({ secret: { value: proxy.AUTH_PROXY_SECRET } })
  // Read again from there when it changes.
  const from = [...read, 'secret' in auth ? auth.secret : undefined].map((one) => one?.file)
  expect(from).toEqual(files)
})

test('of a secret in a file nothing but the one line end goes', async () => {
  const { HUBSOFT_PASSWORD: _, ...rest } = real
  const env = { ...rest, HUBSOFT_PASSWORD_FILE: await file(' dois\nlinhas \r\n') }

  expect(configOf(env).hubsoft?.account.password.value).toBe(' dois\nlinhas ')
})

test('an extra CA and the gateway’s own certificate are read from their files', async () => {
  const own = certificateFor('192.0.2.7')
  const [ca, cert, key] = await Promise.all([own.cert, own.cert, own.key].map(file))
  const env = { ...real, HUBSOFT_CA_FILE: ca, TLS_CERT_FILE: cert, TLS_KEY_FILE: key }

  const config = configOf({ ...env, HOST: '192.0.2.7' })

  expect(config.hubsoft?.ca).toBe(own.cert)
  expect(config.tls).toEqual({ ...own, certFile: cert, keyFile: key })
})

test('TLS that ends here is no http for browsers', async () => {
  const own = certificateFor('127.0.0.1')
  const [cert, key] = await Promise.all([own.cert, own.key].map(file))
  const env = { ...real, TLS_CERT_FILE: cert, TLS_KEY_FILE: key }

  expect(faultsOf({ ...env, PUBLIC_ORIGIN: 'http://localhost:8080' })).toEqual([
    'PUBLIC_ORIGIN: "http://localhost:8080" was read; wanted: https, since TLS_CERT_FILE is set',
  ])
  expect(faultsOf({ ...env, PUBLIC_ORIGIN: 'https://localhost:8080' })).toEqual([])
})

test.each(['0.0.0.0', '0', '::', '0:0:0:0:0:0:0:0'])(
  'https on every address (%s) needs the one that browsers use',
  async (HOST) => {
    const own = certificateFor('192.0.2.7')
    const [cert, key] = await Promise.all([own.cert, own.key].map(file))
    const env = { ...real, TLS_CERT_FILE: cert, TLS_KEY_FILE: key, HOST }

    expect(faultsOf(env)).toEqual([
      'PUBLIC_ORIGIN: not set; wanted: the origin that browsers use, since HOST is every address',
    ])
    expect(configOf({ ...env, PUBLIC_ORIGIN: 'https://abrir.example' }).host).toBe(HOST)
  },
)

const hubsoftWanted =
  'wanted: HubSoft’s address, https://… (http only for loopback), without user and password'
const originWanted = 'wanted: scheme, host and port alone, such as https://abrir.provedor.com.br'
const timeoutWanted = 'wanted: milliseconds from 100 to 600000'
const settleWanted = 'wanted: milliseconds from 0 to 86400000'
const framesWanted = "wanted: 'none' or exact origins separated by spaces"

test.each<[Environment, string]>([
  ...['duas palavras', '[::1]'].map<[Environment, string]>((HOST) => [
    { HOST },
    `HOST: "${HOST}" was read; wanted: an address to listen on, without []`,
  ]),
  [{ PORT: '65536' }, 'PORT: "65536" was read; wanted: a port from 0 to 65535'],
  [{ PORT: '-1' }, 'PORT: "-1" was read; wanted: a port from 0 to 65535'],
  [{ PORT: '80.5' }, 'PORT: "80.5" was read; wanted: a port from 0 to 65535'],
  [{ PORT: 'http' }, 'PORT: "http" was read; wanted: a port from 0 to 65535'],
  [
    { PUBLIC_ORIGIN: 'http://localhost:8080/' },
    `PUBLIC_ORIGIN: "http://localhost:8080/" was read; ${originWanted}`,
  ],
  [
    { PUBLIC_ORIGIN: 'localhost:8080' },
    `PUBLIC_ORIGIN: "localhost:8080" was read; ${originWanted}`,
  ],
  [
    { PUBLIC_ORIGIN: 'ftp://localhost' },
    `PUBLIC_ORIGIN: "ftp://localhost" was read; ${originWanted}`,
  ],
  [{ HUBSOFT_TIMEOUT_MS: '99' }, `HUBSOFT_TIMEOUT_MS: "99" was read; ${timeoutWanted}`],
  [{ HUBSOFT_TIMEOUT_MS: '600001' }, `HUBSOFT_TIMEOUT_MS: "600001" was read; ${timeoutWanted}`],
  [{ HUBSOFT_TIMEOUT_MS: '20s' }, `HUBSOFT_TIMEOUT_MS: "20s" was read; ${timeoutWanted}`],
  [{ HUBSOFT_SETTLE_MS: '86400001' }, `HUBSOFT_SETTLE_MS: "86400001" was read; ${settleWanted}`],
  ...['0', '3651', '1.5', '-1', '90d'].map<[Environment, string]>((JOURNAL_DAYS) => [
    { JOURNAL_DAYS },
    `JOURNAL_DAYS: "${JOURNAL_DAYS}" was read; wanted: days from 1 to 3650`,
  ]),
  [
    { AUTH_MODE: 'ninguém' },
    'AUTH_MODE: "ninguém" was read; wanted: local or proxy (or demo, without HUBSOFT_URL)',
  ],
  [{ FRAME_ANCESTORS: '*' }, `FRAME_ANCESTORS: "*" was read; ${framesWanted}`],
  [{ FRAME_ANCESTORS: "'self'" }, `FRAME_ANCESTORS: "'self'" was read; ${framesWanted}`],
  [
    { FRAME_ANCESTORS: 'https://intranet.com.br/pagina' },
    `FRAME_ANCESTORS: "https://intranet.com.br/pagina" was read; ${framesWanted}`,
  ],
  [
    { FRAME_ANCESTORS: "https://intranet.com.br; script-src 'unsafe-inline'" },
    `FRAME_ANCESTORS: "https://intranet.com.br; script-src 'unsafe-inline'" was read; ${framesWanted}`,
  ],
  ...[
    'https://*',
    'https://*.com.br',
    'https://a.example;sandbox',
    'https://intranet.com.br:*',
    'https://a.example,https://b.example/',
    "https://intranet.com.br 'self'",
    'https://intranet..com.br',
    'https://user@intranet.com.br',
  ].map<[Environment, string]>((FRAME_ANCESTORS) => [
    { FRAME_ANCESTORS },
    `FRAME_ANCESTORS: "${FRAME_ANCESTORS.replace('user@', '***@')}" was read; ${framesWanted}`,
  ]),
  [{ TIME_ZONE: 'Brasil' }, 'TIME_ZONE: "Brasil" was read; wanted: an IANA time zone'],
  [
    { LOG_LEVEL: 'tudo' },
    'LOG_LEVEL: "tudo" was read; wanted: one of trace, debug, info, warn, error, fatal, silent',
  ],
  [
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    'NODE_TLS_REJECT_UNAUTHORIZED: "0" was read; wanted: unset (HUBSOFT_CA_FILE takes a private CA)',
  ],
  [
    { TLS_CERT_FILE: '/nada/aqui.pem', TLS_KEY_FILE: '/dev/null' },
    'TLS_CERT_FILE: "/nada/aqui.pem" can\'t be read; wanted: the path of a readable file',
  ],
  [
    { TLS_CERT_FILE: '/dev/null' },
    'TLS_CERT_FILE, TLS_KEY_FILE: one of them is not set; wanted: both or none',
  ],
  [
    { TLS_KEY_FILE: '/dev/null' },
    'TLS_CERT_FILE, TLS_KEY_FILE: one of them is not set; wanted: both or none',
  ],
  [
    { HUBSOFT_CA_FILE: '/dev/null' },
    'HUBSOFT_CA_FILE: "/dev/null" holds no certificate; wanted: a certificate in PEM',
  ],
  [
    { TLS_CERT_FILE: '/dev/null', TLS_KEY_FILE: '/dev/null' },
    'TLS_CERT_FILE, TLS_KEY_FILE: "/dev/null" and "/dev/null" don’t fit together; wanted: a certificate and its key, both in PEM',
  ],
  ...[
    'data/banco.db',
    'postgres://u:SEGREDO@banco/atendimento',
    'file::memory:',
    'file:///srv/dados.db',
    'file:data/',
    'file:',
    'file:x.db?mode=ro',
  ].map<[Environment, string]>((DATABASE_URL) => [
    { DATABASE_URL },
    `DATABASE_URL: "${DATABASE_URL.replace('u:SEGREDO', '***').replace('mode=ro', '***')}" was read; wanted: file:PATH, the path of a SQLite file`,
  ]),
])('%o stops the start with one line', (env, line) => {
  expect(faultsOf(env)).toEqual([line])
})

test.each<[Environment, string]>([
  [
    { HUBSOFT_URL: 'http://api.provedor.com.br' },
    `HUBSOFT_URL: "http://api.provedor.com.br" was read; ${hubsoftWanted}`,
  ],
  [
    { HUBSOFT_URL: 'http://127.0.0.1.provedor.com.br' },
    `HUBSOFT_URL: "http://127.0.0.1.provedor.com.br" was read; ${hubsoftWanted}`,
  ],
  [
    { HUBSOFT_URL: 'api.provedor.com.br' },
    `HUBSOFT_URL: "api.provedor.com.br" was read; ${hubsoftWanted}`,
  ],
  [
    { HUBSOFT_URL: 'https://eu:SEGREDO@api.provedor.com.br' },
    `HUBSOFT_URL: "https://***@api.provedor.com.br" was read; ${hubsoftWanted}`,
  ],
  [
    { HUBSOFT_URL: 'https://:SEGREDO@api.provedor.com.br' },
    `HUBSOFT_URL: "https://***@api.provedor.com.br" was read; ${hubsoftWanted}`,
  ],
  [
    { HUBSOFT_URL: 'api:SEGREDO@provedor.com.br' },
    `HUBSOFT_URL: "***@provedor.com.br" was read; ${hubsoftWanted}`,
  ],
  [
    { HUBSOFT_URL: 'https:/api:SEGREDO@provedor.com.br' },
    `HUBSOFT_URL: "https:/***@provedor.com.br" was read; ${hubsoftWanted}`,
  ],
  [
    { HUBSOFT_URL: 'http://provedor.com.br/?token=SEGREDO' },
    `HUBSOFT_URL: "http://provedor.com.br/?***" was read; ${hubsoftWanted}`,
  ],
  [{ HUBSOFT_URL: '' }, 'HUBSOFT_URL: not set; wanted: HubSoft’s address, since an account is set'],
  ...Object.keys(account).map<[Environment, string]>((name) => [
    { [name]: undefined },
    `${name}: not set; wanted: the API account’s value`,
  ]),
  [
    { HUBSOFT_PASSWORD: undefined, HUBSOFT_PASSWORD_FILE: '/nada/aqui' },
    'HUBSOFT_PASSWORD_FILE: "/nada/aqui" can\'t be read; wanted: the path of a readable file',
  ],
  [
    { HUBSOFT_PASSWORD: undefined, HUBSOFT_PASSWORD_FILE: '/dev/null' },
    'HUBSOFT_PASSWORD_FILE: "/dev/null" is empty; wanted: a file that holds the value',
  ],
  [
    { HUBSOFT_PASSWORD_FILE: '/dev/null' },
    'HUBSOFT_PASSWORD: set together with HUBSOFT_PASSWORD_FILE; wanted: one of the two',
  ],
  [
    { HUBSOFT_CA_FILE: '/nada/aqui.pem' },
    'HUBSOFT_CA_FILE: "/nada/aqui.pem" can\'t be read; wanted: the path of a readable file',
  ],
  [
    { HUBSOFT_SETTLE_MS: '59999' },
    'HUBSOFT_SETTLE_MS: "59999" was read; wanted: at least 60000, since HUBSOFT_URL is not loopback',
  ],
  [
    { HUBSOFT_TIMEOUT_MS: '30000', HUBSOFT_SETTLE_MS: '89999' },
    'HUBSOFT_SETTLE_MS: "89999" was read; wanted: at least 90000, since HUBSOFT_URL is not loopback',
  ],
  [{ AUTH_MODE: '' }, 'AUTH_MODE: "" was read; wanted: local or proxy, since HUBSOFT_URL is set'],
  [
    { AUTH_MODE: 'demo' },
    'AUTH_MODE: "demo" was read; wanted: local or proxy, since HUBSOFT_URL is set',
  ],
  [
    { AUTH_MODE: 'ninguém' },
    'AUTH_MODE: "ninguém" was read; wanted: local or proxy (or demo, without HUBSOFT_URL)',
  ],
  [
    { AUTH_PROXY_HEADER: 'X User' },
    'AUTH_PROXY_HEADER: "X User" was read; wanted: the name of an HTTP header that means nothing else',
  ],
  [
    { AUTH_PROXY_NAME_HEADER: 'Nome:' },
    'AUTH_PROXY_NAME_HEADER: "Nome:" was read; wanted: the name of an HTTP header that means nothing else',
  ],
  [
    { AUTH_PROXY_SECRET: '' },
    'AUTH_PROXY_SECRET: not set, too short or easily guessed; wanted: at least 32 characters, as openssl rand -base64 32 makes them',
  ],
  [
    { AUTH_PROXY_SECRET: 'x'.repeat(31) },
    'AUTH_PROXY_SECRET: not set, too short or easily guessed; wanted: at least 32 characters, as openssl rand -base64 32 makes them',
  ],
  [
    { AUTH_PROXY_SECRET: '', AUTH_PROXY_SECRET_FILE: '/nada/aqui' },
    'AUTH_PROXY_SECRET_FILE: "/nada/aqui" can\'t be read; wanted: the path of a readable file',
  ],
  [{ TRUSTED_PROXIES: '' }, 'TRUSTED_PROXIES: not set; wanted: the proxy’s address'],
  ...[
    '10.0.0.256',
    'proxy.local',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/x',
    'fd00::/129',
    '10.0.0.1/8/8',
    ' ',
  ].map<[Environment, string]>((TRUSTED_PROXIES) => [
    { TRUSTED_PROXIES },
    `TRUSTED_PROXIES: "${TRUSTED_PROXIES}" was read; wanted: IP addresses or CIDR blocks separated by spaces`,
  ]),
  [{ HOST: '0.0.0.0' }, 'PUBLIC_ORIGIN: "" was read; wanted: https, since HOST is not loopback'],
  [
    { HOST: '192.168.0.10', PUBLIC_ORIGIN: 'http://192.168.0.10:8080' },
    'PUBLIC_ORIGIN: "http://192.168.0.10:8080" was read; wanted: https, since HOST is not loopback',
  ],
  [
    { HOST: '0.0.0.0', PUBLIC_ORIGIN: 'https://abrir.provedor.com.br/' },
    `PUBLIC_ORIGIN: "https://abrir.provedor.com.br/" was read; ${originWanted}`,
  ],
])('with a real HubSoft %o stops the start with one line', (env, line) => {
  expect(faultsOf({ ...real, ...env })).toEqual([line])
})

test.each<[Environment, RegExp]>([
  [
    { HOST: '0.0.0.0', PUBLIC_ORIGIN: 'https://localhost' },
    /^HOST: "0\.0\.0\.0" was read; wanted: loopback, since AUTH_MODE is demo$/,
  ],
  [
    { PUBLIC_ORIGIN: 'https://abrir.provedor.com.br' },
    /^PUBLIC_ORIGIN: "https:\/\/abrir\.provedor\.com\.br" was read; wanted: loopback, since AUTH_MODE is demo$/,
  ],
  [
    { PUBLIC_ORIGIN: 'http://localhost.provedor.com.br' },
    /^PUBLIC_ORIGIN: .* was read; wanted: loopback, since AUTH_MODE is demo$/,
  ],
  [
    { NODE_ENV: 'production' },
    /^NODE_ENV: "production" was read; wanted: HUBSOFT_URL and AUTH_MODE/,
  ],
])('the demo, which signs everybody in, does not start with %o', (env, line) => {
  expect(faultsOf(env)).toEqual([expect.stringMatching(line)])
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
    `${name}: not known; wanted: one of HUBSOFT_URL, HUBSOFT_CLIENT_ID, HUBSOFT_CLIENT_SECRET, HUBSOFT_USERNAME, HUBSOFT_PASSWORD, HUBSOFT_CLIENT_ID_FILE, HUBSOFT_CLIENT_SECRET_FILE, HUBSOFT_USERNAME_FILE, HUBSOFT_PASSWORD_FILE, HUBSOFT_CA_FILE, HUBSOFT_TIMEOUT_MS, HUBSOFT_SETTLE_MS`,
  ])
})

test('several faults are told at once, a line each', () => {
  const env = {
    PORT: 'x',
    HUBSOFT_URL: 'http://api.provedor.com.br',
    HUBSOFT_TIMEOUT: '5',
    HUBSOFT_PASSWORD: 'SEGREDO-password',
    AUTH_MODE: 'proxy',
    TIME_ZONE: 'Brasil',
  }

  const names = faultsOf(env).map((line) => line.split(':')[0])

  expect(names.toSorted()).toEqual([
    'AUTH_PROXY_SECRET',
    'HUBSOFT_CLIENT_ID',
    'HUBSOFT_CLIENT_SECRET',
    'HUBSOFT_TIMEOUT',
    'HUBSOFT_URL',
    'HUBSOFT_USERNAME',
    'PORT',
    'TIME_ZONE',
    'TRUSTED_PROXIES',
  ])
})

test('no fault repeats a secret', async () => {
  const secretFile = await file('SEGREDO-no-arquivo')
  const everythingWrong = {
    ...real,
    HUBSOFT_URL: 'ftp://eu:SEGREDO@api.provedor.com.br',
    HUBSOFT_PASSWORD_FILE: secretFile,
    HUBSOFT_CLIENT_SECRET: '',
    HUBSOFT_CLIENT_SECRET_FILE: secretFile,
    HUBSOFT_USERNAME_FILE: '/nada/aqui',
    HUBSOFT_SENHA: 'SEGREDO-senha',
    AUTH_PROXY_SECRET: 'SEGREDO-curto',
    TRUSTED_PROXIES: '',
    HOST: '0.0.0.0',
  }

  const faults = faultsOf(everythingWrong)

  expect(faults.length).toBeGreaterThan(5)
  expect(faults.join('\n')).not.toContain('SEGREDO')
})
