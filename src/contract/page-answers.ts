import { readGatewayAnswer, type SentToday, sentToday } from './gateway-answer.ts'
import { type Configuracao, configuracao } from './page-context.ts'
import { readJson } from './read-json.ts'

/** What the page reads of the gateway's answers: null for anything that isn't the gateway's own JSON. */
export const pageAnswers = {
  gatewayAnswer: readGatewayAnswer,
  sentToday: (text: string): SentToday | null => readJson(sentToday, text),
  configuracao: (text: string): Configuracao | null => readJson(configuracao, text),
}
