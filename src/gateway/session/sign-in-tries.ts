import { createHash } from 'node:crypto'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

export type Try =
  | { kind: 'may-go'; succeeded: () => Promise<void> }
  | { kind: 'wait'; waitS: number; limit: 'together' | 'address' | 'user' }

const everybody = 'everybody'

/**
 * Counts tries to sign in which failed or aren't known yet: strictly per user, loosely per address,
 * since an office shares one (design §7). All together are limited, too, which bounds both the names
 * and addresses that are remembered and the queue for the hash.
 */
export function createSignInTries() {
  const together = new RateLimiterMemory({ points: 200, duration: 60 })
  const perAddress = new RateLimiterMemory({ points: 60, duration: 300 })
  const perUser = new RateLimiterMemory({ points: 5, duration: 300 })

  /** Before the password is tried: counted afterwards, tries at the same time would slip through. */
  async function begin(usuario: string, address: string): Promise<Try> {
    // Somebody may have typed their password there.
    const user = createHash('sha256').update(usuario).digest('base64')

    const waitForAll = await take(together, everybody)
    if (waitForAll) return { kind: 'wait', waitS: waitForAll, limit: 'together' }
    const waitForAddress = await take(perAddress, address)
    if (waitForAddress) {
      // One address can't shut everybody out.
      await together.reward(everybody)
      return { kind: 'wait', waitS: waitForAddress, limit: 'address' }
    }
    const waitForUser = await take(perUser, user)
    if (waitForUser) return { kind: 'wait', waitS: waitForUser, limit: 'user' }

    const succeeded = async () => {
      await Promise.all([
        together.reward(everybody),
        perAddress.reward(address),
        perUser.delete(user),
      ])
    }
    return { kind: 'may-go', succeeded }
  }

  return { begin }
}

export type SignInTries = ReturnType<typeof createSignInTries>

/** Null where there is one more to take; else seconds until there is. */
async function take(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  const refused: unknown = await limiter.consume(key).then(
    () => null,
    (reason) => reason,
  )
  if (refused === null) return null
  if (!(refused instanceof RateLimiterRes)) throw refused
  return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
}
