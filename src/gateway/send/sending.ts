import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { type After, type Clock, systemAfter } from '../clock.ts'
import type { HubsoftClient } from '../hubsoft/client.ts'
import type { LookFor } from '../hubsoft/look.ts'
import type { Journal, JournalPlace } from '../journal/journal.ts'
import type { LostMarks } from '../journal/lost-marks.ts'
import type { SendState } from '../journal/ticket-row.ts'
import { createAnswerOf } from './answer-of.ts'
import { type CountSend, createTicketDesk } from './desk.ts'
import { createLooks } from './looks.ts'
import type { Destination } from './outgoing.ts'
import { createRecorder } from './recorder.ts'
import { createSaidAgain } from './said-again.ts'
import { createSender } from './sender.ts'
import { createVerifier } from './verifier.ts'

type Deps = {
  journal: Journal
  /** Where the journal is. */
  database: JournalPlace
  hubsoft: Pick<HubsoftClient, 'admit'> & { lookFor: LookFor; lookWaitS: () => number }
  lostMarks: Pick<LostMarks, 'note'>
  countSend: CountSend
  /** Told of what an attendant is told first. */
  onTold: (state: SendState) => void
  clock: Clock
  /** By the steady clock. */
  now: () => Date
  after?: After
  timeoutMs: number
  settleMs: number
  destination: Destination
  log: Logger
}

/** All that a send goes through here: the desk, the way to HubSoft, and the looks for what isn't known. */
export function createSending({ after = systemAfter, ...deps }: Deps) {
  const { journal, database, hubsoft, lostMarks, countSend, onTold, clock, now, log } = deps
  const { timeoutMs } = deps
  const { ticketTypes } = deps.destination
  const looks = createLooks({ journal, ...hubsoft, now, after, log })
  const verifier = createVerifier({ journal, database, looks, now, after, log })
  const saidAgain = createSaidAgain({ journal, database, now, after, log })
  const recorder = createRecorder({ journal, looks, verifier, saidAgain, now, log })
  const answerOf = createAnswerOf({ ...hubsoft, lostMarks, log })
  const sender = createSender({ ...deps, recorder, answerOf })
  const books = { journal, database, looks, sender, ticketTypes, countSend, onTold }
  const desk = createTicketDesk({ ...books, owner: randomUUID(), clock, now, timeoutMs })
  return { desk, sender, looks, verifier }
}
