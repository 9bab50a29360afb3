import * as z from 'zod/mini'
import type { HubsoftAnswer } from '../../contract/outcome.ts'

export type TokenAnswer =
  | { kind: 'token'; value: string }
  /** HubSoft refused the configured account: an operator has to act. */
  | { kind: 'account-refused' }
  | { kind: 'unreachable' }

type Deps = {
  /** Posts the configured account to `/oauth/token`; null where no answer came. */
  signIn: () => Promise<HubsoftAnswer | null>
  nowMs: () => number
}

const hourMs = 3_600_000
// 30 days are a promise the server breaks (Q25).
const longestLifeMs = 24 * hourMs
const pauseAfterRefusalMs = 60_000

const seconds = z.union([
  z.number(),
  z.pipe(z.string().check(z.regex(/^\d+$/)), z.transform(Number)), // dossier §10
])
const granted = z.object({ access_token: z.string().check(z.minLength(1)), expires_in: seconds })

function readGrant(answer: HubsoftAnswer) {
  try {
    const read = granted.safeParse(JSON.parse(answer.text))
    return answer.status === 200 && read.success ? read.data : null
  } catch {
    return null
  }
}

/**
 * HubSoft's access token: one sign-in at a time however many sends wait for it, renewed after at
 * most 24 h. After the account was refused, at most one try a minute.
 *
 * @see hubsoft-api.md §2
 */
export function createTokens({ signIn, nowMs }: Deps) {
  let held: { value: string; renewAtMs: number } | null = null
  let underWay: Promise<TokenAnswer> | null = null
  let refusedUntilMs = 0

  async function renew(): Promise<TokenAnswer> {
    const answer = await signIn()
    const grant = answer && readGrant(answer)
    if (grant) {
      const lifeMs = Math.min(grant.expires_in * 1000, longestLifeMs)
      // A minute early, so that a token doesn't end on its way.
      held = {
        value: grant.access_token,
        renewAtMs: nowMs() + Math.max(lifeMs - 60_000, lifeMs / 2),
      }
      return { kind: 'token', value: grant.access_token }
    }
    // A proxy's 403 or 404 says nothing of the account.
    if (answer?.status !== 400 && answer?.status !== 401) return { kind: 'unreachable' }
    refusedUntilMs = nowMs() + pauseAfterRefusalMs
    return { kind: 'account-refused' }
  }

  async function current(): Promise<TokenAnswer> {
    if (held && nowMs() < held.renewAtMs) return { kind: 'token', value: held.value }
    if (nowMs() < refusedUntilMs) return { kind: 'account-refused' }
    underWay ??= renew().finally(() => {
      underWay = null
    })
    return underWay
  }

  /** Forgets a token that HubSoft turned away; one that was renewed meanwhile stays. */
  function drop(value: string) {
    if (held?.value === value) held = null
  }

  return { current, drop }
}

export type Tokens = ReturnType<typeof createTokens>
