import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmulator } from '#src/emulator/server.ts'
import type { LedgerTicket } from '#src/emulator/tickets/atendimento.ts'

/** A request as it came: when, and from which process of the gateway. */
export type Arrival = { atMs: number; generation: number }

/** A ticket that exists, and the request that it comes from. */
export type Witnessed = { ticket: LedgerTicket; arrival: Arrival }

const ticketRoute = '/api/v1/integracao/atendimento'

/**
 * The emulator, in this process, with each ticket traced to its request; and delays that are more than
 * time: `delay` gives the `ms` of a `slow`, `slow-after` or `stored-late` that waits for a promise.
 */
export async function startWitnessedHubsoft(generation: () => number) {
  const arrivals = new AsyncLocalStorage<Arrival>()
  const arrivalAt = new Map<string, Arrival>()
  const delays = new Map<number, (arrival: Arrival | undefined) => Promise<void>>()
  let [lastMs, lastDelay] = [0, 1_000_000_000]

  /** No two calls get the same millisecond, so that a ticket's time names its request. */
  function now(): Date {
    lastMs = Math.max(Date.now(), lastMs + 1)
    const at = new Date(lastMs)
    const arrival = arrivals.getStore()
    if (arrival) arrivalAt.set(at.toISOString(), arrival)
    return at
  }

  const { emulator, url, stop } = await startEmulator({
    now,
    wait: (ms) => delays.get(ms)?.(arrivals.getStore()) ?? sleep(ms, undefined, { ref: false }),
    through: (request, answer) =>
      arrivals.run({ atMs: performance.now(), generation: generation() }, () => answer(request)),
  })

  const witnessed = (): Witnessed[] =>
    emulator.ledger.tickets.map((ticket) => {
      const arrival = arrivalAt.get(ticket.storedAt)
      if (!arrival) throw new Error('a ticket of which no request is known')
      return { ticket, arrival }
    })

  return {
    ...emulator,
    url,
    delay(wait: (arrival: Arrival | undefined) => Promise<void>): number {
      lastDelay += 1
      delays.set(lastDelay, wait)
      return lastDelay
    },
    witnessed,
    hasStored: (arrival: Arrival) => witnessed().some((one) => one.arrival === arrival),
    /** When HubSoft got a request that says this, in wall time. */
    requestsWith: (said: string) =>
      emulator.ledger.requests
        .filter(({ path, body }) => path === ticketRoute && JSON.stringify(body).includes(said))
        .map(({ receivedAt }) => receivedAt),
    stop,
  }
}

export type WitnessedHubsoft = Awaited<ReturnType<typeof startWitnessedHubsoft>>
