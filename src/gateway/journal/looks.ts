import type { Logger } from 'pino'
import { referenceOf } from '../../contract/reference.ts'
import type { After, Clock } from '../clock.ts'
import type { LookFor } from '../hubsoft/look.ts'
import type { Journal } from './journal.ts'
import type { TicketRow } from './ticket-row.ts'

type Deps = {
  journal: Pick<Journal, 'apply'>
  lookFor: LookFor
  clock: Clock
  after: After
  log: Logger
}

export type LookedNow =
  | { kind: 'looked'; row: TicketRow }
  /** The last look is too short a while ago. */
  | { kind: 'wait'; waitS: number }

const longestLookMs = 10_000
const betweenLooksMs = 5000

/** Looks for sends in HubSoft's list, and records what each look showed (design §6, "A look"). */
export function createLooks({ journal, lookFor, clock, after, log }: Deps) {
  const underWay = new Map<string, Promise<TicketRow>>()
  const stopping = new AbortController()
  const now = () => new Date(clock.wallMs())

  /** One look, recorded; the row as it is then. Rejects where the database doesn't take it. */
  async function look(row: TicketRow, signal?: AbortSignal): Promise<TicketRow> {
    const at = now()
    const { key, serviceId, firstSentAt: sentAt } = row
    const reference = referenceOf(key)
    const stop = new AbortController()
    const inTime = after(longestLookMs, () => stop.abort())
    const signals = [stop.signal, stopping.signal, ...(signal ? [signal] : [])]
    const found = await lookFor({ serviceId, reference, sentAt }, AbortSignal.any(signals))
    inTime()
    // Cut short by a stop, it says nothing of HubSoft.
    if (stopping.signal.aborted && found === null) return row
    const applied = await journal.apply(key, { kind: 'looked', at, found }, now())
    log.info({ key, reference, found: found?.length ?? null }, 'look')
    return applied?.row ?? row
  }

  /** One look at a time for each send; whoever comes meanwhile gets the same. */
  function join(row: TicketRow, begin: () => Promise<TicketRow>): Promise<TicketRow> {
    const running = underWay.get(row.key)
    if (running) return running
    const looking = begin().finally(() => underWay.delete(row.key))
    underWay.set(row.key, looking)
    return looking
  }

  return {
    look,
    join,
    isUnderWay: (key: string) => underWay.has(key),
    /** A person wants to know now. */
    async lookNow(row: TicketRow): Promise<LookedNow> {
      const { kind } = row.state
      if (kind !== 'uncertain' && kind !== 'unknown') return { kind: 'looked', row }
      const running = underWay.get(row.key)
      if (running) return { kind: 'looked', row: await running }
      const sinceMs = clock.wallMs() - (row.looks.at(-1)?.at.getTime() ?? 0)
      if (sinceMs >= 0 && sinceMs < betweenLooksMs) {
        return { kind: 'wait', waitS: Math.ceil((betweenLooksMs - sinceMs) / 1000) }
      }
      return { kind: 'looked', row: await join(row, () => look(row)) }
    },
    stopping: stopping.signal,
    /** Cuts those under way. */
    async stop() {
      stopping.abort()
      await Promise.allSettled(underWay.values())
    },
  }
}

export type Looks = ReturnType<typeof createLooks>
