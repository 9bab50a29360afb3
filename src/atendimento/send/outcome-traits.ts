import type { Sent } from './draft.ts'
import type { OutcomeKind, TicketOutcome } from './outcome.ts'

/** What is the same for every outcome of a kind. What a row leaves out is not so. */
type Traits = {
  /** What a screen, its notice and the browser's tab are called. */
  title: string
  /** What its screen is called where no text of it is left. */
  titleWithoutText?: string
  /** It has a screen in place of the form: whatever was typed, or where no text of it is left. */
  screen?: 'always' | 'without-text'
  /** The value of `data-resultado` on `<html>`, on which other programs rely. */
  mark?: 'aberto' | 'recusado' | 'nao-enviado' | 'incerto'
  /** Something is under way: this is what comes next, or is to come back. */
  waitsFor?: 'answer' | 'look' | 'gateway'
  /**
   * Nothing is under way and nothing stands, or may stand: the form is the person's again, and what they
   * send has the same key, or has to have a new one.
   */
  nextKey?: 'same' | 'new'
  /** Whether the gateway says that a ticket of this send may be open; left out where it says nothing of that. */
  saysSent?: boolean
  /**
   * What doesn't take it away: a question without an answer; nor a gateway without a record of the send,
   * which has lost its journal and makes nothing unsent by that.
   */
  outlasts?: 'silence' | 'no-record'
  /** What has become of its text once the person knows; left out where nothing has, or not yet. */
  leaves?: Sent['standing'] | 'ticket'
  /** How soon to ask the gateway again; `askAgainMs` has the finer points. */
  askAgainMs?: number
}

const soonMs = 2000
const lateMs = 30_000
// While somebody reads the protocol aloud.
const quietMs = 60_000

/** One state, one word each way (design §5). */
const traits = {
  sending: { title: 'Abrindo atendimento…', waitsFor: 'answer' },
  'sending-again': { title: 'Abrindo atendimento…', mark: 'incerto', waitsFor: 'answer' },
  asking: {
    title: 'Conferindo atendimento…',
    mark: 'incerto',
    waitsFor: 'answer',
    askAgainMs: soonMs,
  },
  pending: {
    title: 'Conferindo atendimento…',
    mark: 'incerto',
    waitsFor: 'look',
    saysSent: true,
    askAgainMs: 10_000,
  },
  unreachable: {
    title: 'Não consigo falar com o servidor',
    mark: 'incerto',
    waitsFor: 'gateway',
    askAgainMs: soonMs,
  },
  'not-told': {
    title: 'Ainda não sei se o atendimento foi aberto',
    mark: 'incerto',
    waitsFor: 'gateway',
    askAgainMs: soonMs,
  },
  'not-told-signed-out': {
    title: 'Ainda não sei se o atendimento foi aberto',
    mark: 'incerto',
    waitsFor: 'gateway',
    askAgainMs: lateMs,
  },
  // HubSoft can store late: an unknown send may still turn out opened (design §6).
  unknown: {
    title: 'Não sei se o atendimento foi aberto',
    screen: 'always',
    mark: 'incerto',
    saysSent: true,
    outlasts: 'no-record',
    askAgainMs: lateMs,
  },
  'record-lost': {
    title: 'Não sei se o atendimento foi aberto',
    screen: 'always',
    mark: 'incerto',
    outlasts: 'no-record',
    askAgainMs: lateMs,
  },
  'not-ours': { title: 'Envio de outro atendente', screen: 'always' },
  opened: {
    title: 'Atendimento aberto',
    screen: 'always',
    mark: 'aberto',
    outlasts: 'no-record',
    leaves: 'ticket',
    askAgainMs: quietMs,
  },
  refused: {
    title: 'O HubSoft não abriu este atendimento',
    screen: 'without-text',
    mark: 'recusado',
    nextKey: 'new',
    saysSent: false,
    outlasts: 'no-record',
    leaves: 'mendable',
  },
  'refused-in-doubt': {
    title: 'O HubSoft recusou este atendimento',
    screen: 'always',
    mark: 'recusado',
    saysSent: true,
    outlasts: 'no-record',
    leaves: 'open',
    askAgainMs: lateMs,
  },
  'refused-again': {
    title: 'O HubSoft recusou o novo envio',
    screen: 'always',
    mark: 'recusado',
    saysSent: true,
    outlasts: 'no-record',
    leaves: 'open',
    askAgainMs: lateMs,
  },
  'not-sent': {
    title: 'Nada foi aberto',
    screen: 'without-text',
    mark: 'nao-enviado',
    nextKey: 'same',
    saysSent: false,
    outlasts: 'silence',
    leaves: 'turned-away',
  },
  // It may have been stopped on its way, and get there after all.
  'never-arrived': {
    title: 'Nada foi aberto',
    titleWithoutText: 'Não há registro deste envio',
    screen: 'without-text',
    mark: 'nao-enviado',
    nextKey: 'same',
    outlasts: 'silence',
    leaves: 'turned-away',
    askAgainMs: lateMs,
  },
  rejected: { title: 'O envio não foi aceito', nextKey: 'same' },
  'session-over': { title: 'Nada foi enviado', nextKey: 'same' },
  'key-spent': { title: 'O envio não foi aceito', nextKey: 'new' },
} as const satisfies Record<OutcomeKind, Traits>

type KindWithScreen = {
  [Kind in OutcomeKind]: (typeof traits)[Kind] extends { screen: string } ? Kind : never
}[OutcomeKind]

export type OutcomeWithScreen = Extract<TicketOutcome, { kind: KindWithScreen }>

export const traitsOf = ({ kind }: TicketOutcome): Traits => traits[kind]

/**
 * What a screen, its notice and the browser's tab are called, by what is known of the send: whoever
 * comes back to the tab, or hears the page's name, is told the same as by the page.
 */
export function titleOf(outcome: TicketOutcome | undefined): string {
  if (!outcome) return 'Abrir atendimento'
  return outcome.message ? titleOfAdding(traitsOf(outcome)) : traitsOf(outcome).title
}

const titlesOfAdding = {
  aberto: 'Acréscimo feito',
  recusado: 'O HubSoft recusou este acréscimo',
  'nao-enviado': 'Nada foi acrescentado',
  incerto: 'Não sei se o acréscimo foi feito',
} as const

/** Of what adds to a ticket, and opens none. */
function titleOfAdding({ title, mark, waitsFor, askAgainMs }: Traits): string {
  if (waitsFor) return askAgainMs ? 'Conferindo o acréscimo…' : 'Acrescentando…'
  return mark ? titlesOfAdding[mark] : title
}

/** What the browser's tab says instead while the page asks to sign in again. */
export const titleWhileOut = 'Entre de novo para continuar'

export const titleWithoutText = (outcome: TicketOutcome): string =>
  traitsOf(outcome).titleWithoutText ?? titleOf(outcome)

/** Whether a screen stands in place of its form, for which there may be a text. */
export function hasScreen(outcome: TicketOutcome, hasText: boolean): outcome is OutcomeWithScreen {
  const { screen } = traitsOf(outcome)
  return screen === 'always' || (screen === 'without-text' && !hasText)
}

/** Whether the form is the person's again: nothing is under way and nothing stands, or may stand. */
export const isEditable = (outcome: TicketOutcome | undefined): boolean =>
  outcome === undefined || traitsOf(outcome).nextKey !== undefined
