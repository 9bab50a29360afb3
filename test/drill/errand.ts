import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { GatewayAnswer } from '#src/contract/gateway-answer.ts'
import { customers } from '#src/emulator/customers.ts'

/** What an attendant was told, and when. */
export type Told = {
  by: 'post' | 'get' | 'look'
  atMs: number
  status: number
  answer: GatewayAnswer
  /** One of two answers to a double click: what it says of nothing opened may be over already. */
  isDouble: boolean
}

/** One call of a customer, for which one ticket is wanted. */
export type Errand = {
  number: number
  key: string
  plan: Habits
  posts: { atMs: number; body: object }[]
  told: Told[]
  /** Answers that were none of the gateway's own. */
  unreadable: string[]
  /** How often, and since when, a person decided to send what is not known again. */
  decidedMs: number[]
  trace: { atMs: number; what: string }[]
  /** It was given up: nothing came to an end. */
  isStuck: boolean
}

const services = customers
  .flatMap(({ servicos }) => servicos)
  .filter(({ status_prefixo }) => status_prefixo !== 'cancelado')
  .map(({ id_cliente_servico }) => id_cliente_servico)

/** One of many, since a look says nothing where a list is full of tickets of the same day. */
export const serviceOf = (place: number) => services[place % services.length] ?? 11000

export const codigoOf = (answer: GatewayAnswer) =>
  answer.status === 'error' ? answer.codigo : answer.status

/** How often each of these was met. */
export function countBy(names: string[]) {
  const groups = Map.groupBy(names, (name) => name)
  return Object.fromEntries([...groups].map(([name, all]) => [name, all.length]))
}

const sometimes = (percent: number) => fc.nat({ max: 99 }).map((drawn) => drawn < percent)

/** What an attendant will do, whatever happens. */
export const errandPlan = fc.record({
  attendant: fc.nat({ max: 23 }).map((place) => `atendente-${place}`),
  abrir_os: sometimes(30),
  /** Clicks twice. */
  isDouble: sometimes(10),
  /** Mends the text where nothing was sent. */
  corrects: sometimes(40),
  /** Posts again what is not known yet, as a page loaded anew by an old browser would. */
  repeats: sometimes(30),
  /** Decides to send again what can't be found. */
  resends: sometimes(40),
  /** HubSoft stores what it is late with before the decision, or after it. */
  isLateFirst: sometimes(50),
})
export type Habits = typeof errandPlan extends fc.Arbitrary<infer Plan> ? Plan : never

export const beginErrand = (number: number, key: string, plan: Habits): Errand => ({
  number,
  key,
  plan,
  posts: [],
  told: [],
  unreadable: [],
  decidedMs: [],
  trace: [],
  isStuck: false,
})

/** By which a ticket is known to be this errand's, whatever key it was sent with. */
export const markOf = ({ number }: Pick<Errand, 'number'>) => `Caso ${number}.`

export function bodyOf({ number, plan }: Errand, correction: number) {
  const corrected = correction === 0 ? '' : ` Corrigido ${correction}.`
  return {
    id_cliente_servico: serviceOf(number),
    descricao: `${markOf({ number })} Sem acesso desde segunda-feira.${corrected}`,
    nome: 'Bianca Couto',
    telefone: '37999112233',
    abrir_os: plan.abrir_os,
  }
}

export function note({ trace }: Errand, what: string) {
  trace.push({ atMs: performance.now(), what })
}

const noes = [
  'nao_enviado',
  'muitas_requisicoes',
  'chave_desconhecida',
  'recusado_pelo_hubsoft',
  'sem_permissao',
]

/** Whether it says that nothing was opened. What only answers the asking says nothing of the send. */
export function saysNo({ by, status, answer }: Told): boolean {
  if (answer.status !== 'error' || !noes.includes(answer.codigo)) return false
  if (answer.codigo === 'chave_desconhecida') return true
  return (by === 'post' || status === 200) && (answer.tentativa ?? 1) === 1
}

/** "success 20261126…", "error nao_enviado" */
export function nameOf(answer: GatewayAnswer): string {
  if (answer.status === 'success') return `success ${answer.atendimento.protocolo}`
  return answer.status === 'error' ? `error ${answer.codigo}` : answer.status
}

export function hasChanged(first: GatewayAnswer, later: GatewayAnswer): boolean {
  if (first.status !== 'success' || later.status !== 'success') return true
  return !isDeepStrictEqual(first.atendimento, later.atendimento)
}
