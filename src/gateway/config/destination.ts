import * as z from 'zod/mini'
import { list, type Reader, wholeNumber } from './environment.ts'

/** Where tickets go in HubSoft, by the ids of its lists; what is not set is HubSoft's own to say. */
export type Destination = {
  /** What a ticket may be of, the default first; none leaves out everything that isn't in the manual's example. */
  ticketTypes: number[]
  contactOrigin: number | undefined
  workOrderType: number | undefined
}

export const destinationNames = [
  'HUBSOFT_TICKET_TYPES',
  'HUBSOFT_CONTACT_ORIGIN',
  'HUBSOFT_WORK_ORDER_TYPE',
] as const

const mostTypes = 20
const id = wholeNumber(1, 2_147_483_647)

const ids = z.pipe(
  list,
  z.array(id).check(
    z.minLength(1),
    z.maxLength(mostTypes),
    z.refine((types) => new Set(types).size === types.length),
  ),
)

export function readDestination({ read }: Reader): Destination {
  const [types, origin, workOrder] = destinationNames
  const expected = `de 1 a ${mostTypes} ids de tipos de atendimento, com vírgulas e sem repetir (5,1,9)`
  return {
    ticketTypes: read(types, ids, expected) ?? [],
    contactOrigin: read(origin, id, 'o id de uma origem de contato do HubSoft'),
    workOrderType: read(workOrder, id, 'o id de um tipo de ordem de serviço do HubSoft'),
  }
}
