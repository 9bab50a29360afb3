import type { Logger } from 'pino'
import { referenceOf } from '../../contract/reference.ts'
import { byDeadline, type Clock, type Deadline } from '../clock.ts'
import type { Admission, HubsoftClient, SendOutcome } from '../hubsoft/client.ts'
import type { TicketRow } from '../journal/ticket-row.ts'
import type { AnswerOf } from './answer-of.ts'
import { signedDescription } from './looks.ts'
import { type Attempt, type Commits, notRecorded, type Recorded, unsent } from './recorder.ts'

type Deps = {
  commits: Commits
  hubsoft: Pick<HubsoftClient, 'admit'>
  answerOf: AnswerOf
  clock: Clock
  /** How long an answer is listened for after the deadline. */
  settleMs: number
  log: Logger
}

const unreachable = { kind: 'not-sent', reason: 'unreachable' } as const
const silence = { kind: 'uncertain', saidNo: false } as const

/** A commit takes milliseconds, unless another program holds the database: then nobody waits for it. */
const withCommit = ({ remainingMs }: Deadline) => ({ remainingMs: () => remainingMs() + 250 })

/** Takes one attempt to HubSoft: recorded before it leaves, and its outcome before it is told. */
export function createSender({ commits, hubsoft, answerOf, clock, settleMs, log }: Deps) {
  const listening = new Set<Promise<unknown>>()

  async function take(attempt: Attempt): Promise<TicketRow> {
    const { deadline } = attempt
    const admission = await admit(attempt)
    if (admission.kind === 'not-sent') return unsent(attempt, admission)

    const recording = commits.record(attempt)
    const recorded = await byDeadline(withCommit(deadline), recording, null)
    if (!recorded?.isOurs) {
      admission.leave()
      tell(attempt, unreachable)
    }
    if (!recorded) {
      listenTo(settleUnsent(recording))
      return unsent(attempt, notRecorded)
    }
    if (!recorded.isOurs) return recorded.row

    const posting = post(attempt, admission)
    const answered = await byDeadline(deadline, posting, null)
    const mayHaveLeft = !answered && !admission.takeBack()
    if (mayHaveLeft) listenTo(settleLate(attempt, recorded.row, posting))

    const outcome = answered ?? (mayHaveLeft ? silence : unreachable)
    const settling = listenTo(settle(attempt, recorded.row, outcome))
    return byDeadline(withCommit(deadline), settling, unsettled(attempt, recorded.row, outcome))
  }

  /** Comes by the deadline, since whoever isn't admitted by then isn't any more. */
  async function admit(attempt: Attempt) {
    try {
      const admission = await hubsoft.admit(attempt.deadline)
      if (admission.kind === 'not-sent') tell(attempt, admission)
      return admission
    } catch (err) {
      return faultOf(attempt, err, unreachable)
    }
  }

  /** Past the deadline nothing leaves; what has left by then is listened to until the settle time. */
  async function post(attempt: Attempt, { post, takeBack }: Admission): Promise<SendOutcome> {
    const { row, novo } = attempt
    try {
      const signed = { ...novo, descricao: signedDescription(row, novo.descricao) }
      const outcome = await post(signed, settleMs)
      tell(attempt, outcome)
      return outcome
    } catch (err) {
      return faultOf(attempt, err, takeBack() ? unreachable : silence)
    }
  }

  /** Commit 2; an answer that comes after the deadline still counts. */
  async function settle(attempt: Attempt, recorded: TicketRow, outcome: SendOutcome) {
    return commits.settle(recorded, await answerOf(attempt, outcome))
  }

  async function settleLate(attempt: Attempt, recorded: TicketRow, posting: Promise<SendOutcome>) {
    return settle(attempt, recorded, await posting)
  }

  /** The disk took it when nobody waited any more, and so it never left. */
  async function settleUnsent(recording: Promise<Recorded>) {
    const { row, isOurs } = await recording
    if (isOurs) await commits.settle(row, unreachable)
  }

  function tell({ row: { key, sentAt } }: Attempt, { kind }: SendOutcome) {
    const durationMs = clock.wallMs() - sentAt.getTime()
    log.info({ key, reference: referenceOf(key), kind, durationMs }, 'send')
  }

  function faultOf<Told>({ row: { key } }: Attempt, err: unknown, told: Told): Told {
    log.error({ key, err }, 'a fault of ours ended a send')
    return told
  }

  function listenTo<Done>(work: Promise<Done>): Promise<Done> {
    listening.add(work)
    void work.finally(() => listening.delete(work))
    return work
  }

  return {
    /** Comes to the row that is told: by the deadline, whatever HubSoft does. Never rejects. */
    send: (attempt: Attempt): Promise<TicketRow> => listenTo(take(attempt)),
    /** Comes back when what is still listened for is recorded. */
    async stop() {
      await Promise.allSettled([...listening])
    },
  }
}

export type Sender = ReturnType<typeof createSender>

/** What is true of it while the disk keeps everybody waiting. */
function unsettled(attempt: Attempt, recorded: TicketRow, outcome: SendOutcome): TicketRow {
  return outcome.kind === 'not-sent' ? unsent(attempt, outcome) : { ...recorded, state: silence }
}
