import { isIP } from 'node:net'
import * as z from 'zod/mini'
import { list, notSet, type Reader, wholeNumber } from './environment.ts'
import { readTls, type Tls } from './tls.ts'

/** Where the gateway listens, and where browsers find it. */
export type Place = {
  host: string
  port: number
  /** Absent: the address that the gateway listens on. */
  publicOrigin: URL | undefined
  tls: Tls | undefined
  /** Origins whose pages may show ours in a frame. */
  frameAncestors: string[]
  /** Addresses or CIDR blocks of the proxies in front of us. */
  trustedProxies: string[]
}

/** And whether browsers speak https there, whoever ends it. */
export type ReadPlace = Place & { isHttps: boolean }

export const isLoopback = (host: string) =>
  ['127.0.0.1', '::1', '[::1]', 'localhost'].includes(host)

// As it is written: 0, 0.0.0.0, ::, 0:0:0:0:0:0:0:0.
const everyAddress = /^[0:.]+$/

// A URL takes "*" and ";" for parts of a host's name, and a security policy for something else.
const originForm = /^https?:\/\/(?:\[[\da-f:.]+\]|[\w-]+(?:\.[\w-]+)*)(?::\d+)?$/
const origin = z.string().check(
  z.refine((value) => {
    return originForm.test(value) && URL.canParse(value) && new URL(value).origin === value
  }),
)

/** `'none'`, whose quotes an environment file loses, or origins between spaces. */
const origins = z.union([
  z.pipe(
    z.literal(["'none'", 'none']),
    z.transform((): string[] => []),
  ),
  z.pipe(list, z.array(origin)),
])

/** An IP address, or a block of them: "10.0.0.0/8". */
function isAddress(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/')
  const longest = isIP(address) === 6 ? 128 : 32
  // A block of every address would believe anybody.
  const isPrefix =
    prefix === undefined ||
    (/^\d{1,3}$/.test(prefix) && Number(prefix) > 0 && Number(prefix) <= longest)
  return isIP(address) !== 0 && isPrefix && rest.length === 0
}

const addresses = z.pipe(list, z.array(z.string().check(z.refine(isAddress))).check(z.minLength(1)))

export function readPlace(reader: Reader): ReadPlace {
  const { read, typed } = reader
  const hostForm = z.string().check(z.regex(/^[^\s[\]]+$/))
  const host = read('HOST', hostForm, 'um endereço em que escutar, sem []')
  const port = read('PORT', wholeNumber(0, 65535), 'uma porta de 0 a 65535')
  const ownOrigin = read(
    'PUBLIC_ORIGIN',
    origin,
    'só esquema, nome e porta, como https://abrir.provedor.com.br',
  )
  const publicOrigin = ownOrigin === undefined ? undefined : new URL(ownOrigin)
  const frames = read('FRAME_ANCESTORS', origins, "'none', ou origens exatas separadas por espaço")
  const proxies = read('TRUSTED_PROXIES', addresses, 'IPs ou blocos CIDR separados por espaço')
  const endsTls = typed('TLS_CERT_FILE') !== undefined
  const place = {
    host: host ?? '127.0.0.1',
    port: port ?? 8080,
    publicOrigin,
    tls: readTls(reader),
    frameAncestors: frames ?? [],
    trustedProxies: proxies ?? [],
    isHttps: publicOrigin ? publicOrigin.protocol === 'https:' : endsTls,
  }
  checkOrigin(place, endsTls, reader)
  return place
}

/** Whether browsers can be where the gateway listens, and with https wherever a network lies between. */
function checkOrigin(
  { host, publicOrigin, isHttps }: ReadPlace,
  endsTls: boolean,
  { typed, misfit, fault }: Reader,
) {
  const shown = typed('PUBLIC_ORIGIN') ?? ''
  const isUnreadable = shown !== '' && !publicOrigin
  if (!isLoopback(host) && !isHttps && !isUnreadable) {
    misfit('PUBLIC_ORIGIN', shown, 'https, porque HOST não é loopback')
  }
  if (endsTls && publicOrigin?.protocol === 'http:') {
    misfit('PUBLIC_ORIGIN', shown, 'https, porque TLS_CERT_FILE está definida')
  }
  if (isHttps && everyAddress.test(host) && shown === '') {
    fault('PUBLIC_ORIGIN', notSet, 'a origem que os navegadores usam, porque HOST é todo endereço')
  }
}
