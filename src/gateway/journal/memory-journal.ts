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

/** What was sent and what came of it, kept for the life of the process. */
export function createMemoryJournal() {
  const rows = new Map<string, JournalRow>()
  return {
    find: async (key: string) => rows.get(key),
    /** What this attendant sent since then, and whatever of theirs isn't known yet; newest first. */
    async sentBy(usuario: string, since: Date, now: Date): Promise<JournalRow[]> {
      return [...rows.values()]
        .filter((row) => row.attendant.usuario === usuario)
        .filter((row) => row.sentAt >= since || isNotKnown(row, now))
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
      const known = rows.get(row.key)
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
    },
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
