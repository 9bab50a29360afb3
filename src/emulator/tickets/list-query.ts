import { formatIsoDate } from './local-time.ts'
import type { Faulty } from './ticket-request.ts'
import type { LedgerTicket } from './ticket-store.ts'

export type ListQuery = {
  wants: (ticket: LedgerTicket) => boolean
  limit: number
  orderBy: 'storedAt' | 'closedAt'
  isDescending: boolean
}

type Params = Record<string, string>

const searches = new Map<string, (ticket: LedgerTicket) => string>([
  ['codigo_cliente', ({ atendimento }) => String(atendimento.cliente.codigo_cliente)],
  ['cpf_cnpj', ({ atendimento }) => atendimento.cliente.cpf_cnpj],
  ['id_cliente_servico', ({ id_cliente_servico }) => String(id_cliente_servico)],
  ['protocolo', ({ atendimento }) => atendimento.protocolo],
])

/** The parameters of dossier §5 with their defaults; unknown ones are ignored (Q24). */
export function readListQuery(params: Params): ListQuery | Faulty {
  const { busca = '', termo_busca = '', data_inicio, data_fim } = params
  const { limit = '20', apenas_pendente = 'sim', order_type = 'asc' } = params
  const order_by = params.order_by ?? 'data_cadastro'
  const search = searches.get(busca)
  const sentences = [
    requiredFault('busca', busca) ?? choiceFault('busca', busca, [...searches.keys()]),
    requiredFault('termo busca', termo_busca),
    isLimit(limit) ? null : invalid('limit'),
    choiceFault('apenas pendente', apenas_pendente, ['sim', 'nao']),
    choiceFault('order by', order_by, ['data_cadastro', 'data_fechamento']),
    choiceFault('order type', order_type, ['asc', 'desc']),
    isDayOrAbsent(data_inicio) ? null : invalid('data inicio'),
    isDayOrAbsent(data_fim) ? null : invalid('data fim'),
  ].filter((sentence) => sentence !== null)
  if (sentences.length > 0 || !search) return { sentences }

  return {
    wants(ticket) {
      const openedOn = formatIsoDate(new Date(ticket.storedAt))
      return (
        search(ticket) === termo_busca &&
        (apenas_pendente === 'nao' || ticket.closedAt === null) &&
        openedOn >= (data_inicio ?? openedOn) &&
        openedOn <= (data_fim ?? openedOn)
      )
    },
    limit: Number(limit),
    orderBy: order_by === 'data_cadastro' ? 'storedAt' : 'closedAt',
    isDescending: order_type === 'desc',
  }
}

function requiredFault(label: string, value: string): string | null {
  return value.trim() === '' ? `O campo ${label} é obrigatório.` : null
}

function choiceFault(label: string, value: string, choices: readonly string[]): string | null {
  return choices.includes(value) ? null : `O valor selecionado para o campo ${label} é inválido`
}

function invalid(label: string): string {
  return `O campo ${label} não possui um valor válido.`
}

function isLimit(value: string): boolean {
  return /^\d{1,2}$/.test(value) && Number(value) >= 1 && Number(value) <= 50
}

function isDayOrAbsent(value: string | undefined): boolean {
  return value === undefined || /^\d{4}-\d\d-\d\d$/.test(value)
}
