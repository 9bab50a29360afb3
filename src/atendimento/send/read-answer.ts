import type { GatewayAnswer, ListedSend } from '../../contract/gateway-answer.ts'
import type { MensagemEnviada } from '../../contract/nova-mensagem.ts'
import type { Asked } from './gateway-api.ts'
import type { TicketOutcome } from './outcome.ts'

type ErrorAnswer = Extract<GatewayAnswer, { status: 'error' }>

/** What the answer to our POST says; null where only asking can tell (no answer, or none of ours). */
export function readPosted(answer: GatewayAnswer | null): TicketOutcome | null {
  if (answer?.status !== 'error') return answer && readStanding(answer)
  return readFailed(answer) ?? readRejected(answer)
}

/**
 * What the answer to asking says. An error status is about the asking alone, since a stored outcome
 * comes with 200: our own 429 must not read as that of the send.
 */
export function readAsked({ status, answer, retryAfterS }: Asked): TicketOutcome {
  if (!answer) return { kind: 'unreachable' }
  if (answer.status !== 'error') return readStanding(answer)
  const stored = status === 200 ? readFailed(answer) : null
  return stored ?? readNotTold(answer, retryAfterS)
}

/** What the list of sends says of one. */
export function readListed(send: ListedSend): TicketOutcome {
  const outcome = readAsked({ status: 200, answer: send, retryAfterS: 0 })
  return { ...outcome, ...remembered(send) }
}

/** What the gateway remembers of a send, for a page that was reloaded. */
function remembered({ enviado, acrescimo_a, enviado_em, atendente }: GatewayAnswer) {
  const sentAt = enviado_em ? new Date(enviado_em) : undefined
  const isMessage = enviado !== undefined && 'mensagem' in enviado
  return {
    enviado: isMessage ? undefined : enviado,
    ...(acrescimo_a !== undefined && {
      message: { to: acrescimo_a, ...(isMessage && toMessage(enviado)) },
    }),
    sentAt,
    openedBy: atendente,
  }
}

const toMessage = ({ mensagem, id_cliente_servico }: MensagemEnviada) => ({
  text: mensagem,
  ...(id_cliente_servico !== undefined && { serviceId: id_cliente_servico }),
})

function readStanding(answer: Exclude<GatewayAnswer, ErrorAnswer>): TicketOutcome {
  switch (answer.status) {
    case 'success':
      return {
        kind: 'opened',
        atendimento: answer.atendimento,
        isConfirmed: answer.conferido ?? false,
        otherProtocols: answer.outros_protocolos ?? [],
        mayDouble: answer.em_duvida,
        told: answer.informado && {
          by: answer.informado.canal,
          at: new Date(answer.informado.em),
        },
        ...remembered(answer),
      }
    case 'pending':
      return {
        kind: 'pending',
        answers: 1,
        ...(answer.motivo === 'nao_conferido' && { couldNotLook: true }),
        ...remembered(answer),
      }
    case 'unknown':
      return {
        kind: 'unknown',
        attempt: answer.tentativa,
        looks: answer.conferencias,
        couldNotLook: answer.motivo === 'nao_conferido',
        ...remembered(answer),
      }
  }
}

/** What an error says of a send that came to HubSoft's door, or would have; null where it is no outcome. */
function readFailed(answer: ErrorAnswer): TicketOutcome | null {
  const { codigo, msg, id_requisicao: requestId } = answer
  switch (codigo) {
    case 'recusado_pelo_hubsoft':
    case 'sem_permissao':
    case 'sem_acrescimos':
      return {
        kind: refusalOf(answer),
        ...(codigo !== 'recusado_pelo_hubsoft' && { advice: msg }),
        campos: answer.campos ?? {},
        sentences: answer.errors ?? [],
        requestId,
        ...remembered(answer),
      }
    case 'nao_enviado':
    case 'muitas_requisicoes':
      return { kind: 'not-sent', msg, requestId, ...remembered(answer) }
    default:
      return null
  }
}

/** An earlier attempt, or this one, may still turn up (design §6). */
function refusalOf({ tentativa = 1, em_duvida = tentativa > 1 }: ErrorAnswer) {
  if (!em_duvida) return 'refused'
  return tentativa > 1 ? 'refused-again' : 'refused-in-doubt'
}

/** What an error says of a send that was turned away at our own door; null where it may have come further. */
function readRejected(answer: ErrorAnswer): TicketOutcome | null {
  const { codigo, msg, campos = {}, id_requisicao: requestId, lido_em: toldAt } = answer
  switch (codigo) {
    case 'sessao_expirada':
      return { kind: 'session-over', msg, requestId }
    case 'chave_de_outro_atendente':
    case 'chave_reutilizada':
      return {
        kind: 'key-spent',
        msg,
        carriedAnother: codigo === 'chave_reutilizada',
        requestId,
      }
    case 'aberto_por_outro':
      return { kind: 'rejected', msg, campos, requestId, toldAt }
    case 'requisicao_invalida':
    case 'credenciais_recusadas':
    case 'origem_recusada':
    case 'corpo_grande':
    case 'tipo_invalido':
    case 'host_errado':
      return { kind: 'rejected', msg, campos, requestId }
    default:
      return null
  }
}

/** What an error says of the question. */
function readNotTold(answer: ErrorAnswer, retryAfterS: number): TicketOutcome {
  const { codigo, msg, id_requisicao: requestId } = answer
  switch (codigo) {
    case 'chave_desconhecida':
      return {
        kind: 'never-arrived',
        msg: 'Este envio não chegou ao HubSoft: nada foi aberto. Pode tentar de novo.',
      }
    case 'chave_de_outro_atendente':
    case 'chave_reutilizada':
      return { kind: 'not-ours', msg }
    case 'sessao_expirada':
      return { kind: 'not-told-signed-out', reason: msg, requestId }
    default:
      return { kind: 'not-told', reason: msg, retryAfterS, requestId }
  }
}
