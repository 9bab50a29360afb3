import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Codigo, GatewayAnswer } from '../../../contract/gateway-answer.ts'
import type { NotSent, SendState, TicketRow } from '../../journal/ticket-row.ts'
import { inSeconds } from '../problem.ts'
import { fieldsNamed } from './fields-named.ts'
import { sentence, withoutMessages, wordsOf } from './send-words.ts'

export type TicketAnswer = {
  /** For the POST; the GET answers 200 with the same body. */
  httpStatus: ContentfulStatusCode
  body: GatewayAnswer
  retryAfterS?: number
}

export const retryNotSentS = 60
// HubSoft is asked every 2 s whether it is back.
const retryDownS = 5
export const askAgainS = 2

/** Each state on the wire (design §5): what the POST answers it with, and its word. */
const wire = {
  opened: { httpStatus: 201, status: 'success' },
  sending: { httpStatus: 202, status: 'pending' },
  uncertain: { httpStatus: 202, status: 'pending' },
  unknown: { httpStatus: 202, status: 'unknown' },
  refused: { httpStatus: 422, status: 'error', codigo: 'recusado_pelo_hubsoft' },
  'not-sent': { httpStatus: 503, status: 'error', codigo: 'nao_enviado' },
} as const satisfies Record<SendState['kind'], Wire>

/** Where HubSoft's no has a reason of its own. */
const noPermission = { httpStatus: 403, status: 'error', codigo: 'sem_permissao' } as const
const noMessages = { httpStatus: 422, status: 'error', codigo: 'sem_acrescimos' } as const
const tooMany = { httpStatus: 429, status: 'error', codigo: 'muitas_requisicoes' } as const

type Wire = {
  httpStatus: ContentfulStatusCode
  status: GatewayAnswer['status']
  codigo?: Codigo
}
// HubSoft may name a day; the next send isn't held back, and mostly goes through long before.
const longestToldS = 300

/** How times are told: "14:02", and as the wall clock shows them. */
type Times = { formatSince: (since: Date) => string; toWall: (steady: Date) => Date }

/** The row's outcome in the words of design §5, for its owner. */
export function ticketAnswer(row: TicketRow, requestId: string, times: Times): TicketAnswer {
  const { body, ...rest } = describe(row, requestId, times)
  const known = {
    ...(row.novo && { enviado: row.novo }),
    ...(row.messageTo !== null && { acrescimo_a: row.messageTo }),
    enviado_em: row.sentAt.toISOString(),
    atendente: row.attendant.nome,
  }
  return { ...rest, body: { ...body, ...known } }
}

function describe(row: TicketRow, id_requisicao: string, times: Times): TicketAnswer {
  const { key: chave, state } = row
  const words = wordsOf(row)
  switch (state.kind) {
    case 'opened':
      return opened(row, state)
    case 'sending':
      return pending(chave, words.underWay)
    case 'uncertain':
      return wasLastLookRead(row)
        ? pending(chave, checking(words))
        : pending(chave, cannotCheck(words), unread)
    case 'unknown':
      return unknown(row, state, times)
    case 'refused':
      return refused(state, row, id_requisicao)
    case 'not-sent':
      return notSent(state, row, id_requisicao, times)
  }
}

function opened(row: TicketRow, state: Extract<SendState, { kind: 'opened' }>): TicketAnswer {
  const { attempt: tentativa } = row
  const { atendimento, others, foundByLook } = state
  const { protocolo } = atendimento
  const msg =
    others.length === 0
      ? wordsOf(row).opened(protocolo)
      : `Há mais de um atendimento deste envio no HubSoft: ${[protocolo, ...others].join(', ')}. Deixe um aberto e feche os outros no HubSoft.`
  const { httpStatus, status } = wire.opened
  const body = {
    status,
    msg,
    atendimento,
    ...(foundByLook && { conferido: true }),
    ...(tentativa > 1 && { tentativa }),
    ...(others.length > 0 && { outros_protocolos: others }),
    ...(isInDoubt(row) && { em_duvida: true }),
    ...informedOf(row),
  }
  return { httpStatus, body }
}

function informedOf({ told }: TicketRow) {
  switch (told.kind) {
    case 'told':
      return { informado: { canal: told.by, em: told.at.toISOString() } }
    case 'not-yet':
      return { informado: null }
    case 'not-asked':
      return {}
  }
}

function unknown(
  row: TicketRow,
  { couldNotLook }: Extract<SendState, { kind: 'unknown' }>,
  { toWall }: Times,
): TicketAnswer {
  const { key: chave, attempt: tentativa, looks } = row
  const { what, done, notAnother } = wordsOf(row)
  const msg = `Não sei se o ${what} foi ${done}. ${sentence(notAnother)}`
  const conferencias = looks.map(({ at, wasRead }) => ({
    em: toWall(at).toISOString(),
    lida: wasRead,
  }))
  const why = couldNotLook ? unread : {}
  const { httpStatus, status } = wire.unknown
  return { httpStatus, body: { status, msg, chave, tentativa, conferencias, ...why } }
}

type Words = ReturnType<typeof wordsOf>
const checking = ({ what, done }: Words) =>
  `Sem resposta até agora. Estou conferindo no HubSoft se o ${what} foi ${done}.`
const cannotCheck = ({ what, done }: Words) =>
  `Sem resposta até agora. Não consigo confirmar pela lista do HubSoft se o ${what} foi ${done}; continuo tentando.`
const unread = { motivo: 'nao_conferido' } as const

function wasLastLookRead({ looks, since }: TicketRow): boolean {
  const last = looks.at(-1)
  return !last || last.at < since || last.wasRead
}

function pending(chave: string, msg: string, why: Partial<typeof unread> = {}): TicketAnswer {
  const { httpStatus, status } = wire.uncertain
  return { httpStatus, body: { status, msg, chave, ...why }, retryAfterS: askAgainS }
}

/**
 * Whether a ticket of this send that nobody knows of may still turn up. Of an earlier attempt that stays
 * so; of the only one HubSoft's no stands once no look is planned and the last one agreed.
 */
function isInDoubt({ state, attempt, looks, nextLookAt }: TicketRow): boolean {
  if (state.kind === 'opened') return nextLookAt !== null
  if (state.kind !== 'refused' || !state.inDoubt) return false
  return attempt > 1 || nextLookAt !== null || looks.at(-1)?.wasRead !== true
}

function refused(
  { sentences, permission, isNoRoute }: Extract<SendState, { kind: 'refused' }>,
  row: TicketRow,
  id_requisicao: string,
): TicketAnswer {
  const isAgain = row.attempt > 1
  const inDoubt = isInDoubt(row)
  const doubt = { ...(isAgain && { tentativa: row.attempt }), ...(inDoubt && { em_duvida: true }) }
  if (isNoRoute && !inDoubt) {
    const { httpStatus, ...error } = noMessages
    return { httpStatus, body: { ...error, id_requisicao, msg: withoutMessages } }
  }
  const { httpStatus, ...error } = permission ? noPermission : wire.refused
  const common = { ...error, id_requisicao, errors: sentences, ...doubt }
  // What may turn up wasn't "not opened" for sure.
  const words = wordsOf(row)
  const what = inDoubt ? `O HubSoft recusou este ${words.what}` : words.declined
  const whatMay = isAgain ? 'Um envio anterior dele' : `O ${words.what}`
  const then =
    inDoubt || isAgain ? `${whatMay} ainda pode aparecer. ${sentence(words.notAnother)}` : ''
  if (permission) {
    const why = 'a conta da integração não tem permissão. Avise o responsável pelo sistema.'
    const msg = `${what}: ${why} ${then}`.trimEnd()
    return { httpStatus, body: { ...common, msg } }
  }
  const msg = `${what}. ${then || words.nothing}`
  const { messageTo, serviceId } = row
  const isOfFields = messageTo === null && serviceId !== null
  const campos = isOfFields ? fieldsNamed(sentences, serviceId) : undefined
  return { httpStatus, body: { ...common, msg, ...(campos && { campos }) } }
}

function notSent(
  state: NotSent,
  row: TicketRow,
  id_requisicao: string,
  times: Times,
): TicketAnswer {
  const { httpStatus, ...error } = state.reason === 'too-many' ? tooMany : wire['not-sent']
  const { why, retryAfterS = retryNotSentS } = whyNotSent(state, times)
  const { what, done } = wordsOf(row)
  const msg = `O ${what} não foi ${done}: ${why}`
  return { httpStatus, body: { ...error, id_requisicao, msg }, retryAfterS }
}

type Why = { why: string; retryAfterS?: number }

function whyNotSent(state: NotSent, { formatSince }: Times): Why {
  switch (state.reason) {
    case 'unreachable':
      return { why: 'não consegui falar com o HubSoft. Envie de novo em um minuto.' }
    case 'account-refused':
      return {
        why: 'o HubSoft não aceitou a conta da integração. Avise o responsável pelo sistema.',
      }
    case 'one-by-one':
      return {
        why: 'o HubSoft está voltando e, por enquanto, envio um de cada vez. Envie de novo em um minuto.',
      }
    case 'not-recorded':
      return {
        why: 'este servidor não conseguiu registrar o envio. Envie de novo em um minuto; se continuar, avise o responsável pelo sistema.',
      }
    case 'hubsoft-down': {
      const since = formatSince(new Date(state.sinceMs))
      const why = `o HubSoft está fora do ar desde ${since}. Envie de novo quando ele voltar.`
      return { why, retryAfterS: retryDownS }
    }
    case 'too-many': {
      const retryAfterS = Math.min(state.retryAfterS, longestToldS)
      const wait = retryAfterS < longestToldS ? inSeconds(retryAfterS) : 'alguns minutos'
      return { why: `o HubSoft pediu para esperar ${wait}.`, retryAfterS }
    }
  }
}
