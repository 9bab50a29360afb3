import { type NovoAtendimento, novoAtendimento } from '../../contract/novo-atendimento.ts'
import type { TypedTicket } from './typed-ticket.ts'

/** What was typed, as it went out: "11.000" as 11000. Undefined where only the rules of before took it. */
export const asSent = (typed: TypedTicket): NovoAtendimento | undefined =>
  novoAtendimento.safeParse(typed).data
