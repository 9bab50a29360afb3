import type { EmulatorHandler } from '../handler.ts'
import type { Permissions } from '../permissions.ts'
import {
  isObject,
  type JsonObject,
  permissionMissing,
  phpJson,
  readJson,
  refusal,
} from '../wire.ts'
import { readTicketRequest } from './ticket-request.ts'
import type { Atendimento, TicketStore } from './ticket-store.ts'

type Deps = { store: TicketStore; permissions: () => Permissions }

const invalidFields = 'Favor preencher os campos obrigatórios de acordo com as especificações'
const cancelledService =
  'O serviço informado encontra-se cancelado e não permite abertura de atendimento.'

/** `POST /api/v1/integracao/atendimento`, for a request whose token is good. */
export function createTicket({ store, permissions }: Deps): EmulatorHandler {
  return async (c) => {
    const fields = readFields(await c.req.text())
    const { create, openWorkOrder } = permissions()
    if (!create) return permissionMissing()
    if (fields.abrir_os === true && openWorkOrder === 'refused') return permissionMissing()

    const request = readTicketRequest(fields)
    if ('sentences' in request) return phpJson(refusal(invalidFields, request.sentences))
    const { customer, service, descricao, wantsWorkOrder } = request
    if (service.status_prefixo === 'cancelado') return phpJson(refusal(cancelledService))

    const isLateRefusal = wantsWorkOrder && openWorkOrder === 'refused-after-storing'
    const withWorkOrder = wantsWorkOrder && service.allowsWorkOrder && !isLateRefusal
    const atendimento = store.open({ customer, service, descricao, withWorkOrder, body: fields })
    return isLateRefusal ? permissionMissing() : phpJson(success(atendimento))
  }
}

/**
 * The fields of a body that is a JSON object, whatever its content type: the manual's own curl sends
 * one as a form. Of anything else PHP sees no field at all.
 */
function readFields(text: string): JsonObject {
  const body = readJson(text)
  return isObject(body) ? body : {}
}

function success(atendimento: Atendimento): JsonObject {
  const opened = `Atendimento aberto com sucesso. Anote o protocolo: ${atendimento.protocolo}.`
  // "sertor" is HubSoft's (Q27).
  const workOrder = ' Foi aberto também uma ordem de serviço e encaminhada ao sertor responsável'
  const msg = atendimento.ordens_servico.length > 0 ? opened + workOrder : opened
  return { status: 'success', msg, atendimento }
}
