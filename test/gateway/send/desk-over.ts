import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { type After, type Clock, createSteadyNow, systemClock } from '#src/gateway/clock.ts'
import type { OpenDatabase } from '#src/gateway/database/database.ts'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import type { HubsoftClient } from '#src/gateway/hubsoft/client.ts'
import type { LookFor } from '#src/gateway/hubsoft/look.ts'
import { createJournal, type Journal } from '#src/gateway/journal/journal.ts'
import type { LostMarks } from '#src/gateway/journal/lost-marks.ts'
import type { Destination } from '#src/gateway/send/outgoing.ts'
import { createSending } from '#src/gateway/send/sending.ts'
import { noDestination } from '../../samples.ts'

export type DeskOver = {
  hubsoft: Pick<HubsoftClient, 'admit'> & { lookFor: LookFor }
  clock?: Clock
  timeoutMs?: number
  settleMs?: number
  log?: Logger
  noteLost?: LostMarks['note']
  destination?: Destination
  countSend?: (usuario: string) => Promise<number>
  /** Stands between the desk and its journal. */
  overDisk?: (journal: Journal) => Journal
  /** As if other gateways wrote there, too. */
  isShared?: boolean
  confirmTime?: () => Promise<number>
  /** Another gateway's, in place of a database of its own. */
  database?: OpenDatabase
  after?: After
}

/** A desk and its journal, in a file of its own, over another HubSoft than a real one. */
export async function openDeskOver({
  hubsoft,
  clock = systemClock,
  timeoutMs = 60_000,
  settleMs = 60_000,
  log = pino({ level: 'silent' }),
  noteLost = async () => undefined,
  destination = noDestination,
  countSend = async () => 0,
  overDisk = (journal) => journal,
  isShared = false,
  confirmTime = async () => 0,
  database: others,
  after,
}: DeskOver) {
  const folder = mkdtempSync(join(tmpdir(), 'desk-'))
  const database = others ?? (await openSqlite(join(folder, 'novo-atendimento.db')))
  const told: string[] = []
  const journal = createJournal({ database, settleMs })
  const now = createSteadyNow(clock)
  const { desk, sender, verifier } = createSending({
    database: { isShared, confirmTime },
    journal: overDisk(journal),
    ...(after && { after }),
    ...{ clock, now, timeoutMs, settleMs, countSend, log },
    hubsoft: { lookWaitS: () => 0, ...hubsoft },
    lostMarks: { note: noteLost },
    destination,
    onTold: ({ kind }) => told.push(kind),
  })
  return {
    ...desk,
    database,
    journal,
    sender,
    /** The kinds of the outcomes that were told. */
    told,
    async close() {
      await verifier.stop()
      await sender.stop()
      if (!others) await database.destroy()
      rmSync(folder, { recursive: true })
    },
  }
}
