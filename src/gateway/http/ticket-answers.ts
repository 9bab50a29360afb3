import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { GatewayAnswer } from '../../contract/gateway-answer.ts'
import { fieldNames, messages } from '../../contract/messages.ts'
import { type JournalRow, type SendState, stateAt } from '../journal/memory-journal.ts'

export type TicketAnswer = {
  /** For the POST; the GET answers 200 with the same body. */
  httpStatus: ContentfulStatusCode
  body: GatewayAnswer
  retryAfterS?: number
}

const retryNotSentS = 60
// HubSoft is asked every 2 s whether it is back.
const retryDownS = 5
const askAgainS = 2

/** "14:02", or "23/11, 14:02" where that was another day. */
export type FormatSince = (since: Date, now: Date) => string

/** Made once: a formatter takes some 20 kB, and an outage answers everybody at the same moment. */
export function createSinceFormat(timeZone: string): FormatSince {
  const time = { timeZone, hour: '2-digit', minute: '2-digit' } as const
  const day = new Intl.DateTimeFormat('pt-BR', { timeZone })
  const today = new Intl.DateTimeFormat('pt-BR', time)
  const earlier = new Intl.DateTimeFormat('pt-BR', { ...time, day: '2-digit', month: '2-digit' })
  return (since, now) => (day.format(since) === day.format(now) ? today : earlier).format(since)
}

/** The row's outcome in the words of design §5, for its owner. */
export function ticketAnswer(
  row: JournalRow,
  now: Date,
  requestId: string,
  formatSince: FormatSince,
): TicketAnswer {
  const { httpStatus, retryAfterS, ...rest } = describe(stateAt(row, now), row, requestId, (ms) =>
    formatSince(new Date(ms), now),
  )
  const known = {
    enviado: row.novo,
    enviado_em: row.sentAt.toISOString(),
    atendente: row.attendant.nome,
  }
  const answer = { httpStatus, body: { ...rest.body, ...known } }
  return retryAfterS === undefined ? answer : { ...answer, retryAfterS }
}

function describe(
  state: SendState,
  row: JournalRow,
  id_requisicao: string,
  timeOf: (ms: number) => string,
): TicketAnswer {
  const chave = row.key
  switch (state.kind) {
    case 'opened': {
      const { atendimento } = state
      const msg = `Atendimento aberto. Protocolo: ${atendimento.protocolo}.`
      return { httpStatus: 201, body: { status: 'success', msg, atendimento } }
    }
    case 'waiting':
    case 'sending':
      return pending(chave, 'Abrindo o atendimento no HubSoft…')
    case 'uncertain':
      return pending(chave, 'Sem resposta até agora. Estou conferindo se o atendimento foi aberto.')
    case 'unknown': {
      const msg = 'Não sei se o atendimento foi aberto. Não abra outro ainda.'
      const looks = { tentativa: row.attempt, conferencias: [], motivo: 'nao_conferido' }
      return { httpStatus: 202, body: { status: 'unknown', msg, chave, ...looks } }
    }
    case 'refused':
      return refused(state, row, id_requisicao)
    case 'received':
      return received(state, id_requisicao, timeOf)
  }
}

function pending(chave: string, msg: string): TicketAnswer {
  return { httpStatus: 202, body: { status: 'pending', msg, chave }, retryAfterS: askAgainS }
}

function refused(
  { sentences, permission }: Extract<SendState, { kind: 'refused' }>,
  row: JournalRow,
  id_requisicao: string,
): TicketAnswer {
  const common = { status: 'error', id_requisicao, errors: sentences } as const
  if (permission) {
    const msg =
      'O HubSoft não abriu este atendimento: a conta da integração não tem permissão. Avise o responsável pelo sistema.'
    return { httpStatus: 403, body: { ...common, codigo: 'sem_permissao', msg } }
  }
  const msg = 'O HubSoft não abriu este atendimento. Nada foi aberto.'
  const body = { ...common, codigo: 'recusado_pelo_hubsoft', msg } as const
  const campos = fieldsNamed(sentences, row)
  return { httpStatus: 422, body: campos ? { ...body, campos } : body }
}

function received(
  state: Extract<SendState, { kind: 'received' }>,
  id_requisicao: string,
  timeOf: (ms: number) => string,
): TicketAnswer {
  const common = { status: 'error', id_requisicao } as const
  if (state.reason === 'too-many') {
    const { retryAfterS } = state
    const msg = `O atendimento não foi aberto: o HubSoft pediu para esperar ${retryAfterS} segundos.`
    return { httpStatus: 429, body: { ...common, codigo: 'muitas_requisicoes', msg }, retryAfterS }
  }
  const notSent = { ...common, codigo: 'nao_enviado' } as const
  if (state.reason === 'hubsoft-down') {
    const since = timeOf(state.sinceMs)
    const msg = `O atendimento não foi aberto: o HubSoft está fora do ar desde ${since}. Envie de novo quando ele voltar.`
    return { httpStatus: 503, body: { ...notSent, msg }, retryAfterS: retryDownS }
  }
  const msg =
    state.reason === 'account-refused'
      ? 'O atendimento não foi aberto: o HubSoft não aceitou a conta da integração. Avise o responsável pelo sistema.'
      : 'O atendimento não foi aberto: não consegui falar com o HubSoft. Envie de novo em um minuto.'
  return { httpStatus: 503, body: { ...notSent, msg }, retryAfterS: retryNotSentS }
}

const fieldPatterns = [
  ['id_cliente_servico', /\bcampo (id )?cliente servico\b/],
  ['descricao', /\bcampo descricao\b/],
  ['nome', /\bcampo nome\b/],
  ['telefone', /\bcampo telefone\b/],
  ['email', /\bcampo e-?mail\b/],
  ['abrir_os', /\bcampo abrir os\b/],
] as const

/**
 * The wire key that HubSoft's sentences name, with what to do about it; undefined unless they name
 * exactly one. Names come with underscores or spaces (dossier §9.2).
 */
function fieldsNamed(sentences: string[], row: JournalRow): Record<string, string> | undefined {
  const said = sentences
    .join(' ')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('_', ' ')
    .toLowerCase()
  const [named, another] = fieldPatterns.filter(([, pattern]) => pattern.test(said))
  if (!named || another) return undefined
  const [key] = named
  const message =
    key === 'id_cliente_servico'
      ? messages.id_cliente_servico.unknownToHubsoft(row.novo.id_cliente_servico)
      : `${fieldNames[key]}: o HubSoft não aceitou este valor. Confira com o cliente.`
  return { [key]: message }
}
