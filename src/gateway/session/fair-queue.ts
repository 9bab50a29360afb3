type Answer = (isTurn: boolean) => void

/**
 * One at a time. Who is known goes first; else networks take turns, so that one that asks a hundred times
 * makes another wait for a single one of them. With `most` waiting, one of the network that has most of
 * them is turned away.
 */
export function createFairQueue(most: number) {
  const [known, strangers] = [createLanes(most), createLanes(most)]
  let isTaken = false

  function next() {
    const first = known.shift() ?? strangers.shift()
    if (first) first(true)
    else isTaken = false
  }

  /** Null for who is turned away. */
  async function take<Done>(
    { network, isKnown }: { network: string; isKnown: boolean },
    work: () => Promise<Done>,
  ): Promise<Done | null> {
    if (isTaken) {
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const lanes = isKnown ? known : strangers
      lanes.push(network, resolve)
      if (!(await promise)) return null
    }
    isTaken = true
    return work().finally(next)
  }

  return { take }
}

function createLanes(most: number) {
  // In the order of their turns.
  const lanes = new Map<string, Answer[]>()
  const lengthOf = (network: string) => lanes.get(network)?.length ?? 0

  function makeRoom(newcomer: string): boolean {
    const all = [...lanes.values()]
    if (all.reduce((sum, { length }) => sum + length, 0) < most) return true
    const longest = all.reduce((one, other) => (other.length > one.length ? other : one), [])
    if (longest.length <= lengthOf(newcomer) + 1) return false
    longest.pop()?.(false)
    return true
  }

  return {
    push(network: string, answer: Answer) {
      if (!makeRoom(network)) return answer(false)
      lanes.set(network, [...(lanes.get(network) ?? []), answer])
    },
    shift(): Answer | undefined {
      for (const [network, [first, ...others]] of lanes) {
        lanes.delete(network)
        if (others.length > 0) lanes.set(network, others)
        return first
      }
      return undefined
    },
  }
}
