import type { Renewal } from '../outage/health.ts'
import type { Answered } from '../wire/connection.ts'
import type { Account, Grant } from './sign-in.ts'

export type TokenAnswer =
  | { kind: 'token'; value: string }
  /** HubSoft refused the configured account: an operator has to act. */
  | { kind: 'account-refused' }
  | { kind: 'unreachable' }

type Deps = {
  /** The configured account as it is now: its files may change. */
  account: () => Account
  /** Null where no whole answer came. */
  signIn: (account: Account, signal: AbortSignal) => Promise<Answered<Grant | null> | null>
  /** A clock that can't be set: by the wall's a token would end a day early, or never. */
  nowMs: () => number
  /** Told of each sign-in, with the status that it was answered with. */
  onRenewal: (renewal: Renewal, status: number | undefined) => void
}

type Held = { value: string; account: string; renewAtMs: number; endsAtMs: number }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
// 30 days are a promise the server breaks (Q25).
const longestLifeMs = 24 * hourMs

function toHeld(grant: Grant, account: string, askedAtMs: number): Held {
  const lifeMs = Math.min(grant.expires_in * 1000, longestLifeMs)
  return {
    value: grant.access_token,
    account,
    renewAtMs: askedAtMs + lifeMs - Math.min(lifeMs / 4, hourMs),
    // A little early, so that a token doesn't end on its way.
    endsAtMs: askedAtMs + lifeMs - Math.min(lifeMs / 10, minuteMs),
  }
}

/**
 * HubSoft's access token: one sign-in at a time however many sends wait for it. It is renewed in the
 * background while it still serves, at least daily and when the account has changed. After a 401 the
 * same account is tried again once a minute at most.
 *
 * @see hubsoft §2
 */
export function createTokens({ account, signIn, nowMs, onRenewal }: Deps) {
  let held: Held | null = null
  let underWay: { answer: Promise<TokenAnswer>; stop: AbortController } | null = null
  let nextRenewalMs = 0
  /** Until when an account that HubSoft refused isn't tried again. */
  const pausedUntilMs = new Map<string, number>()

  const nameOf = (one: Account) => JSON.stringify(one)
  const isPaused = (name: string) => nowMs() < (pausedUntilMs.get(name) ?? 0)

  async function renew(signal: AbortSignal): Promise<TokenAnswer> {
    const [used, askedAtMs] = [account(), nowMs()]
    const answered = await signIn(used, signal)
    const status = answered?.answer.status
    if (answered?.said) {
      held = toHeld(answered.said, nameOf(used), askedAtMs)
      nextRenewalMs = 0
      onRenewal('granted', status)
      return { kind: 'token', value: held.value }
    }
    nextRenewalMs = nowMs() + minuteMs
    // A missing field is 400 (hubsoft §2), and newer servers answer a wrong password so, too; it is the
    // account's fault, but only a 401 slows sign-ins. A proxy's 403 or 404 says nothing of the account.
    const isRefused = status === 400 || status === 401
    if (status === 401) pause(nameOf(used))
    onRenewal(isRefused ? 'refused' : 'failed', status)
    return { kind: isRefused ? 'account-refused' : 'unreachable' }
  }

  function pause(name: string) {
    for (const [old, untilMs] of pausedUntilMs) {
      if (untilMs <= nowMs()) pausedUntilMs.delete(old)
    }
    pausedUntilMs.set(name, nowMs() + minuteMs)
  }

  function renewOnce(): Promise<TokenAnswer> {
    if (underWay) return underWay.answer
    const stop = new AbortController()
    const answer = renew(stop.signal).finally(() => {
      if (underWay === own) underWay = null
    })
    const own = { answer, stop }
    underWay = own
    return answer
  }

  /** The token in hand, without asking HubSoft; null where there is none that lives. */
  const living = () => (held && nowMs() < held.endsAtMs ? held.value : null)

  async function current(): Promise<TokenAnswer> {
    const name = nameOf(account())
    const value = living()
    if (held && value !== null) {
      const isDue = nowMs() >= held.renewAtMs || held.account !== name
      if (isDue && nowMs() >= nextRenewalMs && !isPaused(name)) void renewOnce()
      return { kind: 'token', value }
    }
    return isPaused(name) ? { kind: 'account-refused' } : renewOnce()
  }

  /** Forgets a token that HubSoft turned away; one that was renewed meanwhile stays. */
  function drop(value: string) {
    if (held?.value === value) held = null
  }

  /** Gives up a sign-in that may hang since HubSoft was away; whoever waits for it is told so. */
  function giveUp() {
    underWay?.stop.abort()
    underWay = null
  }

  return { current, living, drop, giveUp }
}
