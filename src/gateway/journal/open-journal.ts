import type { Logger } from 'pino'
import { type Clock, systemAfter } from '../clock.ts'
import type { DatabaseAddress } from '../database/address.ts'
import type { DatabaseEvents } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'
import { createWriteCheck } from '../database/write-check.ts'
import { type Applied, createJournal } from './journal.ts'
import { openLostMarks } from './lost-marks.ts'
import { createProtocolsTold } from './protocols-told.ts'
import { createRetention } from './retention.ts'
import { expectOwn } from './whose-journal.ts'

type Deps = {
  address: DatabaseAddress
  /** In place of a server's own time, for whoever moves the clock. */
  timeThere?: (() => Promise<number>) | undefined
  journalDays: number
  timeoutMs: number
  /** Of other gateways on the same database, which may be set otherwise. */
  longestTimeoutMs: number
  settleMs: number
  /** Whose answers it is about, and whether that is the stand-in. */
  hubsoft: URL
  isDemo: boolean
  /** This machine's. */
  clock: Clock
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
  const { address, journalDays, settleMs, timeoutMs, hubsoft, log, onChange, timeThere } = deps
  // Where gateways share a database they share its time: what one of them is at is not to be put off by another's start.
  let isAnew = address.kind === 'sqlite'
  let countAnew = async () => {}
  const events: DatabaseEvents = {
    onMade: () => log.warn('there was no journal: a new one was made, which knows of no send'),
    onGone: ({ what }) =>
      log.error({ what }, 'the journal is not what was opened: put it right and restart'),
    onFault: (err) =>
      address.kind === 'sqlite'
        ? log.error({ err }, 'the journal’s log was not emptied')
        : log.warn({ err }, 'a connection to the database was lost'),
    onTimeJump(byMs) {
      log.warn({ byMs }, 'the database’s clock jumped: what is open is counted anew')
      isAnew = true
      countAnew().catch((err: unknown) => log.error({ err }, 'what is open was not counted anew'))
    },
  }
  const options = { clock: deps.clock, ...(timeThere && { timeThere }) }
  const database = await openDatabase(address, events, options)
  opened.defer(() => database.destroy())
  await expectOwn(database, deps, log)
  const { clock, now } = database
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
  // What another one sends is its own until its deadline, however soon this one's would be over.
  const mostMs = database.isShared ? deps.longestTimeoutMs : timeoutMs
  const adopt = () => journal.adopt(now(), { timeoutMs: mostMs, isAnew })
  await adopt()
  countAnew = async () => {
    // Else what was told to be not sent would seem to be told later than its next click arrives.
    await sweeps.countAnew()
    await adopt()
  }
  const takesWrites = createWriteCheck({ database, nowMs: clock.monotonicMs })
  const protocolsTold = createProtocolsTold({ database, journal, clock, now })
  return { database, journal, lostMarks, protocolsTold, takesWrites }
}
