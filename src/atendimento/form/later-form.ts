import type { ComponentType } from 'react'
import type { WireKey } from '../../contract/fields.ts'
import {
  faultsByField,
  type NovoAtendimento,
  novoAtendimento,
} from '../../contract/novo-atendimento.ts'
import type { TipoDeAtendimento } from '../../contract/page-context.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { CallerCard, CallerSearch } from './caller.tsx'
import { DescriptionAside } from './description-aside.tsx'
import {
  type AsideProps,
  EmailAside,
  NameAside,
  PhoneAside,
  ServiceIdAside,
} from './field-asides.tsx'
import { GuideChips } from './guide-chips.tsx'
import { InHand } from './in-hand.tsx'
import { pendingMessage } from './pending-message.ts'
import { SourceNote } from './source-note.tsx'
import { shownType, TypeField } from './type-field.tsx'

type OfFields = Partial<Record<WireKey, ComponentType<AsideProps>>>

/** What is said below a field while it is typed in. */
const asides: OfFields = {
  id_cliente_servico: ServiceIdAside,
  nome: NameAside,
  telefone: PhoneAside,
  email: EmailAside,
  descricao: DescriptionAside,
}

/** What helps to write, above the field. */
const overs: OfFields = { descricao: GuideChips }

/** What goes out, and as what it was typed; or what is wrong, by wire key. */
type Checked = { novo: NovoAtendimento; typed: TypedTicket } | { faults: Record<string, string> }

/** The type goes out as the form shows it: another may be the default by then. */
function checkTicket(values: TypedTicket, types: TipoDeAtendimento[]): Checked {
  const id_tipo_atendimento = shownType(values.id_tipo_atendimento, types)
  const typed = { ...values, id_tipo_atendimento }
  const read = novoAtendimento.safeParse(typed)
  return read.success ? { novo: read.data, typed } : { faults: faultsByField(read.error) }
}

/** What a form needs only once something was typed: a file of its own, with all the rules for values. */
export const laterForm = {
  asides,
  overs,
  TypeField,
  checkTicket,
  ErrorSummary,
  SourceNote,
  CallerSearch,
  CallerCard,
  InHand,
  pendingMessage,
}

export type LaterForm = typeof laterForm
