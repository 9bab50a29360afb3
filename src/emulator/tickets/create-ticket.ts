import type { EmulatorHandler } from '../handler.ts'
import type { Permissions } from '../permissions.ts'
import type { Switches } from '../switches.ts'
import {
  isObject,
  type JsonObject,
  permissionMissing,
  phpJson,
  readFields,
  readJson,
  refusal,
} from '../wire.ts'
import type { Atendimento } from './atendimento.ts'
import { withKeys } from './ticket-keys.ts'
import { readTicketRequest } from './ticket-request.ts'
import type { TicketStore } from './ticket-store.ts'

type Deps = { store: TicketStore; permissions: () => Permissions; switches: () => Switches }

const invalidFields = 'Favor preencher os campos obrigatórios de acordo com as especificações'
const cancelledService =
  'O serviço informado encontra-se cancelado e não permite abertura de atendimento.'

/** `POST /api/v1/integracao/atendimento`, for a request whose token is good. */
export function createTicket({ store, permissions, switches }: Deps): EmulatorHandler {
  return async (c) => {
    const text = await c.req.text()
    const fields = readFields(text, c.req.header('content-type'))
    const { create, openWorkOrder } = permissions()
    if (!create) return permissionMissing()
    if (fields.abrir_os === true && openWorkOrder === 'refused') return permissionMissing()

    const request = readTicketRequest(fields)
    if ('sentences' in request) return phpJson(refusal(invalidFields, request.sentences))
    const { service, wantsWorkOrder, allowsWorkOrder } = request
    if (service.status_prefixo === 'cancelado') return phpJson(refusal(cancelledService))

    const isLateRefusal = wantsWorkOrder && openWorkOrder === 'refused-after-storing'
    const withWorkOrder = wantsWorkOrder && allowsWorkOrder && !isLateRefusal
    const sent = readJson(text)
    const body = isObject(sent) ? sent : fields
    const atendimento = store.open({ ...request, withWorkOrder, body })
    return isLateRefusal ? permissionMissing() : phpJson(success(atendimento, switches()))
  }
}

function success(atendimento: Atendimento, { keys }: Switches): JsonObject {
  const opened = `Atendimento aberto com sucesso. Anote o protocolo: ${atendimento.protocolo}.`
  // "sertor" is HubSoft's (Q27).
  const workOrder = ' Foi aberto também uma ordem de serviço e encaminhada ao sertor responsável'
  const msg = atendimento.ordens_servico.length > 0 ? opened + workOrder : opened
  return { status: 'success', msg, atendimento: withKeys(atendimento, keys) }
}
