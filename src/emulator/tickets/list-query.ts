import { trimmed } from '../wire.ts'
import type { ListedTicket } from './atendimento.ts'
import type { Faulty } from './ticket-request.ts'

export type ListQuery = {
  wants: (ticket: ListedTicket) => boolean
  limit: number
  isDescending: boolean
}

const longestPage = 50

type Params = Record<string, string>

const searches = new Map<string, (ticket: ListedTicket) => string>([
  ['codigo_cliente', ({ atendimento }) => String(atendimento.cliente.codigo_cliente)],
  ['cpf_cnpj', ({ atendimento }) => atendimento.cliente.cpf_cnpj],
  ['id_cliente_servico', ({ id_cliente_servico }) => String(id_cliente_servico)],
  ['protocolo', ({ atendimento }) => atendimento.protocolo],
])

/** Two faults are told in one sentence, without a list of errors (seen live, hubsoft §16). */
export type Sentence = { msg: string }

/** The parameters that a look uses, with their defaults; others are ignored (Q24, hubsoft §5). */
export function readListQuery(sent: Params): ListQuery | Faulty | Sentence {
  const params = trimmed(sent)
  const text = (name: string, otherwise: string) => String(params[name] ?? otherwise)
  for (const name of ['busca', 'termo_busca']) {
    if (text(name, '') === '') return { msg: `Favor preencher o atributo (${name})` }
  }
  const [busca, termo_busca] = [text('busca', ''), text('termo_busca', '')]
  const limit = text('limit', '20')
  if (/^\d+$/.test(limit) && Number(limit) > longestPage) {
    // Seen on the look-up of customers, whose limit is 100.
    return { msg: `O limite máximo de resultados é de ${longestPage} itens` }
  }
  const apenas_pendente = text('apenas_pendente', 'sim')
  const order_by = text('order_by', 'data_cadastro')
  const order_type = text('order_type', 'asc')
  const search = searches.get(busca)
  const sentences = [
    choiceFault('busca', busca, [...searches.keys()]),
    /^[1-9]\d*$/.test(limit) ? null : 'O campo limit não possui um valor válido.',
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
  }
}

function choiceFault(label: string, value: string, choices: readonly string[]): string | null {
  return choices.includes(value) ? null : `O valor selecionado para o campo ${label} é inválido`
}
