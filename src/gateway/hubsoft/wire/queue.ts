import pLimit from 'p-limit'

/**
 * Lets in at most `most` at a time, in the order in which they came; `mostQueued` others wait, and any more come
 * to null at once: a queue without end takes memory without end, and its end no turn.
 *
 * `unawaited` aborts once nobody waits any more: who still queues comes to null, and who is in goes on without
 * a place.
 */
export function createQueue(most: number, mostQueued: number) {
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
  async function run<Done>(
    work: () => Promise<Done>,
    unawaited: AbortSignal,
  ): Promise<Done | null> {
    const leave = await enter(unawaited)
    return leave && !unawaited.aborted ? work().finally(leave) : null
  }

  return { enter, run }
}
