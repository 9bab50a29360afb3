import type { Logger } from 'pino'
import { type Clock, createSteadyNow, systemAfter } from '../clock.ts'
import { openDatabase } from '../database/open-database.ts'
import { createWriteCheck } from '../database/write-check.ts'
import { createListeners } from '../listeners.ts'
import { type Applied, createJournal } from './journal.ts'
import { openLostMarks } from './lost-marks.ts'
import { createRetention } from './retention.ts'

type Deps = {
  databaseFile: string
  journalDays: number
  settleMs: number
  /** Whose answers it is about. */
  hubsoft: URL
  clock: Clock
  log: Logger
}

/**
 * What stands on the disk: the journal, what HubSoft does to references, whether it may be written to, and
 * the steady time by which it is all judged. Swept until `opened` is closed.
 */
export async function openJournal(
  { databaseFile, journalDays, settleMs, hubsoft, clock, log }: Deps,
  opened: AsyncDisposableStack,
) {
  const database = await openDatabase(databaseFile, {
    onMade: () => log.warn('there was no journal: a new one was made, which knows of no send'),
    onGone: ({ what }) =>
      log.error({ what }, 'the journal is not what was opened: put it right and restart'),
    onFault: (err) => log.error({ err }, 'the journal’s log was not emptied'),
  })
  opened.defer(() => database.destroy())
  const now = createSteadyNow(clock)
  const sweeps = createRetention({ database, now, journalDays, log, after: systemAfter })
  opened.defer(sweeps.stop)
  await sweeps.start()

  const marksLost = createListeners<void>()
  const onLost = marksLost.tell
  const lostMarks = await openLostMarks({ database, hubsoft, clock, now, log, onLost })
  opened.defer(lostMarks.stop)

  const changes = createListeners<Applied>()
  const journal = createJournal({
    database,
    rules: { settleMs },
    onUnreadable: (key, err) => log.error({ key, err }, 'a row of the journal can’t be read'),
    onChange: changes.tell,
  })
  const takesWrites = createWriteCheck({ database, clock })
  return { database, journal, lostMarks, takesWrites, now, changes, marksLost }
}
