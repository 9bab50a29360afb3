import { Hono } from 'hono'
import { adminRoutes } from './admin.ts'
import type { FaultRoute } from './faults/fault.ts'
import { createFaults, type FaultOrderInput, readFaultOrder } from './faults/faults.ts'
import { sendAsFront } from './front.ts'
import type { EmulatorContext, EmulatorEnv, EmulatorHandler } from './handler.ts'
import { createLedger } from './ledger.ts'
import { createLimits } from './limits.ts'
import { findCustomers } from './look-up/find-customers.ts'
import { type Credentials, createTokens, signIn, wantsJson, withToken } from './oauth.ts'
import { type Permissions, permissions } from './permissions.ts'
import { createSwitches, type Switches } from './switches.ts'
import { addMessage } from './tickets/add-message.ts'
import { configurationLists } from './tickets/configuration-lists.ts'
import { createTicket } from './tickets/create-ticket.ts'
import { listTickets } from './tickets/list-tickets.ts'
import { createTicketStore, type ProtocolDigits } from './tickets/ticket-store.ts'
import { htmlPage, phpJson, tooMany } from './wire.ts'

export type EmulatorDeps = {
  now: () => Date
  wait: (ms: number) => Promise<void>
  credentials: Credentials
  /** The same seed, clock and order of requests give the same ids and protocols. */
  seed: number
  protocolDigits: ProtocolDigits
  expiresInS: number
  /** Those that differ from a live tenant's. */
  switches?: Partial<Switches>
}

const api = '/api/v1/integracao'

/** The stand-in HubSoft: the routes of the real one, and how to make them fail. */
export function createEmulator({
  now,
  wait,
  credentials,
  seed,
  protocolDigits,
  expiresInS,
  switches: chosen,
}: EmulatorDeps) {
  const store = createTicketStore({ now, seed, protocolDigits })
  const { ledger, record } = createLedger({ store, now })
  const tokens = createTokens({ now, expiresInS })
  const faults = createFaults({ wait, now })
  const limits = createLimits({ now })
  const switches = createSwitches(chosen)
  let granted = permissions.parse({})
  const setPermissions = (next: Permissions) => {
    granted = next
  }
  const revokeTokens = tokens.revokeAll
  const deps = { store, now, permissions: () => granted, switches: switches.current, notFound }
  const routes: [string, string, FaultRoute, EmulatorHandler][] = [
    ['POST', '/oauth/token', 'token', signIn(tokens, credentials)],
    ['POST', `${api}/atendimento`, 'atendimento', withToken(tokens, createTicket(deps))],
    [
      'POST',
      `${api}/atendimento/adicionar_mensagem/:id`,
      'mensagem',
      withToken(tokens, addMessage(deps)),
    ],
    ['GET', `${api}/cliente`, 'consulta', withToken(tokens, findCustomers(deps))],
    ['GET', `${api}/cliente/atendimento`, 'listagem', withToken(tokens, listTickets(deps))],
  ]
  for (const [name, list] of Object.entries(configurationLists)) {
    routes.push(['GET', `${api}/configuracao/${name}`, 'leitura', withToken(tokens, list)])
  }

  const admin = { faults, ledger, switches, revokeTokens, setPermissions, closeTicket: store.close }
  const app = new Hono<EmulatorEnv>()
    .route('/_emulator', adminRoutes(admin))
    .use(async (c, next) => {
      await record(c)
      const waitS = switches.current().limits ? limits.take(c.req.path) : 0
      if (waitS > 0) c.res = tooMany(waitS)
      else await next()
      await sendAsFront(c)
    })
    .get('/login', () => htmlPage('Entrar'))
    .notFound(notFound)
    .onError((error) => {
      throw error
    })
  for (const [method, path, route, handler] of routes) {
    app.on(method, path, faults.meet(route, handler))
  }

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
    /** Throws for switches that make no sense; the others stay as they are. */
    setSwitches(change: Partial<Switches>) {
      const { error } = switches.set(change)
      if (error) throw error
    },
    /** As staff would in HubSoft itself; false where no ticket has this protocol. */
    closeTicket: store.close,
    /** Every token given out so far is unknown from now on (Q25). */
    revokeTokens,
  }
}

async function notFound(c: EmulatorContext): Promise<Response> {
  if (c.req.path.startsWith(`${api}/`)) {
    return phpJson({ status: 'error', msg: 'Método/endpoint não disponível' }, 404)
  }
  return wantsJson(c) ? phpJson({ message: 'Not Found' }, 404) : htmlPage('404 Not Found', 404)
}

export type Emulator = ReturnType<typeof createEmulator>
