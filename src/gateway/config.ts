import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import * as z from 'zod/mini'
import type { Account } from './hubsoft/client.ts'
import type { ProxySettings } from './session/identify.ts'

export type Environment = Record<string, string | undefined>

export type Auth = { mode: 'demo' } | ({ mode: 'proxy' } & ProxySettings)

export type Config = {
  host: string
  port: number
  /** Absent: the address that the gateway listens on. */
  publicOrigin?: URL
  tls?: { cert: string; key: string }
  /** Absent: the stand-in HubSoft is started. */
  hubsoft?: { url: URL; account: Account; ca?: string }
  timeoutMs: number
  settleMs: number
  auth: Auth
  frameAncestors: string[]
  timeZone: string
  logLevel: LogLevel
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export type ReadConfig = { config: Config } | { faults: string[] }

const loopback = ['127.0.0.1', '::1', '[::1]', 'localhost']
const isLoopback = (host: string) => loopback.includes(host)

const origin = z
  .string()
  .check(
    z.refine(
      (value) => URL.canParse(value) && /^https?:/.test(value) && new URL(value).origin === value,
    ),
  )
const wholeNumber = (least: number, most: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d+$/)),
    z.pipe(z.transform(Number), z.int().check(z.gte(least), z.lte(most))),
  )

function isAddress(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/')
  const longest = isIP(address) === 6 ? 128 : 32
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= longest)
  return isIP(address) !== 0 && isPrefix && rest.length === 0
}

const list = z.pipe(
  z.string(),
  z.transform((value: string) => value.split(/[\s,]+/).filter(Boolean)),
)

function isTimeZone(value: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('pt-BR', { timeZone: value }))
  } catch {
    return false
  }
}

const frameAncestors = z.union([
  z.pipe(
    z.literal("'none'"),
    z.transform((): string[] => []),
  ),
  z.pipe(list, z.array(origin)),
])

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

/** Reads variables one by one and remembers, for each fault, name, what was read and what is wanted. */
function createReader(env: Environment) {
  const faults: string[] = []
  const fault = (line: string) => {
    faults.push(line)
    return undefined
  }

  function readFile(name: string): string | undefined {
    const path = env[name]
    if (!path) return undefined
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return fault(`${name}: "${path}" can't be read; wanted: the path of a readable file`)
    }
  }

  function read<Value>(
    name: string,
    schema: z.ZodMiniType<Value>,
    wanted: string,
  ): Value | undefined {
    const typed = env[name]
    if (typed === undefined || typed === '') return undefined
    const result = schema.safeParse(typed)
    // An address may hold a password.
    const shown = typed.replace(/\/\/.*@/, '//***@')
    return result.success ? result.data : fault(`${name}: "${shown}" was read; wanted: ${wanted}`)
  }

  /** A secret, or the file that holds it (NAME_FILE); its value is never repeated. */
  function secret(name: string): string | undefined {
    const [value, path] = [env[name], env[`${name}_FILE`]]
    if (value && path)
      return fault(`${name}: set together with ${name}_FILE; wanted: one of the two`)
    if (value) return value
    const held = readFile(`${name}_FILE`)?.replace(/\r?\n$/, '')
    return held === ''
      ? fault(`${name}_FILE: "${path}" is empty; wanted: a file that holds the value`)
      : held
  }

  const isSet = (name: string) => Boolean(env[name] || env[`${name}_FILE`])

  return { faults, fault, read, readFile, secret, isSet }
}

type Reader = ReturnType<typeof createReader>

function readHubsoft(reader: Reader, env: Environment): Config['hubsoft'] {
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
  if (!env.HUBSOFT_URL) {
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

function readAuth(reader: Reader, env: Environment, hasHubsoft: boolean): Auth | undefined {
  const { read, fault, secret, isSet } = reader
  const modes = z.enum(['demo', 'local', 'proxy'])
  const mode = read('AUTH_MODE', modes, 'proxy (or demo, without HUBSOFT_URL)')
  if (mode === 'local') {
    return fault(
      'AUTH_MODE: "local" was read; wanted: proxy (signing in on the page isn’t built yet)',
    )
  }
  if (mode === 'proxy') {
    const token = z.string().check(z.regex(/^[!#$%&'*+.^_`|~\w-]+$/))
    const header = read('AUTH_PROXY_HEADER', token, 'the name of an HTTP header')
    const nameHeader = read('AUTH_PROXY_NAME_HEADER', token, 'the name of an HTTP header')
    const trusted = read(
      'TRUSTED_PROXIES',
      z.pipe(list, z.array(z.string().check(z.refine(isAddress))).check(z.minLength(1))),
      'IP addresses or CIDR blocks separated by spaces',
    )
    const proxySecret = secret('AUTH_PROXY_SECRET')
    if (!env.TRUSTED_PROXIES) fault('TRUSTED_PROXIES: not set; wanted: the proxy’s address')
    const isShort = proxySecret !== undefined && [...proxySecret].length < 32
    if (isShort || !isSet('AUTH_PROXY_SECRET')) {
      fault('AUTH_PROXY_SECRET: not set or too short; wanted: at least 32 characters')
    }
    if (!trusted || !proxySecret) return undefined
    return {
      mode,
      header: header ?? 'X-Forwarded-User',
      nameHeader: nameHeader ?? 'X-Forwarded-Name',
      secret: proxySecret,
      trusted,
    }
  }
  if (mode === undefined && env.AUTH_MODE) return undefined
  if (hasHubsoft) {
    return fault(`AUTH_MODE: "${mode ?? ''}" was read; wanted: proxy, since HUBSOFT_URL is set`)
  }
  return { mode: 'demo' }
}

function readTls({ readFile, fault }: Reader, env: Environment): Config['tls'] {
  const [cert, key] = [readFile('TLS_CERT_FILE'), readFile('TLS_KEY_FILE')]
  if (Boolean(env.TLS_CERT_FILE) !== Boolean(env.TLS_KEY_FILE)) {
    fault('TLS_CERT_FILE, TLS_KEY_FILE: one of them is not set; wanted: both or none')
  }
  return cert !== undefined && key !== undefined ? { cert, key } : undefined
}

function checkDemo(
  host: string,
  publicOrigin: URL | undefined,
  { fault }: Reader,
  env: Environment,
) {
  if (!isLoopback(host))
    fault(`HOST: "${host}" was read; wanted: loopback, since AUTH_MODE is demo`)
  if (publicOrigin && !isLoopback(publicOrigin.hostname)) {
    fault(
      `PUBLIC_ORIGIN: "${publicOrigin.origin}" was read; wanted: loopback, since AUTH_MODE is demo`,
    )
  }
  if (env.NODE_ENV === 'production') {
    fault(
      'NODE_ENV: "production" was read; wanted: HUBSOFT_URL and AUTH_MODE, since demo signs everybody in',
    )
  }
}

function readPatience({ read, fault }: Reader, hubsoft: Config['hubsoft']) {
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

/**
 * Reads the environment once (design §4).
 *
 * @returns the configuration, or every fault as one line: the variable, what was read (never a
 *   secret's value), what is wanted
 */
export function readConfig(env: Environment): ReadConfig {
  const reader = createReader(env)
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

  const host =
    read('HOST', z.string().check(z.regex(/^\S+$/)), 'an address to listen on') ?? '127.0.0.1'
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
  const isHttps = publicOrigin ? publicOrigin.protocol === 'https:' : Boolean(tls)
  const isFaulty = Boolean(env.PUBLIC_ORIGIN) && !publicOrigin
  if (!isLoopback(host) && !isHttps && !isFaulty) {
    fault(
      `PUBLIC_ORIGIN: "${env.PUBLIC_ORIGIN ?? ''}" was read; wanted: https, since HOST is not loopback`,
    )
  }

  if (tls && ['0.0.0.0', '::'].includes(host) && !env.PUBLIC_ORIGIN) {
    fault(
      'PUBLIC_ORIGIN: not set; wanted: the origin that browsers use, since HOST is every address',
    )
  }

  const hubsoft = readHubsoft(reader, env)
  const { timeoutMs, settleMs } = readPatience(reader, hubsoft)

  const auth = readAuth(reader, env, Boolean(env.HUBSOFT_URL))
  if (auth?.mode === 'demo') checkDemo(host, publicOrigin, reader, env)

  const ancestors = read(
    'FRAME_ANCESTORS',
    frameAncestors,
    "'none' or exact origins separated by spaces",
  )
  const timeZone = read('TIME_ZONE', z.string().check(z.refine(isTimeZone)), 'an IANA time zone')

  const logLevel = read('LOG_LEVEL', z.enum(logLevels), `one of ${logLevels.join(', ')}`)

  if (!auth || faults.length > 0) return { faults }
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
      frameAncestors: ancestors ?? [],
      timeZone: timeZone ?? 'America/Sao_Paulo',
      logLevel: logLevel ?? 'info',
    },
  }
}
