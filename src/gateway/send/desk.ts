import type { Canal } from '../../contract/canais.ts'
import { isMessage } from '../../contract/nova-mensagem.ts'
import type { Attendant } from '../../contract/page-context.ts'
import { byDeadline, type Clock, createDeadline, createToWall, type Deadline } from '../clock.ts'
import type { Journal, JournalPlace } from '../journal/journal.ts'
import { isForgotten, type SendState, type TicketRow } from '../journal/ticket-row.ts'
import { untilRead } from '../standstill.ts'
import { again, createArrivals, isOffered, type Submission, withType } from './arrivals.ts'
import type { Looks } from './looks.ts'
import { createMeanwhile, type Meanwhile, type OtherSend } from './meanwhile.ts'
import type { Attempt } from './recorder.ts'
import type { Sender } from './sender.ts'

const shiftMs = 16 * 3_600_000
const mostRemembered = 2000
/** Written, some 800 kB. */
const mostListed = 300
// Where nobody ever notes that a customer was told, there are thousands, and each list would carry them.
const mostOlder = 60

type Deps = {
  journal: Pick<Journal, 'find' | 'fence' | 'sentBy' | 'sentSince' | 'apply'>
  /** Where other gateways write to the same journal, what this process knows is not all there is. */
  database: JournalPlace
  looks: Pick<Looks, 'lookNow' | 'lookWaitS'>
  sender: Pick<Sender, 'send'>
  /** This gateway, among all that ever wrote to the journal. */
  owner: string
  clock: Clock
  /** By the steady clock. */
  now: () => Date
  timeoutMs: number
  /** What may be chosen of; the first is the default. */
  ticketTypes: number[]
  countSend: CountSend
  /** Told of what an attendant is told first. */
  onTold: (state: SendState) => void
}

/** Counts an attendant's send; how many seconds they have to wait, 0 when none. */
export type CountSend = (usuario: string) => Promise<number>

export type Submitted =
  | { kind: 'row'; row: TicketRow; replayed: boolean }
  | { kind: 'other-attendant' }
  | { kind: 'key-reused' }
  /** Its type is none of those that are offered: nothing was sent. */
  | { kind: 'type-not-offered'; isAnyOffered: boolean }
  /** Since the list was read somebody sent another one: nothing was sent, and the key is as before. */
  | { kind: 'opened-meanwhile'; other: OtherSend }
  /** Over a limit: nothing was sent. */
  | { kind: 'too-many'; waitS: number }
  /** Only what was sent can be sent again. */
  | { kind: 'unknown-key' }
  /** Not sent by this gateway; what others did with its key, or of its row, can't be read. */
  | { kind: 'not-known' }

type Sent =
  | { kind: 'row'; row: TicketRow }
  | { kind: 'too-many'; waitS: number }
  | { kind: 'not-known' }

/**
 * Where one key opens at most one ticket, or adds one message to one: the first submission of a key sends, every other one with
 * the same text joins it, and nothing is sent again without a person's decision (design §6).
 */
export function createTicketDesk(deps: Deps) {
  const { journal, database, looks, clock, now, ticketTypes, onTold } = deps
  const { isShared } = database
  const toWall = createToWall(clock, now)
  const meanwhile = createMeanwhile({ ...deps, toWall })
  const sends = createSends(deps, meanwhile)
  const arrive = createArrivals(deps)

  async function submit(submission: Submission, deadline: Deadline): Promise<Submitted> {
    const { key, attendant, novo, resend, overLimitS = 0 } = submission
    // A message is about a ticket that stands, whatever else is opened.
    const readAt = isMessage(novo) ? undefined : submission.readAt
    // That a page has hung up is read behind its words.
    if (isShared) await untilRead()
    const untyped = await arrive(submission, deadline)
    const recorded = readAt ? await meanwhile.recorded(untyped.row, readAt) : []
    const known = await journal.find(key)
    const running = sends.running(key)
    const arrived = withType(untyped, running?.row ?? known, ticketTypes)
    const decision = decide(arrived.row, resend, known, running?.row)
    if (decision !== 'send' && decision !== 'tell') return { kind: decision }
    // What went out is sent again as it was, whatever is offered by now.
    if (decision === 'send' && resend === undefined && !isOffered(novo, ticketTypes)) {
      return { kind: 'type-not-offered', isAnyOffered: ticketTypes.length > 0 }
    }
    if (decision === 'tell' && !running && known) return { kind: 'row', row: known, replayed: true }

    const other = readAt && meanwhile.find(arrived.row, readAt, recorded)
    if (other && decision === 'send' && resend === undefined) {
      return { kind: 'opened-meanwhile', other }
    }

    // It waited on its way to this gateway, and another one may have said meanwhile that it never arrived.
    if (isShared && !running && submission.hasHungUp?.()) return { kind: 'not-known' }
    const attempt = known && resend !== undefined ? again(arrived, known) : arrived
    const told = await (running?.told ?? sends.begin(attempt, overLimitS))
    if (told.kind === 'too-many') {
      // Of an earlier attempt it is no news that this one was not sent.
      const isNews = maySend(known, undefined)
      return known && !isNews ? { kind: 'row', row: known, replayed: true } : told
    }
    if (told.kind === 'not-known') return told
    // Another gateway was faster.
    if (!isOf(told.row, attendant)) return { kind: 'other-attendant' }
    return asTold(told.row, arrived.row, running !== undefined)
  }

  /**
   * The row, or what will become one: before commit 1 a send waits for a place and a token. Whoever is told that
   * there is none, or that it wasn't sent, is told for good: what waits in another gateway finds the fence.
   */
  async function find(key: string): Promise<TicketRow | undefined> {
    const known = await journal.find(key)
    const isFirst = !known || known.state.kind === 'not-sent'
    if (!isFirst) return known
    const running = sends.running(key)
    if (running) return running.row
    return isShared ? fence(deps, key) : known
  }

  return {
    /** Sends, or joins what was sent; comes back by the deadline, whatever HubSoft and the database do. */
    submit: inTime(forGood(submit, deps), deps),
    find,
    /** Whether other gateways may know more than this one. */
    isShared,
    /** Looks for it in HubSoft at once, where its outcome isn't known. */
    lookNow: looks.lookNow,
    /** How long HubSoft wants no looks, and so nothing is sent again; in seconds. */
    lookWaitS: looks.lookWaitS,
    /** Notes that the customer has the protocol, or with null that they don't; null where there is none to have. */
    async noteTold(key: string, by: Canal | null): Promise<TicketRow | null> {
      const at = new Date(clock.wallMs())
      const noted = await journal.apply(key, { kind: 'told', by, at }, now())
      return noted?.row.state.kind === 'opened' ? noted.row : null
    },
    /** What an attendant sent in the last 16 h, since shifts cross midnight, what isn't known yet, nor told. */
    sentToday: (usuario: string, from: number) =>
      journal.sentBy(usuario, new Date(clock.wallMs() - shiftMs), {
        from,
        most: mostListed,
        mostOlder,
      }),
    /**
     * For a journal that can't be read: whether nothing of this key has left this process, of which alone
     * anything is known; never where others send, too. Counts it as told so.
     */
    tellNotSent(key: string): boolean {
      if (isShared || sends.mayHaveLeft(key)) return false
      onTold({ kind: 'not-sent', reason: 'not-recorded' })
      return true
    },
    /** As people are told it. */
    toWall,
  }
}

export type TicketDesk = ReturnType<typeof createTicketDesk>

/** What is under way in this process, one send a key. */
function createSends({ sender, countSend, database, onTold }: Deps, meanwhile: Meanwhile) {
  const underWay = new Map<string, { row: TicketRow; told: Promise<Sent> }>()
  /** The keys of the last sends here that may have left. */
  const sent = createLastKeys(mostRemembered)

  /** Where it can't be counted, nobody else is to be told that it is on its way. */
  const nothingSent = (key: string) => (error: unknown) => {
    meanwhile.forget(key)
    throw error
  }

  async function send(attempt: Attempt, overLimitS: number): Promise<Sent> {
    const { key, attendant } = attempt.row
    const waitS = overLimitS || (await countSend(attendant.usuario).catch(nothingSent(key)))
    if (waitS > 0) {
      meanwhile.forget(key)
      return { kind: 'too-many', waitS }
    }

    sent.add(key)
    const row = await sender.send(attempt)
    if (row.state.kind === 'not-sent') sent.delete(key)
    meanwhile.note(row, { isUnderWay: false })
    if (database.isShared && isUnrecorded(row)) return { kind: 'not-known' }
    // A resend that never left told its attendant nothing new.
    if (row.attempt === attempt.row.attempt) onTold(row.state)
    return { kind: 'row', row }
  }

  return {
    running: (key: string) => underWay.get(key),
    mayHaveLeft: (key: string) => underWay.has(key) || sent.has(key),
    /** In the tick in which it is known that it may send: whoever comes then with the same key joins it. */
    begin(attempt: Attempt, overLimitS: number): Promise<Sent> {
      const { key } = attempt.row
      meanwhile.note(attempt.row, { isUnderWay: true })
      const told = send(attempt, overLimitS).finally(() => underWay.delete(key))
      underWay.set(key, { row: attempt.row, told })
      return told
    },
  }
}

/** A key that sent another text carries no second one; where that proved not sent it may, once that is known. */
function asTold(row: TicketRow, arrived: TicketRow, hasJoined: boolean): Submitted {
  // What another gateway sent meanwhile was joined, too.
  const replayed = hasJoined || (row.attempt === arrived.attempt && row.owner !== arrived.owner)
  if (row.bodyHash === arrived.bodyHash) return { kind: 'row', row, replayed }
  return { kind: row.state.kind === 'not-sent' ? 'not-known' : 'key-reused' }
}

const notKnown = { kind: 'not-known' } as const
/** Longer than a sender waits for a commit, since it knows more. */
const longerMs = 500

type Submit = (submission: Submission, deadline: Deadline) => Promise<Submitted>

/** A server may keep each question waiting for seconds; a file doesn't. */
function inTime(submit: Submit, { database, clock, timeoutMs }: Deps) {
  return async (submission: Submission): Promise<Submitted> => {
    const deadline = createDeadline(clock, timeoutMs)
    const submitting = submit(submission, deadline)
    if (!database.isShared) return submitting
    const submitted = await byDeadline(deadline, submitting, null)
    // From now on: where the process stood still past both, the sender is still to say what it knows.
    return submitted ?? byDeadline(createDeadline(clock, longerMs), submitting, notKnown)
  }
}

/** Whoever is told that nothing was sent is told so for good: the same click may wait in another gateway. */
function forGood(submit: Submit, deps: Deps): Submit {
  return async (submission, deadline) => {
    const submitted = await submit(submission, deadline)
    if (!deps.database.isShared || !saysUnsent(submitted)) return submitted
    const known = await fence(deps, submission.key)
    const isSent = known && known.state.kind !== 'not-sent'
    return isSent ? submit(submission, deadline) : submitted
  }
}

/** By whichever gateway's time: each is taken for as early, or as late, as it may be. */
async function fence({ journal, database, now }: Deps, key: string) {
  const offMs = await database.confirmTime()
  return journal.fence(key, new Date(now().getTime() + offMs))
}

function saysUnsent(submitted: Submitted): boolean {
  const { kind } = submitted
  if (kind === 'row') return submitted.row.state.kind === 'not-sent'
  return kind === 'too-many' || kind === 'type-not-offered' || kind === 'opened-meanwhile'
}

const isUnrecorded = ({ state }: TicketRow) =>
  state.kind === 'not-sent' && state.reason === 'not-recorded'

/** A repeat is not a resend: only a person who names the next attempt has an unknown send repeated. */
function maySend(known: TicketRow | undefined, resend: number | undefined): boolean {
  if (resend === undefined) return !known || known.state.kind === 'not-sent'
  return known?.state.kind === 'unknown' && resend === known.attempt + 1
}

/** What is to become of a submission, by what is known of its key and what is under way. */
function decide(
  { attendant, bodyHash }: TicketRow,
  resend: number | undefined,
  known: TicketRow | undefined,
  running: TicketRow | undefined,
): 'send' | 'tell' | 'unknown-key' | 'other-attendant' | 'key-reused' {
  const isToSend = !running && maySend(known, resend)
  const earlier = running ?? known
  if (!earlier) return isToSend ? 'send' : 'unknown-key'
  if (!isOf(earlier, attendant)) return 'other-attendant'
  if (earlier.bodyHash === bodyHash) return isToSend ? 'send' : 'tell'
  if (isToSend) return resend === undefined ? 'send' : 'key-reused'
  // A text that was forgotten is taken for the same where nothing can come of it but what is known.
  return isForgotten(earlier) ? 'tell' : 'key-reused'
}

/** So many keys, and of more the last. */
function createLastKeys(most: number) {
  const keys = new Set<string>()
  return {
    add(key: string) {
      keys.delete(key)
      keys.add(key)
      const [oldest] = keys
      if (keys.size > most && oldest !== undefined) keys.delete(oldest)
    },
    delete: (key: string) => keys.delete(key),
    has: (key: string) => keys.has(key),
  }
}

const isOf = (row: TicketRow, { usuario }: Attendant) => row.attendant.usuario === usuario
