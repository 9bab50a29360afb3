import type { TicketOutcome } from '../send/outcome.ts'
import { wordsOf } from '../send/send-words.ts'

/**
 * What is said while a send is under way, each sentence once.
 *
 * @param elapsedMs since the outcome became this kind
 * @see design A-14
 */
export function pendingMessage(outcome: TicketOutcome | undefined, elapsedMs: number): string {
  const { done, underWay, stillUnderWay } = wordsOf(outcome)
  switch (outcome?.kind) {
    case 'sending':
    case 'sending-again':
      if (elapsedMs < 500) return ''
      if (elapsedMs < 4000) return underWay
      if (elapsedMs < 10_000) {
        return `${stillUnderWay} O HubSoft está demorando mais que o normal.`
      }
      return 'Continuo esperando a resposta. Não recarregue e não envie de novo.'
    case 'asking':
      return outcome.why === 'reload'
        ? 'Perguntando ao servidor o que houve com este envio…'
        : 'A resposta se perdeu. Estou perguntando ao servidor o que houve. Não envie de novo.'
    case 'pending':
      if (outcome.couldNotLook) {
        return `Não consigo confirmar pela lista do HubSoft se ${done}; continuo tentando. Não envie de novo.`
      }
      return elapsedMs < 4000
        ? `Sem resposta até agora. Estou conferindo no HubSoft se ${done}.`
        : 'Conferindo… Não envie de novo.'
    case 'unreachable':
      return 'Não consigo falar com o servidor. Pergunto de novo sozinho. Não envie de novo.'
    case 'not-told':
      return `${outcome.reason} Pergunto de novo sozinho. Não envie de novo.`
    case 'not-told-signed-out':
      return 'Entre de novo: depois pergunto sozinho. Não envie de novo.'
    case undefined:
    case 'unknown':
    case 'record-lost':
    case 'not-ours':
    case 'opened':
    case 'refused':
    case 'refused-in-doubt':
    case 'refused-again':
    case 'not-sent':
    case 'never-arrived':
    case 'rejected':
    case 'session-over':
    case 'key-spent':
      return ''
  }
}

export type PendingMessage = typeof pendingMessage
