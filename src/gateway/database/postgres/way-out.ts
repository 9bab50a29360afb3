import type { PostgresAddress } from '../address.ts'
import { DatabaseServerError } from '../database.ts'

const generally =
  'esperado: um banco PostgreSQL que este servidor alcance, e um usuário que possa criar tabelas nele'

/** By SQLSTATE, or the code of what happened on the wire. */
const ways: [code: RegExp, way: string][] = [
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'o certificado é de outro servidor: ponha em DATABASE_URL um nome que esteja no certificado',
  ],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY|GET)_\w+|CERT_UNTRUSTED)$/,
    'o certificado não é de uma autoridade que este computador conheça: ponha em sslrootcert o caminho do certificado dela, em PEM',
  ],
  [
    /^CERT_/,
    'o certificado não está valendo: confira o relógio deste computador, e peça a renovação a quem cuida do servidor',
  ],
  [/^28/, 'o servidor não aceitou este usuário, ou esta senha: confira os dois'],
  [/^3D000$/, "este banco não existe no servidor: crie-o com ENCODING 'UTF8'"],
  [/^42501$/, 'este usuário não pode criar tabelas: faça dele o dono do banco'],
  [/^53300$/, 'o servidor não tem mais conexões livres: aumente max_connections'],
  [/^57P03$/, 'o servidor ainda está subindo: tente de novo em um minuto'],
  [
    /^25006$/,
    'este servidor não grava, por ser réplica ou só de leitura: use o endereço do principal',
  ],
]

/** What to do about a server that couldn't be opened. */
export function wayOut(cause: unknown, { tls }: PostgresAddress): string {
  const codes = codesOf(cause)
  const [, way] = ways.find(([form]) => codes.some((code) => form.test(code))) ?? []
  if (way !== undefined) return way
  const isPlain = cause instanceof Error && /does not support SSL/.test(cause.message)
  return tls && isPlain
    ? 'o servidor não fala TLS: ligue ssl nele, ou diga sslmode=disable se a rede até ele for só sua'
    : generally
}

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const state = error instanceof DatabaseServerError ? error.state : null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return [...(state ? [state] : []), ...(code ? [code] : []), ...codesOf(error.cause)]
}
