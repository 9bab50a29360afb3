import type { GatewayAnswer } from './gateway-answer.ts'
import type { PageAnswers } from './page-answers.ts'

const reload: GatewayAnswer = {
  status: 'error',
  codigo: 'erro_interno',
  msg: 'Parte desta página não chegou: recarregue a página.',
  id_requisicao: '',
}

/** What the gateway says can't be read: of a send that is as good as no answer, and says what to do. */
const unreadable: PageAnswers = {
  gatewayAnswer: () => reload,
  sentToday: () => null,
  configuracao: () => null,
}

/** The schemas come with the rules of the form, in one file: nothing can be read before something was asked. */
export const loadPageAnswers = (): Promise<PageAnswers> =>
  import('./page-answers.ts').then(
    ({ pageAnswers }) => pageAnswers,
    () => unreadable,
  )
