import type { Logger } from 'pino'
import type { Canal } from '../../contract/canais.ts'
import type { ListedTicket, ShownCliente } from '../../contract/cliente.ts'
import type { Clock } from '../clock.ts'
import type { FindClientes } from '../hubsoft/find-clientes.ts'
import type { ListTickets } from '../hubsoft/list-tickets.ts'
import type { LookedUp } from '../hubsoft/look-up.ts'
import type { Search } from '../hubsoft/reading/read-clientes.ts'
import type { ProtocolsTold, ProtocolTold } from '../journal/protocols-told.ts'

type Deps = {
  hubsoft: { findClientes: FindClientes; listTickets: ListTickets }
  protocolsTold: ProtocolsTold
  /** Whether attendants see the operator's notices about a customer. */
  showsAlerts: boolean
  clock: Clock
  log: Logger
}

/** Why HubSoft showed nothing, which isn't "nothing". */
export type NotShown = Exclude<LookedUp<never>, { kind: 'found' }>

type Shown = { kind: 'shown'; clientes: ShownCliente[]; mayHaveMore: boolean }
/** `readAt`: what was opened since then may be missing. By the wall clock. */
type Listed = { kind: 'shown'; readAt: Date; tickets: ListedTicket[] }

const mostAudited = 50

/** Who is calling, and what is open already: what an attendant is shown of HubSoft (design §5). */
export function createLookUps({ hubsoft, protocolsTold, showsAlerts, clock, log }: Deps) {
  /** Who saw which services, and how they asked: never for what. */
  function audit(usuario: string, by: string, all: number[]) {
    const services = all.slice(0, mostAudited)
    log.info({ usuario, by, services, more: all.length - services.length }, 'look-up')
  }

  return {
    /** Ends where the attendant has `left`, and never rejects for what happens on the wire. */
    async find(usuario: string, search: Search, left: AbortSignal): Promise<Shown | NotShown> {
      const looked = await hubsoft.findClientes(search, left)
      if (looked.kind !== 'found') return looked
      const { mayHaveMore } = looked.found
      const clientes = looked.found.clientes.map((one) =>
        showsAlerts ? one : { ...one, alerta_mensagens: [] },
      )
      const services = clientes.flatMap(({ servicos }) => servicos)
      const ids = services.map(({ id_cliente_servico }) => id_cliente_servico)
      audit(usuario, search.by, ids)
      return { kind: 'shown', clientes, mayHaveMore }
    },
    /** Likewise the tickets of a service, open ones first. */
    async ticketsOf(
      usuario: string,
      serviceId: number,
      left: AbortSignal,
    ): Promise<Listed | NotShown> {
      const readAt = new Date(clock.wallMs())
      const looked = await hubsoft.listTickets(serviceId, left)
      if (looked.kind !== 'found') return looked
      const ids = looked.found.map(({ atendimento }) => atendimento.id_atendimento ?? 0)
      const told = await protocolsTold.of(serviceId, ids)
      const tickets = looked.found.map(({ atendimento, isOpen }) => ({
        ...atendimento,
        aberto: isOpen,
        informado: asInformado(told.get(atendimento.id_atendimento ?? 0)),
      }))
      audit(usuario, 'atendimentos', tickets.length > 0 ? [serviceId] : [])
      return { kind: 'shown', readAt, tickets }
    },
    /** Notes by which way the customer got a ticket's protocol, or with null that they don't have it. */
    noteTold: async (usuario: string, ticketId: number, by: Canal | null) =>
      asInformado((await protocolsTold.note(ticketId, usuario, by)) ?? undefined),
  }
}

const asInformado = (told: ProtocolTold | undefined) =>
  told ? { canal: told.by, em: told.at.toISOString() } : null

export type LookUps = ReturnType<typeof createLookUps>
