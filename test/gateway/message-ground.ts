import { type FaultOrderInput, readFaultOrder } from '#src/emulator/faults/faults.ts'
import { demoCredentials } from '#src/emulator/server.ts'
import { exchange, newTicket, ticketRoute } from './running.ts'

/** A header of requests that lay the ground for messages: nobody sent them. */
export const groundwork = 'x-groundwork'

/**
 * Tickets that stand in HubSoft before anything comes by the gateway: an open one with a message of before, or a
 * list would prove nothing, and a closed one, which takes none.
 */
export async function standIn(url: string, serviceId = newTicket.id_cliente_servico) {
  const post = async (path: string, body: object, authorization = '') => {
    const headers = { 'content-type': 'application/json', authorization, [groundwork]: '1' }
    const answer = await exchange(url + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return Object(answer.body)
  }
  const grant = await post('/oauth/token', { grant_type: 'password', ...demoCredentials })
  const bearer = `Bearer ${grant.access_token}`
  async function open() {
    const ticket = { ...newTicket, id_cliente_servico: serviceId, descricao: 'De antes.' }
    const { atendimento } = await post(ticketRoute, ticket, bearer)
    return { id: Number(atendimento.id_atendimento), protocolo: String(atendimento.protocolo) }
  }
  const [opened, closed] = [await open(), await open()]
  await post(`${ticketRoute}/adicionar_mensagem/${opened.id}`, { mensagem: 'De antes.' }, bearer)
  await post(`/_emulator/tickets/${closed.protocolo}/close`, {})
  return { open: opened.id, closed: closed.id }
}

export type Ground = Awaited<ReturnType<typeof standIn>>

/** What meets a ticket, as it meets a message; null where no message can meet it. */
export function forMessages(order: FaultOrderInput): FaultOrderInput | null {
  if (order.route !== 'atendimento') return order
  const moved = { ...order, route: 'mensagem' }
  return isOrder(moved) ? moved : null
}

const isOrder = (order: object): order is FaultOrderInput => !('sentences' in readFaultOrder(order))
