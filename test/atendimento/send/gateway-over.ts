import { createGatewayApi } from '#src/atendimento/send/gateway-api.ts'
import type { Fetch } from '#src/ui/fetch-whole.ts'

/** The gateway over this line, as `usuario`'s page asks it. */
export const gatewayOver = (fetch: Fetch, usuario?: string, onEnd = () => {}) =>
  createGatewayApi(fetch, { usuario, onEnd })

export const silentGateway = gatewayOver(() => Promise.reject(new TypeError('fetch failed')))
