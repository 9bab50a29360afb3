import { findService } from '../customers.ts'
import {
  asDraft,
  closed,
  type ListedTicket,
  type OrdemServico,
  opened,
  workOrder,
} from './atendimento.ts'
import { formatDateTime, formatStamp, hoursAfter } from './local-time.ts'

type Older = {
  id_cliente_servico: number
  daysAgo: number
  tipo: string
  descricao: string
  workOrders: number
  /** Finished two days later, its work orders done. */
  isFinished?: boolean
  /** Its last work order has a day and a technician. */
  isScheduled?: boolean
  /** Left open on HubSoft's own screen: a row without text and type (hubsoft §16). */
  isDraft?: boolean
}

const rows: Older[] = [
  {
    id_cliente_servico: 11008,
    daysAgo: 45,
    tipo: 'SEM CONEXÃO',
    descricao: 'SEM CONEXÃO DESDE ONTEM',
    workOrders: 2,
    isFinished: true,
  },
  {
    id_cliente_servico: 11011,
    daysAgo: 31,
    tipo: 'MUDANÇA DE ENDEREÇO',
    descricao: 'MUDANÇA DE ENDEREÇO',
    workOrders: 0,
    isFinished: true,
  },
  {
    id_cliente_servico: 11008,
    daysAgo: 12,
    tipo: 'LENTIDÃO',
    descricao: 'Lentidão à noite; técnico volta com outro roteador',
    workOrders: 2,
  },
  {
    id_cliente_servico: 11012,
    daysAgo: 6,
    tipo: 'SAC',
    descricao: '',
    workOrders: 0,
    isDraft: true,
  },
  {
    id_cliente_servico: 11028,
    daysAgo: 1,
    tipo: 'SEM CONEXÃO',
    descricao: 'Cliente sem sinal desde ontem à tarde, luz LOS vermelha na ONU',
    workOrders: 0,
  },
  {
    id_cliente_servico: 11003,
    daysAgo: 3,
    tipo: 'LENTIDÃO',
    descricao: 'Internet cai à noite <b>todos os dias</b>\r\nTécnico agendado com a filha',
    workOrders: 2,
    isScheduled: true,
  },
  {
    id_cliente_servico: 11003,
    daysAgo: 1,
    tipo: 'SAC',
    descricao: 'Pediu a segunda via do boleto',
    workOrders: 0,
  },
  {
    id_cliente_servico: 11100,
    daysAgo: 2,
    tipo: 'SEM CONEXÃO',
    descricao: 'Bloco A inteiro sem acesso',
    workOrders: 1,
  },
]

/** What staff had opened in HubSoft before anything came by this API; ids and protocols below ours. */
export function olderTickets(now: Date): ListedTicket[] {
  return rows.flatMap((row, place) => {
    const found = findService(row.id_cliente_servico)
    return found ? [olderTicket(row, place, { now, found })] : []
  })
}

type Setting = { now: Date; found: NonNullable<ReturnType<typeof findService>> }

function olderTicket(older: Older, place: number, { now, found }: Setting): ListedTicket {
  const { tipo, descricao, id_cliente_servico, isDraft = false, isFinished = false } = older
  const at = hoursAfter(now, -24 * older.daysAgo)
  const opening = { ...found, descricao, tipo, status: 'Pendente', usuario: 'Atendente Exemplo' }
  const ordens_servico = Array.from({ length: older.workOrders }, (_, nth) => {
    const number = 200 + 10 * place + nth
    const order = workOrder(opening, at, {
      id_ordem_servico: number,
      numero_ordem_servico: String(number),
    })
    const later = hoursAfter(at, 26 + nth)
    // The first of several was done, the last one too where all is finished.
    if (isFinished || nth < older.workOrders - 1) return done(order, later)
    return older.isScheduled ? scheduled(order, hoursAfter(now, 24)) : order
  })
  const atendimento = opened(opening, at, {
    id_atendimento: 200 + 10 * place,
    protocolo: `${formatStamp(at)}${place}`,
    ordens_servico,
  })
  const row = { storedAt: at.toISOString(), closedAt: null, id_cliente_servico, body: {} }
  if (isDraft) return { ...row, atendimento: asDraft(atendimento) }
  const ticket = { ...row, atendimento }
  return isFinished ? closed(ticket, hoursAfter(at, 48)) : ticket
}

function scheduled(order: OrdemServico, at: Date): OrdemServico {
  return {
    ...order,
    tipo: 'SUPORTE',
    data_inicio_programado: formatDateTime(at),
    data_termino_programado: formatDateTime(hoursAfter(at, 1)),
    status: 'pendente',
  }
}

function done(order: OrdemServico, at: Date): OrdemServico {
  const [data_inicio, data_termino] = [formatDateTime(at), formatDateTime(hoursAfter(at, 1))]
  return {
    ...order,
    tipo: 'SUPORTE',
    data_inicio_programado: data_inicio,
    data_termino_programado: data_termino,
    data_inicio_executado: data_inicio,
    data_termino_executado: data_termino,
    descricao_fechamento: 'Cabo refeito',
    usuario_fechamento: 'Técnico Exemplo',
    status: 'finalizado',
    status_fechamento: 'concluido',
  }
}
