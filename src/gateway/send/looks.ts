import type { Logger } from 'pino'
import { referenceOf } from '../../contract/reference.ts'
import type { After } from '../clock.ts'
import type { LookedFor, LookFor } from '../hubsoft/look.ts'
import type { Rank } from '../hubsoft/read-pace.ts'
import type { Journal } from '../journal/journal.ts'
import { signedText, type TicketRow } from '../journal/ticket-row.ts'

type Deps = {
  journal: Pick<Journal, 'apply'>
  lookFor: LookFor
  /** How long HubSoft wants no looks, in seconds. */
  lookWaitS: () => number
  /** By the steady clock. */
  now: () => Date
  after: After
  log: Logger
}

/** The row as it is after a look, and whether HubSoft's list could be read in it. */
type Looked = { row: TicketRow; wasRead: boolean }

export type LookedNow =
  | { kind: 'looked'; row: TicketRow }
  /** The last look is too short a while ago. */
  | { kind: 'wait'; waitS: number }
  /** HubSoft wants no looks for so long. */
  | { kind: 'hubsoft-waits'; waitS: number }

/** What a look at HubSoft's list looks for, whichever attempt it may be of. */
export function lookedForOf(row: TicketRow): LookedFor {
  const { key, serviceId, messageTo, novo, firstSentAt } = row
  const description = novo && signedText(row, novo)
  return { serviceId, messageTo, reference: referenceOf(key), description, sentAt: firstSentAt }
}

const longestLookMs = 10_000
const betweenLooksMs = 5000

/** Looks for sends in HubSoft's list, and records what each look showed (design §6, "A look"). */
export function createLooks(deps: Deps) {
  const { journal, lookFor, lookWaitS, now, after, log } = deps
  const underWay = new Map<string, Promise<Looked>>()
  const cuts = new Set<AbortController>()
  let isStopped = false

  /** What HubSoft's list shows of it within that time. */
  async function seek(row: TicketRow, withinMs: number, rank: Rank) {
    const cut = new AbortController()
    if (isStopped) cut.abort()
    cuts.add(cut)
    const inTime = after(Math.min(withinMs, longestLookMs), () => cut.abort())
    return lookFor(lookedForOf(row), cut.signal, rank).finally(() => {
      inTime()
      cuts.delete(cut)
    })
  }

  /** One look, recorded. Rejects where the database doesn't take it. */
  async function look(row: TicketRow, withinMs: number, rank: Rank): Promise<Looked> {
    const { key } = row
    const at = now()
    const found = await seek(row, withinMs, rank)
    const wasRead = found !== null
    // Cut short by a stop, it says nothing of HubSoft.
    if (isStopped && !wasRead) return { row, wasRead }
    const applied = await journal.apply(key, { kind: 'looked', at, found }, now())
    log.info({ key, reference: referenceOf(key), found: found?.length ?? null }, 'look')
    return { row: applied?.row ?? row, wasRead }
  }

  /** One look at a time for each send; whoever comes meanwhile gets the same. */
  function join(row: TicketRow): Promise<Looked> {
    const running = underWay.get(row.key)
    if (running) return running
    const looking = look(row, longestLookMs, 'later').finally(() => underWay.delete(row.key))
    underWay.set(row.key, looking)
    return looking
  }

  return {
    /** For a resend: what can't be looked for now isn't recorded as a look. */
    look: async (row: TicketRow, withinMs = longestLookMs): Promise<Looked> =>
      lookWaitS() > 0 ? { row, wasRead: false } : look(row, withinMs, 'for-a-send'),
    join,
    lookWaitS,
    /** A person wants to know now. */
    async lookNow(row: TicketRow): Promise<LookedNow> {
      const { kind } = row.state
      const isOpen = kind === 'unknown' || (kind !== 'sending' && row.nextLookAt !== null)
      if (!isOpen) return { kind: 'looked', row }
      const sinceMs = now().getTime() - (row.looks.at(-1)?.at.getTime() ?? 0)
      // What seems to lie ahead was written by a former process, before the clock was set back.
      if (!underWay.has(row.key) && sinceMs >= 0 && sinceMs < betweenLooksMs) {
        return { kind: 'wait', waitS: Math.ceil((betweenLooksMs - sinceMs) / 1000) }
      }
      if (!underWay.has(row.key) && lookWaitS() > 0) {
        return { kind: 'hubsoft-waits', waitS: lookWaitS() }
      }
      const looked = await join(row)
      return { kind: 'looked', row: looked.row }
    },
    /** Cuts those under way, and comes back when what they showed is recorded. */
    async stop() {
      isStopped = true
      for (const cut of cuts) cut.abort()
      await Promise.allSettled(underWay.values())
    },
  }
}

export type Looks = ReturnType<typeof createLooks>
