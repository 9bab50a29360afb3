import {
  type QueryClient,
  skipToken,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import type { Canal } from '../contract/canais.ts'
import type {
  Clientes,
  ListedTicket,
  ProtocolNoted,
  ShownCliente,
  ShownServico,
  TicketsOfService,
} from '../contract/cliente.ts'
import { type Asked, createCustomerApi, type Failure } from './customer-api.ts'
import { useCustomerRoom } from './customer-room.tsx'
import type { LookUp } from './read-term.ts'

/** A customer by one of their services. */
export type CustomerService = { cliente: ShownCliente; servico: ShownServico }

/** The same, and by which of HubSoft's searches they were found. */
export type FoundService = CustomerService & { busca: LookUp['busca'] }

const keys = {
  all: ['cliente'],
  search: ({ busca, termo }: LookUp) => ['cliente', 'busca', busca, termo],
  service: (serviceId: number | null) => ['cliente', 'servico', serviceId],
  tickets: (serviceId: number | null) => ['cliente', 'atendimentos', serviceId],
}

/** What was answered stands for the call, what failed is asked for whenever it is wanted again. */
const staleTime = ({ state: { data } }: { state: { data?: Asked<unknown> | undefined } }) =>
  data?.kind === 'answered' ? Number.POSITIVE_INFINITY : 0

function useCustomerApi() {
  const room = useCustomerRoom()
  return useMemo(() => createCustomerApi(room), [room])
}

/** Of a look-up by its own number one service is meant, of any other all that the customer has. */
function servicesIn({ busca, termo }: LookUp, clientes: ShownCliente[]): FoundService[] {
  return clientes.flatMap((cliente) =>
    cliente.servicos
      .filter(
        ({ id_cliente_servico: id }) => busca !== 'id_cliente_servico' || String(id) === termo,
      )
      .map((servico) => ({ cliente, servico, busca })),
  )
}

// More are reached by another term, and would only be scrolled past.
const mostShown = 100

type Answered = { data: Asked<Clientes> | undefined; isFetching: boolean; refetch: () => unknown }

/** Nobody is asked while nobody is signed in. */
export const notAsked: Failure = { kind: 'session-over', retryAfterS: 0 }

/** What came of several look-ups, those of the first before the others. */
function joinFound(lookUps: LookUp[], asked: Answered[]) {
  const all = new Map<number, FoundService>()
  const customers = asked.map(({ data }) => (data?.kind === 'answered' ? data.answer : null))
  for (const [place, lookUp] of lookUps.entries()) {
    for (const found of servicesIn(lookUp, customers[place]?.clientes ?? [])) {
      const id = found.servico.id_cliente_servico
      if (!all.has(id)) all.set(id, found)
    }
  }
  const [failure = null] = asked.flatMap(({ data = notAsked, isFetching }) =>
    isFetching || data.kind === 'answered' ? [] : data,
  )
  return {
    /** All of them together: what comes late must not change what Enter picks. */
    isAsking: asked.some(({ isFetching }) => isFetching),
    found: [...all.values()].slice(0, mostShown),
    /** Somebody was found, with or without a service. */
    hasCustomers: customers.some((one) => (one?.clientes.length ?? 0) > 0),
    hasMore: all.size > mostShown || customers.some((one) => one?.ha_mais),
    failure,
    askAgain() {
      for (const { refetch } of asked) void refetch()
    },
  }
}

/** Whom these look-ups find; nobody is asked where there is none. */
export function useSearch(lookUps: LookUp[]) {
  const api = useCustomerApi()
  const { isSessionOver } = useCustomerRoom()
  return useQueries({
    queries: lookUps.map((lookUp) => ({
      queryKey: keys.search(lookUp),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.find(lookUp, signal),
      enabled: !isSessionOver,
      staleTime,
    })),
    // What it finds stays the same object while it is the same: so does each row on the screen.
    combine: (asked) => joinFound(lookUps, asked),
  })
}

/** What was found by a search is known of the service, too. */
export function keepFound(client: QueryClient, { cliente, servico }: CustomerService) {
  const answer: Asked<CustomerService | null> = { kind: 'answered', answer: { cliente, servico } }
  client.setQueryData(keys.service(servico.id_cliente_servico), answer)
}

/** Whether it is known already whose service this is. */
export const isKnown = (client: QueryClient, serviceId: number | null) =>
  client.getQueryData(keys.service(serviceId)) !== undefined

/** Whose service this is; nobody is asked for null. The answer is null where HubSoft knows no such service. */
export function useService(serviceId: number | null) {
  const api = useCustomerApi()
  const { isSessionOver } = useCustomerRoom()
  async function ask(id: number, signal: AbortSignal): Promise<Asked<CustomerService | null>> {
    const lookUp = { busca: 'id_cliente_servico', termo: String(id) } as const
    const asked = await api.find(lookUp, signal)
    if (asked.kind !== 'answered') return asked
    const [found = null] = servicesIn(lookUp, asked.answer.clientes)
    return { kind: 'answered', answer: found }
  }
  return useQuery({
    queryKey: keys.service(serviceId),
    queryFn: serviceId === null ? skipToken : ({ signal }) => ask(serviceId, signal),
    enabled: !isSessionOver,
    staleTime,
  })
}

const readAnewMs = 15_000

/** What was last read of a service's tickets, and why the last question came to nothing, if it did. */
export type KnownTickets = { list: TicketsOfService | null; failure: Failure | null }

/** The tickets of a service, read anew while they are shown, and as soon as a send has come back without a ticket. */
export function useTickets(serviceId: number | null, isBusy: boolean) {
  const api = useCustomerApi()
  const client = useQueryClient()
  const { isSessionOver } = useCustomerRoom()
  async function ask(id: number, signal: AbortSignal): Promise<KnownTickets> {
    const asked = await api.ticketsOf(id, signal)
    if (asked.kind === 'answered') return { list: asked.answer, failure: null }
    // Without an answer the last list stands.
    const last = client.getQueryData<KnownTickets>(keys.tickets(id))
    return { list: last?.list ?? null, failure: asked }
  }
  const query = useQuery({
    queryKey: keys.tickets(serviceId),
    queryFn: serviceId === null ? skipToken : ({ signal }) => ask(serviceId, signal),
    enabled: !isSessionOver,
    refetchInterval: readAnewMs,
    refetchOnWindowFocus: 'always',
  })
  const wasBusy = useRef(isBusy)
  const { refetch } = query
  useEffect(() => {
    // It may have been turned away for a ticket that somebody else has opened.
    if (wasBusy.current && !isBusy && serviceId !== null) void refetch()
    wasBusy.current = isBusy
  }, [isBusy, serviceId, refetch])
  return query
}

/**
 * Notes by which way the customer got a ticket's protocol. Nothing is shown as noted before the gateway has said so.
 */
export function useNoteTold(serviceId: number, { id_atendimento: id, informado }: ListedTicket) {
  const api = useCustomerApi()
  const client = useQueryClient()
  const { mutate, data, variables, isPending } = useMutation({
    // One after the other, or the last answer need not be about the last click.
    scope: { id: `informado ${id}` },
    async mutationFn(canal: Canal | null) {
      if (id === null) return false
      const asked = await api.noteTold(id, canal)
      if (asked.kind !== 'answered') return false
      await client.cancelQueries({ queryKey: keys.tickets(serviceId) })
      client.setQueryData<KnownTickets>(keys.tickets(serviceId), (known) =>
        withNoted(known, id, asked.answer),
      )
      return true
    },
  })
  const isAsWanted = variables === (informado?.canal ?? null)
  return {
    note: (canal: Canal | null) => mutate(canal),
    /** The last click came to nothing. */
    hasFailed: !isPending && data === false && !isAsWanted,
  }
}

function withNoted(known: KnownTickets | undefined, id: number, { informado }: ProtocolNoted) {
  if (!known?.list) return known
  const atendimentos = known.list.atendimentos.map((ticket) =>
    ticket.id_atendimento === id ? { ...ticket, informado } : ticket,
  )
  return { ...known, list: { ...known.list, atendimentos } }
}

/** What was found is for this call alone: it goes with the form, or when its service does. */
export function useForgetting(serviceId: number | null) {
  const client = useQueryClient()
  const isEmpty = serviceId === null
  useEffect(() => {
    if (isEmpty) client.removeQueries({ queryKey: keys.all, type: 'inactive' })
  }, [client, isEmpty])
  useEffect(() => () => client.removeQueries({ queryKey: keys.all }), [client])
}
