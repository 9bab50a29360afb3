import type { After } from '../clock.ts'
import { ticketsOf } from './list-tickets.ts'
import { cutOff, type LookedUp, type LookUp } from './look-up.ts'
import type { Question } from './question.ts'
import {
  type FoundClientes,
  mostClientes,
  readClientes,
  type Search,
} from './reading/read-clientes.ts'

type Deps = { lookUp: LookUp; after: After }

/** Whom a search finds, or why nobody could be asked. Ends on its signal, and never rejects. */
export type FindClientes = (search: Search, signal: AbortSignal) => Promise<LookedUp<FoundClientes>>

export function createFindClientes({ lookUp, after }: Deps): FindClientes {
  /** `wanted` is whom it is for, where HubSoft is asked in another way. */
  async function find(
    search: Search,
    signal: AbortSignal,
    wanted = search,
  ): Promise<LookedUp<FoundClientes>> {
    const first = await lookUp(searchFor(search, standing, wanted), signal)
    if (first.kind !== 'found' || first.found.clientes.length > 0) return first
    if (first.found.isDeclined) return byTickets(search, signal)
    const other = otherwise(search, wanted)
    return other ? lookUp(other, signal) : first
  }

  /** An older HubSoft doesn't search by a service (hubsoft §4): a ticket of it names the customer, where there is one. */
  async function byTickets(wanted: Search, signal: AbortSignal): Promise<LookedUp<FoundClientes>> {
    if (wanted.by !== 'id_cliente_servico') return { kind: 'unreadable' }
    const listed = await lookUp(ticketsOf(Number(wanted.term)), signal)
    if (listed.kind !== 'found') return listed
    const codes = listed.found.map(({ atendimento }) => atendimento.cliente?.codigo_cliente)
    const code = codes.find((one) => typeof one === 'number')
    return code === undefined
      ? { kind: 'unreadable' }
      : find({ by: 'codigo_cliente', term: String(code) }, signal, wanted)
  }

  return (search, left) => cutOff(left, after, (signal) => find(search, signal))
}

type Including = { cancelado: 'sim' | 'nao'; inativo: 'todos' | 'nao' }

const standing: Including = { cancelado: 'nao', inativo: 'nao' }

/** No secret is asked for (hubsoft §4): neither `incluir_…` nor another relation. */
export function searchFor(
  search: Search,
  including = standing,
  wanted = search,
): Question<FoundClientes | null> {
  return {
    route: 'read',
    path: 'api/v1/integracao/cliente',
    query: {
      busca: search.by,
      termo_busca: search.term,
      limit: String(mostClientes),
      ...including,
      ultima_conexao: 'sim',
      relacoes: 'endereco_instalacao',
    },
    // Some 3 kB a service, and a company has a hundred of them.
    mostBytes: 2 * 1024 * 1024,
    read: (answer) => readClientes(answer, wanted),
    // Nobody is told of nobody by a proxy's word.
    mustStandAlone: (found) => found !== null && found.clientes.length === 0,
  }
}

/**
 * Where nobody is found: a telephone may be stored without its ninth digit, and what has a number of its own may be
 * cancelled, which is to be said and not to be guessed.
 */
function otherwise(search: Search, wanted: Search): Question<FoundClientes | null> | null {
  switch (search.by) {
    case 'telefone': {
      const [, area, number] = /^(\d\d)9(\d{8})$/.exec(search.term) ?? []
      if (!area) return null
      return searchFor({ ...search, term: `${area}${number}` }, standing, wanted)
    }
    case 'codigo_cliente':
    case 'id_cliente_servico':
      return searchFor(search, { cancelado: 'sim', inativo: 'todos' }, wanted)
    case 'cpf_cnpj':
    case 'nome_razaosocial':
      return null
  }
}
