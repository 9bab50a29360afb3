import type { Logger } from 'pino'
import type { NovoAtendimento } from '../../contract/novo-atendimento.ts'
import { whoseAnswer } from '../../contract/reference.ts'
import { byDeadline, type Deadline } from '../clock.ts'
import type { HubsoftAnswer } from './answer.ts'
import type { Breaker } from './breaker.ts'
import type { Connection, Question } from './connection.ts'
import { createGate, type Gate } from './gate.ts'
import type { Health } from './health.ts'
import { type HubsoftOutcome, type Refusal, readOutcome } from './read-outcome.ts'
import { createPlaces } from './send-queue.ts'
import type { Keeper } from './sign-in.ts'

export type SendOutcome =
  /**
   * `isMarkLost`: HubSoft took the reference out of its description. `isRewritten`: it has another text, and
   * may be somebody else's.
   */
  | (Extract<HubsoftOutcome, { kind: 'opened' }> & { isMarkLost?: boolean; isRewritten?: boolean })
  | Extract<HubsoftOutcome, { kind: 'refused' }>
  /** For certain nothing was opened: no byte left, or HubSoft turned it away (401, 429). */
  | { kind: 'not-sent'; reason: 'unreachable' | 'account-refused' }
  | { kind: 'not-sent'; reason: 'hubsoft-down'; sinceMs: number }
  /** After an outage of the tickets, while another one shows whether it is over. */
  | { kind: 'not-sent'; reason: 'one-by-one' }
  | { kind: 'not-sent'; reason: 'too-many'; retryAfterS: number }
  /** It was to be recorded before it left, and wasn't. */
  | { kind: 'not-sent'; reason: 'not-recorded' }
  /** It may have been opened, also where HubSoft's crash report says no: verify, never resend. */
  | { kind: 'uncertain'; saidNo: boolean; refusal?: Refusal }

export type SendOrder = {
  /** The ticket with reference and attendant already in its description. */
  novo: NovoAtendimento
  deadline: Deadline
  /** How long to go on listening for an answer after the deadline, in ms. */
  listenMs: number
  /** Called once, with a token at hand, before anything leaves; nothing does unless it comes to true. */
  record: () => Promise<boolean>
}

export type Sending = {
  outcome: Promise<SendOutcome>
  /**
   * From now on nothing leaves that hasn't; false where bytes may have left that HubSoft hasn't
   * turned away.
   */
  takeBack: () => boolean
}

type Deps = {
  connection: Connection
  breaker: Breaker
  health: Health
  tokens: Keeper
  log: Logger
}

// The pools of php-fpm are small; a send that is only listened to counts no more.
const mostAwaited = 16
// At 150 ms an answer the last of them waits two seconds; at three seconds half wait in vain.
const mostQueued = 200

const unreachable = { kind: 'not-sent', reason: 'unreachable' } as const
const notRecorded = { kind: 'not-sent', reason: 'not-recorded' } as const
const oneByOne = { kind: 'not-sent', reason: 'one-by-one' } as const
const silence = { kind: 'uncertain', saidNo: false } as const

/** Opens tickets with the one configured account. */
export function createHubsoftClient({ connection, breaker, health, tokens, log }: Deps) {
  const places = createPlaces(mostAwaited, mostQueued)

  async function post(order: SendOrder, gate: Gate, token: string): Promise<HubsoftAnswer | null> {
    const report = health.begin('ticket')
    // Silence counts from the deadline on, not from the end of listening.
    const untold = () =>
      report(breaker.openSince() && !gate.mayHaveBeenSent() ? 'not-started' : 'no-answer')
    gate.unawaited.addEventListener('abort', untold, { once: true })
    const stop = new AbortController()
    const atEnd = setTimeout(() => stop.abort(), order.deadline.remainingMs() + order.listenMs)
    const answer = await connection.exchange({
      ...ticketQuestion(order.novo, token),
      mayStart() {
        const isInTime = gate.mayStart()
        if (!isInTime) report('not-started')
        return isInTime
      },
      onStart: gate.start,
      mustStandAlone: (answer) => !carriesMark(answer, order.novo),
      signal: AbortSignal.any([stop.signal, gate.takenBack]),
    })
    clearTimeout(atEnd)
    report(answer ?? 'no-answer')
    tokens.heard('ticket', token, answer)
    return answer
  }

  /** Sends the ticket at most once; only a 401, which stores nothing, is answered by one resend. */
  async function send(order: SendOrder, gate: Gate): Promise<SendOutcome> {
    for (const tries of [1, 2]) {
      // A sign-in under way goes on for others.
      const token = await byDeadline(order.deadline, tokens.current('ticket'), unreachable)
      if (token.kind === 'not-sent' || token.kind === 'unreachable') return unreachable
      if (token.kind === 'account-refused') return { kind: 'not-sent', reason: token.kind }
      if (!gate.mayStart()) return unreachable

      if (tries === 1 && !(await order.record())) return notRecorded
      const answer = await post(order, gate, token.value)
      if (!answer) return gate.mayHaveBeenSent() ? silence : unreachable

      const read = readOutcome(answer)
      if (lacksPermission(read)) tellPermission(log, health)
      if (read.kind !== 'turned-away') return toSendOutcome(read, order.novo)
      gate.turnedAway()
      if (read.reason === 'too-many') {
        return { kind: 'not-sent', reason: 'too-many', retryAfterS: read.retryAfterS }
      }
    }
    return { kind: 'not-sent', reason: 'account-refused' }
  }

  function openTicket(order: SendOrder): Sending {
    const since = breaker.openSince()
    const leave = breaker.enter()
    if (!leave) {
      const outcome = Promise.resolve(since ? downSince(since) : oneByOne)
      return { outcome, takeBack: () => true }
    }

    const gate = createGate(order.deadline)
    const wentDown = Promise.withResolvers<SendOutcome>()
    // Whoever waits for a place or a token is told at once. What has left is listened to, and gives its
    // place up: it may hang long after HubSoft is back.
    const callOff = breaker.onMove((since) => {
      if (since && gate.takeBack()) wentDown.resolve(downSince(since))
      else if (since) gate.leave()
    })
    const sent = places.take(() => send(order, gate), gate.unawaited)
    const outcome = Promise.race([wentDown.promise, sent.then((done) => done ?? unreachable)])
    return {
      outcome: outcome.finally(() => {
        callOff()
        gate.close()
        leave()
      }),
      takeBack: gate.takeBack,
    }
  }

  return { openTicket }
}

export type HubsoftClient = ReturnType<typeof createHubsoftClient>

function ticketQuestion(novo: NovoAtendimento, token: string): Question {
  return {
    method: 'POST',
    path: 'api/v1/integracao/atendimento',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(novo),
    // One ticket has some kB.
    mostBytes: 256 * 1024,
  }
}

function downSince(since: Date): SendOutcome {
  return { kind: 'not-sent', reason: 'hubsoft-down', sinceMs: since.getTime() }
}

/** Also where a crash report says so: an operator has to act. */
function lacksPermission(read: HubsoftOutcome): boolean {
  if (read.kind === 'not-an-answer') return read.refusal?.permission ?? false
  return read.kind === 'refused' && read.permission
}

function tellPermission(log: Logger, health: Health) {
  log.error('hubsoft says that the API account lacks a permission')
  health.permissionMissing()
}

/** What bears our own mark can be nobody else's; anything may be said to whoever connects. */
function carriesMark(answer: HubsoftAnswer, { descricao }: NovoAtendimento): boolean {
  const read = readOutcome(answer)
  const answered = read.kind === 'opened' && read.atendimento.descricao_abertura
  return Boolean(answered) && whoseAnswer(answered || null, descricao) === 'ours'
}

function toSendOutcome(
  read: Exclude<HubsoftOutcome, { kind: 'turned-away' }>,
  novo: NovoAtendimento,
): SendOutcome {
  if (read.kind === 'not-an-answer') return { ...read, kind: 'uncertain' }
  if (read.kind === 'refused') return read
  const whose = whoseAnswer(read.atendimento.descricao_abertura, novo.descricao)
  // An answer to another send, or about a ticket that nobody knows, strayed onto this connection.
  if (whose === 'another') return silence
  if (whose === 'rewritten') return { ...read, isRewritten: true }
  return whose === 'mark-lost' ? { ...read, isMarkLost: true } : read
}
