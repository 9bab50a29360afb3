import type { JsonObject } from '../wire.ts'
import {
  type Atendimento,
  closed,
  type LedgerTicket,
  type ListedTicket,
  opened,
  workOrder,
} from './atendimento.ts'
import { closedState } from './configuration-lists.ts'
import { formatStamp } from './local-time.ts'
import { createMessages } from './messages.ts'
import { olderTickets } from './older-tickets.ts'
import type { TicketRequest } from './ticket-request.ts'

export type ProtocolDigits = 15 | 19 | 20

export type NewTicket = TicketRequest & { withWorkOrder: boolean; body: JsonObject }

type StoreDeps = { now: () => Date; seed: number; protocolDigits: ProtocolDigits }

/** What HubSoft puts behind a description that came by its API (Q8). */
export const suffix = ' | ATENDIMENTO ABERTO VIA API'
const apiUser = 'IP Telecom'

export function createTicketStore({ now, seed, protocolDigits }: StoreDeps) {
  const tickets: LedgerTicket[] = []
  const older = olderTickets(now())
  const random = createRandom(seed)
  const nextProtocol = createProtocols(protocolDigits, random)
  // The manual's first numbers; then gaps, as other people's tickets leave them on a real server.
  const nextTicketId = createIds(300, random)
  const nextWorkOrderId = createIds(340, random)
  const nextWorkOrderNumber = createIds(320, random)
  const messages = createMessages(now, createIds(70_000, createRandom(seed)))

  function numbersOfWorkOrder() {
    return {
      id_ordem_servico: nextWorkOrderId(),
      numero_ordem_servico: String(nextWorkOrderNumber()),
    }
  }

  /** Stores a ticket; the same request twice makes two (Q10). */
  function open(ticket: NewTicket): Atendimento {
    const at = now()
    const { customer, service, tipo, state, ordem } = ticket
    const opening = {
      customer,
      service,
      descricao: ticket.descricao + suffix,
      tipo,
      status: state.descricao,
      usuario: apiUser,
      ordem,
    }
    const atendimento = opened(opening, at, {
      id_atendimento: nextTicketId(),
      protocolo: nextProtocol(at),
      ordens_servico: ticket.withWorkOrder ? [workOrder(opening, at, numbersOfWorkOrder())] : [],
    })
    const stored = {
      storedAt: at.toISOString(),
      closedAt: null,
      id_cliente_servico: service.id_cliente_servico,
      body: ticket.body,
      atendimento,
    }
    const isClosed = ticket.state.prefixo === closedState
    const kept = isClosed ? closed(stored, at) : stored
    tickets.push(kept)
    return kept.atendimento
  }

  /** What staff does in HubSoft itself; false where there is no such ticket. */
  function close(protocolo: string): boolean {
    const place = tickets.findIndex(({ atendimento }) => atendimento.protocolo === protocolo)
    const ticket = tickets[place]
    if (!ticket) return false
    tickets[place] = closed(ticket, now())
    return true
  }

  return {
    /** What was opened here. */
    get tickets(): readonly LedgerTicket[] {
      return tickets
    },
    /** With what stood before. */
    get listed(): readonly ListedTicket[] {
      return [...older, ...tickets]
    },
    messages,
    open,
    close,
    clear: () => {
      tickets.length = 0
      messages.clear()
    },
  }
}

export type TicketStore = ReturnType<typeof createTicketStore>

/** Whole numbers from 0 to `below` - 1, the same ones for the same seed (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed | 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

function createIds(first: number, random: (below: number) => number): () => number {
  let next = first
  return () => {
    const id = next
    next += 1 + random(9)
    return id
  }
}

/**
 * Protocols that rise and never repeat: the local second, then 1, 5 or 6 digits.
 *
 * With 19 and 20 digits the last one is odd. Doubles of that size are multiples of 256 and more, so a
 * protocol that went through one comes out changed, however it is printed (Q3).
 */
function createProtocols(digits: ProtocolDigits, random: (below: number) => number) {
  const tail = 10 ** (digits - 14)
  let last = 0n
  return (at: Date): string => {
    const drawn = digits === 15 ? random(tail) : random(tail / 2) * 2 + 1
    const fresh = BigInt(formatStamp(at)) * BigInt(tail) + BigInt(drawn)
    const following = last + (digits === 15 ? 1n : BigInt(2 + 2 * random(50)))
    last = fresh > last ? fresh : following
    return String(last)
  }
}
