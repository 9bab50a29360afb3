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
    // The first of several was done, the last one too where all is finished.
    return isFinished || nth < older.workOrders - 1 ? done(order, hoursAfter(at, 26 + nth)) : order
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
