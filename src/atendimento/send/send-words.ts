import type { TicketOutcome } from './outcome.ts'

/** What a person is told of a send, in the words of what it is. */
const ofTicket = {
  /** A clause. */
  done: 'o atendimento foi aberto',
  notAnother: 'Não abra outro ainda.',
  underWay: 'Abrindo o atendimento no HubSoft…',
  stillUnderWay: 'Ainda abrindo.',
  nothing: 'Nada foi aberto.',
  nothingBySend: 'Este envio não abriu nada.',
  mayAppear: 'O HubSoft recusou, mas o atendimento ainda pode aparecer: continuo procurando.',
  earlierMayStand: 'Uma tentativa anterior deste envio ainda pode ter sido aberta.',
  mayBeTwo: 'Entendi que pode haver dois atendimentos',
  appears: 'o atendimento aparecer',
  looked: 'os atendimentos',
  whereToLook: 'Entre os atendimentos',
  lookFor: 'o que tem na descrição:',
  byHand: 'Se abrir à mão, escreva a referência no fim da descrição.',
  byHandIfMissing: 'Se não estiver lá, abra à mão, com a referência no fim da descrição.',
}

type SendWords = typeof ofTicket

/** Of what is added to a ticket that stands. */
const ofMessage: SendWords = {
  done: 'o acréscimo foi feito',
  notAnother: 'Não acrescente de novo ainda.',
  underWay: 'Acrescentando ao atendimento no HubSoft…',
  stillUnderWay: 'Ainda acrescentando.',
  nothing: 'Nada foi acrescentado.',
  nothingBySend: 'Este envio não acrescentou nada.',
  mayAppear: 'O HubSoft recusou, mas o acréscimo ainda pode aparecer: continuo procurando.',
  earlierMayStand: 'Uma tentativa anterior deste envio ainda pode ter sido acrescentada.',
  mayBeTwo: 'Entendi que o texto pode ficar duas vezes no atendimento',
  appears: 'o acréscimo aparecer',
  looked: 'as mensagens do atendimento',
  whereToLook: 'Entre as mensagens do atendimento',
  lookFor: 'a que tem no fim:',
  byHand: 'Se acrescentar à mão, escreva a referência no fim do texto.',
  byHandIfMissing: 'Se não estiver lá, acrescente à mão, com a referência no fim do texto.',
}

export const wordsOf = (outcome: Pick<TicketOutcome, 'message'> | undefined): SendWords =>
  outcome?.message ? ofMessage : ofTicket
