import { capitalize } from '@brazilian-utils/brazilian-utils/capitalize'
import type { ShownCliente } from '../contract/cliente.ts'
import { readEmail } from '../contract/email.ts'
import { formatPhone } from '../contract/format-phone.ts'
import { readPhone } from '../contract/phone.ts'

const isCompany = ({ cpf_cnpj }: ShownCliente) => cpf_cnpj?.includes('/') ?? false

/** As it is shown: a person's name in the case of a name, since HubSoft keeps them in capitals (Q26). */
export function nameOf(cliente: ShownCliente): string {
  const name = (cliente.nome_razaosocial ?? cliente.nome_fantasia ?? '').trim()
  if (!name) return `Cliente ${cliente.codigo_cliente}`
  return isCompany(cliente) ? name : capitalize(name)
}

/** Its document's name, and what may be shown of it. */
export const documentOf = (cliente: ShownCliente) =>
  cliente.cpf_cnpj ? { term: isCompany(cliente) ? 'CNPJ' : 'CPF', value: cliente.cpf_cnpj } : null

/** The fields of a form that a customer's record can fill. */
export type Contact = { nome?: string; telefone?: string; email?: string }

function phoneOf(cliente: ShownCliente): string | undefined {
  const phones = [
    cliente.telefone_primario,
    cliente.telefone_secundario,
    cliente.telefone_terciario,
  ]
  const [digits] = phones.flatMap((phone) => {
    const reading = readPhone(phone ?? '')
    return 'value' in reading ? reading.value.digits : []
  })
  return digits
}

function emailOf(cliente: ShownCliente): string | undefined {
  const [email] = [cliente.email_principal, cliente.email_secundario].flatMap((typed) => {
    const reading = readEmail(typed ?? '')
    return 'value' in reading && reading.value ? reading.value : []
  })
  return email
}

/** What can be taken over, by the words of its button: only the ending of a number is shown (design A-5). */
export type Offer = { label: string; values: Contact }

/** The holder first, unless that is a company, which doesn't call. */
export function offersOf(cliente: ShownCliente): Offer[] {
  const digits = phoneOf(cliente)
  const telefone = digits && formatPhone(digits)
  const nome = !isCompany(cliente) && cliente.nome_razaosocial?.trim() ? nameOf(cliente) : undefined
  const email = emailOf(cliente)
  const ending = digits?.slice(-4)
  const offers: Offer[] = []
  if (nome && telefone) {
    const values = { nome, telefone, ...(email && { email }) }
    offers.push({ label: `Usar titular e fone final ${ending}`, values })
  } else if (nome) {
    offers.push({ label: 'Usar titular', values: { nome, ...(email && { email }) } })
  }
  if (telefone) {
    const label = nome ? 'Usar só o telefone' : `Usar fone final ${ending}`
    offers.push({ label, values: { telefone } })
  }
  return offers
}
