import type { EmulatorHandler } from '../handler.ts'
import type { Permissions } from '../permissions.ts'
import type { Switches } from '../switches.ts'
import { isObject, permissionMissing, phpJson, readFields, readJson, refusal } from '../wire.ts'
import { answeredMessage } from './messages.ts'
import type { TicketStore } from './ticket-store.ts'

type Deps = {
  store: TicketStore
  permissions: () => Permissions
  switches: () => Switches
  /** Of a HubSoft that has no such route. */
  notFound: EmulatorHandler
}

const invalidFields = 'Favor preencher os campos obrigatórios de acordo com as especificações'
const closedTicket = 'O atendimento informado encontra-se finalizado e não permite novas mensagens.'

/** `POST …/atendimento/adicionar_mensagem/:id`, for a request whose token is good. */
export function addMessage({ store, permissions, switches, notFound }: Deps): EmulatorHandler {
  return async (c) => {
    if (switches().messages === 'no-route') return notFound(c)
    const text = await c.req.text()
    const fields = readFields(text, c.req.header('content-type'))
    if (!permissions().message) return permissionMissing()

    const id = Number(c.req.param('id'))
    const ticket = store.listed.find(({ atendimento }) => atendimento.id_atendimento === id)
    if (!ticket) return phpJson({ status: 'error', msg: `Atendimento de ID ${id} não encontrado` })
    const { mensagem } = fields
    if (typeof mensagem !== 'string') {
      return phpJson(refusal(invalidFields, ['O campo mensagem é obrigatório.']))
    }
    if (ticket.closedAt !== null) return phpJson(refusal(closedTicket))

    const sent = readJson(text)
    const message = store.messages.add(ticket, mensagem, isObject(sent) ? sent : fields)
    return phpJson({
      status: 'success',
      msg: 'Mensagem Adicionada com sucesso',
      atendimento_mensagem: answeredMessage(message, ticket),
    })
  }
}
