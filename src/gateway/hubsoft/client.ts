import type { Logger } from 'pino'
import { isMessage } from '../../contract/nova-mensagem.ts'
import type { Deadline } from '../clock.ts'
import type { TokenAnswer } from './account/tokens.ts'
import { appendingOf } from './appending.ts'
import type { Ask } from './ask.ts'
import { createDeparture, type Departure } from './departure.ts'
import { type Outgoing, openingOf } from './opening.ts'
import type { Breaker } from './outage/breaker.ts'
import type { Health } from './outage/health.ts'
import { accountRefused, type NotSent, type SendOutcome, silence } from './send-outcome.ts'
import type { Connection } from './wire/connection.ts'
import type { EarlyLine } from './wire/early-line.ts'
import { createQueue } from './wire/queue.ts'

/** A send may leave now, until its deadline: there is a place for it, and a token. */
export type Admission = {
  kind: 'admitted'
  /**
   * Posts it at most once, and nothing past the deadline. `novo` has reference and attendant in its text
   * already; `listenMs` is how long to go on listening for an answer after the deadline.
   */
  post: (novo: Outgoing, listenMs: number) => Promise<SendOutcome>
  /**
   * From now on nothing leaves that hasn't; false where bytes may have left that HubSoft hasn't
   * turned away.
   */
  takeBack: () => boolean
  /** For what is not to be posted after all. */
  leave: () => void
}

type Deps = {
  ask: Ask['ask']
  takeToken: Ask['takeToken']
  openEarly: Connection['openEarly']
  breaker: Breaker
  health: Health
  log: Logger
}

// The pools of php-fpm are small; a send that is only listened to counts no more.
const mostAwaited = 16
// At 150 ms an answer the last of them waits two seconds; at three seconds half wait in vain.
const mostQueued = 200

/** Opens tickets, and adds messages to them, with the one configured account. */
export function createHubsoftClient(deps: Deps) {
  const { ask, takeToken, openEarly, breaker, health, log } = deps
  const queue = createQueue(mostAwaited, mostQueued)

  async function post(
    novo: Outgoing,
    departure: Departure & { early?: EarlyLine },
  ): Promise<SendOutcome> {
    const asked = await ask(isMessage(novo) ? appendingOf(novo) : openingOf(novo), departure)
    if (asked.kind === 'not-asked') {
      return asked.isAccountRefused ? accountRefused : departure.whyNot()
    }
    if (asked.kind === 'silent') return departure.mayHaveLeft() ? silence : departure.whyNot()
    const { outcome } = asked.said
    if (lacksPermission(outcome)) {
      log.error('hubsoft says that the API account lacks a permission')
      health.permissionMissing()
    }
    return outcome
  }

  /**
   * Comes by the deadline, and at once where HubSoft is down, or goes down meanwhile. Whoever is admitted is
   * to post, or to leave.
   */
  async function admit(deadline: Deadline): Promise<Admission | NotSent> {
    const endTrial = breaker.enter()
    if (!endTrial) return whyKeptOut(breaker)

    const departure = createDeparture(deadline)
    // What has left is listened to, and gives its place up: it may hang long after HubSoft is back.
    const callOff = breaker.onMove((since) => {
      if (since && !departure.takeBack(downSince(since))) departure.onlyListen()
    })
    const leavePlace = await queue.enter(departure.unawaited)
    // While the token is asked for and the journal takes the send.
    const early = leavePlace && openEarly()
    function leave() {
      departure.takeBack()
      early?.close()
      callOff()
      departure.close()
      endTrial?.()
      leavePlace?.()
    }
    let token: TokenAnswer = { kind: 'unreachable' }
    try {
      if (leavePlace) token = await takeToken('ticket', departure)
    } finally {
      if (token.kind !== 'token') leave()
    }
    if (token.kind !== 'token') {
      return token.kind === 'account-refused' ? accountRefused : departure.whyNot()
    }
    return {
      kind: 'admitted',
      post(novo, listenMs) {
        departure.listenFor(listenMs)
        return post(novo, early ? { ...departure, early } : departure).finally(leave)
      },
      takeBack: () => departure.takeBack(),
      leave,
    }
  }

  return { admit }
}

export type HubsoftClient = ReturnType<typeof createHubsoftClient>

function whyKeptOut({ openSince }: Breaker): NotSent {
  const since = openSince()
  return since ? downSince(since) : { kind: 'not-sent', reason: 'one-by-one' }
}

function downSince(since: Date): NotSent {
  return { kind: 'not-sent', reason: 'hubsoft-down', sinceMs: since.getTime() }
}

/** Also where a crash report says so: an operator has to act. */
function lacksPermission(outcome: SendOutcome): boolean {
  if (outcome.kind === 'uncertain') return outcome.refusal?.permission ?? false
  return outcome.kind === 'refused' && outcome.permission
}
