import type { ComponentType } from 'react'
import type { WireKey } from '../../contract/fields.ts'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { AppendsTo } from './appends-to.tsx'
import { checkForm } from './check-form.ts'
import { DescriptionAside } from './description/description-aside.tsx'
import { GuideChips } from './description/guide-chips.tsx'
import {
  type AsideProps,
  EmailAside,
  NameAside,
  PhoneAside,
  ServiceIdAside,
} from './field-asides.tsx'
import { CallerCard, CallerSearch } from './fill/caller.tsx'
import { InHand } from './fill/in-hand.tsx'
import { SourceNote } from './fill/source-note.tsx'
import { countFaults, leftToMend } from './mending-words.ts'
import { pendingMessage } from './pending-message.ts'
import { TypeField } from './type-field.tsx'

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

/** What a form needs only once something was typed, with all the rules for values. */
export const laterForm = {
  asides,
  overs,
  TypeField,
  checkForm,
  ErrorSummary,
  SourceNote,
  CallerSearch,
  CallerCard,
  InHand,
  pendingMessage,
  AppendsTo,
  countFaults,
  leftToMend,
}

export type LaterForm = typeof laterForm
