import { novaMensagem, type Posted } from '../../contract/nova-mensagem.ts'
import { faultsByField, novoAtendimento } from '../../contract/novo-atendimento.ts'
import type { TipoDeAtendimento } from '../../contract/page-context.ts'
import type { OpenTicket } from '../send/open-ticket.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { shownType } from './type-field.tsx'

/** What is asked for besides what is typed. */
export type Asked = {
  /** What a ticket may be of; the first where nobody chooses. */
  types: TipoDeAtendimento[]
  /** The ticket to which the Descrição alone is added; undefined where one is opened. */
  appendsTo: OpenTicket | undefined
}

/** What goes out, and as what it was typed; or what is wrong, by wire key. */
export type Checked = { posted: Posted; typed: TypedTicket } | { faults: Record<string, string> }

export function checkForm(values: TypedTicket, { types, appendsTo }: Asked): Checked {
  if (appendsTo) return checkMessage(values, appendsTo)
  // The type goes out as the form shows it: another may be the default by then.
  const id_tipo_atendimento = shownType(values.id_tipo_atendimento, types)
  const typed = { ...values, id_tipo_atendimento }
  const read = novoAtendimento.safeParse(typed)
  return read.success ? { posted: read.data, typed } : { faults: faultsByField(read.error) }
}

function checkMessage(typed: TypedTicket, to: OpenTicket): Checked {
  const { id_atendimento, id_cliente_servico } = to
  const read = novaMensagem.safeParse({
    mensagem: typed.descricao,
    ...(id_cliente_servico !== null && { id_cliente_servico }),
  })
  if (read.success) return { posted: { id_atendimento, ...read.data }, typed }
  const { mensagem = '' } = faultsByField(read.error)
  return { faults: { descricao: mensagem } }
}
