import fc from 'fast-check'
import type { Posted } from '#src/contract/nova-mensagem.ts'
import type { Decision, Tell } from '../promises.ts'
import { serviceOf } from '../sends.ts'

/** One call of a customer, for which one ticket is wanted, or one message in a ticket of before. */
export type Errand = {
  number: number
  key: string
  plan: Habits
  /** The ticket that a message is for. */
  to: number | null
  posts: { atMs: number; body: Posted }[]
  /** When it was to be looked for, or sent again. */
  asksMs: number[]
  tells: Tell[]
  /** Answers that were none of the gateway's own. */
  faults: string[]
  /** To send what is not known again. */
  decisions: Decision[]
  trace: { atMs: number; what: string }[]
  /** It was given up: nothing came to an end. */
  isStuck: boolean
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

export const beginErrand = (
  number: number,
  key: string,
  plan: Habits,
  to: number | null,
): Errand => ({
  number,
  key,
  plan,
  to,
  posts: [],
  asksMs: [],
  tells: [],
  faults: [],
  decisions: [],
  trace: [],
  isStuck: false,
})

/** By which a ticket is known to be this errand's, whatever key it was sent with. */
export const markOf = ({ number }: Pick<Errand, 'number'>) => `Caso ${number}.`

export const markIn = (description: string) => /^Caso \d+\./.exec(description)?.[0]

export function bodyOf({ number, plan, to }: Errand, correction: number): Posted {
  const corrected = correction === 0 ? '' : ` Corrigido ${correction}.`
  const text = `${markOf({ number })} Sem acesso desde segunda-feira.${corrected}`
  const id_cliente_servico = serviceOf(number)
  if (to !== null) return { id_atendimento: to, mensagem: text, id_cliente_servico }
  return {
    id_cliente_servico,
    descricao: text,
    nome: 'Bianca Couto',
    telefone: '37999112233',
    abrir_os: plan.abrir_os,
  }
}

export function note({ trace }: Errand, what: string) {
  trace.push({ atMs: performance.now(), what })
}
