import type { ListedSend } from '../../contract/gateway-answer.ts'

/** Whether it may have opened a ticket of which nobody knows. */
export function isNotKnown(send: ListedSend): boolean {
  switch (send.status) {
    case 'success':
      return false
    case 'pending':
    case 'unknown':
      return true
    case 'error':
      return !isSettledError(send)
  }
}

/** What came of it: "não sei se foi aberto", to stand behind a colon or, in capitals, alone. */
export function sayOutcome(send: ListedSend): string {
  switch (send.status) {
    case 'success':
      return send.outros_protocolos?.length
        ? `aberto mais de uma vez: também ${send.outros_protocolos.join(', ')}`
        : 'aberto'
    case 'pending':
      return 'ainda sem resposta'
    case 'unknown':
      return 'não sei se foi aberto'
    case 'error':
      return sayError(send)
  }
}

/** What the attendant has to do about it at HubSoft; empty where nothing. */
export const sayTask = (send: ListedSend): string =>
  send.status === 'success' && send.outros_protocolos?.length ? ' Feche um no HubSoft.' : ''

/** Whether it has a work order; where that isn't known, whether one was asked for. */
export function sayWorkOrder(send: ListedSend): string {
  const wasAsked = send.enviado?.abrir_os
  if (send.status === 'success') {
    if (send.atendimento.ordens_servico.length > 0) return 'Sim'
    return wasAsked ? 'Pedida, não criada' : 'Não'
  }
  if (wasAsked === undefined) return 'Não guardado'
  return wasAsked ? 'Pedida' : 'Não'
}

/** What came of a refused one. */
export function sayRefusal({ isInDoubt, isResend }: { isInDoubt: boolean; isResend?: boolean }) {
  if (!isInDoubt) return 'o HubSoft não abriu'
  return isResend
    ? 'o HubSoft recusou o reenvio; um envio anterior pode ter sido aberto'
    : 'o HubSoft recusou, mas o atendimento ainda pode aparecer'
}

type ListedError = Extract<ListedSend, { status: 'error' }>

const isNotSent = ({ codigo }: ListedError) =>
  codigo === 'nao_enviado' || codigo === 'muitas_requisicoes'

const isRefused = ({ codigo }: ListedError) =>
  codigo === 'recusado_pelo_hubsoft' || codigo === 'sem_permissao'

/** An earlier attempt, or this one, may still turn up (design §6). */
function doubtOf({ tentativa = 1, em_duvida }: ListedError) {
  const isResend = tentativa > 1
  return { isInDoubt: em_duvida ?? isResend, isResend }
}

const isSettledError = (send: ListedError) =>
  isNotSent(send) || (isRefused(send) && !doubtOf(send).isInDoubt)

function sayError(send: ListedError): string {
  if (isNotSent(send)) return 'não foi enviado: nada foi aberto'
  if (!isRefused(send)) return 'não sei se foi aberto'
  return sayRefusal(doubtOf(send))
}
