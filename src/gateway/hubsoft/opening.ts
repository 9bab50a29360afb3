import type { NovoAtendimento } from '../../contract/novo-atendimento.ts'
import type { Question } from './question.ts'
import { type HubsoftOutcome, readOutcome } from './reading/read-outcome.ts'
import { type WhoseAnswer, whoseAnswer } from './reading/whose.ts'

type Opened = Extract<HubsoftOutcome, { kind: 'opened' }>

/** What HubSoft says, and of a ticket whose it is. */
export type OpeningAnswer = Exclude<HubsoftOutcome, Opened> | (Opened & { whose: WhoseAnswer })

/** For this ticket to be opened. */
export function openingOf(novo: NovoAtendimento): Question<OpeningAnswer> {
  return {
    route: 'ticket',
    path: 'api/v1/integracao/atendimento',
    body: novo,
    // One ticket has some kB.
    mostBytes: 256 * 1024,
    read(answer) {
      const read = readOutcome(answer)
      if (read.kind !== 'opened') return read
      return { ...read, whose: whoseAnswer(read.atendimento.descricao_abertura, novo.descricao) }
    },
    // What bears our own mark can be nobody else's; anything may be said to whoever connects.
    mustStandAlone: (said) => said.kind !== 'opened' || said.whose !== 'ours',
  }
}
