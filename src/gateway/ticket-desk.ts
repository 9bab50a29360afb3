import type { Logger } from 'pino'
import { shownAtendimento } from '../contract/atendimento.ts'
import type { NovoAtendimento } from '../contract/novo-atendimento.ts'
import { joinDescription, referenceOf } from '../contract/reference.ts'
import { byDeadline, type Clock, createDeadline, type Deadline } from './clock.ts'
import type { HubsoftClient, SendOutcome } from './hubsoft/client.ts'
import { type Journal, type JournalRow, type SendState, stateAt } from './journal/memory-journal.ts'
import type { Metrics } from './metrics.ts'
import type { Attendant } from './session/attendant.ts'

const shiftMs = 16 * 3_600_000
const unreachable = { kind: 'received', reason: 'unreachable' } as const

type Deps = {
  journal: Journal
  hubsoft: Pick<HubsoftClient, 'openTicket'>
  clock: Clock
  timeoutMs: number
  settleMs: number
  log: Logger
  metrics: Pick<Metrics, 'ticketTold' | 'ticketSettledLate'>
}

export type Submission = { key: string; attendant: Attendant; novo: NovoAtendimento }

export type Submitted =
  | { kind: 'row'; row: JournalRow; replayed: boolean }
  | { kind: 'other-attendant' }
  | { kind: 'key-reused' }

/**
 * Where one key opens at most one ticket: the first submission of a key sends, every other one with
 * the same text joins it, and nothing is sent again from an uncertain state (design §6).
 */
export function createTicketDesk(deps: Deps) {
  const { journal, hubsoft, clock, timeoutMs, settleMs, log, metrics } = deps
  const underWay = new Map<string, Promise<void>>()

  async function send(row: JournalRow, deadline: Deadline): Promise<void> {
    let isLate = false
    let takeBack = () => true
    async function openTicket() {
      const sending = hubsoft.openTicket({
        novo: { ...row.novo, descricao: sign(row) },
        deadline,
        listenMs: settleMs,
        onSending: () => journal.settle(row, { kind: 'sending' }),
      })
      takeBack = sending.takeBack
      const outcome = await sending.outcome
      await journal.settle(row, toState(outcome))
      if (isLate && outcome.kind !== 'uncertain') metrics.ticketSettledLate(row.state)
      const durationMs = clock.wallMs() - row.sentAt.getTime()
      const reference = referenceOf(row.key)
      log.info({ key: row.key, reference, kind: outcome.kind, durationMs }, 'send')
    }
    // An answer that comes after the deadline still counts: it is listened for until the settle time.
    const settled = openTicket()
      .catch((err: unknown) => {
        log.error({ key: row.key, err }, 'a fault of ours ended a send')
        return journal.settle(row, takeBack() ? unreachable : { kind: 'uncertain' })
      })
      .catch((err: unknown) => log.error({ key: row.key, err }, 'a send was left unsettled'))
    if ((await byDeadline(deadline, settled, 'late')) !== 'late') return
    if (takeBack()) return settled
    isLate = true
    await journal.settle(row, { kind: 'uncertain' })
  }

  /** Sends, or joins what was sent; comes back by the deadline, whatever HubSoft does. */
  async function submit({ key, attendant, novo }: Submission): Promise<Submitted> {
    const deadline = createDeadline(clock, timeoutMs)
    const row: JournalRow = {
      key,
      attendant,
      novo,
      attempt: 1,
      sentAt: new Date(clock.wallMs()),
      deadlineAt: deadline.at,
      settleAt: new Date(deadline.at.getTime() + settleMs),
      state: { kind: 'waiting' },
    }
    const claimed = await journal.claim(row)
    if (claimed === row) {
      const sent = send(row, deadline).finally(() => underWay.delete(key))
      underWay.set(key, sent)
      await sent
      metrics.ticketTold(stateAt(row, new Date(clock.wallMs())))
      return { kind: 'row', row, replayed: false }
    }
    if (claimed.attendant.usuario !== attendant.usuario) return { kind: 'other-attendant' }
    if (JSON.stringify(claimed.novo) !== JSON.stringify(novo)) return { kind: 'key-reused' }
    await underWay.get(key)
    return { kind: 'row', row: claimed, replayed: true }
  }

  /** What an attendant sent in the last 16 h, since shifts cross midnight, and what isn't known yet. */
  function sentToday(usuario: string): Promise<JournalRow[]> {
    const now = new Date(clock.wallMs())
    return journal.sentBy(usuario, new Date(now.getTime() - shiftMs), now)
  }

  return { submit, find: journal.find, sentToday }
}

export type TicketDesk = ReturnType<typeof createTicketDesk>

function sign({ key, attendant, novo }: JournalRow): string {
  return joinDescription({
    text: novo.descricao,
    attendant: attendant.nome,
    reference: referenceOf(key),
  })
}

function toState(outcome: SendOutcome): SendState {
  switch (outcome.kind) {
    case 'opened':
      return { kind: 'opened', atendimento: shownAtendimento.parse(outcome.atendimento) }
    case 'not-sent':
      return { ...outcome, kind: 'received' }
    case 'refused':
    case 'uncertain':
      return outcome
  }
}
