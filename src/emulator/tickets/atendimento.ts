import type { Customer } from '../customers.ts'
import type { Service } from '../service.ts'
import type { Json, JsonObject } from '../wire.ts'
import { formatDate, formatDateTime, hoursAfter } from './local-time.ts'

type ClienteDoAtendimento = Pick<Customer, 'codigo_cliente' | 'nome_razaosocial' | 'cpf_cnpj'>

export type OrdemServico = {
  id_ordem_servico: number
  numero_ordem_servico: string
  data_cadastro: string
  tipo: string
  data_inicio_programado: string
  data_termino_programado: string
  data_inicio_executado: string | null
  data_termino_executado: string | null
  descricao_abertura: string
  descricao_servico: string
  descricao_fechamento: string | null
  usuario_abertura: string
  usuario_fechamento: string | null
  status: string
  status_fechamento: string | null
  cliente: ClienteDoAtendimento
  servico: Omit<Service, 'id_cliente_servico' | 'allowsWorkOrder'>
}

/**
 * The keys of the vendor's text of 2025, in its order; those of the manual are among them. `Text` is null
 * in a draft.
 */
export type Atendimento<Text extends string | null = string> = {
  id_atendimento: number
  /** True for a row that HubSoft's own screen stores as soon as it is opened: text and type are null. */
  rascunho: boolean | null
  protocolo: string
  descricao_abertura: Text
  descricao_fechamento: string | null
  tipo_atendimento: Text
  usuario_abertura: string
  usuario_responsavel: string | null
  usuario_fechamento: string | null
  data_cadastro: string
  data_fechamento: string | null
  setor_responsavel: null
  status_fechamento: string | null
  motivo_fechamento: null
  status: Text
  atendimento_mensagem: Json[]
  disponibilidade_atendimento: Json[]
  atendimento_checklist: Json[]
  cliente: ClienteDoAtendimento
  servico: Omit<Service, 'allowsWorkOrder'> & {
    id_motivo_cancelamento: null
    motivo_cancelamento: null
    motivo_cancelamento_prefixo: null
    /** Internal text. */
    anotacoes: string | null
  }
  ordens_servico: OrdemServico[]
}

/** A ticket that really exists, whatever its sender was told. */
export type LedgerTicket<Text extends string | null = string> = {
  /** ISO 8601, UTC. */
  storedAt: string
  /** Null while it is open. */
  closedAt: string | null
  id_cliente_servico: number
  /** The request as it came, contact and unknown fields included; no answer returns them (Q9, Q39). */
  body: JsonObject
  atendimento: Atendimento<Text>
}

/** A ticket or a draft. */
export type ListedTicket = LedgerTicket<string | null>

/** What a ticket is made of. */
export type Opening = {
  customer: Customer
  service: Service
  descricao: string
  tipo: string
  status: string
  usuario: string
  /** Of which kind its work order is, and how far; the default of the API where there is none. */
  ordem?: { tipo: string; status: string }
}

type Numbered = Pick<Atendimento, 'id_atendimento' | 'protocolo' | 'ordens_servico'>

export function opened(
  { customer, service, descricao, tipo, status, usuario }: Opening,
  at: Date,
  { id_atendimento, protocolo, ordens_servico }: Numbered,
): Atendimento {
  const { allowsWorkOrder: _, ...servico } = service
  return {
    id_atendimento,
    rascunho: null,
    protocolo,
    descricao_abertura: descricao,
    descricao_fechamento: null,
    tipo_atendimento: tipo,
    usuario_abertura: usuario,
    usuario_responsavel: usuario,
    usuario_fechamento: null,
    data_cadastro: formatDate(at),
    data_fechamento: null,
    setor_responsavel: null,
    status_fechamento: null,
    motivo_fechamento: null,
    status,
    atendimento_mensagem: [],
    disponibilidade_atendimento: [],
    atendimento_checklist: [],
    cliente: clienteOf(customer),
    servico: {
      ...servico,
      id_motivo_cancelamento: null,
      motivo_cancelamento: null,
      motivo_cancelamento_prefixo: null,
      anotacoes: 'SEGREDO-ANOTACAO: portão azul, cachorro bravo',
    },
    ordens_servico,
  }
}

export function closed(ticket: LedgerTicket, at: Date): LedgerTicket {
  const closing = {
    descricao_fechamento: 'Resolvido por telefone',
    usuario_fechamento: 'Atendente Exemplo',
    data_fechamento: formatDate(at),
    status_fechamento: 'concluido',
    status: 'Resolvido',
  }
  const atendimento = { ...ticket.atendimento, ...closing }
  return { ...ticket, closedAt: at.toISOString(), atendimento }
}

function clienteOf({ codigo_cliente, nome_razaosocial, cpf_cnpj }: Customer): ClienteDoAtendimento {
  return { codigo_cliente, nome_razaosocial, cpf_cnpj }
}

type NumbersOfWorkOrder = Pick<OrdemServico, 'id_ordem_servico' | 'numero_ordem_servico'>

const madeByApi = { tipo: 'ABERTURA VIA API', status: 'aguardando_agendamento' }

export function workOrder(
  { customer, service, descricao, usuario, ordem = madeByApi }: Opening,
  at: Date,
  numbers: NumbersOfWorkOrder,
): OrdemServico {
  const { id_cliente_servico: _id, allowsWorkOrder: _allows, ...servico } = service
  return {
    ...numbers,
    data_cadastro: formatDateTime(at),
    tipo: ordem.tipo,
    // Q5: placeholders, not an appointment.
    data_inicio_programado: formatDateTime(hoursAfter(at, 1)),
    data_termino_programado: formatDateTime(hoursAfter(at, 2)),
    data_inicio_executado: null,
    data_termino_executado: null,
    descricao_abertura: descricao,
    descricao_servico: descricao,
    descricao_fechamento: null,
    usuario_abertura: usuario,
    usuario_fechamento: null,
    status: ordem.status,
    status_fechamento: null,
    cliente: clienteOf(customer),
    servico,
  }
}

/** A row as HubSoft's own screen stores it when it is opened, before anything is typed (hubsoft §16). */
export function asDraft<Ticket extends object>(ticket: Ticket) {
  return {
    ...ticket,
    rascunho: true,
    descricao_abertura: null,
    tipo_atendimento: null,
    usuario_abertura: 'Atendente Exemplo',
    usuario_responsavel: null,
    status: null,
    ordens_servico: [],
  }
}
