import type { ComponentType } from 'react'
import type { WireKey } from '../../contract/fields.ts'
import { checkTicket } from './check-ticket.ts'
import { DescriptionAside } from './description-aside.tsx'
import {
  type AsideProps,
  EmailAside,
  NameAside,
  PhoneAside,
  ServiceIdAside,
} from './field-asides.tsx'

/** What is said below a field while it is typed in. */
const asides: Partial<Record<WireKey, ComponentType<AsideProps>>> = {
  id_cliente_servico: ServiceIdAside,
  nome: NameAside,
  telefone: PhoneAside,
  email: EmailAside,
  descricao: DescriptionAside,
}

/** What a form needs only once something was typed: a file of its own, with all the rules for values. */
export const laterForm = { asides, checkTicket }

export type LaterForm = typeof laterForm
