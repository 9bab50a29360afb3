import * as z from 'zod/mini'
import { line, type ShownCliente, shownCliente, shownServico } from '../../../contract/cliente.ts'
import { listItems, listOf, textOf } from '../../../contract/hubsoft-fields.ts'
import { parseKeepingDigits } from '../../../contract/read-json.ts'
import { errorLike, type HubsoftAnswer, isRecord, successLike } from '../answer.ts'
import { connectedSince } from './connected-since.ts'
import { isNobodyFound } from './nothing-found.ts'
import { alerts } from './read-alerts.ts'
import { toldName } from './told-ticket.ts'

/** By what HubSoft is asked for customers. */
export const searchKinds = [
  'cpf_cnpj',
  'telefone',
  'codigo_cliente',
  'id_cliente_servico',
  'nome_razaosocial',
] as const

export type Search = { by: (typeof searchKinds)[number]; term: string }

/** `isDeclined`: HubSoft doesn't search so, as far as it says; that isn't nobody. */
export type FoundClientes = { clientes: ShownCliente[]; mayHaveMore: boolean; isDeclined?: true }

/** As many as are asked for. */
export const mostClientes = 20
// At 2 kB a service more than an answer may hold.
const mostServices = 2000

const listing = z.object({
  status: z.string().check(z.regex(successLike)), // Q2
  clientes: z.array(z.unknown()),
})

const declined = z.object({ status: z.string().check(z.regex(errorLike)) })
const nobody: FoundClientes = { clientes: [], mayHaveMore: false }

const servico = z.extend(shownServico, {
  endereco_instalacao: z.pipe(
    z.catch(z.nullable(z.object({ completo: line })), null),
    z.transform((address) => address?.completo ?? null),
  ),
  // `[]` where it never was connected, or HubSoft wasn't asked (Q15).
  ultima_conexao: z.catch(z.nullable(connectedSince), null),
})

const name = z.pipe(line, z.transform(toldName))

const cliente = z.extend(shownCliente, {
  nome_razaosocial: name,
  nome_fantasia: name,
  cpf_cnpj: z.pipe(
    textOf(80),
    z.transform((value) => plainDocument(value ?? '')),
  ),
  alerta_mensagens: alerts,
  servicos: listOf(servico),
})

/** A CPF or CNPJ without punctuation; a CNPJ may hold letters (hubsoft §10). */
export const plainDocument = (text: string) => text.toUpperCase().replace(/[^\dA-Z]/g, '')

/**
 * Reads whom a search found: of each what a browser may see, and of them only whom was searched for, since HubSoft
 * promises no exact match (Q23). Null where it couldn't be read, which doesn't mean nobody. Never throws.
 */
export function readClientes(
  { status, text }: HubsoftAnswer,
  search: Search,
): FoundClientes | null {
  const body = parseKeepingDigits(text)
  if (isNobodyFound(status, body)) return nobody
  if (status < 200 || status >= 300) return null
  if (declined.safeParse(body).success) return { ...nobody, isDeclined: true }
  const listed = listing.safeParse(body).data?.clientes
  if (!listed || listed.flatMap(servicesIn).length > mostServices) return null

  const first = listed.slice(0, mostClientes)
  const read = first.flatMap((one) => cliente.safeParse(one).data ?? [])
  const clientes = read
    .filter((one) => isSearched(one, search))
    .map((one) => ({ ...one, cpf_cnpj: maskDocument(one.cpf_cnpj) }))
  // One that couldn't be read, or stands behind these, may be who was searched for.
  const isWhole = read.length === first.length && listed.length < mostClientes
  if (clientes.length === 0 && !isWhole) return null
  return { clientes, mayHaveMore: listed.length >= mostClientes }
}

const servicesIn = (listed: unknown) => (isRecord(listed) ? listItems(listed.servicos) : [])

function isSearched(found: z.infer<typeof cliente>, { by, term }: Search): boolean {
  switch (by) {
    case 'cpf_cnpj':
      // A number has lost its zeros.
      return found.cpf_cnpj !== '' && found.cpf_cnpj.padStart(term.length, '0') === term
    case 'codigo_cliente':
      return found.codigo_cliente === Number(term)
    case 'id_cliente_servico':
      return found.servicos.some((one) => one.id_cliente_servico === Number(term))
    case 'telefone':
    case 'nome_razaosocial':
      return true
  }
}

/** All but its last two characters; null for what is neither a CPF nor a CNPJ. */
function maskDocument(document: string): string | null {
  const end = document.slice(-2)
  if (document.length === 11) return `***.***.***-${end}`
  return document.length === 14 ? `**.***.***/****-${end}` : null
}
