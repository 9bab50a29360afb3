import type { EmulatorHandler } from '../handler.ts'
import { nothingFound } from '../nothing-found.ts'
import type { Permissions } from '../permissions.ts'
import type { Switches } from '../switches.ts'
import { type Json, type JsonObject, permissionMissing, phpJson, refusal } from '../wire.ts'
import type { ListedTicket } from './atendimento.ts'
import { readListQuery } from './list-query.ts'
import { type LedgerMessage, listedMessage } from './messages.ts'
import { listedService, withKeys } from './ticket-keys.ts'
import type { TicketStore } from './ticket-store.ts'

type Deps = { store: TicketStore; permissions: () => Permissions; switches: () => Switches }

const invalidFields = 'Verifique os dados informados e tente novamente!'

/** `GET /api/v1/integracao/cliente/atendimento`, for a request whose token is good. */
export function listTickets({ store, permissions, switches }: Deps): EmulatorHandler {
  return async (c) => {
    if (!permissions().list) return permissionMissing()

    const query = readListQuery(c.req.query())
    if ('msg' in query) return phpJson({ status: 'error', msg: query.msg })
    if ('sentences' in query) return phpJson(refusal(invalidFields, query.sentences))

    const ordered = store.listed
      .filter(query.wants)
      .toSorted((one, other) => one.storedAt.localeCompare(other.storedAt))
    // Reversed, not sorted downwards: of two tickets of one moment the later comes first.
    const listed = query.isDescending ? ordered.toReversed() : ordered
    const { none, listStatus } = switches()
    if (listed.length === 0 && none !== 'array') return nothingFound[none]('Atendimento')
    const showsMessages =
      query.relations.includes('atendimento_mensagem') && switches().messages === 'listed'
    const messages = showsMessages ? store.messages.all : []
    return phpJson({
      status: listStatus,
      msg: 'Dados consultados com sucesso',
      // No total: what the limit cuts off is silently missing (Q16).
      atendimentos: listed
        .slice(0, query.limit)
        .map((one) => listedTicket(one, messages, switches())),
    })
  }
}

/** The ticket as the answer of its opening has it, with the service on most (Q21), work orders too. */
function listedTicket(
  { atendimento }: ListedTicket,
  messages: readonly LedgerMessage[],
  { keys }: Switches,
): JsonObject {
  const { servico: _service, ordens_servico: _orders, ...ticket } = withKeys(atendimento, keys)
  const servico = listedService(atendimento, keys)
  const { id_atendimento } = atendimento
  const own = messages.filter((one) => one.id_atendimento === id_atendimento)
  const isBare = id_atendimento % 3 === 2
  return {
    ...ticket,
    ...(own.length > 0 && { atendimento_mensagem: own.map(listedMessage) }),
    ...(isBare ? {} : { servico }),
    ordens_servico: atendimento.ordens_servico.map((order): Json => ({ ...order, servico })),
  }
}
