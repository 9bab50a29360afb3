import type { Logger } from 'pino'
import { referenceOf } from '../../contract/reference.ts'
import { byDeadline, type Clock, signalOf } from '../clock.ts'
import type { HubsoftClient, Sending, SendOutcome } from '../hubsoft/client.ts'
import type { LookFor } from '../hubsoft/look.ts'
import type { LostMarks } from '../journal/lost-marks.ts'
import type { NotSent, TicketRow } from '../journal/ticket-row.ts'
import type { Answer } from '../journal/transition.ts'
import { lookedForOf, signedDescription } from './looks.ts'
import type { Attempt, Commits, Recorded } from './recorder.ts'

type Deps = {
  commits: Commits
  hubsoft: Pick<HubsoftClient, 'openTicket'> & { lookFor: LookFor }
  lostMarks: Pick<LostMarks, 'note'>
  clock: Clock
  /** How long an answer is listened for after the deadline. */
  settleMs: number
  log: Logger
}

const unreachable = { kind: 'not-sent', reason: 'unreachable' } as const
const silence = { kind: 'uncertain', saidNo: false } as const
/** A commit takes milliseconds, unless another program holds the database. */
const commitMs = 250

/** Takes one attempt to HubSoft: recorded before it leaves, and its outcome before it is told. */
export function createSender({ commits, hubsoft, lostMarks, clock, settleMs, log }: Deps) {
  const listening = new Set<Promise<unknown>>()

  function begin(attempt: Attempt) {
    const { row, novo, deadline } = attempt
    let recording: Promise<Recorded> | undefined
    let recorded: Recorded | undefined
    const sending = startSafely(() =>
      hubsoft.openTicket({
        novo: { ...novo, descricao: signedDescription(row, novo.descricao) },
        deadline,
        listenMs: settleMs,
        async record() {
          recording = commits.record(attempt).catch((err: unknown) => {
            log.error({ key: row.key, err }, 'a send was not recorded, and so not sent')
            return { row: unsent(attempt, { reason: 'not-recorded' }), isOurs: false }
          })
          recorded = await recording
          return recorded.isOurs
        },
      }),
    )
    async function conclude(outcome: SendOutcome): Promise<TicketRow> {
      const commit1 = await recording
      if (!commit1) return unsent(attempt, outcome.kind === 'not-sent' ? outcome : unreachable)
      if (!commit1.isOurs) return commit1.row
      const answer = await toAnswer(outcome, attempt, hubsoft.lookFor)
      if (isMarkLost(outcome, answer))
        await byDeadline(deadline, lostMarks.note(row.key), undefined)
      return commits.settle(commit1.row, answer)
    }
    /** What is true of it while the disk keeps everybody waiting. */
    function meanwhile(isTakenBack: boolean): TicketRow {
      if (isTakenBack) return unsent(attempt, recorded ? unreachable : { reason: 'not-recorded' })
      return { ...(recorded?.row ?? row), state: silence }
    }
    return { conclude, meanwhile, ...sending }
  }

  /** Comes to the row that is told: by the deadline, whatever HubSoft does. Never rejects. */
  async function send(attempt: Attempt): Promise<TicketRow> {
    const { key, sentAt } = attempt.row
    const { conclude, meanwhile, outcome, takeBack } = begin(attempt)
    async function finish(): Promise<TicketRow> {
      const read = await outcome
      const told = await conclude(read)
      const durationMs = clock.wallMs() - sentAt.getTime()
      log.info({ key, reference: referenceOf(key), kind: read.kind, durationMs }, 'send')
      return told
    }
    // An answer that comes after the deadline still counts: it is listened for until the settle time.
    const finished = finish().catch((err: unknown) => {
      log.error({ key, err }, 'a fault of ours ended a send')
      return conclude(takeBack() ? unreachable : silence)
    })
    listenTo(finished)
    const told = await byDeadline(attempt.deadline, finished, null)
    if (told) return told
    const isTakenBack = takeBack()
    const late = isTakenBack ? finished : conclude(silence)
    listenTo(late)
    return byDeadline({ remainingMs: () => commitMs }, late, meanwhile(isTakenBack))
  }

  function listenTo(work: Promise<unknown>) {
    listening.add(work)
    void work.finally(() => listening.delete(work))
  }

  return {
    send,
    /** Comes back when what is still listened for is recorded. */
    async stop() {
      await Promise.allSettled([...listening])
    },
  }
}

export type Sender = ReturnType<typeof createSender>

/** A fault before anything began is one of before anything left. */
function startSafely(start: () => Sending): Sending {
  try {
    return start()
  } catch (error) {
    return { outcome: Promise.reject(error), takeBack: () => true }
  }
}

const isMarkLost = (outcome: SendOutcome, answer: Answer) =>
  (outcome.kind === 'opened' && outcome.isMarkLost) ||
  (answer.kind === 'opened' && answer.isUnproved)

/** What came of a send as the journal takes it. */
async function toAnswer(outcome: SendOutcome, attempt: Attempt, lookFor: LookFor): Promise<Answer> {
  switch (outcome.kind) {
    case 'opened': {
      const { atendimento } = outcome
      const answer = { kind: 'opened', atendimento, foundByLook: false } as const
      return outcome.isRewritten ? proved(answer, attempt, lookFor) : answer
    }
    case 'refused':
      return outcome.permission && attempt.novo.abrir_os
        ? confirmed(outcome, attempt, lookFor)
        : { ...outcome, inDoubt: false }
    case 'not-sent':
    case 'uncertain':
      return outcome
  }
}

/**
 * An answer about another text may be somebody else's ticket: what a look finds by the reference counts more.
 * Where it finds nothing, which so soon proves nothing, the answer is told and looked after.
 */
async function proved(
  answered: Extract<Answer, { kind: 'opened' }>,
  { row, deadline }: Attempt,
  lookFor: LookFor,
): Promise<Answer> {
  const found = await byDeadline(deadline, lookFor(lookedForOf(row), signalOf(deadline)), null)
  const [atendimento, ...others] = found ?? []
  return atendimento
    ? { kind: 'opened', atendimento, others, foundByLook: true }
    : { ...answered, isUnproved: true }
}

/** 403 may come after the ticket was stored, where a work order was asked for (E8): one look tells. */
async function confirmed(
  refused: Extract<SendOutcome, { kind: 'refused' }>,
  { row, deadline }: Attempt,
  lookFor: LookFor,
): Promise<Answer> {
  const found = await byDeadline(deadline, lookFor(lookedForOf(row), signalOf(deadline)), null)
  const { sentences, permission } = refused
  if (!found) return { kind: 'uncertain', saidNo: true, refusal: { sentences, permission } }
  const [atendimento, ...others] = found
  return atendimento
    ? { kind: 'opened', atendimento, others, foundByLook: true }
    : { ...refused, inDoubt: true }
}

/** What is told of an attempt that was never recorded: the send that it was to repeat is as it was. */
function unsent({ row, unknown }: Attempt, why: NotSent): TicketRow {
  return unknown ?? { ...row, state: { ...why, kind: 'received' } }
}
