import {
  type Clientes,
  type LookUpError,
  readClientes,
  readTicketsOfService,
  type TicketsOfService,
} from '../contract/cliente.ts'
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

/** What the gateway tells of customers. Nothing here rejects. `signal` says that nobody waits for the answer any more. */
export function createCustomerApi({ fetch, usuario, onEnd }: CustomerRoom) {
  const own = {
    accept: 'application/json',
    ...(usuario !== undefined && { 'x-atendente': encodeURIComponent(usuario.toWellFormed()) }),
  }

  async function ask<Answer extends { status: 'success' }>(
    path: string,
    read: (text: string) => Answer | LookUpError | null,
    stale: AbortSignal,
  ): Promise<Asked<Answer>> {
    const untilStale: typeof fetch = (path, { signal, ...init } = {}) =>
      fetch(path, { ...init, signal: signal ? AbortSignal.any([signal, stale]) : stale })
    const { text, retryAfterS } = await fetchWhole(untilStale, path, { headers: own }, waitMs)
    const answer = read(text)
    if (answer?.status === 'success') return { kind: 'answered', answer }
    const kind = kindOf(answer)
    // Nobody pressed anything for it: what is being typed keeps the focus.
    if (answer && kind === 'session-over') onEnd({ msg: answer.msg, usuario, wasByHand: false })
    return { kind, retryAfterS }
  }

  return {
    /** Whom HubSoft knows by this. */
    find({ busca, termo }: LookUp, signal: AbortSignal): Promise<Asked<Clientes>> {
      const query = new URLSearchParams({ busca, termo_busca: termo })
      return ask(`${customers}?${query}`, readClientes, signal)
    },

    /** The tickets of a service, open or not. */
    ticketsOf(serviceId: number, signal: AbortSignal): Promise<Asked<TicketsOfService>> {
      return ask(
        `${tickets}?busca=id_cliente_servico&termo_busca=${serviceId}`,
        readTicketsOfService,
        signal,
      )
    },
  }
}

export type CustomerApi = ReturnType<typeof createCustomerApi>
