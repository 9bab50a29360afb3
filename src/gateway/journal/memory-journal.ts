import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { ShownAtendimento } from '../../contract/atendimento.ts'
import type { NovoAtendimento } from '../../contract/novo-atendimento.ts'
import type { Attendant } from '../session/attendant.ts'

/** What is known of a send; the words are those of design §5's table. */
export type SendState =
  /** Before the head is written: queue, token. */
  | { kind: 'waiting' }
  | { kind: 'sending' }
  /** Proved not sent, or not accepted: the same key may send again, with any text. */
  | { kind: 'received'; reason: 'unreachable' | 'account-refused' }
  | { kind: 'received'; reason: 'hubsoft-down'; sinceMs: number }
  | { kind: 'received'; reason: 'too-many'; retryAfterS: number }
  | { kind: 'uncertain' }
  | { kind: 'unknown' }
  | { kind: 'opened'; atendimento: ShownAtendimento }
  | { kind: 'refused'; sentences: string[]; permission: boolean }

export type JournalRow = {
  key: string
  attendant: Attendant
  /** The ticket as the attendant posted it, without signature. */
  novo: NovoAtendimento
  attempt: number
  sentAt: Date
  deadlineAt: Date
  /** From here on an uncertain send counts as unknown. */
  settleAt: Date
  state: SendState
}

/** Sends whose outcome isn't known, and when the oldest of them was sent. */
export type NotKnown = { count: number; oldest: Date | null }

const hourMs = 3_600_000
// An attendant's list reaches back 16 h, and a page never repeats a POST by itself. The wide margin is for
// the key's sake: one that was dropped and is posted again sends again.
const keptMs = 48 * hourMs

/** An opened ticket, of which nothing changes any more. */
type Opened = { usuario: string; sentAtMs: number; packed: string }

/**
 * What was sent and what came of it, kept for two days, and what isn't known of it for the life of the
 * process.
 */
export function createMemoryJournal() {
  const rows = new Map<string, JournalRow>()
  const opened = new Map<string, Opened>()
  let sweptMs = 0

  /** Once an hour at most: it looks at everything. */
  function sweep(nowMs: number) {
    // A clock that was set back must not put it off.
    if (Math.abs(nowMs - sweptMs) < hourMs) return
    sweptMs = nowMs
    for (const [key, { sentAtMs }] of opened) {
      if (nowMs - sentAtMs > keptMs) opened.delete(key)
    }
    for (const [key, { sentAt, state }] of rows) {
      const isKnown = state.kind === 'refused' || state.kind === 'received'
      if (isKnown && nowMs - sentAt.getTime() > keptMs) rows.delete(key)
    }
  }

  function find(key: string): JournalRow | undefined {
    const one = opened.get(key)
    return one ? unpack(one) : rows.get(key)
  }

  return {
    find: async (key: string) => find(key),
    /** What this attendant sent since then, and whatever of theirs isn't known yet; newest first. */
    async sentBy(usuario: string, since: Date, now: Date): Promise<JournalRow[]> {
      const others = [...rows.values()]
        .filter((row) => row.attendant.usuario === usuario)
        .filter((row) => row.sentAt >= since || isNotKnown(row, now))
      return [...opened.values()]
        .filter((one) => one.usuario === usuario && one.sentAtMs >= since.getTime())
        .map(unpack)
        .concat(others)
        .sort((a, b) => b.sentAt.getTime() - a.sentAt.getTime())
    },
    async notKnown(now: Date): Promise<NotKnown> {
      const open = [...rows.values()]
        .filter((row) => isNotKnown(row, now))
        .sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime())
      return { count: open.length, oldest: open[0]?.sentAt ?? null }
    },
    /** Writes the row if nothing is known of its key, or the key's earlier send proved not sent. */
    async claim(row: JournalRow): Promise<JournalRow> {
      sweep(row.sentAt.getTime())
      const known = find(row.key)
      const isFree = !known || known.state.kind === 'received'
      if (known && !(isFree && known.attendant.usuario === row.attendant.usuario)) return known
      rows.set(row.key, row)
      return row
    },
    /** An opened ticket stays opened whatever is said later, and what is known doesn't become uncertain. */
    async settle(row: JournalRow, state: SendState) {
      const { kind } = row.state
      if (kind === 'opened') return
      if (state.kind === 'uncertain' && kind !== 'waiting' && kind !== 'sending') return
      row.state = state
      if (state.kind !== 'opened') return
      rows.delete(row.key)
      opened.set(row.key, pack(row))
    },
  }
}

/** In a third of the memory that its objects take. */
function pack(row: JournalRow): Opened {
  const { attendant, sentAt } = row
  return {
    usuario: attendant.usuario,
    sentAtMs: sentAt.getTime(),
    packed: deflateRawSync(JSON.stringify(row)).toString('latin1'),
  }
}

function unpack({ packed }: Opened): JournalRow {
  const row: JournalRow = JSON.parse(inflateRawSync(Buffer.from(packed, 'latin1')).toString())
  const { sentAt, deadlineAt, settleAt } = row
  return {
    ...row,
    sentAt: new Date(sentAt),
    deadlineAt: new Date(deadlineAt),
    settleAt: new Date(settleAt),
  }
}

export type Journal = ReturnType<typeof createMemoryJournal>

const isNotKnown = (row: JournalRow, now: Date) =>
  ['uncertain', 'unknown'].includes(stateAt(row, now).kind)

/** The row's state as it counts at `now`: time alone makes an unsettled send less certain. */
export function stateAt(row: JournalRow, now: Date): SendState {
  const { kind } = row.state
  if (kind !== 'sending' && kind !== 'uncertain') return row.state
  if (now >= row.settleAt) return { kind: 'unknown' }
  return now >= row.deadlineAt ? { kind: 'uncertain' } : row.state
}
