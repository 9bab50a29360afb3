import type { Logger } from 'pino'
import { referenceOf } from '../../contract/reference.ts'
import { byDeadline, type Clock, type Deadline } from '../clock.ts'
import type { Admission, HubsoftClient } from '../hubsoft/client.ts'
import { type SendOutcome, silence, unreachable } from '../hubsoft/send-outcome.ts'
import type { TicketRow } from '../journal/ticket-row.ts'
import type { AnswerOf } from './answer-of.ts'
import { type Destination, outgoingOf } from './outgoing.ts'
import { type Attempt, notRecorded, type Recorded, type Recorder, unsent } from './recorder.ts'

type Deps = {
  recorder: Recorder
  hubsoft: Pick<HubsoftClient, 'admit'>
  answerOf: AnswerOf
  clock: Clock
  /** How long an answer is listened for after the deadline. */
  settleMs: number
  destination: Destination
  log: Logger
}

/** A commit takes milliseconds, unless another program holds the database: then nobody waits for it. */
const withCommit = ({ remainingMs }: Deadline) => ({ remainingMs: () => remainingMs() + 250 })

/** Takes one attempt to HubSoft: recorded before it leaves, and its outcome before it is told. */
export function createSender(deps: Deps) {
  const { recorder, hubsoft, answerOf, destination, clock, settleMs, log } = deps
  const listening = new Set<Promise<unknown>>()
  const { say, fault } = createSayings(clock, log)

  async function send(attempt: Attempt): Promise<TicketRow> {
    const admission = await admit(attempt)
    if (admission.kind === 'not-sent') return unsent(attempt, admission)

    const recorded = await record(attempt, admission)
    if (!recorded.isOurs) return recorded.row

    const outcome = await post(attempt, admission, recorded.row)
    return settle(attempt, recorded.row, outcome)
  }

  /** By the deadline, since whoever isn't admitted by then isn't any more. */
  async function admit(attempt: Attempt) {
    try {
      const admission = await hubsoft.admit(attempt.deadline)
      if (admission.kind === 'not-sent') say(attempt, admission)
      return admission
    } catch (err) {
      return fault(attempt, err, unreachable)
    }
  }

  /** Commit 1, without which nothing leaves. */
  async function record(attempt: Attempt, admission: Admission): Promise<Recorded> {
    const recording = recorder.record(attempt)
    const recorded = await byDeadline(withCommit(attempt.deadline), recording, null)
    if (recorded?.isOurs) return recorded
    admission.leave()
    say(attempt, unreachable)
    if (recorded) return recorded
    listenTo(settleUnsent(recording))
    return { row: unsent(attempt, notRecorded), isOurs: false }
  }

  /** What came of it by the deadline, past which nothing leaves. What has left by then is listened to. */
  async function post(attempt: Attempt, admission: Admission, recorded: TicketRow) {
    const posting = postSafely(attempt, admission)
    const answered = await byDeadline(attempt.deadline, posting, null)
    if (answered) return answered
    if (admission.takeBack()) return unreachable
    listenTo(settleLate(attempt, recorded, posting))
    return silence
  }

  async function postSafely(attempt: Attempt, { post, takeBack }: Admission): Promise<SendOutcome> {
    const { row } = attempt
    try {
      const outcome = await post(outgoingOf(row, destination), settleMs)
      say(attempt, outcome)
      return outcome
    } catch (err) {
      return fault(attempt, err, takeBack() ? unreachable : silence)
    }
  }

  /** Commit 2, before anybody is told. */
  async function settle(attempt: Attempt, recorded: TicketRow, outcome: SendOutcome) {
    const settling = listenTo(keep(attempt, recorded, outcome))
    return byDeadline(withCommit(attempt.deadline), settling, unkept(attempt, recorded, outcome))
  }

  async function keep(attempt: Attempt, recorded: TicketRow, outcome: SendOutcome) {
    return recorder.settle(recorded, await answerOf(attempt, outcome))
  }

  /** An answer that comes after the deadline still counts. */
  async function settleLate(attempt: Attempt, recorded: TicketRow, posting: Promise<SendOutcome>) {
    await keep(attempt, recorded, await posting)
  }

  /** The disk took it when nobody waited any more, and so it never left. */
  async function settleUnsent(recording: Promise<Recorded>) {
    const { row, isOurs } = await recording
    if (isOurs) await recorder.settle(row, unreachable)
  }

  function listenTo<Done>(work: Promise<Done>): Promise<Done> {
    listening.add(work)
    void work.finally(() => listening.delete(work))
    return work
  }

  return {
    /** Comes to the row that is told: by the deadline, whatever HubSoft does. Never rejects. */
    send: (attempt: Attempt): Promise<TicketRow> => listenTo(send(attempt)),
    /** Comes back when what is still listened for is recorded, and what a send goes on listening for meanwhile. */
    async stop() {
      while (listening.size > 0) await Promise.allSettled([...listening])
      await recorder.stop()
    },
  }
}

export type Sender = ReturnType<typeof createSender>

/** What the log says of sends. */
function createSayings(clock: Clock, log: Logger) {
  return {
    say({ row: { key, sentAt } }: Attempt, { kind }: SendOutcome) {
      const durationMs = clock.wallMs() - sentAt.getTime()
      log.info({ key, reference: referenceOf(key), kind, durationMs }, 'send')
    },
    /** Of a bug nobody else may hear; what is true of the send all the same comes back. */
    fault<Told>({ row: { key } }: Attempt, err: unknown, told: Told): Told {
      log.error({ key, err }, 'a fault of ours ended a send')
      return told
    },
  }
}

/** What is true of it while the disk keeps everybody waiting. */
function unkept(attempt: Attempt, recorded: TicketRow, outcome: SendOutcome): TicketRow {
  return outcome.kind === 'not-sent' ? unsent(attempt, outcome) : { ...recorded, state: silence }
}
