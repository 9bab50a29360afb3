import { createHash } from 'node:crypto'
import type { NovoAtendimento } from '../../contract/novo-atendimento.ts'
import { type Clock, createDeadline, createToWall, type Deadline } from '../clock.ts'
import { forgottenHash } from '../database/tables.ts'
import type { Journal } from '../journal/journal.ts'
import type { TicketRow } from '../journal/ticket-row.ts'
import type { Metrics } from '../metrics.ts'
import type { Attendant } from '../session/attendant.ts'
import type { Looks } from './looks.ts'
import type { Attempt } from './recorder.ts'
import type { Sender } from './sender.ts'

const shiftMs = 16 * 3_600_000
const mostRemembered = 2000
/** Written, some 800 kB. */
const mostListed = 300

type Deps = {
  journal: Pick<Journal, 'find' | 'sentBy'>
  looks: Pick<Looks, 'lookNow' | 'lookWaitS'>
  sender: Pick<Sender, 'send'>
  /** This gateway, among all that ever wrote to the journal. */
  owner: string
  clock: Clock
  /** By the steady clock. */
  now: () => Date
  timeoutMs: number
  metrics: Pick<Metrics, 'ticketTold'>
}

export type Submission = {
  key: string
  attendant: Attendant
  novo: NovoAtendimento
  /** The number of the attempt that a person wants, where they send again. */
  resend?: number | undefined
  /** False where nothing may be sent now: what is known is told. */
  mayLeave?: boolean
}

export type Submitted =
  | { kind: 'row'; row: TicketRow; replayed: boolean }
  | { kind: 'other-attendant' }
  | { kind: 'key-reused' }
  /** Only what was sent can be sent again. */
  | { kind: 'unknown-key' }

/**
 * Where one key opens at most one ticket: the first submission of a key sends, every other one with
 * the same text joins it, and nothing is sent again without a person's decision (design §6).
 */
export function createTicketDesk(deps: Deps) {
  const { journal, looks, sender, owner, clock, now, timeoutMs, metrics } = deps
  const underWay = new Map<string, { row: TicketRow; told: Promise<TicketRow> }>()
  /** The keys of the last sends here that may have left. */
  const sent = new Set<string>()

  async function begin(attempt: Attempt): Promise<TicketRow> {
    const { key } = attempt.row
    const told = sender.send(attempt).finally(() => underWay.delete(key))
    underWay.set(key, { row: attempt.row, told })
    remember(key)
    const row = await told
    if (row.state.kind === 'received') sent.delete(key)
    // A resend that never left told its attendant nothing new.
    if (row.attempt === attempt.row.attempt) metrics.ticketTold(row.state)
    return row
  }

  function remember(key: string) {
    sent.delete(key)
    sent.add(key)
    const [oldest] = sent
    if (sent.size > mostRemembered && oldest !== undefined) sent.delete(oldest)
  }

  /** Sends, or joins what was sent; comes back by the deadline, whatever HubSoft does. */
  async function submit(submission: Submission): Promise<Submitted> {
    const { key, attendant, novo, resend, mayLeave = true } = submission
    const deadline = createDeadline(clock, timeoutMs)
    const [arrived, since] = [new Date(clock.wallMs()), now()]
    const known = await journal.find(key)
    const running = underWay.get(key)
    const earlier = running?.row ?? known
    if (earlier && earlier.attendant.usuario !== attendant.usuario) {
      return { kind: 'other-attendant' }
    }
    const bodyHash = hashOf(novo)
    const wouldSend = !running && maySend(known, resend)
    // A text that was forgotten is taken for the same where nothing can come of it but what is known.
    const isForgotten = earlier?.bodyHash === forgottenHash && !wouldSend
    const isSame = isForgotten || earlier?.bodyHash === bodyHash
    if (wouldSend && mayLeave) {
      if (resend !== undefined && !isSame) return { kind: 'key-reused' }
      const deadlineAt = new Date(since.getTime() + timeoutMs)
      const arrival = { deadline, arrived, since, deadlineAt, owner, known, bodyHash }
      const row = await begin(attemptOf(submission, arrival))
      // Another gateway was faster.
      if (row.attendant.usuario !== attendant.usuario) return { kind: 'other-attendant' }
      if (row.bodyHash !== bodyHash) return { kind: 'key-reused' }
      return { kind: 'row', row, replayed: false }
    }
    if (!earlier) return { kind: 'unknown-key' }
    if (!isSame) return { kind: 'key-reused' }
    return { kind: 'row', row: running ? await running.told : earlier, replayed: true }
  }

  /** The row, or what will become one: before commit 1 a send waits for a place and a token. */
  async function find(key: string): Promise<TicketRow | undefined> {
    const known = await journal.find(key)
    const isFirst = !known || known.state.kind === 'received'
    return isFirst ? (underWay.get(key)?.row ?? known) : known
  }

  return {
    submit,
    find,
    /** Looks for it in HubSoft at once, where its outcome isn't known. */
    lookNow: looks.lookNow,
    /** How long HubSoft wants no looks, and so nothing is sent again; in seconds. */
    lookWaitS: looks.lookWaitS,
    /** What an attendant sent in the last 16 h, since shifts cross midnight, and what isn't known yet. */
    sentToday: (usuario: string, from: number) =>
      journal.sentBy(usuario, new Date(clock.wallMs() - shiftMs), { from, most: mostListed }),
    /**
     * For a journal that can't be read: whether nothing of this key has left this process, of which alone
     * anything is known. Counts it as told so.
     */
    tellNotSent(key: string): boolean {
      if (sent.has(key)) return false
      metrics.ticketTold({ kind: 'received', reason: 'not-recorded' })
      return true
    },
    /** As people are told it. */
    toWall: createToWall(clock, now),
    /** Whether a submission of this key would send, for all that is known now. */
    wouldSend: async (key: string, resend: number | undefined) =>
      !underWay.has(key) && maySend(await journal.find(key), resend),
  }
}

export type TicketDesk = ReturnType<typeof createTicketDesk>

/** A repeat is not a resend: only a person who names the next attempt has an unknown send repeated. */
function maySend(known: TicketRow | undefined, resend: number | undefined): boolean {
  if (resend === undefined) return !known || known.state.kind === 'received'
  return known?.state.kind === 'unknown' && resend === known.attempt + 1
}

const hashOf = (novo: NovoAtendimento) =>
  createHash('sha256').update(JSON.stringify(novo)).digest('base64url')

type Arrival = {
  deadline: Deadline
  /** By the wall clock, as people are told it. */
  arrived: Date
  since: Date
  deadlineAt: Date
  owner: string
  known: TicketRow | undefined
  bodyHash: string
}

function attemptOf(
  submission: Submission,
  { deadline, arrived, since, deadlineAt, owner, known, bodyHash }: Arrival,
): Attempt {
  const { key, attendant, novo, resend } = submission
  const unknown = resend === undefined ? null : (known ?? null)
  const row: TicketRow = {
    key,
    attendant,
    serviceId: novo.id_cliente_servico,
    bodyHash,
    novo,
    owner,
    attempt: resend ?? 1,
    firstSentAt: unknown?.firstSentAt ?? arrived,
    sentAt: arrived,
    deadlineAt,
    state: { kind: 'sending' },
    since,
    looks: [],
    nextLookAt: null,
    version: 1,
  }
  return { row, novo, deadline, unknown }
}
