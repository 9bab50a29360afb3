import { novoAtendimento } from '../../contract/novo-atendimento.ts'
import { type TypedTicket, toTyped } from './typed-ticket.ts'

/** What was typed in the form in which it was sent: "11.000" went out as 11000. */
export function asSent(typed: TypedTicket): TypedTicket {
  const read = novoAtendimento.safeParse(typed)
  return read.success ? toTyped(read.data) : typed
}
