import { findService } from '../customers.ts'
import type { EmulatorHandler } from '../handler.ts'
import type { Permissions } from '../permissions.ts'
import { type Json, type JsonObject, permissionMissing, phpJson, refusal } from '../wire.ts'
import { readListQuery } from './list-query.ts'
import type { LedgerTicket, OrdemServico, TicketStore } from './ticket-store.ts'

/** Every text of the vendor says "suscess", at least one tenant "success" (Q2). */
export type ListStatus = 'suscess' | 'success'

type Deps = { store: TicketStore; permissions: () => Permissions; listStatus: ListStatus }

// After every ISO date: PostgreSQL sorts what has none to the end.
const noDate = '~'

const invalidFields = 'Os dados fornecidos são inválidos'

/** `GET /api/v1/integracao/cliente/atendimento`, for a request whose token is good. */
export function listTickets({ store, permissions, listStatus }: Deps): EmulatorHandler {
  return async (c) => {
    if (!permissions().list) return permissionMissing()

    const query = readListQuery(c.req.query())
    if ('sentences' in query) return phpJson(refusal(invalidFields, query.sentences))

    const ordered = store.tickets
      .filter(query.wants)
      .map((ticket) => ({ ticket, at: ticket[query.orderBy] ?? noDate }))
      .toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
      .map(({ ticket }) => ticket)
    // Reversed, not sorted downwards: of two tickets of one moment the later comes first.
    const listed = query.isDescending ? ordered.toReversed() : ordered
    return phpJson({
      status: listStatus,
      msg: 'Dados consultados com sucesso',
      // No total: what the limit cuts off is silently missing (Q16).
      atendimentos: listed.slice(0, query.limit).map(listedTicket),
    })
  }
}

/** The ticket as the answer of its opening has it, with the service on most (Q21). */
function listedTicket({ atendimento, id_cliente_servico }: LedgerTicket): JsonObject {
  const { ordens_servico, ...ticket } = atendimento
  const servico = listedService(id_cliente_servico)
  const isBare = servico === null || ticket.id_atendimento % 3 === 2
  return {
    ...ticket,
    ...(isBare ? {} : { servico }),
    ordens_servico: ordens_servico.map((order: OrdemServico): Json => ({ ...order, servico })),
  }
}

/** Here the id is a string (Q22), and work orders show it too. */
function listedService(id: number): JsonObject | null {
  const found = findService(id)
  if (!found) return null
  const { id_cliente_servico, allowsWorkOrder: _, ...service } = found.service
  return { id_cliente_servico: String(id_cliente_servico), ...service }
}
