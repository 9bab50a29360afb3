import type { EmulatorHandler } from '../handler.ts'
import { type Json, phpJson } from '../wire.ts'

/** As tenants have them: in upper case, with a leftover of a test among them (hubsoft §7). */
export const ticketTypes = [
  { id_tipo_atendimento: 1, descricao: 'SAC' },
  { id_tipo_atendimento: 2, descricao: 'SEM CONEXÃO' },
  { id_tipo_atendimento: 5, descricao: 'LENTIDÃO' },
  { id_tipo_atendimento: 9, descricao: 'MUDANÇA DE ENDEREÇO' },
  { id_tipo_atendimento: 14, descricao: 'TESTE NÃO USAR' },
  { id_tipo_atendimento: 17, descricao: 'FINANCEIRO' },
]

/** Those with which `abrir_os: true` opens the ticket and no work order (Q7); no list tells which they are. */
export const typesWithoutWorkOrder: ReadonlySet<string> = new Set(['FINANCEIRO'])

/** The first is the default; those of another `destino` are for no customer's service. */
export const workOrderTypes = [
  { id_tipo_ordem_servico: 1, descricao: 'ABERTURA VIA API', destino: 'cliente_servico' },
  { id_tipo_ordem_servico: 3, descricao: 'SUPORTE', destino: 'cliente_servico' },
  { id_tipo_ordem_servico: 6, descricao: 'INSTALAÇÃO', destino: 'cliente_servico' },
  { id_tipo_ordem_servico: 8, descricao: 'MANUTENÇÃO DE POP', destino: 'pop' },
  { id_tipo_ordem_servico: 11, descricao: 'VIABILIDADE', destino: 'prospecto' },
]
const periods = [
  { id_periodo_dia: 1, descricao: 'MANHÃ', hora_inicio: '08:00:00', hora_fim: '12:00:00' },
  { id_periodo_dia: 2, descricao: 'TARDE', hora_inicio: '13:00:00', hora_fim: '18:00:00' },
]

export const contactOrigins = [
  { id_origem_contato: 4, descricao: 'E-Mail' },
  { id_origem_contato: 5, descricao: 'Telefone' },
  { id_origem_contato: 2, descricao: 'Whatsapp' },
]

/** `prefixo` is the tenant's text, and not unique where case is folded. */
export const ticketStates = [
  state(23, 'Aguardando Análise', 'aguardando_analise'),
  { ...state(22, 'Pendente', 'pendente'), abrir_ordem_servico: true },
  state(31, 'PENDENTE INTERNO', 'PENDENTE'),
  state(24, 'Resolvido', 'resolvido'),
]
export const closedState = 'resolvido'

export type TicketState = ReturnType<typeof state>

function state(id: number, descricao: string, prefixo: string) {
  return {
    id_atendimento_status: id,
    descricao,
    prefixo,
    abrir_ordem_servico: false,
    display: descricao,
  }
}

/** `GET …/configuracao/NAME` for a request whose token is good; the keys follow no pattern (Q28, Q29). */
export const configurationLists = {
  tipo_atendimento: list({ tipos_atendimento: ticketTypes, encrypted: false }),
  origem_contato: list({ origem_contatos: contactOrigins }),
  status_atendimento: list({ status_atendimento: ticketStates }),
  tipo_ordem_servico: list({ tipo_ordem_servicos: workOrderTypes }),
  disponibilidade: list({ periodos: periods }),
} satisfies Record<string, EmulatorHandler>

function list(under: Record<string, Json>): EmulatorHandler {
  return async () => phpJson({ status: 'success', msg: 'Dados consultados com sucesso', ...under })
}
