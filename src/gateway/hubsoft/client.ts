import type { Logger } from 'pino'
import type { NovoAtendimento } from '../../contract/novo-atendimento.ts'
import { type HubsoftOutcome, readOutcome } from '../../contract/outcome.ts'
import { referenceIn } from '../../contract/reference.ts'
import { byDeadline, type Clock, type Deadline } from '../clock.ts'
import type { Connection } from './connection.ts'
import { createTokens } from './tokens.ts'

export type Account = {
  client_id: string
  client_secret: string
  username: string
  password: string
}

export type SendOutcome =
  | Extract<HubsoftOutcome, { kind: 'opened' | 'refused' }>
  /** For certain nothing was opened: no byte left, or HubSoft turned it away (401, 429). */
  | { kind: 'not-sent'; reason: 'unreachable' | 'account-refused' }
  | { kind: 'not-sent'; reason: 'too-many'; retryAfterS: number }
  /** It may have been opened: verify, never resend. */
  | { kind: 'uncertain' }

export type SendOrder = {
  /** The ticket with reference and attendant already in its description. */
  novo: NovoAtendimento
  deadline: Deadline
  /** How long to go on listening for an answer after the deadline, in ms. */
  listenMs: number
  /** Called right before each try to send, once a token is at hand. */
  onSending: () => void
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
  /** The configured account as it is now: its files may change. */
  account: () => Account
  clock: Clock
  timeoutMs: number
  log: Logger
}

const json = 'application/json'
const tooLate = { kind: 'unreachable' } as const

/** Talks to HubSoft with the one configured account. */
export function createHubsoftClient({ connection, account, clock, timeoutMs, log }: Deps) {
  const tokens = createTokens({
    account,
    nowMs: clock.monotonicMs,
    signIn: (used, stop) =>
      connection.post({
        path: 'oauth/token',
        headers: { 'content-type': json },
        body: JSON.stringify({ grant_type: 'password', ...used }),
        mayStart: () => true,
        onStart: () => undefined,
        signal: AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]),
      }),
  })

  /** Sends the ticket at most once; only a 401, which stores nothing, is answered by one resend. */
  function openTicket(order: SendOrder): Sending {
    let mayHaveBeenSent = false
    const takenBack = new AbortController()

    function takeBack(): boolean {
      if (!mayHaveBeenSent) takenBack.abort()
      return !mayHaveBeenSent
    }

    async function tryOnce(token: string) {
      const stop = new AbortController()
      const atDeadline = setTimeout(takeBack, order.deadline.remainingMs())
      const atEnd = setTimeout(() => stop.abort(), order.deadline.remainingMs() + order.listenMs)
      const answer = await connection.post({
        path: 'api/v1/integracao/atendimento',
        headers: { 'content-type': json, authorization: `Bearer ${token}` },
        body: JSON.stringify(order.novo),
        mayStart: () => !takenBack.signal.aborted && !order.deadline.isPast(),
        onStart: () => {
          mayHaveBeenSent = true
        },
        signal: AbortSignal.any([stop.signal, takenBack.signal]),
      })
      clearTimeout(atDeadline)
      clearTimeout(atEnd)
      return answer
    }

    async function send(): Promise<SendOutcome> {
      for (const tries of [1, 2]) {
        // A sign-in under way goes on for others.
        const token = await byDeadline(order.deadline, tokens.current(), tooLate)
        if (token.kind === 'account-refused') {
          log.error('hubsoft refuses the API account: check HUBSOFT_CLIENT_ID and the other three')
        }
        if (token.kind !== 'token') return { kind: 'not-sent', reason: token.kind }
        if (takenBack.signal.aborted || order.deadline.isPast()) {
          return { kind: 'not-sent', reason: 'unreachable' }
        }

        order.onSending()
        const answer = await tryOnce(token.value)
        if (!answer)
          return mayHaveBeenSent
            ? { kind: 'uncertain' }
            : { kind: 'not-sent', reason: 'unreachable' }

        const read = readOutcome(answer)
        if (read.kind !== 'turned-away') return toSendOutcome(read, order.novo)
        mayHaveBeenSent = false
        if (read.reason === 'too-many') {
          return { kind: 'not-sent', reason: 'too-many', retryAfterS: read.retryAfterS }
        }
        tokens.drop(token.value)
        log.warn({ tries }, 'hubsoft turned a token away')
      }
      log.error('hubsoft turned a fresh token away: check the API account')
      return { kind: 'not-sent', reason: 'account-refused' }
    }

    return { outcome: send(), takeBack }
  }

  return { openTicket }
}

export type HubsoftClient = ReturnType<typeof createHubsoftClient>

function toSendOutcome(
  read: Exclude<HubsoftOutcome, { kind: 'turned-away' }>,
  novo: NovoAtendimento,
): SendOutcome {
  if (read.kind === 'not-an-answer') return { kind: 'uncertain' }
  if (read.kind === 'opened') {
    const theirs = referenceIn(read.atendimento.descricao_abertura ?? '')
    // An answer to another send, strayed onto this connection.
    if (theirs !== null && theirs !== referenceIn(novo.descricao)) return { kind: 'uncertain' }
  }
  // The work order's permission may be missed after the ticket was stored (E8).
  if (read.kind === 'refused' && read.permission && novo.abrir_os) return { kind: 'uncertain' }
  return read
}
