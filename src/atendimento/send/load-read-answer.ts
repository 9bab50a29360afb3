import type { TicketOutcome } from './outcome.ts'
import type { readAsked, readPosted } from './read-answer.ts'

type ReadAnswer = { readAsked: typeof readAsked; readPosted: typeof readPosted }

/** Of a send that is as good as no answer: it is asked about, and nothing is sent again. */
const unreadable: ReadAnswer = {
  readAsked: (): TicketOutcome => ({
    kind: 'not-told',
    reason: 'Parte desta página não chegou: recarregue a página.',
  }),
  readPosted: () => null,
}

/** In one file with the schemas and the rules of the form: there is no answer before something was sent. */
export const loadReadAnswer = (): Promise<ReadAnswer> =>
  import('./read-answer.ts').then(
    (readAnswer) => readAnswer,
    () => unreadable,
  )
