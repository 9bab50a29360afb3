import { nameOf, type PostgresAddress } from '../database/address.ts'
import { DatabaseServerError } from '../database/database.ts'

type Place = Omit<PostgresAddress, 'password'>

/** Why a PostgreSQL can't be used, and what to do. */
export function whyNoServer(error: unknown, place: Place): string {
  const at = nameOf(place)
  const answered = serverErrorIn(error)
  if (!answered) return error instanceof Error ? error.message : String(error)
  return answered.state === null
    ? whySilent(answered, place)
    : `${at}: ${whyRefused(answered.state, place) ?? answered.message}`
}

/** What the server said, under whatever sentence. */
function serverErrorIn(error: unknown): DatabaseServerError | null {
  if (error instanceof DatabaseServerError) return error
  return error instanceof Error && error.cause !== undefined ? serverErrorIn(error.cause) : null
}

/** By SQLSTATE; null where the server's own words have to do. */
function whyRefused(state: string, { name, user }: Place): string | null {
  switch (state) {
    case '25006':
      return 'é uma réplica, que só se lê (standby): ponha no endereço o servidor principal.'
    case '28000':
    case '28P01':
      return `o servidor não deixa o usuário ${user} entrar (${state}): confira o usuário e a senha no endereço, em DATABASE_PASSWORD ou em DATABASE_PASSWORD_FILE, e pg_hba.conf.`
    case '3D000':
      return `o banco ${name} não existe no servidor: crie-o (createdb --encoding=UTF8 --template=template0 ${name}) ou corrija o endereço.`
    case '42501':
      return `o usuário ${user} não tem a permissão (42501): faça dele o dono do banco ${name}.`
    case '53100':
      return 'o disco do servidor está cheio (53100): dê espaço a ele.'
    case '53300':
      return 'o servidor não tem conexão livre (53300): aumente max_connections nele, ou feche o que não usa.'
    case '57P03':
      return 'o servidor está subindo ou parando (57P03): espere um minuto e rode de novo.'
    default:
      return null
  }
}

function whySilent({ message, cause }: DatabaseServerError, place: Place): string {
  const at = nameOf(place)
  const code = codeOf(cause)
  if (/^(ENOTFOUND|EAI_\w+|ENODATA)$/.test(code)) {
    return `DNS: o nome ${place.host} não foi encontrado (${code}): confira o endereço do PostgreSQL e o DNS deste servidor.`
  }
  if (/not support SSL/.test(message)) {
    return `TLS: ${at} não fala TLS: ligue-o no servidor (ssl = on); sslmode=disable no endereço, só numa rede em que ninguém escuta.`
  }
  if (/CERT|SIGNATURE|ERR_(TLS|SSL)/.test(code)) {
    return `TLS: o certificado de ${at} não convence (${code}): a autoridade dele vai em sslrootcert, no endereço, e o nome tem de ser o do certificado.`
  }
  return `conexão: ${at} não responde (${code || message}): confira o endereço, o firewall e se o PostgreSQL está no ar.`
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
