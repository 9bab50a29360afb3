import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import * as z from 'zod/mini'
import type { Account } from '../hubsoft/tokens.ts'
import { readAttendants } from '../session/attendants-file.ts'
import {
  createSettingsReader,
  databaseFile,
  type Environment,
  frameAncestors,
  isAddress,
  isTimeZone,
  list,
  origin,
  type Secret,
  type SettingsReader,
  wholeNumber,
} from './settings.ts'

export type Auth =
  | { mode: 'demo' }
  | { mode: 'local'; attendantsFile: string }
  | { mode: 'proxy'; header: string; nameHeader: string; secret: Secret }

export type AccountSecrets = Record<keyof Account, Secret>

export type Config = {
  host: string
  port: number
  /** Absent: the address that the gateway listens on. */
  publicOrigin?: URL
  tls?: { cert: string; key: string; certFile: string; keyFile: string }
  /** Absent: the stand-in HubSoft is started. */
  hubsoft?: { url: URL; account: AccountSecrets; ca?: string }
  timeoutMs: number
  settleMs: number
  auth: Auth
  /** Addresses or CIDR blocks of the proxies in front of us. */
  trustedProxies: string[]
  /** Path of the SQLite file. */
  databaseFile: string
  /** How long an outcome is kept. */
  journalDays: number
  frameAncestors: string[]
  timeZone: string
  logLevel: LogLevel
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export type ReadConfig = { config: Config } | { faults: string[] }

const leastSecretLength = 32
const leastLetters = 8

/** Whether nobody guesses it: not short, not of a few letters, not the placeholder of docs/nginx-proxy.conf. */
export const isStrongSecret = (value: string) =>
  [...value].length >= leastSecretLength &&
  new Set(value).size >= leastLetters &&
  !value.startsWith('TROQUE')

// What already means something else, to us or on the way here.
const takenHeaders =
  /^(?:x-auth-proxy-secret|cookie|host|authorization|forwarded|via|x-(?:forwarded-(?:for|host|proto)|real-ip|reenvio|atendente)|idempotency-key|origin|referer|sec-.*|accept.*|content-.*|transfer-encoding|connection|user-agent)$/i

// As it is written: 0, 0.0.0.0, ::, 0:0:0:0:0:0:0:0.
const everyAddress = /^[0:.]+$/

const loopback = ['127.0.0.1', '::1', '[::1]', 'localhost']
const isLoopback = (host: string) => loopback.includes(host)

const accountNames = [
  'HUBSOFT_CLIENT_ID',
  'HUBSOFT_CLIENT_SECRET',
  'HUBSOFT_USERNAME',
  'HUBSOFT_PASSWORD',
]
const knownHubsoftNames = [
  'HUBSOFT_URL',
  ...accountNames,
  ...accountNames.map((name) => `${name}_FILE`),
  'HUBSOFT_CA_FILE',
  'HUBSOFT_TIMEOUT_MS',
  'HUBSOFT_SETTLE_MS',
]

function readHubsoft(reader: SettingsReader, env: Environment): Config['hubsoft'] {
  const { read, secret, readFile, isSet, fault } = reader
  const url = read(
    'HUBSOFT_URL',
    z.pipe(
      z.string().check(
        z.refine((value) => {
          if (!URL.canParse(value)) return false
          const { protocol, hostname, username, password } = new URL(value)
          const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
          return isSafe && !username && !password
        }),
      ),
      z.transform((value: string) => new URL(value)),
    ),
    'HubSoft’s address, https://… (http only for loopback), without user and password',
  )
  const [client_id, client_secret, username, password] = accountNames.map(secret)
  const ca = readFile('HUBSOFT_CA_FILE')
  if (ca !== undefined && !isCertificate(ca)) {
    fault(
      `HUBSOFT_CA_FILE: "${env.HUBSOFT_CA_FILE}" holds no certificate; wanted: a certificate in PEM`,
    )
  }
  if (!env.HUBSOFT_URL) {
    if (env.NODE_ENV === 'production') {
      fault(
        'NODE_ENV: "production" was read; wanted: HUBSOFT_URL and AUTH_MODE, since without them tickets go to the stand-in',
      )
    }
    if (accountNames.some(isSet)) {
      fault('HUBSOFT_URL: not set; wanted: HubSoft’s address, since an account is set')
    }
    return undefined
  }
  for (const name of accountNames.filter((one) => !isSet(one))) {
    fault(`${name}: not set; wanted: the API account’s value`)
  }
  if (!url || !client_id || !client_secret || !username || !password) return undefined
  const hubsoft = { url, account: { client_id, client_secret, username, password } }
  return ca === undefined ? hubsoft : { ...hubsoft, ca }
}

function isCertificate(pem: string): boolean {
  try {
    return Boolean(new X509Certificate(pem))
  } catch {
    return false
  }
}

function readAuth(reader: SettingsReader, env: Environment, hasHubsoft: boolean): Auth | undefined {
  const { read, fault } = reader
  const modes = z.enum(['demo', 'local', 'proxy'])
  const mode = read('AUTH_MODE', modes, 'local or proxy (or demo, without HUBSOFT_URL)')
  if (mode === 'local') {
    const attendantsFile = attendantsFileOf(env)
    checkAttendants(attendantsFile, reader)
    return { mode, attendantsFile }
  }
  if (mode === 'proxy') return readProxy(reader, env)
  if (mode === undefined && env.AUTH_MODE) return undefined
  if (hasHubsoft) {
    return fault(
      `AUTH_MODE: "${mode ?? ''}" was read; wanted: local or proxy, since HUBSOFT_URL is set`,
    )
  }
  return { mode: 'demo' }
}

/** Also for `npm run attendant`, which needs nothing else of the configuration. */
export const attendantsFileOf = (env: Environment = process.env) =>
  env.ATTENDANTS_FILE || 'data/atendentes.json'

function checkAttendants(file: string, { fault }: SettingsReader) {
  const read = readAttendants(file)
  if (read.kind === 'list' && read.attendants.length > 0) return
  const found = {
    list: 'has nobody in it',
    missing: 'is not there',
    unreadable: "can't be read",
    malformed: 'is malformed',
  }[read.kind]
  const place =
    'entry' in read ? ` (entry ${[read.entry, read.field].filter(Boolean).join(': ')})` : ''
  fault(
    `ATTENDANTS_FILE: "${file}" ${found}${place}; wanted: who may sign in: npm run attendant -- add USER "NAME"`,
  )
}

function readProxy({ read, fault, secret, isSet }: SettingsReader, env: Environment) {
  const token = z.string().check(
    z.regex(/^[!#$%&'*+.^_`|~\w-]+$/),
    z.refine((name) => !takenHeaders.test(name)),
  )
  const wanted = 'the name of an HTTP header that means nothing else'
  const header = read('AUTH_PROXY_HEADER', token, wanted) ?? 'X-Forwarded-User'
  const nameHeader = read('AUTH_PROXY_NAME_HEADER', token, wanted) ?? 'X-Forwarded-Name'
  if (header.toLowerCase() === nameHeader.toLowerCase()) {
    fault(
      `AUTH_PROXY_HEADER, AUTH_PROXY_NAME_HEADER: "${header}" was read for both; wanted: two headers`,
    )
  }
  const proxySecret = secret('AUTH_PROXY_SECRET')
  if (!env.TRUSTED_PROXIES) fault('TRUSTED_PROXIES: not set; wanted: the proxy’s address')
  const isWeak = proxySecret !== undefined && !isStrongSecret(proxySecret.value)
  if (isWeak || !isSet('AUTH_PROXY_SECRET')) {
    fault(
      `AUTH_PROXY_SECRET: not set, too short or easily guessed; wanted: at least ${leastSecretLength} characters, as openssl rand -base64 32 makes them`,
    )
  }
  if (!proxySecret) return undefined
  return {
    mode: 'proxy' as const,
    header,
    nameHeader,
    secret: proxySecret,
  }
}

/** A browser keeps no cookie for a page in another site's frame over plain http. */
function checkFramedSignIn(
  ancestors: string[],
  isHttps: boolean,
  ownOrigin: string | undefined,
  { fault }: SettingsReader,
) {
  const others = ancestors.filter((one) => one !== ownOrigin)
  if (others.length === 0 || isHttps) return
  fault(
    `FRAME_ANCESTORS: "${others.join(' ')}" was read; wanted: 'none', or https in PUBLIC_ORIGIN, since AUTH_MODE is local`,
  )
}

/** `__Host-` cookies need https, and so does a password on its way through a network. */
function checkOverheard(publicOrigin: URL | undefined, { fault }: SettingsReader) {
  if (publicOrigin?.protocol !== 'http:' || isLoopback(publicOrigin.hostname)) return
  fault(
    `PUBLIC_ORIGIN: "${publicOrigin.origin}" was read; wanted: https, since passwords go there (AUTH_MODE is local)`,
  )
}

function readTls({ readFile, fault }: SettingsReader, env: Environment): Config['tls'] {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } = env
  const [cert, key] = [readFile('TLS_CERT_FILE'), readFile('TLS_KEY_FILE')]
  if (Boolean(certFile) !== Boolean(keyFile)) {
    return fault('TLS_CERT_FILE, TLS_KEY_FILE: one of them is not set; wanted: both or none')
  }
  if (!certFile || !keyFile || cert === undefined || key === undefined) return undefined
  if (!isKeyPair(cert, key)) {
    return fault(
      `TLS_CERT_FILE, TLS_KEY_FILE: "${certFile}" and "${keyFile}" don’t fit together; wanted: a certificate and its key, both in PEM`,
    )
  }
  return { cert, key, certFile, keyFile }
}

export function isKeyPair(cert: string, key: string): boolean {
  try {
    // It takes an empty text for none.
    return isCertificate(cert) && Boolean(createSecureContext({ cert, key }))
  } catch {
    return false
  }
}

function checkDemo(
  { host, publicOrigin }: Pick<ReturnType<typeof readPlace>, 'host' | 'publicOrigin'>,
  { fault }: SettingsReader,
) {
  if (!isLoopback(host))
    fault(`HOST: "${host}" was read; wanted: loopback, since AUTH_MODE is demo`)
  if (publicOrigin && !isLoopback(publicOrigin.hostname)) {
    fault(
      `PUBLIC_ORIGIN: "${publicOrigin.origin}" was read; wanted: loopback, since AUTH_MODE is demo`,
    )
  }
}

function readPatience({ read, fault }: SettingsReader, hubsoft: Config['hubsoft']) {
  const timeoutMs =
    read('HUBSOFT_TIMEOUT_MS', wholeNumber(100, 600_000), 'milliseconds from 100 to 600000') ??
    20_000
  const leastSettleMs = Math.max(60_000, 3 * timeoutMs)
  const settleMs =
    read('HUBSOFT_SETTLE_MS', wholeNumber(0, 86_400_000), 'milliseconds from 0 to 86400000') ??
    leastSettleMs
  if (settleMs < leastSettleMs && hubsoft && !isLoopback(hubsoft.url.hostname)) {
    fault(
      `HUBSOFT_SETTLE_MS: "${settleMs}" was read; wanted: at least ${leastSettleMs}, since HUBSOFT_URL is not loopback`,
    )
  }
  return { timeoutMs, settleMs }
}

/** Where it listens, and under which origin browsers reach it. */
function readPlace(reader: SettingsReader, env: Environment) {
  const { read, fault } = reader
  const host =
    read('HOST', z.string().check(z.regex(/^[^\s[\]]+$/)), 'an address to listen on, without []') ??
    '127.0.0.1'
  const port = read('PORT', wholeNumber(0, 65535), 'a port from 0 to 65535') ?? 8080
  const tls = readTls(reader, env)
  const publicOrigin = read(
    'PUBLIC_ORIGIN',
    z.pipe(
      origin,
      z.transform((value: string) => new URL(value)),
    ),
    'scheme, host and port alone, such as https://abrir.provedor.com.br',
  )
  const isHttps = publicOrigin ? publicOrigin.protocol === 'https:' : Boolean(env.TLS_CERT_FILE)
  const isFaulty = Boolean(env.PUBLIC_ORIGIN) && !publicOrigin
  if (!isLoopback(host) && !isHttps && !isFaulty) {
    fault(
      `PUBLIC_ORIGIN: "${env.PUBLIC_ORIGIN ?? ''}" was read; wanted: https, since HOST is not loopback`,
    )
  }

  if (env.TLS_CERT_FILE && publicOrigin?.protocol === 'http:') {
    fault(
      `PUBLIC_ORIGIN: "${publicOrigin.origin}" was read; wanted: https, since TLS_CERT_FILE is set`,
    )
  }
  if (isHttps && everyAddress.test(host) && !env.PUBLIC_ORIGIN) {
    fault(
      'PUBLIC_ORIGIN: not set; wanted: the origin that browsers use, since HOST is every address',
    )
  }
  return { host, port, tls, publicOrigin, isHttps }
}

type JournalSettings = Pick<Config, 'databaseFile' | 'journalDays' | 'timeZone'>

function readJournal({ read }: SettingsReader): JournalSettings {
  const file = read('DATABASE_URL', databaseFile, 'file:PATH, the path of a SQLite file')
  const journalDays = read('JOURNAL_DAYS', wholeNumber(1, 3650), 'days from 1 to 3650')
  const timeZone = read('TIME_ZONE', z.string().check(z.refine(isTimeZone)), 'an IANA time zone')
  return {
    databaseFile: file ?? 'data/novo-atendimento.db',
    journalDays: journalDays ?? 90,
    timeZone: timeZone ?? 'America/Sao_Paulo',
  }
}

/** For `npm run check -- --pendentes`, which needs nothing else of the configuration. */
export function readJournalSettings(
  env: Environment,
): { settings: JournalSettings } | { faults: string[] } {
  const reader = createSettingsReader(env)
  const settings = readJournal(reader)
  return reader.faults.length > 0 ? { faults: reader.faults } : { settings }
}

/**
 * Reads the environment once (design §4).
 *
 * @returns the configuration, or every fault as one line: the variable, what was read (never a
 *   secret's value), what is wanted
 */
export function readConfig(env: Environment): ReadConfig {
  const reader = createSettingsReader(env)
  const { read, fault, faults } = reader

  for (const name of Object.keys(env).filter((one) => one.startsWith('HUBSOFT_'))) {
    if (!knownHubsoftNames.includes(name))
      fault(`${name}: not known; wanted: one of ${knownHubsoftNames.join(', ')}`)
  }
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    fault(
      'NODE_TLS_REJECT_UNAUTHORIZED: "0" was read; wanted: unset (HUBSOFT_CA_FILE takes a private CA)',
    )
  }

  const { isHttps, ...place } = readPlace(reader, env)
  const hubsoft = readHubsoft(reader, env)
  const { timeoutMs, settleMs } = readPatience(reader, hubsoft)

  const auth = readAuth(reader, env, Boolean(env.HUBSOFT_URL))
  if (auth?.mode === 'demo') checkDemo(place, reader)

  const ancestors = read(
    'FRAME_ANCESTORS',
    frameAncestors,
    "'none' or exact origins separated by spaces",
  )
  if (auth?.mode === 'local') {
    checkFramedSignIn(ancestors ?? [], isHttps, place.publicOrigin?.origin, reader)
    checkOverheard(place.publicOrigin, reader)
  }
  const trustedProxies = read(
    'TRUSTED_PROXIES',
    z.pipe(list, z.array(z.string().check(z.refine(isAddress))).check(z.minLength(1))),
    'IP addresses or CIDR blocks separated by spaces',
  )
  const journal = readJournal(reader)

  const logLevel = read('LOG_LEVEL', z.enum(logLevels), `one of ${logLevels.join(', ')}`)

  if (!auth || faults.length > 0) return { faults }
  const { host, port, publicOrigin, tls } = place
  return {
    config: {
      host,
      port,
      ...(publicOrigin && { publicOrigin }),
      ...(tls && { tls }),
      ...(hubsoft && { hubsoft }),
      timeoutMs,
      settleMs,
      auth,
      trustedProxies: trustedProxies ?? [],
      ...journal,
      frameAncestors: ancestors ?? [],
      logLevel: logLevel ?? 'info',
    },
  }
}
