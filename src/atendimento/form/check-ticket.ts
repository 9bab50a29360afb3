import {
  faultsByField,
  type NovoAtendimento,
  novoAtendimento,
} from '../../contract/novo-atendimento.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'

/** What goes out, or what is wrong, by wire key. */
type Checked = { novo: NovoAtendimento } | { faults: Record<string, string> }

export function checkTicket(typed: TypedTicket): Checked {
  const read = novoAtendimento.safeParse(typed)
  return read.success ? { novo: read.data } : { faults: faultsByField(read.error) }
}
