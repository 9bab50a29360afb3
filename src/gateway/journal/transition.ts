import { isDeepStrictEqual } from 'node:util'
import type { Canal } from '../../contract/canais.ts'
import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import type { Refusal } from '../hubsoft/send-outcome.ts'
import {
  after,
  dueAgainAt,
  earlier,
  firstLookAt,
  later,
  latestLookAt,
  nextLookAt,
  settleAt,
} from './look-plan.ts'
import {
  canBeLookedFor,
  type Lease,
  type NotSent,
  type SendState,
  type TicketRow,
} from './ticket-row.ts'

/** What came of one send, as far as it could be read. */
export type Answer =
  | {
      kind: 'opened'
      atendimento: ShownAtendimento
      /** Further tickets of the send, seen in the same look. */
      others?: ShownAtendimento[]
      foundByLook: boolean
      isUnproved?: true
    }
  | ({ kind: 'refused'; inDoubt: boolean } & Refusal)
  | NotSent
  | { kind: 'uncertain'; saidNo: boolean; refusal?: Refusal }

export type JournalEvent =
  /** What whoever sends says of it. */
  | { kind: 'answered'; by: Lease; answer: Answer }
  /** Whoever makes this change looks for it now, and nobody else does. A send past its deadline, of which nobody says anything, was left by a crash. */
  | { kind: 'taken' }
  /** A look that began at `at`; `found` is oldest first, and null where the list couldn't be read. */
  | { kind: 'looked'; at: Date; found: ShownAtendimento[] | null }
  /** Another process takes it over: `isAnew`, where nothing but the wall clock says what time has passed since. */
  | { kind: 'adopted'; timeoutMs: number; isAnew: boolean }
  /** A person sends again. */
  | { kind: 'resent'; as: Lease; send: Pick<TicketRow, 'novo' | 'sentAt' | 'deadlineAt'> }
  /** The attendant says that the customer has the protocol, or null: that they don't. By the wall clock. */
  | { kind: 'told'; by: Canal | null; at: Date }

/** What is to be told of a step, beside the row. */
export type Effect = 'settled-late' | 'duplicated'

type Step = { row: TicketRow; effects: Effect[] }

const unreadableMs = 10 * 60_000
export const keptLooks = 100

type State = {
  /** Whether its outcome is known. */
  isKnown: boolean
  /** What counts in it: whatever else is said leaves the row as it is. */
  hears: readonly JournalEvent['kind'][]
}

/** Design §6's machine. A ticket that exists counts in each state, whoever says so. */
const states = {
  sending: { isKnown: false, hears: ['answered', 'taken', 'looked', 'adopted'] },
  'not-sent': { isKnown: true, hears: ['looked', 'adopted'] },
  uncertain: { isKnown: false, hears: ['answered', 'taken', 'looked', 'adopted'] },
  unknown: { isKnown: false, hears: ['answered', 'taken', 'looked', 'adopted', 'resent'] },
  opened: { isKnown: true, hears: ['taken', 'looked', 'adopted', 'told'] },
  refused: { isKnown: true, hears: ['taken', 'looked', 'adopted'] },
} as const satisfies Record<SendState['kind'], State>

const isOpening = (event: JournalEvent) =>
  event.kind === 'answered' && event.answer.kind === 'opened'

/**
 * What an event makes of a row: the state machine of design §6. The row comes back as it is where the
 * event doesn't count in its state.
 */
export function step(row: TicketRow, event: JournalEvent, now: Date, settleMs: number): Step {
  const hears: readonly JournalEvent['kind'][] = states[row.state.kind].hears
  if (!hears.includes(event.kind) && !isOpening(event)) return stay(row)
  switch (event.kind) {
    case 'answered':
      return answered(row, event.by, event.answer, now)
    case 'taken':
      return taken(row, now)
    case 'looked':
      return looked(row, event, now, settleMs)
    case 'adopted':
      return adopted(row, event, now)
    case 'resent':
      if (event.as.attempt !== row.attempt + 1) return stay(row)
      return move({ ...row, ...event.as, ...event.send }, { kind: 'sending' }, now)
    case 'told':
      return told(row, event.by, event.at)
  }
}

/** Of those who see at once that it is due one takes it; where they die over it, it is due again soon. */
function taken(row: TicketRow, now: Date): Step {
  const isSending = row.state.kind === 'sending'
  const isDue = row.nextLookAt !== null && row.nextLookAt <= now
  if (!isDue || (isSending && now < row.deadlineAt)) return stay(row)
  const left = isSending ? move(row, { kind: 'uncertain', saidNo: false }, now).row : row
  return stay({ ...left, nextLookAt: dueAgainAt(now) })
}

type Adopted = Extract<JournalEvent, { kind: 'adopted' }>

/** Nothing lies ahead of now but a deadline that may still run, and a look that is planned. */
function adopted(row: TicketRow, { timeoutMs, isAnew }: Adopted, now: Date): Step {
  const isOpen = row.state.kind === 'uncertain' || row.state.kind === 'sending'
  const deadlineAt = isOpen ? earlier(row.deadlineAt, after(now, timeoutMs)) : row.deadlineAt
  const looks = row.looks.map((look) => ({ ...look, at: earlier(look.at, now) }))
  const capped = { ...row, looks, since: earlier(row.since, now), deadlineAt }
  const brought = isAnew ? countedAnew(capped, now) : capped
  const latest = isAnew ? firstLookAt(brought, now) : latestLookAt(brought, now)
  const nextLookAt = row.nextLookAt && latest ? earlier(row.nextLookAt, latest) : row.nextLookAt
  const own = { ...brought, nextLookAt }
  return stay(isDeepStrictEqual(own, row) ? row : own)
}

/**
 * The wall clock may have been set while no process ran. Whoever sent it has written nothing since, so what is
 * being verified is verified from the start.
 */
function countedAnew(row: TicketRow, now: Date): TicketRow {
  const isBeingVerified = row.state.kind === 'uncertain'
  const isOpen = isBeingVerified || row.state.kind === 'sending'
  return {
    ...row,
    since: isBeingVerified ? now : row.since,
    deadlineAt: isOpen ? later(row.deadlineAt, now) : row.deadlineAt,
  }
}

/** By the same way again they were told before: the first time stays. */
function told(row: TicketRow, by: Canal | null, at: Date): Step {
  const known = row.told.kind === 'told' ? row.told.by : null
  if (by === known) return stay(row)
  return stay({ ...row, told: by === null ? { kind: 'not-yet' } : { kind: 'told', by, at } })
}

const stay = (row: TicketRow): Step => ({ row, effects: [] })

function move(row: TicketRow, state: SendState, now: Date): Step {
  const moved = { ...row, state, since: now }
  const wasOpen = row.state.kind !== 'sending' && !states[row.state.kind].isKnown
  return {
    row: { ...moved, nextLookAt: firstLookAt(moved, now) },
    effects: [
      ...(wasOpen && states[state.kind].isKnown ? (['settled-late'] as const) : []),
      ...(isTwo(state) && !isTwo(row.state) ? (['duplicated'] as const) : []),
    ],
  }
}

type Uncertain = Extract<SendState, { kind: 'uncertain' }>

const isTwo = (state: SendState) => state.kind === 'opened' && state.others.length > 0

function answered(row: TicketRow, by: Lease, answer: Answer, now: Date): Step {
  if (answer.kind === 'opened') {
    const { kind: _kind, atendimento, others = [], ...how } = answer
    return opened(row, [atendimento, ...others], how, now)
  }
  const isTheirs = by.owner === row.owner && by.attempt === row.attempt
  if (!isTheirs) return stay(row)
  switch (answer.kind) {
    case 'uncertain': {
      const { kind } = row.state
      const isNews = kind === 'sending' || (kind === 'uncertain' && answer.saidNo)
      return isNews ? uncertain(row, answer, now) : stay(row)
    }
    case 'refused':
      return move(row, { ...answer, inDoubt: answer.inDoubt || row.attempt > 1 }, now)
    case 'not-sent':
      // Of an earlier attempt nobody knows yet.
      return row.attempt > 1
        ? move(row, { kind: 'unknown', couldNotLook: false }, now)
        : move(row, answer, now)
  }
}

function uncertain(row: TicketRow, state: Uncertain, now: Date): Step {
  return row.state.kind === 'uncertain' ? stay({ ...row, state }) : move(row, state, now)
}

/** A ticket that exists always wins, whoever says so. */
function opened(
  row: TicketRow,
  tickets: ShownAtendimento[],
  how: { foundByLook: boolean; isUnproved?: true },
  now: Date,
): Step {
  const [first] = tickets
  if (!first) return stay(row)
  const { state } = row
  const known = state.kind === 'opened' ? state : { atendimento: first, others: [], ...how }
  // A message stands in one ticket, whichever protocols are told of it (Q4).
  const isOne = row.messageTo !== null
  const protocols = isOne ? [] : [...known.others, ...tickets.map(({ protocolo }) => protocolo)]
  const others = [...new Set(protocols)].filter((one) => one !== known.atendimento.protocolo)
  if (state.kind === 'opened' && others.length === state.others.length) {
    return stay({ ...row, nextLookAt: firstLookAt(row, now) })
  }
  return move(row, { ...known, kind: 'opened', others }, now)
}

type Looked = Extract<JournalEvent, { kind: 'looked' }>

function looked(row: TicketRow, { at, found }: Looked, now: Date, settleMs: number): Step {
  const look = { at, wasRead: found !== null }
  const seen = { ...row, looks: [...row.looks, look].slice(-keptLooks) }
  if (found && found.length > 0) return opened(seen, found, { foundByLook: true }, now)
  if (row.state.kind === 'uncertain') {
    const end = endOfVerification(seen, row.state, now, settleMs)
    if (end) return move(seen, end, now)
  }
  const isReadAtLast = row.state.kind === 'unknown' && found !== null
  const state: SendState = isReadAtLast ? { kind: 'unknown', couldNotLook: false } : row.state
  const next = { ...seen, state }
  return stay({ ...next, nextLookAt: nextLookAt(next, look, now, settleMs) })
}

function endOfVerification(
  row: TicketRow,
  state: Uncertain,
  now: Date,
  settleMs: number,
): SendState | null {
  const settled = settleAt(row, settleMs)
  const read = row.looks.filter(({ wasRead }) => wasRead)
  if (read.filter(({ at }) => at > settled).length >= 2) {
    return state.saidNo
      ? { sentences: [], permission: false, ...state.refusal, kind: 'refused', inDoubt: true }
      : { kind: 'unknown', couldNotLook: false }
  }
  // Before it has settled nobody may send it again, readable or not.
  const lastRead = read.findLast(({ at }) => at >= row.since)?.at ?? row.since
  const isWaitedFor = canBeLookedFor(row) && now < after(lastRead, unreadableMs)
  const isGivenUp = now > settled && !isWaitedFor
  return isGivenUp ? { kind: 'unknown', couldNotLook: true } : null
}
