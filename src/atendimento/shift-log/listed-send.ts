import type { OutcomeKind, TicketOutcome } from '../send/outcome.ts'
import { isSettled } from '../send/outcome-traits.ts'

/** A send in the gateway's list, and what is known of it. */
export type ListedSend = { chave: string; outcome: TicketOutcome }

/** Whether it may have opened a ticket of which nobody knows. */
export const isNotKnown = ({ outcome }: ListedSend): boolean => !isSettled(outcome)

const notKnown = 'não sei se foi aberto'
const notSent = 'não foi enviado'

const said = {
  sending: 'em andamento',
  'sending-again': 'em andamento',
  asking: 'conferindo',
  pending: 'conferindo',
  unreachable: notKnown,
  'not-told': notKnown,
  'not-told-signed-out': notKnown,
  unknown: notKnown,
  'record-lost': notKnown,
  'not-ours': notKnown,
  opened: 'aberto',
  refused: 'o HubSoft não abriu',
  'refused-in-doubt': 'o HubSoft recusou, mas o atendimento ainda pode aparecer',
  'refused-again': 'o HubSoft recusou o reenvio; um envio anterior pode ter sido aberto',
  'not-sent': notSent,
  'never-arrived': notSent,
  rejected: notSent,
  'session-over': notSent,
  'key-spent': notSent,
} as const satisfies Record<OutcomeKind, string>

/** What came of a send of this tab: "não sei se foi aberto", to stand behind a colon. */
export const sayOutcome = (outcome: TicketOutcome | undefined): string =>
  said[outcome?.kind ?? 'asking']

/** What the gateway's list says of one; in capitals it may stand alone. */
export function sayListed({ outcome }: ListedSend): string {
  switch (outcome.kind) {
    case 'opened':
      return outcome.otherProtocols.length > 0
        ? `aberto mais de uma vez: também ${outcome.otherProtocols.join(', ')}`
        : sayOutcome(outcome)
    case 'pending':
      return 'ainda sem resposta'
    case 'not-sent':
      return `${sayOutcome(outcome)}: nada foi aberto`
    default:
      return sayOutcome(outcome)
  }
}

/** What the attendant has to do about it at HubSoft; empty where nothing. */
export const sayTask = ({ outcome }: ListedSend): string =>
  outcome.kind === 'opened' && outcome.otherProtocols.length > 0 ? ' Feche um no HubSoft.' : ''

/** Whether it has a work order; where that isn't known, whether one was asked for. */
export function sayWorkOrder({ outcome }: ListedSend): string {
  const wasAsked = outcome.enviado?.abrir_os
  if (outcome.kind === 'opened') {
    if (outcome.atendimento.ordens_servico.length > 0) return 'Sim'
    return wasAsked ? 'Pedida, não criada' : 'Não'
  }
  if (wasAsked === undefined) return 'Não guardado'
  return wasAsked ? 'Pedida' : 'Não'
}
