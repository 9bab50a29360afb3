import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { TextDecoder } from 'node:util'
import type { Attendant } from '../../contract/page-context.ts'
import type { LocalSignIn } from './local-sign-in.ts'
import type { Arrival, Peers } from './peers.ts'
import type { SessionCookie } from './session-cookie.ts'

/** Null where nobody is signed in. Takes the request as it arrived on its socket. */
export type Identify = (arrival: Arrival) => Attendant | null | Promise<Attendant | null>

const longest = 200
// A letter may come with marks of its own; normalising takes long on what is far longer.
const longestWritten = 4 * longest

/** Everybody is the same demo attendant; the start refuses this mode beyond this machine. */
export function identifyAsDemo(): Identify {
  return () => ({ usuario: 'demo', nome: 'Atendente de Demonstração' })
}

export type ProxySettings = {
  header: string
  nameHeader: string
  secret: () => string
  peers: Peers
  /** Told of what is wrong with the proxy, at each request. */
  warn: (msg: string) => void
}

/**
 * Believes the intranet's proxy: its address, its secret, and then the user it names. A header that
 * comes twice is nobody's, since one of the two may be the visitor's own. So is a user too long to be
 * kept whole: cut, two of them could be one.
 *
 * @see design §7, `proxy`
 */
export function identifyByProxy(settings: ProxySettings): Identify {
  const { header, nameHeader, secret, peers, warn } = settings
  return (arrival) => {
    const { incoming } = arrival
    if (!incoming || !peers.isProxy(arrival)) return null
    const shown = values(incoming, 'x-auth-proxy-secret')
    const [users, names] = [values(incoming, header), values(incoming, nameHeader)]
    if (shown.length !== 1 || users.length !== 1 || names.length > 1) return null
    if (!isSame(shown[0] ?? '', secret())) {
      warn('the proxy shows another secret than AUTH_PROXY_SECRET: nobody is let in')
      return null
    }

    const user = decode(users[0] ?? '')
    const usuario = tidy(user.slice(0, longestWritten))
    if (user.length > longestWritten || [...usuario].length > longest) {
      warn('the proxy names a user that is too long: taken for nobody')
      return null
    }
    const name = tidy(decode(names[0] ?? '').slice(0, longestWritten))
    const nome = [...name].slice(0, longest).join('').trim()
    return usuario ? { usuario, nome: nome || usuario } : null
  }
}

/**
 * Believes the session's cookie. Two different ones are nobody's, since one of them may be planted.
 *
 * @see design §7, `local`
 */
export function identifyByCookie(
  { find }: Pick<LocalSignIn, 'find'>,
  { valuesIn }: SessionCookie,
): Identify {
  return async ({ incoming }) => {
    const [id, another] = valuesIn(incoming?.headers.cookie)
    if (!incoming || id === undefined || another !== undefined) return null
    return find(id, isByPerson(incoming))
  }
}

/** Not what the page asks by itself while nobody is there: outcomes, the day's list, settings. */
function isByPerson({ method = '', url = '' }: IncomingMessage): boolean {
  if (method === 'GET') return /^\/api\/sessao(\?|$)/.test(url)
  return !/^(HEAD|OPTIONS)$/.test(method)
}

function values({ rawHeaders }: IncomingMessage, name: string): string[] {
  return rawHeaders.filter(
    (_, place) => place % 2 === 1 && rawHeaders[place - 1]?.toLowerCase() === name.toLowerCase(),
  )
}

/** Node reads header bytes as Latin-1, while proxies write names in UTF-8. */
function decode(value: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}

const tidy = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()

/** By their bytes, which Node reads as Latin-1: a secret may hold an "ç". */
function isSame(shown: string, secret: string): boolean {
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest()
  return timingSafeEqual(digest(Buffer.from(shown, 'latin1')), digest(Buffer.from(secret)))
}
