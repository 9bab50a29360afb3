import type { Logger } from 'pino'
import { type Clock, systemAfter } from '../clock.ts'
import { openDatabase } from '../database/open-database.ts'
import { createWriteCheck } from '../database/write-check.ts'
import { type Applied, createJournal } from './journal.ts'
import { openLostMarks } from './lost-marks.ts'
import { createProtocolsTold } from './protocols-told.ts'
import { createRetention } from './retention.ts'

type Deps = {
  databaseFile: string
  journalDays: number
  timeoutMs: number
  settleMs: number
  /** Whose answers it is about. */
  hubsoft: URL
  clock: Clock
  /** By the steady clock. */
  now: () => Date
  log: Logger
  /** Told of each change of a send, once it is on disk. */
  onChange: (applied: Applied) => void
  onMarkLost: () => void
}

/**
 * What stands on the disk: the journal, with what former processes left brought into this one's time, what HubSoft
 * does to references, and whether it may be written to. Swept until `opened` is closed.
 */
export async function openJournal(deps: Deps, opened: AsyncDisposableStack) {
  const { databaseFile, journalDays, settleMs, hubsoft, clock, now, log, onChange } = deps
  const database = await openDatabase(databaseFile, {
    onMade: () => log.warn('there was no journal: a new one was made, which knows of no send'),
    onGone: ({ what }) =>
      log.error({ what }, 'the journal is not what was opened: put it right and restart'),
    onFault: (err) => log.error({ err }, 'the journal’s log was not emptied'),
  })
  opened.defer(() => database.destroy())
  const sweeps = createRetention({ database, now, journalDays, log, after: systemAfter })
  opened.defer(sweeps.stop)
  await sweeps.start()

  const marks = { database, hubsoft, clock, now, log, onLost: deps.onMarkLost }
  const lostMarks = await openLostMarks(marks)
  opened.defer(lostMarks.stop)

  const journal = createJournal({
    database,
    settleMs,
    onUnreadable: (key, err) => log.error({ key, err }, 'a row of the journal can’t be read'),
    onChange,
  })
  await journal.adopt(now(), { timeoutMs: deps.timeoutMs, isAnew: true })
  const takesWrites = createWriteCheck({ database, nowMs: clock.monotonicMs })
  const protocolsTold = createProtocolsTold({ database, journal, clock, now })
  return { database, journal, lostMarks, protocolsTold, takesWrites }
}
