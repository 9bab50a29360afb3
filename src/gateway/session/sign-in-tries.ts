import { createHash } from 'node:crypto'
import { createCounter, networkOf } from './counter.ts'

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
  const together = createCounter({ points: 200, windowS: 60 })
  const perAddress = createCounter({ points: 60, windowS: 300 })
  const perUser = createCounter({ points: 5, windowS: 300 })

  /** Before the password is tried: counted afterwards, tries at the same time would slip through. */
  async function begin(usuario: string, address: string): Promise<Try> {
    // Somebody may have typed their password there.
    const user = createHash('sha256').update(usuario).digest('base64')
    const network = networkOf(address)

    const waitForAll = await together.count(everybody)
    if (waitForAll > 0) return { kind: 'wait', waitS: waitForAll, limit: 'together' }
    const waitForAddress = await perAddress.count(network)
    if (waitForAddress > 0) {
      // One address can't shut everybody out.
      await together.takeBack(everybody)
      return { kind: 'wait', waitS: waitForAddress, limit: 'address' }
    }
    const waitForUser = await perUser.count(user)
    if (waitForUser > 0) return { kind: 'wait', waitS: waitForUser, limit: 'user' }

    const succeeded = async () => {
      await Promise.all([
        together.takeBack(everybody),
        perAddress.takeBack(network),
        perUser.forget(user),
      ])
    }
    return { kind: 'may-go', succeeded }
  }

  return { begin }
}

export type SignInTries = ReturnType<typeof createSignInTries>
