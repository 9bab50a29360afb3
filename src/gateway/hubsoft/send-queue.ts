import pLimit from 'p-limit'

/**
 * At most `most` places for what somebody waits for; `mostQueued` others queue, and any more come to null at
 * once: a queue without end takes memory without end, and its end no turn.
 *
 * `unawaited` aborts once nobody waits any more: what still queues comes to null, and what has its place
 * goes on without it.
 */
export function createPlaces(most: number, mostQueued: number) {
  const limit = pLimit(most)

  /** Comes to what gives the place back. */
  async function enter(unawaited: AbortSignal): Promise<(() => void) | null> {
    if (unawaited.aborted || limit.pendingCount >= mostQueued) return null
    const entered = Promise.withResolvers<(() => void) | null>()
    const over = Promise.withResolvers<void>()
    const leave = () => {
      // Node keeps a signal that is made of others for as long as somebody listens to it.
      unawaited.removeEventListener('abort', leave)
      entered.resolve(null)
      over.resolve()
    }
    unawaited.addEventListener('abort', leave, { once: true })
    void limit(async () => {
      if (unawaited.aborted) return
      entered.resolve(leave)
      await over.promise
    })
    return entered.promise
  }

  /** Does it in a place; null where it never began. */
  async function take<Done>(
    work: () => Promise<Done>,
    unawaited: AbortSignal,
  ): Promise<Done | null> {
    const leave = await enter(unawaited)
    return leave && !unawaited.aborted ? work().finally(leave) : null
  }

  return { enter, take }
}

export type Places = ReturnType<typeof createPlaces>
