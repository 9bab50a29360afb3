import type { Customer } from '../customers.ts'
import { choiceFault, limitFault, type Sentence, searchFault } from '../query.ts'
import type { Service } from '../service.ts'
import type { Faulty } from '../tickets/ticket-request.ts'
import { trimmed } from '../wire.ts'
import { networkOf } from './network.ts'

export type CustomerQuery = {
  busca: string
  finds: (customer: Customer) => boolean
  wantsService: (service: Service) => boolean
  limit: number
  wantsConnection: boolean
  /** What else was asked for of each customer; names that HubSoft doesn't know change nothing (Q24). */
  relations: ReadonlySet<string>
}

const longestPage = 100

const digitsOf = (text: string | null) => (text ?? '').replace(/\D/g, '')

type Search = (term: string) => (customer: Customer) => boolean

/** Letters in either case, but no accent is overlooked: stricter than a tenant's database may be. */
const contains = (read: (customer: Customer) => string | null): Search => {
  const folded = (text: string) => text.toLocaleLowerCase('pt-BR')
  return (term) => (customer) => folded(read(customer) ?? '').includes(folded(term))
}
const equals = (read: (customer: Customer) => readonly (string | number)[]): Search => {
  return (term) => (customer) => read(customer).some((one) => String(one) === term)
}
const ofServices = (read: (service: Service) => string | number) =>
  equals(({ servicos }) => servicos.map(read))

const searches = new Map<string, Search>([
  ['nome_razaosocial', contains((one) => one.nome_razaosocial)],
  ['nome_fantasia', contains((one) => one.nome_fantasia)],
  ['cpf_cnpj', equals(({ cpf_cnpj }) => [cpf_cnpj])],
  ['codigo_cliente', equals(({ codigo_cliente }) => [codigo_cliente])],
  [
    'telefone',
    equals((one) =>
      [one.telefone_primario, one.telefone_secundario, one.telefone_terciario].map(digitsOf),
    ),
  ],
  ['id_cliente_servico', ofServices(({ id_cliente_servico }) => id_cliente_servico)],
  ['login_radius', ofServices((one) => networkOf(one).login)],
  ['ipv4', ofServices((one) => networkOf(one).ipv4)],
  ['mac', ofServices((one) => networkOf(one).mac_addr)],
])

/** The parameters that a look-up uses, with their defaults; others are ignored (Q24, hubsoft §4). */
export function readCustomerQuery(sent: Record<string, string>): CustomerQuery | Faulty | Sentence {
  const params = trimmed(sent)
  const text = (name: string, otherwise: string) => String(params[name] ?? otherwise)
  const limit = text('limit', '5')
  const fault = searchFault(text, limit, longestPage)
  if (fault) return fault
  const busca = text('busca', '')
  const search = searches.get(busca)
  if (!search) return { msg: unknownSearch(busca) }

  const [cancelado, inativo] = [text('cancelado', 'nao'), text('inativo', 'nao')]
  const ultima_conexao = text('ultima_conexao', 'nao')
  const sentences = [
    limitFault(limit),
    choiceFault('cancelado', cancelado, ['sim', 'nao', 'todos']),
    choiceFault('inativo', inativo, ['sim', 'nao', 'todos']),
    choiceFault('ultima conexao', ultima_conexao, ['sim', 'nao']),
  ].filter((sentence) => sentence !== null)
  if (sentences.length > 0) return { sentences }

  const isSearched = search(text('termo_busca', ''))
  return {
    busca,
    finds: (customer) =>
      isSearched(customer) && (inativo === 'todos' || customer.isActive === (inativo === 'nao')),
    wantsService: ({ status_prefixo }) => cancelado !== 'nao' || status_prefixo !== 'cancelado',
    limit: Number(limit),
    wantsConnection: ultima_conexao === 'sim',
    relations: new Set(
      text('relacoes', '')
        .split(',')
        .map((one) => one.trim()),
    ),
  }
}

function unknownSearch(busca: string): string {
  const accepted = [...searches.keys()].join(', ')
  return `O tipo de busca (${busca}) não é válido | Valores aceitos para esse campo: ${accepted}`
}
