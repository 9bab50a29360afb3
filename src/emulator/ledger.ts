import type { EmulatorContext } from './handler.ts'
import type { LedgerTicket } from './tickets/atendimento.ts'
import type { LedgerMessage } from './tickets/messages.ts'
import type { TicketStore } from './tickets/ticket-store.ts'
import { type Json, readJson } from './wire.ts'

export type LedgerRequest = {
  /** ISO 8601, UTC. */
  receivedAt: string
  method: string
  path: string
  /** The parameters of the query; secrets masked. */
  query: Json
  /** Null where the header was missing; `authorization` keeps its scheme only. */
  headers: { accept: string | null; 'content-type': string | null; authorization: string | null }
  /** JSON or form fields as data, anything else as text; secrets masked. */
  body: Json
}

/** What really happened, to compare with what anybody was told. */
export type Ledger = {
  readonly tickets: readonly LedgerTicket[]
  readonly messages: readonly LedgerMessage[]
  readonly requests: readonly LedgerRequest[]
  /** Forgets all of it. */
  clear(): void
}

type Deps = { store: TicketStore; now: () => Date }

const mask = '***'
const secretKeys = new Set(['client_secret', 'password', 'refresh_token', 'access_token'])

export function createLedger({ store, now }: Deps) {
  const requests: LedgerRequest[] = []

  /** To be called before any fault: a request that is never answered was still received. */
  async function record(c: EmulatorContext): Promise<void> {
    const { method, path } = c.req
    const accept = c.req.header('accept') ?? null
    const contentType = c.req.header('content-type') ?? null
    const authorization = c.req.header('authorization')?.replace(/^(\S+ )?.*/, `$1${mask}`) ?? null
    const headers = { accept, 'content-type': contentType, authorization }
    const query = masked(c.req.query())
    const body = readBody(await c.req.text(), contentType ?? '')
    requests.push({ receivedAt: now().toISOString(), method, path, query, headers, body })
  }

  const ledger: Ledger = {
    get tickets() {
      return store.tickets
    },
    get messages() {
      return store.messages.all
    },
    get requests() {
      return requests
    },
    clear() {
      store.clear()
      requests.length = 0
    },
  }

  return { ledger, record }
}

function readBody(text: string, contentType: string): Json {
  const json = readJson(text)
  if (json !== undefined) return masked(json)
  // A broken JSON text sent as a form, the way curl does, would become one long name.
  const isForm =
    contentType.startsWith('application/x-www-form-urlencoded') && !text.startsWith('{')
  if (isForm) return masked(Object.fromEntries(new URLSearchParams(text)))
  // Half a JSON text may hold a whole secret.
  const mentionsSecret = [...secretKeys].some((key) => text.includes(key))
  return mentionsSecret ? mask : text
}

function masked(value: Json): Json {
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, secretKeys.has(key) ? mask : masked(inner)]),
  )
}
