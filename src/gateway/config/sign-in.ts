import * as z from 'zod/mini'
import { modos } from '../../contract/modos.ts'
import { readAttendants } from '../session/attendants-file.ts'
import { notSet, type Reader, type Secret } from './environment.ts'
import { isLoopback, type Place, type ReadPlace } from './place.ts'

export type Auth =
  | { mode: 'demo' }
  | { mode: 'local'; attendantsFile: string }
  | { mode: 'proxy'; header: string; nameHeader: string; secret: Secret }

/** How an attendant is known (design §7). */
export function readSignIn(reader: Reader, place: ReadPlace): Auth | undefined {
  const { read, typed, misfit } = reader
  const isReal = typed('HUBSOFT_URL') !== undefined
  const modes = z.enum(modos)
  const mode = read('AUTH_MODE', modes, 'local ou proxy (ou demo, sem HUBSOFT_URL)')
  if (mode === 'local') return readLocal(reader, place)
  if (mode === 'proxy') return readProxy(reader)
  if (mode === undefined && typed('AUTH_MODE')) return undefined
  if (isReal) {
    return misfit('AUTH_MODE', mode ?? '', 'local ou proxy, porque HUBSOFT_URL está definida')
  }
  return readDemo(reader, place)
}

function readDemo({ misfit }: Reader, { host, publicOrigin }: Place): Auth {
  const why = 'loopback, porque AUTH_MODE é demo'
  if (!isLoopback(host)) misfit('HOST', host, why)
  if (publicOrigin && !isLoopback(publicOrigin.hostname)) {
    misfit('PUBLIC_ORIGIN', publicOrigin.origin, why)
  }
  return { mode: 'demo' }
}

/** Also for `npm run attendant`, which needs nothing else of the configuration. */
export const attendantsFileOf = ({ typed }: Pick<Reader, 'typed'>) =>
  typed('ATTENDANTS_FILE') ?? 'data/atendentes.json'

function readLocal(reader: Reader, place: ReadPlace): Auth {
  const attendantsFile = attendantsFileOf(reader)
  checkAttendants(attendantsFile, reader)
  checkPasswordsWay(place, reader)
  return { mode: 'local', attendantsFile }
}

function checkAttendants(file: string, { fault }: Reader) {
  const read = readAttendants(file)
  if (read.kind === 'list' && read.attendants.length > 0) return
  const found = {
    list: 'não tem ninguém',
    missing: 'não existe',
    unreadable: 'não pode ser lido',
    malformed: 'não está na forma esperada',
  }[read.kind]
  const entry = 'entry' in read ? [read.entry, read.field].filter(Boolean).join(': ') : ''
  const place = entry && ` (item ${entry})`
  const way = 'quem pode entrar: npm run attendant -- add USUARIO "NOME"'
  fault('ATTENDANTS_FILE', `"${file}" ${found}${place}`, way)
}

function checkPasswordsWay(
  { frameAncestors, isHttps, publicOrigin }: ReadPlace,
  { misfit }: Reader,
) {
  // A browser keeps no cookie for a page in another site's frame over plain http.
  const others = frameAncestors.filter((one) => one !== publicOrigin?.origin)
  if (others.length > 0 && !isHttps) {
    const way = "'none', ou https em PUBLIC_ORIGIN, porque AUTH_MODE é local"
    misfit('FRAME_ANCESTORS', others.join(' '), way)
  }
  // `__Host-` cookies need https, and so does a password on its way through a network.
  if (publicOrigin?.protocol !== 'http:' || isLoopback(publicOrigin.hostname)) return
  const why = 'https, porque senhas passam por ali (AUTH_MODE é local)'
  misfit('PUBLIC_ORIGIN', publicOrigin.origin, why)
}

// What already means something else, to us or on the way here.
const takenHeaders =
  /^(?:x-auth-proxy-secret|cookie|host|authorization|forwarded|via|x-(?:forwarded-(?:for|host|proto)|real-ip|reenvio|atendente)|idempotency-key|origin|referer|sec-.*|accept.*|content-.*|transfer-encoding|connection|user-agent)$/i

const headerName = z.string().check(
  z.regex(/^[!#$%&'*+.^_`|~\w-]+$/),
  z.refine((name) => !takenHeaders.test(name)),
)

const [leastLength, leastLetters] = [32, 8]

/** Whether nobody guesses it: not short, not of a few letters, not the placeholder of docs/nginx-proxy.conf. */
export const isStrongSecret = (value: string) =>
  [...value].length >= leastLength &&
  new Set(value).size >= leastLetters &&
  !value.startsWith('TROQUE')

function readProxy({ read, typed, fault, secret, isSecretSet }: Reader): Auth | undefined {
  const expected = 'um nome de cabeçalho HTTP que não sirva para outra coisa'
  const header = read('AUTH_PROXY_HEADER', headerName, expected) ?? 'X-Forwarded-User'
  const nameHeader = read('AUTH_PROXY_NAME_HEADER', headerName, expected) ?? 'X-Forwarded-Name'
  if (header.toLowerCase() === nameHeader.toLowerCase()) {
    const both = 'AUTH_PROXY_HEADER, AUTH_PROXY_NAME_HEADER'
    fault(both, `foi lido "${header}" nas duas`, 'dois cabeçalhos')
  }
  if (!typed('TRUSTED_PROXIES')) fault('TRUSTED_PROXIES', notSet, 'o endereço do proxy')
  const shared = secret('AUTH_PROXY_SECRET')
  if (shared ? !isStrongSecret(shared.value) : !isSecretSet('AUTH_PROXY_SECRET')) {
    const way = `ao menos ${leastLength} caracteres, como os de openssl rand -base64 32`
    fault('AUTH_PROXY_SECRET', `${notSet}, curta ou fácil de adivinhar`, way)
  }
  return shared && { mode: 'proxy', header, nameHeader, secret: shared }
}
