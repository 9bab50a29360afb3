import type { Logger } from 'pino'
import type { Posted } from '../../contract/nova-mensagem.ts'
import type { Deadline } from '../clock.ts'
import { silence } from '../hubsoft/send-outcome.ts'
import type { Journal } from '../journal/journal.ts'
import type { NotSent, TicketRow } from '../journal/ticket-row.ts'
import type { Answer } from '../journal/transition.ts'
import type { Looks } from './looks.ts'
import type { SaidAgain } from './said-again.ts'
import type { Verifier } from './verifier.ts'

/** One attempt to send, from its arrival on. */
export type Attempt = {
  /** As it will be recorded. */
  row: TicketRow & { novo: Posted }
  deadline: Deadline
  /** The send that a person wants repeated; null for a first attempt. */
  unknown: TicketRow | null
}

/** What came of recording an attempt: the row as it is then, and whether it is this attempt's. */
export type Recorded = { row: TicketRow; isOurs: boolean }

type Deps = {
  journal: Pick<Journal, 'find' | 'claim' | 'apply'>
  looks: Pick<Looks, 'look'>
  verifier: Pick<Verifier, 'wake'>
  saidAgain: SaidAgain
  /** By the steady clock. */
  now: () => Date
  log: Logger
}

/** The two durable commits of a send: the one without which nothing leaves, and the outcome. */
export function createRecorder({ journal, looks, verifier, saidAgain, now, log }: Deps) {
  async function claim(row: TicketRow): Promise<Recorded> {
    const claimed = await journal.claim(row)
    if (claimed) return { row: claimed, isOurs: true }
    const known = await journal.find(row.key)
    // Without one somebody was told meanwhile that it never arrived.
    return { row: known ?? { ...row, state: notRecorded }, isOurs: false }
  }

  /** Another attempt needs a look that could be read, and that nobody else was faster. */
  async function claimAgain({ row, deadline }: Attempt, unknown: TicketRow): Promise<Recorded> {
    const { row: seen, wasRead } = await looks.look(unknown, deadline.remainingMs())
    if (!wasRead) return { row: seen, isOurs: false }
    const { novo, sentAt, deadlineAt, owner, attempt } = row
    const as = { owner, attempt }
    const send = { novo, sentAt, deadlineAt }
    const resent = await journal.apply(row.key, { kind: 'resent', as, send }, now())
    return { row: resent?.row ?? seen, isOurs: resent?.isChanged === true }
  }

  return {
    /** Commit 1, without which nothing leaves. */
    async record(attempt: Attempt): Promise<Recorded> {
      const { row, unknown } = attempt
      return (unknown ? claimAgain(attempt, unknown) : claim(row)).catch((err: unknown) => {
        log.error({ key: row.key, err }, 'a send was not recorded, and so not sent')
        // Its row may stand all the same.
        saidAgain.add(row, notRecorded)
        return { row: unsent(attempt, notRecorded), isOurs: false }
      })
    },

    /** Commit 2; where it fails, what is told is what can be found out again (design §6, "Attempts"). */
    async settle(recorded: TicketRow, answer: Answer): Promise<TicketRow> {
      const { key, owner, attempt } = recorded
      const event = { kind: 'answered', by: { owner, attempt }, answer } as const
      const applied = await journal.apply(key, event, now(), recorded).catch((err: unknown) => {
        log.error({ key, err }, 'an outcome was not kept')
        saidAgain.add(recorded, answer)
        return undefined
      })
      if (applied) {
        const { nextLookAt } = applied.row
        if (nextLookAt && nextLookAt <= now()) verifier.wake()
        return applied.row
      }
      if (applied === null)
        log.error({ key }, 'an outcome has no row any more: was the file changed?')
      if (answer.kind !== 'opened') {
        return { ...recorded, state: silence }
      }
      const others = (answer.others ?? []).map(({ protocolo }) => protocolo)
      return { ...recorded, state: { ...answer, others } }
    },

    /** Comes back once nothing more is said to the database. */
    stop: saidAgain.stop,
  }
}

export const notRecorded = { kind: 'not-sent', reason: 'not-recorded' } as const

/** What is told of an attempt that was never recorded: the send that it was to repeat is as it was. */
export function unsent({ row, unknown }: Attempt, why: NotSent): TicketRow {
  return unknown ?? { ...row, state: why }
}

export type Recorder = ReturnType<typeof createRecorder>
