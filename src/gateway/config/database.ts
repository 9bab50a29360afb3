import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import * as z from 'zod/mini'
import type { DatabaseAddress, PostgresAddress, SqliteAddress } from '../database/address.ts'
import type { Reader, Secret } from './environment.ts'
import { isLoopback } from './place.ts'
import { createSecretReader } from './secret-reader.ts'
import { isCertificate } from './tls.ts'

/** Where the journal lies, as the operator says it. */
export type DatabaseSettings =
  | SqliteAddress
  | (Omit<PostgresAddress, 'password'> & { password: Secret })

const expected =
  'file:CAMINHO, o caminho de um arquivo SQLite, ou postgres://USUARIO@SERVIDOR/BANCO'
const defaultFile = 'data/novo-atendimento.db'
const defaultPort = 5432
const parameters = ['sslmode', 'sslrootcert', 'host', 'user']

/** "file:data/novo-atendimento.db" → the path of the SQLite file. */
const fileForm = /^file:(?!\/\/|:)[^?#]*[^/?#]$/
const address = z.string().check(z.refine((value) => fileForm.test(value) || isOfServer(value)))

export function readDatabase(reader: Reader): DatabaseSettings {
  const value = reader.read('DATABASE_URL', address, expected) ?? `file:${defaultFile}`
  const password = reader.secret('DATABASE_PASSWORD')
  if (!fileForm.test(value)) return readServer(reader, new URL(value), password)
  if (password) {
    const what = 'definida com um arquivo SQLite em DATABASE_URL'
    reader.fault('DATABASE_PASSWORD', what, 'nada, que ele não tem senha')
  }
  return { kind: 'sqlite', file: value.slice('file:'.length) }
}

/** For whoever opens it; with a log for as long that the password's file may change meanwhile. */
export function addressOf(settings: DatabaseSettings, log?: Logger): DatabaseAddress {
  if (settings.kind === 'sqlite') return settings
  const { password } = settings
  return {
    ...settings,
    password: log ? createSecretReader(password, log) : () => password.value,
  }
}

function isOfServer(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, pathname, hash, searchParams } = new URL(value)
  return (
    /^postgres(ql)?:$/.test(protocol) &&
    /^\/[^/]+$/.test(pathname) &&
    hash === '' &&
    [...searchParams.keys()].every((name) => parameters.includes(name))
  )
}

function readServer(reader: Reader, url: URL, secret: Secret | undefined): DatabaseSettings {
  const { searchParams } = url
  const host = searchParams.get('host') ?? url.hostname.replace(/^\[|\]$/g, '')
  const inAddress = decode(url.password)
  const [inUser, name] = [decode(url.username), decode(url.pathname.slice(1))]
  if (inUser === null || inAddress === null || name === null) {
    const what = 'um % no usuário, na senha ou no banco, que não começa um código'
    reader.fault('DATABASE_URL', what, '%25 no lugar dele, ou a senha em DATABASE_PASSWORD_FILE')
  }
  const user = searchParams.get('user') ?? inUser
  if (host === '') reader.fault('DATABASE_URL', 'sem servidor', expected)
  if (user === '') reader.fault('DATABASE_URL', 'sem usuário', expected)
  if (inAddress && secret) {
    const what = 'definida junto com uma senha em DATABASE_URL'
    reader.fault('DATABASE_PASSWORD', what, 'uma das duas')
  }
  return {
    ...{ kind: 'postgres', host, user: user ?? '' },
    port: url.port === '' ? defaultPort : Number(url.port),
    name: name ?? '',
    password: secret ?? { value: inAddress ?? '' },
    tls: readTls(reader, host, searchParams),
  }
}

/** Null for what no encoding gives, as a password with a bare %. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** As libpq calls them, but for those that encrypt for whoever answers. */
function readTls(
  reader: Reader,
  host: string,
  parameters: URLSearchParams,
): PostgresAddress['tls'] {
  const isHere = host.startsWith('/') || isLoopback(host)
  const mode = parameters.get('sslmode') ?? (isHere ? 'disable' : 'verify-full')
  const file = parameters.get('sslrootcert')
  const ca = file === null ? undefined : readCa(reader, file)
  switch (mode) {
    case 'disable':
      return null
    case 'verify-ca':
    case 'verify-full':
      return { ca, checksHost: mode === 'verify-full' }
    default: {
      const way = 'verify-full (um certificado próprio vai em sslrootcert), verify-ca ou disable'
      reader.fault('DATABASE_URL', `foi lido sslmode=${mode}`, way)
      return null
    }
  }
}

function readCa(reader: Reader, file: string): string | undefined {
  const pem = textOf(file)
  if (pem !== null && isCertificate(pem)) return pem
  const way = 'o caminho do certificado de uma autoridade, em PEM'
  return reader.fault('DATABASE_URL', `foi lido sslrootcert=${file}`, way)
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
