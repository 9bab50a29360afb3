import type { Logger } from 'pino'
import type { TipoDeAtendimento } from '../../contract/page-context.ts'
import { type After, restFor } from '../clock.ts'
import type { Ask } from './ask.ts'
import { type TicketTypes, ticketTypes } from './ticket-types.ts'

type Deps = {
  ask: Ask['ask']
  /** The ids that the operator offers. */
  offered: number[]
  after: After
  log: Logger
}

const betweenReadsMs = 10 * 60_000
const afterFailureMs = 30_000

/**
 * What HubSoft calls the types of tickets that are offered, read at start and now and then, since its staff renames
 * them. What couldn't be read has its number for a name, and what was read before stands.
 */
export function createTypeNames({ ask, offered, after, log }: Deps) {
  const stopping = new AbortController()
  let names = new Map<number, string>()

  async function read(): Promise<boolean> {
    const asked = await ask(ticketTypes, { signal: stopping.signal, rank: 'later' })
    if (asked.kind !== 'answered' || !asked.said) return false
    names = namesIn(asked.said)
    const unknown = offered.filter((id) => !names.has(id))
    if (unknown.length > 0) log.error({ unknown }, 'hubsoft does not know a type that is offered')
    return true
  }

  async function keepReading() {
    while (!stopping.signal.aborted) {
      const wasRead = await read()
      await restFor(wasRead ? betweenReadsMs : afterFailureMs, after, stopping.signal)
    }
  }

  return {
    /** Reads nothing where nothing is offered. */
    start() {
      if (offered.length > 0) void keepReading()
    },
    list: (): TipoDeAtendimento[] =>
      offered.map((id) => ({
        id_tipo_atendimento: id,
        descricao: names.get(id) || `Tipo ${id}`,
      })),
    stop: () => stopping.abort(),
  }
}

const namesIn = ({ tipos_atendimento }: TicketTypes) =>
  new Map(
    tipos_atendimento.map(({ id_tipo_atendimento: id, descricao }) => [id, descricao] as const),
  )
