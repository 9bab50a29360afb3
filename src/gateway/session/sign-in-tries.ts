import { createHash } from 'node:crypto'
import type { OpenDatabase } from '../database/database.ts'

/** Who tries: the user as typed, from where, and the mark of a browser that they signed in with before. */
export type Trying = { usuario: string; network: string; mark?: string | undefined }

type Wait = { kind: 'wait'; waitS: number; limit: 'browser' | 'address' | 'user' }
type Try = { kind: 'may-go'; succeeded: () => Promise<void> } | Wait

const windowS = 300

/**
 * Counts tries to sign in which failed or aren't known yet: strictly per user, loosely per address,
 * since an office shares one (design §7). A browser in which this user has signed in before counts for
 * itself alone, or strangers could lock them out.
 */
export function createSignInTries({ createCounter }: Pick<OpenDatabase, 'createCounter'>) {
  const limits = {
    browser: createCounter({ name: 'sign-in browser', points: 5, windowS }),
    address: createCounter({ name: 'sign-in address', points: 60, windowS }),
    user: createCounter({ name: 'sign-in user', points: 5, windowS }),
  }

  /** In the order in which they are looked at. */
  function keysOf({ usuario, network, mark }: Trying) {
    if (mark !== undefined) return [['browser', mark]] as const
    // Somebody may have typed their password there.
    const user = createHash('sha256').update(usuario).digest('base64')
    return [
      ['address', network],
      ['user', user],
    ] as const
  }

  async function firstWait(trying: Trying, ask: 'count' | 'look'): Promise<Wait | null> {
    for (const [limit, key] of keysOf(trying)) {
      const waitS = await limits[limit][ask](key)
      if (waitS > 0) return { kind: 'wait', waitS, limit }
    }
    return null
  }

  /** Right before the password is tried, of which there is one at a time: what is remembered is bounded. */
  async function begin(trying: Trying): Promise<Try> {
    const succeeded = async () => {
      for (const [limit, key] of keysOf(trying)) {
        if (limit === 'address') await limits[limit].takeBack(key)
        else await limits[limit].forget(key)
      }
    }
    return (await firstWait(trying, 'count')) ?? { kind: 'may-go', succeeded }
  }

  return {
    begin,
    /** What `begin` would say now, null where it may go: nobody need queue to hear no. */
    mustWait: (trying: Trying) => firstWait(trying, 'look'),
  }
}

export type SignInTries = ReturnType<typeof createSignInTries>
