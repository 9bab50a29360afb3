import { messages } from '../../../contract/messages.ts'
import type { Attendant } from '../../../contract/page-context.ts'
import type { Submitted } from '../../send/desk.ts'
import type { LookedNow } from '../../send/looks.ts'
import type { OtherSend } from '../../send/meanwhile.ts'
import { inSeconds, malformed, type Problem, tooManyRequests } from '../problem.ts'
import { askAgainS, retryNotSentS } from './ticket-answers.ts'

type Unsent = Exclude<Submitted, { kind: 'row' }>

export const faultyFields = 'Corrija os campos antes de abrir. Nada foi enviado.'

/** What is answered where no outcome of this attendant's is known. */
export const unknownKey: Problem = {
  status: 404,
  codigo: 'chave_desconhecida',
  msg: 'Este servidor não tem registro deste envio.',
}

export const othersKey: Problem = {
  status: 409,
  codigo: 'chave_de_outro_atendente',
  msg: 'Este envio é de outro atendente; nada seu foi enviado.',
}

export const noProtocol: Problem = {
  status: 409,
  codigo: 'sem_protocolo',
  msg: 'Este envio ainda não tem protocolo: não há o que informar ao cliente.',
}

const keyReused: Problem = {
  status: 422,
  codigo: 'chave_reutilizada',
  msg: 'Este envio já foi feito com outros dados, talvez em outra aba. Nada novo foi enviado.',
}

function typeNotOffered(isAnyOffered: boolean): Problem {
  const { notOffered, noneOffered } = messages.id_tipo_atendimento
  const campos = { id_tipo_atendimento: isAnyOffered ? notOffered : noneOffered }
  return { ...malformed, msg: faultyFields, campos }
}

/** @param formatWhen "às 14:02" */
function openedMeanwhile(
  { attendant, sentAt, protocolo }: OtherSend,
  reader: Attendant,
  formatWhen: (at: Date) => string,
): Problem {
  const who = attendant.usuario === reader.usuario ? 'Você já' : attendant.nome
  const when = formatWhen(sentAt)
  const what =
    protocolo !== null
      ? `abriu um atendimento deste serviço ${when}: protocolo ${protocolo}`
      : `enviou um atendimento deste serviço ${when}, e ainda não sei se foi aberto`
  const msg = `${who} ${what}. Nada seu foi enviado; confira antes de abrir outro.`
  return { status: 409, codigo: 'aberto_por_outro', msg }
}

/** Why a submission of this attendant's came to no outcome. */
export function whyUnsent(
  unsent: Unsent,
  attendant: Attendant,
  formatWhen: (at: Date) => string,
): Problem {
  switch (unsent.kind) {
    case 'unknown-key':
      return unknownKey
    case 'other-attendant':
      return othersKey
    case 'key-reused':
      return keyReused
    case 'type-not-offered':
      return typeNotOffered(unsent.isAnyOffered)
    case 'opened-meanwhile':
      return openedMeanwhile(unsent.other, attendant, formatWhen)
    case 'too-many':
      return tooManyRequests(unsent.waitS, 'Nada foi enviado.')
    case 'not-known':
      return notKnownYet
  }
}

/** Nothing leaves while the journal can't be read; what it knows of this key, nobody can say. */
export const notRecorded: Problem = {
  status: 503,
  codigo: 'nao_enviado',
  msg: 'Este pedido não foi enviado: este servidor não consegue registrar envios agora. Envie de novo em um minuto; se continuar, avise o responsável pelo sistema.',
  waitS: retryNotSentS,
}

const away = { status: 503, codigo: 'consulta_indisponivel', waitS: askAgainS } as const

/** Of a send, where other gateways may know more: the page asks until one can be told. */
export const notKnownYet: Problem = {
  ...away,
  msg: 'Não consigo gravar nem consultar o registro dos envios agora: ainda não sei o que houve com este. Não envie de novo; se continuar, avise o responsável pelo sistema.',
}

/** Of anything else that stands in the database. */
export const recordAway: Problem = {
  ...away,
  msg: 'Não consigo consultar o banco de dados agora; nada se perdeu. Se continuar, avise o responsável pelo sistema.',
}

/** Why there was no look now. */
export function lookLater({ kind, waitS }: Exclude<LookedNow, { kind: 'looked' }>): Problem {
  const why =
    kind === 'wait'
      ? 'Acabei de conferir este envio no HubSoft.'
      : 'Não conferi: o HubSoft pediu para esperar.'
  const msg = `${why} Confira de novo em ${inSeconds(waitS)}.`
  return { status: 429, codigo: 'muitas_requisicoes', msg, waitS }
}
