import type { Customer } from '../customers.ts'
import type { Service } from '../service.ts'
import type { JsonObject } from '../wire.ts'
import { formatDate, formatDateTime, formatStamp, hoursAfter } from './local-time.ts'

type ClienteDoAtendimento = Pick<Customer, 'codigo_cliente' | 'nome_razaosocial' | 'cpf_cnpj'>

export type OrdemServico = {
  id_ordem_servico: number
  numero_ordem_servico: string
  data_cadastro: string
  tipo: string
  data_inicio_programado: string
  data_termino_programado: string
  data_inicio_executado: null
  data_termino_executado: null
  descricao_abertura: string
  descricao_servico: string
  descricao_fechamento: null
  usuario_abertura: string
  usuario_fechamento: null
  status: string
  status_fechamento: null
  cliente: ClienteDoAtendimento
  servico: Omit<Service, 'id_cliente_servico' | 'allowsWorkOrder'>
}

/** The seed's shape, key for key and in its order. */
export type Atendimento = {
  id_atendimento: number
  protocolo: string
  descricao_abertura: string
  descricao_fechamento: string | null
  tipo_atendimento: string
  usuario_abertura: string
  usuario_responsavel: string
  usuario_fechamento: string | null
  data_cadastro: string
  data_fechamento: string | null
  setor_responsavel: null
  status_fechamento: string | null
  motivo_fechamento: null
  status: string
  cliente: ClienteDoAtendimento
  ordens_servico: OrdemServico[]
}

/** A ticket that really exists, whatever its sender was told. */
export type LedgerTicket = {
  /** ISO 8601, UTC. */
  storedAt: string
  /** Null while it is open. */
  closedAt: string | null
  id_cliente_servico: number
  /** The request as it came, contact and unknown fields included; no answer returns them (Q9, Q39). */
  body: JsonObject
  atendimento: Atendimento
}

export type NewTicket = {
  customer: Customer
  service: Service
  descricao: string
  withWorkOrder: boolean
  body: JsonObject
}

export type ProtocolDigits = 15 | 20

type StoreDeps = { now: () => Date; seed: number; protocolDigits: ProtocolDigits }

const suffix = ' | ATENDIMENTO ABERTO VIA API' // Q8
const apiUser = 'IP Telecom'

export function createTicketStore({ now, seed, protocolDigits }: StoreDeps) {
  const tickets: LedgerTicket[] = []
  const random = createRandom(seed)
  const nextProtocol = createProtocols(protocolDigits, random)
  // The manual's first numbers; then gaps, as other people's tickets leave them on a real server.
  const nextTicketId = createIds(300, random)
  const nextWorkOrderId = createIds(340, random)
  const nextWorkOrderNumber = createIds(320, random)

  function workOrder(ticket: NewTicket, at: Date): OrdemServico {
    const descricao = ticket.descricao + suffix
    const { numero_plano, nome, valor, status, status_prefixo } = ticket.service
    return {
      id_ordem_servico: nextWorkOrderId(),
      numero_ordem_servico: String(nextWorkOrderNumber()),
      data_cadastro: formatDateTime(at),
      tipo: 'ABERTURA VIA API',
      // Q5: placeholders, not an appointment.
      data_inicio_programado: formatDateTime(hoursAfter(at, 1)),
      data_termino_programado: formatDateTime(hoursAfter(at, 2)),
      data_inicio_executado: null,
      data_termino_executado: null,
      descricao_abertura: descricao,
      descricao_servico: descricao,
      descricao_fechamento: null,
      usuario_abertura: apiUser,
      usuario_fechamento: null,
      status: 'aguardando_agendamento',
      status_fechamento: null,
      cliente: clienteOf(ticket.customer),
      servico: { numero_plano, nome, valor, status, status_prefixo },
    }
  }

  /** Stores a ticket; the same request twice makes two (Q10). */
  function open(ticket: NewTicket): Atendimento {
    const at = now()
    const atendimento = opened(ticket, at, {
      id_atendimento: nextTicketId(),
      protocolo: nextProtocol(at),
      ordens_servico: ticket.withWorkOrder ? [workOrder(ticket, at)] : [],
    })
    const { id_cliente_servico } = ticket.service
    tickets.push({
      storedAt: at.toISOString(),
      closedAt: null,
      id_cliente_servico,
      body: ticket.body,
      atendimento,
    })
    return atendimento
  }

  /** What staff does in HubSoft itself; false where there is no such ticket. */
  function close(protocolo: string): boolean {
    const place = tickets.findIndex(({ atendimento }) => atendimento.protocolo === protocolo)
    const ticket = tickets[place]
    if (!ticket) return false
    tickets[place] = closed(ticket, now())
    return true
  }

  return {
    get tickets(): readonly LedgerTicket[] {
      return tickets
    },
    open,
    close,
    clear: () => {
      tickets.length = 0
    },
  }
}

export type TicketStore = ReturnType<typeof createTicketStore>

type Numbered = Pick<Atendimento, 'id_atendimento' | 'protocolo' | 'ordens_servico'>

function opened(ticket: NewTicket, at: Date, numbered: Numbered): Atendimento {
  const { id_atendimento, protocolo, ordens_servico } = numbered
  return {
    id_atendimento,
    protocolo,
    descricao_abertura: ticket.descricao + suffix,
    descricao_fechamento: null,
    tipo_atendimento: 'SAC',
    usuario_abertura: apiUser,
    usuario_responsavel: apiUser,
    usuario_fechamento: null,
    data_cadastro: formatDate(at),
    data_fechamento: null,
    setor_responsavel: null,
    status_fechamento: null,
    motivo_fechamento: null,
    status: 'Aguardando Análise', // Q11: the manual's text says otherwise; its sample wins
    cliente: clienteOf(ticket.customer),
    ordens_servico,
  }
}

function closed(ticket: LedgerTicket, at: Date): LedgerTicket {
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

/** Whole numbers from 0 to `below` - 1, the same ones for the same seed (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed | 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

function createIds(first: number, random: (below: number) => number): () => number {
  let next = first
  return () => {
    const id = next
    next += 1 + random(9)
    return id
  }
}

/**
 * Protocols that rise and never repeat: the local second, then 1 or 6 digits.
 *
 * With 20 digits the last one is odd. Doubles of that size are multiples of 4096, so a protocol that
 * went through one comes out changed, however it is printed (Q3).
 */
function createProtocols(digits: ProtocolDigits, random: (below: number) => number) {
  const tail = digits === 15 ? 10 : 1_000_000
  let last = 0n
  return (at: Date): string => {
    const drawn = digits === 15 ? random(tail) : random(tail / 2) * 2 + 1
    const fresh = BigInt(formatStamp(at)) * BigInt(tail) + BigInt(drawn)
    const following = last + (digits === 15 ? 1n : BigInt(2 + 2 * random(50)))
    last = fresh > last ? fresh : following
    return String(last)
  }
}
