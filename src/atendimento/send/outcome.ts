import type { Enviado } from '../../contract/fields.ts'
import type { GatewayAnswer } from '../../contract/gateway-answer.ts'
import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import type { Asked } from './gateway-api.ts'

/** What the gateway remembers of a send, for a page that was reloaded. */
type Remembered = {
  enviado?: Enviado | undefined
  sentAt?: Date | undefined
  /** The name of the attendant who sent it. */
  openedBy?: string | undefined
}

/** The request that an error answered: whoever looks into it finds its log line by this. */
type Traced = { requestId?: string | undefined }

/** What the page knows of one send; each kind has a screen of its own (design §5, "One state"). */
export type TicketOutcome =
  /** Our request is on its way and wasn't answered yet; `isAgain`: what it repeats may be open. */
  | { kind: 'sending'; isAgain?: boolean }
  /** The gateway is being asked: an answer was lost, or the page was loaded anew. */
  | ({ kind: 'asking'; why: 'lost-answer' | 'reload' } & Traced)
  | ({
      kind: 'pending'
      /** How often the gateway has said so since it last said anything else. */
      answers: number
      /** HubSoft's list can't be read for now. */
      couldNotLook?: boolean
    } & Remembered)
  | ({
      kind: 'unknown'
      /** How often it was sent. */
      attempt: number
      /** At HubSoft's list, oldest first. */
      looks: { em: string; lida: boolean }[]
      /** The gateway gave up since it couldn't look, and not for want of a ticket. */
      couldNotLook: boolean
      /** Why nothing came of trying to send again. */
      said?: string
    } & Remembered)
  /** The key is another attendant's. */
  | { kind: 'not-ours'; msg: string }
  /** The gateway can't be asked for now, for the reason given if there is one. */
  | ({
      kind: 'unreachable'
      reason?: string
      /** Asking can go on once somebody has signed in. */
      isSessionOver?: boolean
      /** How long the gateway wants to be left alone. */
      retryAfterS?: number
      /** The gateway has said before that it was sent. */
      wasHeard?: boolean
    } & Traced)
  /** The gateway has said that it was sent, and has no record of it any more. */
  | { kind: 'record-lost' }
  | ({
      kind: 'opened'
      atendimento: ShownAtendimento
      /** It was found in HubSoft, whose own answer never came. */
      isConfirmed: boolean
      /** Of further tickets of this send: one too many each. */
      otherProtocols: string[]
      /** Another ticket of this send may still turn up. */
      mayDouble?: boolean | undefined
    } & Remembered)
  | ({
      kind: 'refused'
      /** What the attendant can do about it, where HubSoft's own sentences don't say. */
      advice?: string
      sentences: string[]
      campos: Record<string, string>
      /** A ticket of this send may turn up all the same. */
      isInDoubt: boolean
      /** It was sent before, and nobody knows what came of that. */
      isResend?: boolean
    } & Remembered &
      Traced)
  | ({
      kind: 'not-sent'
      msg: string
      /** The gateway has no record of it: it never got there, or not so far as to be sent. */
      isUnheard?: boolean
    } & Remembered &
      Traced)
  /** Turned away at our own door, for certain before anything was sent: no outcome of a send. */
  | ({
      kind: 'rejected'
      msg: string
      campos: Record<string, string>
      isSessionOver: boolean
      /** The key is another attendant's or another text's: only a new one can send. */
      isKeySpent: boolean
      /** The key sent another text, as from a duplicated tab: that send has an outcome to look at. */
      carriedAnother: boolean
      /** The key of that send, once this text has another. */
      otherSend?: string
    } & Traced)

function remembered({ enviado, enviado_em, atendente }: GatewayAnswer): Remembered {
  const sentAt = enviado_em ? new Date(enviado_em) : undefined
  return { enviado, sentAt, openedBy: atendente }
}

/** What the answer to our POST says; null where only asking can tell (no answer, or none of ours). */
export function readPosted(answer: GatewayAnswer | null): TicketOutcome | null {
  if (!answer) return null
  if (answer.status !== 'error') return readStanding(answer)
  const { codigo, msg, campos = {}, id_requisicao: requestId } = answer
  const isResend = (answer.tentativa ?? 1) > 1
  switch (codigo) {
    case 'recusado_pelo_hubsoft':
    case 'sem_permissao':
      return {
        kind: 'refused',
        ...(codigo === 'sem_permissao' && { advice: msg }),
        campos,
        sentences: answer.errors ?? [],
        isInDoubt: answer.em_duvida ?? isResend,
        ...(isResend && { isResend }),
        requestId,
        ...remembered(answer),
      }
    case 'nao_enviado':
    case 'muitas_requisicoes':
      return { kind: 'not-sent', msg, requestId, ...remembered(answer) }
    case 'chave_desconhecida':
    case 'nao_encontrado':
    case 'erro_interno':
      return null
    case 'requisicao_invalida':
    case 'sessao_expirada':
    case 'credenciais_recusadas':
    case 'origem_recusada':
    case 'chave_de_outro_atendente':
    case 'chave_reutilizada':
    case 'corpo_grande':
    case 'tipo_invalido':
    case 'host_errado':
      return {
        kind: 'rejected',
        msg,
        campos,
        isSessionOver: codigo === 'sessao_expirada',
        isKeySpent: codigo === 'chave_de_outro_atendente' || codigo === 'chave_reutilizada',
        carriedAnother: codigo === 'chave_reutilizada',
        requestId,
      }
  }
}

const unheard: TicketOutcome = {
  kind: 'not-sent',
  isUnheard: true,
  msg: 'Este envio não chegou ao HubSoft: nada foi aberto. Pode tentar de novo.',
}

/**
 * What the answer to asking says. An error status is about the asking alone, since a stored outcome
 * comes with 200: our own 429 must not read as that of the send.
 */
export function readAsked({ status, answer, retryAfterS }: Asked): TicketOutcome {
  if (answer?.status !== 'error') return readPosted(answer) ?? { kind: 'unreachable' }
  const stored = status === 200 ? readPosted(answer) : null
  if (stored && stored.kind !== 'rejected') return stored
  const { codigo, msg, id_requisicao: requestId } = answer
  switch (codigo) {
    case 'chave_desconhecida':
      return unheard
    case 'chave_de_outro_atendente':
    case 'chave_reutilizada':
      return { kind: 'not-ours', msg }
    case 'sessao_expirada':
      return { kind: 'unreachable', reason: msg, isSessionOver: true, requestId }
    default:
      return { kind: 'unreachable', reason: msg, retryAfterS, requestId }
  }
}

function readStanding(answer: Exclude<GatewayAnswer, { status: 'error' }>): TicketOutcome {
  switch (answer.status) {
    case 'success':
      return {
        kind: 'opened',
        atendimento: answer.atendimento,
        isConfirmed: answer.conferido ?? false,
        otherProtocols: answer.outros_protocolos ?? [],
        mayDouble: answer.em_duvida,
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

/** The value of `data-resultado` on `<html>`, on which other programs rely (design §5). */
export function outcomeMark(outcome: TicketOutcome | undefined): string | undefined {
  switch (outcome?.kind) {
    case 'opened':
      return 'aberto'
    case 'refused':
      return 'recusado'
    case 'not-sent':
      return 'nao-enviado'
    case 'asking':
    case 'pending':
    case 'unknown':
    case 'unreachable':
    case 'record-lost':
      return 'incerto'
    case 'sending':
      return outcome.isAgain ? 'incerto' : undefined
    case 'rejected':
    case 'not-ours':
    case undefined:
      return undefined
  }
}

/** Whether the same key may carry the next send: never used, or proved not to have been sent. */
export function keepsKey(outcome: TicketOutcome | undefined): boolean {
  if (outcome?.kind === 'rejected') return !outcome.isKeySpent
  return outcome === undefined || outcome.kind === 'not-sent'
}

/** Whether the form is the person's again: nothing is under way and nothing stands, or may stand. */
export function isEditable(outcome: TicketOutcome | undefined): boolean {
  if (outcome?.kind === 'refused') return !outcome.isInDoubt
  return keepsKey(outcome) || outcome?.kind === 'rejected'
}

/** Whether the gateway says that a ticket of this send may be open; undefined where it says nothing of that. */
export function saysSent(outcome: TicketOutcome): boolean | undefined {
  switch (outcome.kind) {
    case 'pending':
    case 'unknown':
      return true
    case 'refused':
      return outcome.isInDoubt
    case 'not-sent':
      return outcome.isUnheard ? undefined : false
    default:
      return undefined
  }
}
