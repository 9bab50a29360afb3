import type { TicketRow } from '../../journal/ticket-row.ts'

/** What an attendant is told of a send, in the words of what it is. */
const ofTicket = {
  /** Behind "o": "o atendimento foi aberto". */
  what: 'atendimento',
  done: 'aberto',
  underWay: 'Abrindo o atendimento no HubSoft…',
  /** In the middle of a sentence. */
  notAnother: 'não abra outro ainda',
  nothing: 'Nada foi aberto.',
  declined: 'O HubSoft não abriu este atendimento',
  opened: (protocolo: string) => `Atendimento aberto. Protocolo: ${protocolo}.`,
  perhapsElsewhere: 'procure você no HubSoft',
}

type SendWords = typeof ofTicket

const ofMessage: SendWords = {
  what: 'acréscimo',
  done: 'feito',
  underWay: 'Acrescentando ao atendimento no HubSoft…',
  notAnother: 'não acrescente de novo ainda',
  nothing: 'Nada foi acrescentado.',
  declined: 'O HubSoft não aceitou este acréscimo',
  opened: (protocolo) => `Acréscimo feito. Protocolo do atendimento: ${protocolo}.`,
  perhapsElsewhere: 'veja você no atendimento, no HubSoft',
}

export const wordsOf = ({ messageTo }: Pick<TicketRow, 'messageTo'>): SendWords =>
  messageTo === null ? ofTicket : ofMessage

/** Where HubSoft has no route for messages. */
export const withoutMessages =
  'Este HubSoft não aceita acréscimos por aqui; informe o protocolo que já existe.'

/** As a sentence of its own. */
export const sentence = (clause: string) => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
