import * as z from 'zod/mini'
import { type Destination, destinationNames, readDestination } from './destination.ts'
import { notSet, type Reader, type Secret, wholeNumber } from './environment.ts'
import { isLoopback } from './place.ts'
import { isCertificate } from './tls.ts'

export type HubsoftSettings = {
  /** Absent: the stand-in HubSoft is started. */
  hubsoft: { url: URL; account: AccountSecrets; ca: string | undefined } | undefined
  timeoutMs: number
  settleMs: number
  destination: Destination
}

/** The account's parts, each by the variable that holds it. */
const accountParts = {
  client_id: 'HUBSOFT_CLIENT_ID',
  client_secret: 'HUBSOFT_CLIENT_SECRET',
  username: 'HUBSOFT_USERNAME',
  password: 'HUBSOFT_PASSWORD',
} as const

type OfAccount<Part> = Record<keyof typeof accountParts, Part>
export type AccountSecrets = OfAccount<Secret>

export function eachPart<From, To>(
  { client_id, client_secret, username, password }: OfAccount<From>,
  make: (part: From) => To,
): OfAccount<To> {
  return {
    client_id: make(client_id),
    client_secret: make(client_secret),
    username: make(username),
    password: make(password),
  }
}

const accountNames = Object.values(accountParts)
const knownNames: string[] = [
  'HUBSOFT_URL',
  ...accountNames,
  ...accountNames.map((name) => `${name}_FILE`),
  'HUBSOFT_CA_FILE',
  'HUBSOFT_TIMEOUT_MS',
  'HUBSOFT_SETTLE_MS',
  ...destinationNames,
]

const address = z.string().check(
  z.refine((value) => {
    if (!URL.canParse(value)) return false
    const { protocol, hostname, username, password } = new URL(value)
    const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
    return isSafe && !username && !password
  }),
)

export function readHubsoft(reader: Reader): HubsoftSettings {
  for (const name of reader.names) {
    if (name.startsWith('HUBSOFT_') && !knownNames.includes(name)) {
      reader.fault(name, 'não é conhecida', `uma de ${knownNames.join(', ')}`)
    }
  }
  if (reader.typed('NODE_TLS_REJECT_UNAUTHORIZED') === '0') {
    const way = 'nada (HUBSOFT_CA_FILE aceita uma autoridade própria)'
    reader.misfit('NODE_TLS_REJECT_UNAUTHORIZED', '0', way)
  }
  const hubsoft = readConnection(reader)
  const destination = readDestination(reader)
  return { hubsoft, destination, ...readPatience(reader, hubsoft?.url) }
}

function readConnection(reader: Reader): HubsoftSettings['hubsoft'] {
  const { read, secret, fault } = reader
  const url = read(
    'HUBSOFT_URL',
    address,
    'o endereço do HubSoft, https://… (http só em loopback), sem usuário e senha',
  )
  const { client_id, client_secret, username, password } = eachPart(accountParts, secret)
  const ca = readAuthority(reader)
  if (!reader.typed('HUBSOFT_URL')) return expectStandIn(reader)
  for (const name of accountNames.filter((one) => !reader.isSecretSet(one))) {
    fault(name, notSet, 'o valor da conta da API')
  }
  if (!url || !client_id || !client_secret || !username || !password) return undefined
  return { url: new URL(url), account: { client_id, client_secret, username, password }, ca }
}

function readAuthority({ typed, readFile, fault }: Reader): string | undefined {
  const ca = readFile('HUBSOFT_CA_FILE')
  if (ca === undefined || isCertificate(ca)) return ca
  const file = typed('HUBSOFT_CA_FILE')
  return fault('HUBSOFT_CA_FILE', `em "${file}" não há certificado`, 'um certificado em PEM')
}

/** Nobody's tickets may go there by mistake. */
function expectStandIn({ typed, isSecretSet, fault, misfit }: Reader): undefined {
  if (typed('NODE_ENV') === 'production') {
    const why = 'HUBSOFT_URL e AUTH_MODE, porque sem elas os envios vão para a demonstração'
    misfit('NODE_ENV', 'production', why)
  }
  if (accountNames.some(isSecretSet)) {
    fault('HUBSOFT_URL', notSet, 'o endereço do HubSoft, porque há uma conta definida')
  }
}

/** Whatever an operator sets. */
export const longestTimeoutMs = 600_000

/** How long an answer is waited for, and how late HubSoft may still store what it was sent. */
function readPatience({ read, misfit }: Reader, url: URL | undefined) {
  const timeout = wholeNumber(100, longestTimeoutMs)
  const timeoutMs = read('HUBSOFT_TIMEOUT_MS', timeout, 'milissegundos de 100 a 600000') ?? 20_000
  const leastSettleMs = Math.max(60_000, 3 * timeoutMs)
  const settle = wholeNumber(0, 86_400_000)
  const settleMs =
    read('HUBSOFT_SETTLE_MS', settle, 'milissegundos de 0 a 86400000') ?? leastSettleMs
  if (settleMs < leastSettleMs && url && !isLoopback(url.hostname)) {
    const expected = `ao menos ${leastSettleMs}, porque HUBSOFT_URL não é loopback`
    misfit('HUBSOFT_SETTLE_MS', String(settleMs), expected)
  }
  return { timeoutMs, settleMs }
}
