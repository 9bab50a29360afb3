import { demoCredentials } from '#src/emulator/server.ts'
import { exchange, newTicket, ticketRoute } from './running.ts'

/**
 * Tickets that stand in HubSoft before anything comes by the gateway: an open one with a message of before, or a
 * list would prove nothing, and a closed one, which takes none.
 */
export async function standIn(url: string, serviceId = newTicket.id_cliente_servico) {
  const post = async (path: string, body: object, authorization = '') => {
    const headers = { 'content-type': 'application/json', authorization }
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
