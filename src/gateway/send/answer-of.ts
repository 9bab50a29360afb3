import type { Logger } from 'pino'
import { isMessage, type Posted } from '../../contract/nova-mensagem.ts'
import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import { byDeadline, signalOf } from '../clock.ts'
import type { LookFor } from '../hubsoft/look.ts'
import { type Refusal, type SendOutcome, silence } from '../hubsoft/send-outcome.ts'
import type { LostMarks } from '../journal/lost-marks.ts'
import type { Answer } from '../journal/transition.ts'
import { lookedForOf } from './looks.ts'
import type { Attempt } from './recorder.ts'

type Deps = { lookFor: LookFor; lostMarks: Pick<LostMarks, 'note'>; log: Logger }

/** What came of a send as the journal takes it; by the deadline, where a look has to tell. Never rejects. */
export type AnswerOf = (attempt: Attempt, outcome: SendOutcome) => Promise<Answer>

export function createAnswerOf({ lookFor, lostMarks, log }: Deps): AnswerOf {
  /** What a look finds by the deadline; null where no list could be read. */
  const look = ({ row, deadline }: Attempt) =>
    byDeadline(deadline, lookFor(lookedForOf(row), signalOf(deadline)), null)

  async function toAnswer(attempt: Attempt, outcome: SendOutcome): Promise<Answer> {
    switch (outcome.kind) {
      case 'opened': {
        const { atendimento } = outcome
        const answer = { kind: 'opened', atendimento, foundByLook: false } as const
        return outcome.isRewritten ? proved(answer, await look(attempt)) : answer
      }
      case 'refused':
        return outcome.permission && wantsWorkOrder(attempt.row.novo)
          ? confirmed(outcome, await look(attempt))
          : { ...outcome, inDoubt: false }
      case 'not-sent':
      case 'uncertain':
        return outcome
    }
  }

  return async (attempt, outcome) => {
    const { key } = attempt.row
    const answer = await toAnswer(attempt, outcome).catch((err: unknown) => {
      log.error({ key, err }, 'a fault of ours ended a send')
      return silence
    })
    if (isMarkLost(outcome, answer))
      await byDeadline(attempt.deadline, lostMarks.note(key), undefined)
    return answer
  }
}

const wantsWorkOrder = (novo: Posted) => !isMessage(novo) && novo.abrir_os

type Found = ShownAtendimento[] | null

/**
 * An answer about another text may be somebody else's ticket: what a look finds by the reference counts more.
 * Where it finds nothing, which so soon proves nothing, the answer is told and looked after.
 */
const proved = (answered: Extract<Answer, { kind: 'opened' }>, found: Found): Answer =>
  openedBy(found) ?? { ...answered, isUnproved: true }

/** 403 may come after the ticket was stored, where a work order was asked for (E8): one look tells. */
function confirmed({ sentences, permission }: Refusal, found: Found): Answer {
  const refusal = { sentences, permission }
  if (!found) return { kind: 'uncertain', saidNo: true, refusal }
  return openedBy(found) ?? { kind: 'refused', ...refusal, inDoubt: true }
}

/** What a look has found; null where that is nothing. */
function openedBy(found: Found): Answer | null {
  const [atendimento, ...others] = found ?? []
  return atendimento ? { kind: 'opened', atendimento, others, foundByLook: true } : null
}

const isMarkLost = (outcome: SendOutcome, answer: Answer) =>
  (outcome.kind === 'opened' && outcome.isMarkLost) ||
  (answer.kind === 'opened' && answer.isUnproved)
