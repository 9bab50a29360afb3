import type { Canal } from '../../contract/canais.ts'
import { groupDigits } from '../../ui/group-digits.ts'
import { isSettled } from '../send/asking-pace.ts'
import type { Opened, OutcomeKind, TicketOutcome } from '../send/outcome.ts'

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

/** Of what is added to a ticket, where that is said otherwise. */
const saidOfMessage: Record<string, string> = {
  [notKnown]: 'não sei se foi acrescentado',
  [said.opened]: 'acrescentado',
  [said.refused]: 'o HubSoft recusou',
  [said['refused-in-doubt']]: 'o HubSoft recusou, mas o acréscimo ainda pode aparecer',
  [said['refused-again']]:
    'o HubSoft recusou o reenvio; um envio anterior pode ter sido acrescentado',
}

/** What came of a send of this tab: "não sei se foi aberto", to stand behind a colon. */
export function sayOutcome(outcome: TicketOutcome | undefined): string {
  const words = said[outcome?.kind ?? 'asking']
  return outcome?.message ? (saidOfMessage[words] ?? words) : words
}

/** Where nothing of it stands. */
export const sayNothing = ({ message }: TicketOutcome): string =>
  message ? 'nada foi acrescentado' : 'nada foi aberto'

/** What the gateway's list says of one; in capitals it may stand alone. */
export function sayListed({ outcome }: ListedSend): string {
  switch (outcome.kind) {
    case 'opened':
      return outcome.otherProtocols.length > 0
        ? `${outcome.message ? 'acrescentado' : 'aberto'} mais de uma vez: também ${outcome.otherProtocols.join(', ')}`
        : sayOutcome(outcome)
    case 'pending':
      return 'ainda sem resposta'
    case 'not-sent':
      return `${sayOutcome(outcome)}: ${sayNothing(outcome)}`
    default:
      return sayOutcome(outcome)
  }
}

/** What the attendant has to do about it at HubSoft; empty where nothing. */
export const sayTask = ({ outcome }: ListedSend): string =>
  outcome.kind === 'opened' && outcome.otherProtocols.length > 0 ? ' Feche um no HubSoft.' : ''

const isDoubled = ({ outcome }: ListedSend) =>
  outcome.kind === 'opened' && outcome.otherProtocols.length > 0

type Word = { word: string; tone?: 'success' | 'warning' | 'error' }

/** What came of it in a word, for a badge. */
export function wordOf(send: ListedSend): Word {
  const done = send.outcome.message ? 'Acrescentado' : 'Aberto'
  if (isDoubled(send)) return { word: `${done} mais de uma vez`, tone: 'warning' }
  if (isNotKnown(send)) return { word: 'A conferir', tone: 'warning' }
  switch (send.outcome.kind) {
    case 'opened':
      return { word: done, tone: 'success' }
    case 'refused':
      return { word: 'Recusado', tone: 'error' }
    default:
      return { word: 'Não enviado' }
  }
}

const ordersOf = (outcome: TicketOutcome) =>
  outcome.kind === 'opened' ? outcome.atendimento.ordens_servico : []

/** Its work order's number; where there is none, whether one was asked for; of a message to a ticket neither is known. */
export function sayWorkOrder({ outcome }: ListedSend): string {
  if (outcome.message) return '—'
  const wasAsked = outcome.enviado?.abrir_os
  const orders = ordersOf(outcome)
  if (orders.length > 0) {
    const numbers = orders.flatMap(({ numero_ordem_servico: number }) => number ?? [])
    return numbers.join(', ') || 'Sim'
  }
  if (outcome.kind === 'opened') return wasAsked ? 'Pedida, não criada' : 'Não'
  if (wasAsked === undefined) return 'Não guardado'
  return wasAsked ? 'Pedida' : 'Não'
}

/** The same in a sentence: "aberto com OS". */
export function sayOpened(outcome: Opened): string {
  if (outcome.message) return 'acrescentado'
  if (ordersOf(outcome).length > 0) return 'aberto com OS'
  return outcome.enviado?.abrir_os ? 'aberto, OS não criada' : 'aberto'
}

/** For a voice: a long number in one would be read as millions. */
export const spokenProtocol = (protocol: string) => groupDigits(protocol).join(' ')

/** Whether the customer of an opened ticket still hasn't its protocol. */
export const isNotTold = ({ outcome }: ListedSend): boolean =>
  outcome.kind === 'opened' && outcome.told === null

/** By which way a customer was told, for "por telefone, 09:13". */
export const sayWay = {
  telefone: 'por telefone',
  whatsapp: 'por WhatsApp',
  email: 'por e-mail',
  presencial: 'pessoalmente',
  outro: 'por outro meio',
} as const satisfies Record<Canal, string>
