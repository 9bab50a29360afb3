import type { Journal } from '../journal/journal.ts'
import type { SendState, TicketRow } from '../journal/ticket-row.ts'

type Deps = {
  journal: Pick<Journal, 'sentSince'>
  /** Of a send, from its arrival to its answer. */
  timeoutMs: number
  /** As people are told it. */
  toWall: (steady: Date) => Date
}

type OfService = Pick<TicketRow, 'key' | 'serviceId'>

/** What another attendant is told of a send: nothing of what the customer said. */
export type OtherSend = Pick<TicketRow, 'key' | 'attendant' | 'sentAt' | 'since' | 'version'> & {
  serviceId: number
  kind: SendState['kind']
  /** Null while it has none, as far as anybody knows. */
  protocolo: string | null
}

// More than begin while the journal is asked.
const mostRemembered = 500
const mostRead = 50

/**
 * Whether somebody opened a ticket of a service since an attendant was shown its list. The journal alone can't say so
 * in the tick in which a send begins: what has begun, and isn't recorded yet, is known here.
 */
export function createMeanwhile({ journal, timeoutMs, toWall }: Deps) {
  /** The last that began in this process, as they were told; what is under way no record knows better. */
  const begun = new Map<string, OtherSend & { isUnderWay: boolean }>()

  /** Whether the list may lack it: sent since it was read, or before, and nothing known of it by then. */
  function mayBeMissing({ kind, sentAt, since }: OtherSend, readAt: Date): boolean {
    if (kind === 'refused' || kind === 'not-sent') return false
    if (sentAt >= readAt) return true
    if (sentAt.getTime() < readAt.getTime() - timeoutMs) return false
    return kind === 'sending' || kind === 'uncertain' || toWall(since) >= readAt
  }

  return {
    /** In the tick in which it begins, and once it is told. */
    note(row: TicketRow, { isUnderWay }: { isUnderWay: boolean }) {
      begun.delete(row.key)
      const [other] = othersIn([row])
      if (other) begun.set(row.key, { ...other, isUnderWay })
      const [oldest] = begun.keys()
      if (begun.size > mostRemembered && oldest !== undefined) begun.delete(oldest)
    },
    /** Nothing came of it. */
    forget: (key: string) => void begun.delete(key),
    /** What was recorded of a service since its list was read, or shortly before. */
    async recorded({ serviceId }: OfService, readAt: Date): Promise<OtherSend[]> {
      if (serviceId === null) return []
      const since = new Date(readAt.getTime() - timeoutMs)
      return othersIn(await journal.sentSince(serviceId, since, mostRead))
    },
    /** By another key, as it is in this tick: what is opened before what isn't known, and the last of it. */
    find({ key, serviceId }: OfService, readAt: Date, recorded: OtherSend[]) {
      const known = new Map(recorded.map((one) => [one.key, one]))
      for (const one of begun.values()) {
        const isNews = one.isUnderWay || one.version > (known.get(one.key)?.version ?? 0)
        if (one.serviceId === serviceId && isNews) known.set(one.key, one)
      }
      const missing = [...known.values()]
        .filter((one) => one.key !== key && mayBeMissing(one, readAt))
        .sort((one, other) => other.sentAt.getTime() - one.sentAt.getTime())
      return missing.find(({ kind }) => kind === 'opened') ?? missing[0]
    },
  }
}

export type Meanwhile = ReturnType<typeof createMeanwhile>

/** Of the sends that open a ticket of a service. */
function othersIn(rows: TicketRow[]): OtherSend[] {
  return rows.flatMap(({ key, attendant, sentAt, since, version, serviceId, messageTo, state }) => {
    if (serviceId === null || messageTo !== null) return []
    const { kind } = state
    const protocolo = kind === 'opened' ? state.atendimento.protocolo : null
    return { key, attendant, sentAt, since, version, serviceId, kind, protocolo }
  })
}
