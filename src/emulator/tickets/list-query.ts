import { choiceFault, limitFault, type Sentence, searchFault } from '../query.ts'
import { trimmed } from '../wire.ts'
import type { ListedTicket } from './atendimento.ts'
import type { Faulty } from './ticket-request.ts'

export type ListQuery = {
  wants: (ticket: ListedTicket) => boolean
  limit: number
  isDescending: boolean
  /** What else is to stand in each ticket. */
  relations: string[]
}

const longestPage = 50

type Params = Record<string, string>

const searches = new Map<string, (ticket: ListedTicket) => string>([
  ['codigo_cliente', ({ atendimento }) => String(atendimento.cliente.codigo_cliente)],
  ['cpf_cnpj', ({ atendimento }) => atendimento.cliente.cpf_cnpj],
  ['id_cliente_servico', ({ id_cliente_servico }) => String(id_cliente_servico)],
  ['protocolo', ({ atendimento }) => atendimento.protocolo],
])

/** The parameters that a look uses, with their defaults; others are ignored (Q24, hubsoft §5). */
export function readListQuery(sent: Params): ListQuery | Faulty | Sentence {
  const params = trimmed(sent)
  const text = (name: string, otherwise: string) => String(params[name] ?? otherwise)
  const limit = text('limit', '20')
  const fault = searchFault(text, limit, longestPage)
  if (fault) return fault
  const [busca, termo_busca] = [text('busca', ''), text('termo_busca', '')]
  const apenas_pendente = text('apenas_pendente', 'sim')
  const order_by = text('order_by', 'data_cadastro')
  const order_type = text('order_type', 'asc')
  const search = searches.get(busca)
  const sentences = [
    choiceFault('busca', busca, [...searches.keys()]),
    limitFault(limit),
    choiceFault('apenas pendente', apenas_pendente, ['sim', 'nao']),
    choiceFault('order by', order_by, ['data_cadastro']),
    choiceFault('order type', order_type, ['asc', 'desc']),
  ].filter((sentence) => sentence !== null)
  if (sentences.length > 0 || !search) return { sentences }

  return {
    wants: (ticket) =>
      search(ticket) === termo_busca && (apenas_pendente === 'nao' || ticket.closedAt === null),
    limit: Number(limit),
    isDescending: order_type === 'desc',
    relations: text('relacoes', '').split(','),
  }
}
