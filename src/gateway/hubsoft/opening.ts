import type { MensagemEnviada } from '../../contract/nova-mensagem.ts'
import type { Enviado } from '../../contract/novo-atendimento.ts'
import type { Question } from './question.ts'
import { readOutcome } from './reading/read-outcome.ts'
import { type WhoseAnswer, whoseAnswer } from './reading/whose.ts'
import { type SendAnswer, type SendOutcome, silence } from './send-outcome.ts'

type Opened = Extract<SendOutcome, { kind: 'opened' }>

/** A ticket as it goes to HubSoft: beside what the attendant wrote, where it goes, as the operator says. */
export type OutgoingTicket = Enviado & {
  id_origem_contato?: number
  parametros_ordem_servico?: { id_tipo_ordem_servico: number }
  /** Kept there, and told to nobody (hubsoft §16): for the operator's own reports. */
  parametros?: { atendente: string; referencia: string; chamada?: string }
}

/** What goes to HubSoft: a ticket to be opened, or a message for one that stands. */
export type Outgoing = OutgoingTicket | MensagemEnviada

/** For this ticket to be opened. */
export function openingOf(novo: OutgoingTicket): Question<SendAnswer> {
  return {
    route: 'ticket',
    path: 'api/v1/integracao/atendimento',
    body: novo,
    // One ticket has some kB.
    mostBytes: 256 * 1024,
    read(answer) {
      const outcome = readOutcome(answer)
      if (outcome.kind !== 'opened') return { outcome, isMarked: false }
      const whose = whoseAnswer(outcome.atendimento.descricao_abertura, novo.descricao)
      return { outcome: asWhose(outcome, whose), isMarked: whose === 'ours' }
    },
    // What bears our own mark can be nobody else's; anything may be said to whoever connects.
    mustStandAlone: ({ isMarked }) => !isMarked,
  }
}

function asWhose(opened: Opened, whose: WhoseAnswer): SendOutcome {
  // An answer to another send, or about a ticket that nobody knows, strayed onto this connection.
  if (whose === 'another') return silence
  if (whose === 'rewritten') return { ...opened, isRewritten: true }
  return whose === 'mark-lost' ? { ...opened, isMarkLost: true } : opened
}
