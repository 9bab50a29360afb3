import * as z from 'zod/mini'
import { text } from '../../../contract/hubsoft-fields.ts'
import { splitDescription } from '../../../contract/reference.ts'
import type { ShownAtendimento } from '../../../contract/shown-ticket.ts'
import type { HubsoftAnswer } from '../answer.ts'
import { byAge, isOfService, readItems } from './read-listing.ts'

export type TicketOfService = { atendimento: ShownAtendimento; isOpen: boolean }

// Ten times as many as are asked for.
const mostItems = 500

const closing = z.catch(z.object({ data_fechamento: text, status_fechamento: text }), {
  data_fechamento: null,
  status_fechamento: null,
})

/**
 * Reads a service's tickets as people are shown them: no drafts, nobody else's, open ones first and the newest first
 * of each, their descriptions without signature or suffix. Null where the list couldn't be read, or is another
 * service's: that isn't "none".
 */
export function readTickets(answer: HubsoftAnswer, serviceId: number): TicketOfService[] | null {
  const items = readItems(answer)?.filter((one) => !one.isDraft)
  if (!items || items.length > mostItems) return null
  const own = items.filter((one) => isOfService(one, serviceId))
  const tickets = own.flatMap(({ item, ticket }) => {
    const atendimento = ticket()
    if (!atendimento) return []
    const { descricao_abertura } = atendimento
    const description = descricao_abertura && splitDescription(descricao_abertura)
    return {
      atendimento: { ...atendimento, descricao_abertura: description },
      isOpen: isOpen(item),
    }
  })
  if (tickets.length === 0 && items.length > 0) return null
  return tickets.sort(
    (one, other) =>
      Number(other.isOpen) - Number(one.isOpen) || byAge(other.atendimento, one.atendimento),
  )
}

/** By what a closed one has (hubsoft §3.2): its state is the tenant's own text. */
function isOpen(item: unknown): boolean {
  const { data_fechamento, status_fechamento } = closing.parse(item)
  return [data_fechamento, status_fechamento].every((told) => !told?.trim())
}
