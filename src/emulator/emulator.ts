import { Hono } from 'hono'
import { adminRoutes } from './admin.ts'
import { createFaults, type FaultOrderInput, readFaultOrder } from './faults/faults.ts'
import type { EmulatorContext, EmulatorEnv } from './handler.ts'
import { createLedger } from './ledger.ts'
import { type Credentials, createTokens, signIn, wantsJson, withToken } from './oauth.ts'
import { type Permissions, permissions } from './permissions.ts'
import { createTicket } from './tickets/create-ticket.ts'
import { type ListStatus, listTickets } from './tickets/list-tickets.ts'
import { createTicketStore, type ProtocolDigits } from './tickets/ticket-store.ts'
import { listTicketTypes } from './tickets/ticket-type-list.ts'
import { htmlPage, phpJson } from './wire.ts'

export type EmulatorDeps = {
  now: () => Date
  wait: (ms: number) => Promise<void>
  credentials: Credentials
  /** The same seed, clock and order of requests give the same ids and protocols. */
  seed: number
  protocolDigits: ProtocolDigits
  expiresInS: number
  /** "suscess", unless said otherwise. */
  listStatus?: ListStatus
}

/** The stand-in HubSoft: the routes of the real one, and how to make them fail. */
export function createEmulator({
  now,
  wait,
  credentials,
  seed,
  protocolDigits,
  expiresInS,
  listStatus = 'suscess',
}: EmulatorDeps) {
  const store = createTicketStore({ now, seed, protocolDigits })
  const { ledger, record } = createLedger({ store, now })
  const tokens = createTokens({ now, expiresInS })
  const faults = createFaults({ wait, now })
  let granted = permissions.parse({})
  const setPermissions = (next: Permissions) => {
    granted = next
  }
  const revokeTokens = tokens.revokeAll
  const ticketHandler = createTicket({ store, permissions: () => granted })
  const listHandler = listTickets({ store, permissions: () => granted, listStatus })

  const app = new Hono<EmulatorEnv>()
    .route(
      '/_emulator',
      adminRoutes({ faults, ledger, revokeTokens, setPermissions, closeTicket: store.close }),
    )
    .use(async (c, next) => {
      await record(c)
      await next()
      sendInChunks(c)
    })
    .post('/oauth/token', faults.meet('token', signIn(tokens, credentials)))
    .post(
      '/api/v1/integracao/atendimento',
      faults.meet('atendimento', withToken(tokens, ticketHandler)),
    )
    .get(
      '/api/v1/integracao/cliente/atendimento',
      faults.meet('listagem', withToken(tokens, listHandler)),
    )
    .get(
      '/api/v1/integracao/configuracao/tipo_atendimento',
      faults.meet('leitura', withToken(tokens, listTicketTypes)),
    )
    .get('/login', () => htmlPage('Entrar'))
    .notFound((c) =>
      wantsJson(c) ? phpJson({ message: 'Not Found' }, 404) : htmlPage('404 Not Found', 404),
    )
    .onError((error) => {
      throw error
    })

  return {
    app,
    ledger,
    faults: {
      /** Throws for an order that makes no sense. */
      inject(input: FaultOrderInput) {
        const order = readFaultOrder(input)
        if ('sentences' in order) throw new Error(order.sentences.join(' '))
        faults.inject(order)
      },
      clear: faults.clear,
    },
    /** Replaces all permissions; those not named are granted. */
    setPermissions: (next: Partial<Permissions>) => setPermissions(permissions.parse(next)),
    /** As staff would in HubSoft itself; false where no ticket has this protocol. */
    closeTicket: store.close,
    /** Every token given out so far is unknown from now on (Q25). */
    revokeTokens,
  }
}

/** As PHP's answers come through a real front; but in one write. */
function sendInChunks(c: EmulatorContext): void {
  const { headers } = c.res
  const isJson = headers.get('content-type')?.startsWith('application/json')
  if (!isJson || headers.has('content-length')) return
  headers.set('transfer-encoding', 'chunked')
  c.env?.outgoing?.socket?.cork()
}

export type Emulator = ReturnType<typeof createEmulator>
