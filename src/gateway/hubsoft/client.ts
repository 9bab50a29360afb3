import type { Logger } from 'pino'
import type { NovoAtendimento } from '../../contract/novo-atendimento.ts'
import { whoseAnswer } from '../../contract/reference.ts'
import type { Deadline } from '../clock.ts'
import type { HubsoftAnswer } from './answer.ts'
import type { Breaker } from './breaker.ts'
import type { Connection, Question } from './connection.ts'
import { createGate, type Gate, type NotSent, unreachable } from './gate.ts'
import type { Health } from './health.ts'
import { type HubsoftOutcome, type Refusal, readOutcome } from './read-outcome.ts'
import { createPlaces } from './send-queue.ts'
import type { Keeper } from './sign-in.ts'
import type { TokenAnswer } from './tokens.ts'

type Opened = Extract<HubsoftOutcome, { kind: 'opened' }>

export type SendOutcome =
  /**
   * `isMarkLost`: HubSoft took the reference out of its description. `isRewritten`: it has another text, and
   * may be somebody else's.
   */
  | (Opened & { isMarkLost?: boolean; isRewritten?: boolean })
  | Extract<HubsoftOutcome, { kind: 'refused' }>
  | NotSent
  /** It may have been opened, also where HubSoft's crash report says no: verify, never resend. */
  | { kind: 'uncertain'; saidNo: boolean; refusal?: Refusal }

/** A ticket may leave now, until its deadline: there is a place for it, and a token. */
export type Admission = {
  kind: 'admitted'
  /**
   * Posts it at most once, and nothing past the deadline. `novo` has reference and attendant in its description
   * already; `listenMs` is how long to go on listening for an answer after the deadline.
   */
  post: (novo: NovoAtendimento, listenMs: number) => Promise<SendOutcome>
  /**
   * From now on nothing leaves that hasn't; false where bytes may have left that HubSoft hasn't
   * turned away.
   */
  takeBack: () => boolean
  /** For what is not to be posted after all. */
  leave: () => void
}

type Granted = Extract<TokenAnswer, { kind: 'token' }>

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

const accountRefused = { kind: 'not-sent', reason: 'account-refused' } as const
const silence = { kind: 'uncertain', saidNo: false } as const
const tokenRefused = { kind: 'token-refused' } as const

/** Opens tickets with the one configured account. */
export function createHubsoftClient({ connection, breaker, health, tokens, log }: Deps) {
  const places = createPlaces(mostAwaited, mostQueued)

  async function postOnce(novo: NovoAtendimento, listenMs: number, gate: Gate, token: string) {
    if (!gate.mayStart()) return gate.whyNot()
    const report = health.begin('ticket')
    // Silence counts from the deadline on, not from the end of listening.
    const untold = () =>
      report(breaker.openSince() && !gate.mayHaveBeenSent() ? 'not-started' : 'no-answer')
    gate.unawaited.addEventListener('abort', untold, { once: true })
    const stop = new AbortController()
    const atEnd = setTimeout(() => stop.abort(), gate.remainingMs() + listenMs)
    const answer = await connection.exchange({
      ...ticketQuestion(novo, token),
      mayStart() {
        const isInTime = gate.mayStart()
        if (!isInTime) report('not-started')
        return isInTime
      },
      onStart: gate.start,
      mustStandAlone: (answer) => !carriesMark(answer, novo),
      signal: AbortSignal.any([stop.signal, gate.takenBack]),
    })
    clearTimeout(atEnd)
    report(answer ?? 'no-answer')
    tokens.heard('ticket', token, answer)
    const read = answer && readOutcome(answer)
    if (read && lacksPermission(read)) tellPermission(log, health)
    return toSendOutcome(read, novo, gate)
  }

  /** Only a 401, which stores nothing, is answered by one resend. */
  async function post(novo: NovoAtendimento, listenMs: number, gate: Gate, token: string) {
    const first = await postOnce(novo, listenMs, gate, token)
    if (first.kind !== 'token-refused') return first
    const again = await takeToken(gate)
    if (again.kind === 'not-sent') return again
    const second = await postOnce(novo, listenMs, gate, again.value)
    return second.kind === 'token-refused' ? accountRefused : second
  }

  /** A token while the ticket may still leave. A sign-in under way goes on for others. */
  async function takeToken(gate: Gate) {
    const token = await gate.orTakenBack(tokens.current('ticket'))
    if (token?.kind === 'account-refused') return accountRefused
    return token?.kind === 'token' && gate.mayStart() ? token : gate.whyNot()
  }

  /**
   * Comes by the deadline, and at once where HubSoft is down, or goes down meanwhile. Whoever is admitted is
   * to post, or to leave.
   */
  async function admit(deadline: Deadline): Promise<Admission | NotSent> {
    const endTrial = breaker.enter()
    if (!endTrial) return whyKeptOut(breaker)

    const gate = createGate(deadline)
    // What has left is listened to, and gives its place up: it may hang long after HubSoft is back.
    const callOff = breaker.onMove((since) => {
      if (since && !gate.takeBack(downSince(since))) gate.leave()
    })
    const leavePlace = await places.enter(gate.unawaited)
    function leave() {
      gate.takeBack()
      callOff()
      gate.close()
      endTrial?.()
      leavePlace?.()
    }
    let token: Granted | NotSent = unreachable
    try {
      token = leavePlace ? await takeToken(gate) : gate.whyNot()
    } finally {
      if (token.kind === 'not-sent') leave()
    }
    if (token.kind === 'not-sent') return token
    const { value } = token
    return {
      kind: 'admitted',
      post: (novo, listenMs) => post(novo, listenMs, gate, value).finally(leave),
      takeBack: () => gate.takeBack(),
      leave,
    }
  }

  return { admit }
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

function whyKeptOut({ openSince }: Breaker): NotSent {
  const since = openSince()
  return since ? downSince(since) : { kind: 'not-sent', reason: 'one-by-one' }
}

function downSince(since: Date): NotSent {
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

/** What came of one exchange. */
function toSendOutcome(read: HubsoftOutcome | null, novo: NovoAtendimento, gate: Gate) {
  if (!read) return gate.mayHaveBeenSent() ? silence : gate.whyNot()
  switch (read.kind) {
    case 'not-an-answer':
      return { ...read, kind: 'uncertain' } as const
    case 'turned-away':
      gate.turnedAway()
      return read.reason === 'too-many' ? ({ ...read, kind: 'not-sent' } as const) : tokenRefused
    case 'refused':
      return read
    case 'opened':
      return whoseTicket(read, novo)
  }
}

function whoseTicket(read: Opened, { descricao }: NovoAtendimento): SendOutcome {
  const whose = whoseAnswer(read.atendimento.descricao_abertura, descricao)
  // An answer to another send, or about a ticket that nobody knows, strayed onto this connection.
  if (whose === 'another') return silence
  if (whose === 'rewritten') return { ...read, isRewritten: true }
  return whose === 'mark-lost' ? { ...read, isMarkLost: true } : read
}
