import type { Canal } from '../contract/canais.ts'
import {
  type Clientes,
  type LookUpError,
  type ProtocolNoted,
  readClientes,
  readProtocolNoted,
  readTicketsOfService,
  type TicketsOfService,
} from '../contract/cliente.ts'
import { requestHeaders } from '../contract/request-headers.ts'
import { fetchWhole } from '../ui/fetch-whole.ts'
import type { CustomerRoom } from './customer-room.tsx'
import type { LookUp } from './read-term.ts'

/** Why nothing was found out: nobody is signed in, too many questions, HubSoft's account may not ask, anything else. */
export type Failure = {
  kind: 'session-over' | 'limited' | 'forbidden' | 'down'
  /** How long to wait; 0 where nobody said. */
  retryAfterS: number
}

export type Asked<Answer> = { kind: 'answered'; answer: Answer } | Failure

const customers = '/api/v1/integracao/cliente'
const tickets = `${customers}/atendimento`
// The gateway gives up on HubSoft before this.
const waitMs = 20_000

function kindOf(answer: LookUpError | null): Failure['kind'] {
  switch (answer?.codigo) {
    case 'sessao_expirada':
      return 'session-over'
    case 'muitas_requisicoes':
      return 'limited'
    case 'sem_permissao':
      return 'forbidden'
    default:
      return 'down'
  }
}

type Question<Answer> = {
  read: (text: string) => Answer | LookUpError | null
  /** Says that nobody waits for the answer any more. */
  stale?: AbortSignal
  init?: { method: string; headers: Record<string, string>; body: string }
  /** Somebody pressed a button for it, and is told at once that nobody is signed in. */
  wasByHand?: boolean
}

/** What the gateway tells of customers. Nothing here rejects. */
export function createCustomerApi({ fetch, usuario, onEnd }: CustomerRoom) {
  const own = requestHeaders(usuario)

  async function ask<Answer extends { status: 'success' }>(
    path: string,
    { read, stale, init, wasByHand = false }: Question<Answer>,
  ): Promise<Asked<Answer>> {
    const untilStale: typeof fetch = (path, { signal, ...init } = {}) => {
      const signals = [signal, stale].flatMap((one) => one ?? [])
      return fetch(path, { ...init, signal: AbortSignal.any(signals) })
    }
    const request = { ...init, headers: { ...own, ...init?.headers } }
    const { text, retryAfterS } = await fetchWhole(untilStale, path, request, waitMs)
    const answer = read(text)
    if (answer?.status === 'success') return { kind: 'answered', answer }
    const kind = kindOf(answer)
    if (answer && kind === 'session-over') onEnd({ msg: answer.msg, usuario, wasByHand })
    return { kind, retryAfterS }
  }

  return {
    /** Whom HubSoft knows by this. */
    find({ busca, termo }: LookUp, stale: AbortSignal): Promise<Asked<Clientes>> {
      const query = new URLSearchParams({ busca, termo_busca: termo })
      return ask(`${customers}?${query}`, { read: readClientes, stale })
    },

    /** The tickets of a service, open or not. */
    ticketsOf(serviceId: number, stale: AbortSignal): Promise<Asked<TicketsOfService>> {
      return ask(`${tickets}?busca=id_cliente_servico&termo_busca=${serviceId}`, {
        read: readTicketsOfService,
        stale,
      })
    },

    /** Notes by which way the customer got that ticket's protocol, or with null that they didn't. */
    noteTold(ticketId: number, canal: Canal | null): Promise<Asked<ProtocolNoted>> {
      const headers = { 'content-type': 'application/json' }
      const init = { method: 'PUT', headers, body: JSON.stringify({ canal }) }
      return ask(`${tickets}/${ticketId}/informado`, {
        read: readProtocolNoted,
        init,
        wasByHand: true,
      })
    },
  }
}
