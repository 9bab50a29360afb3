import pLimit from 'p-limit'

/**
 * At most `most` pieces of work that somebody waits for at a time; `mostQueued` others queue, and any
 * more come to null at once: a queue without end takes memory without end, and its end no turn.
 *
 * `unawaited` aborts once nobody waits any more: what still queues never begins and comes to null, and
 * what has begun goes on without its place.
 */
export function createPlaces(most: number, mostQueued: number) {
  const limit = pLimit(most)

  async function take<Done>(
    work: () => Promise<Done>,
    unawaited: AbortSignal,
  ): Promise<Done | null> {
    if (unawaited.aborted || limit.pendingCount >= mostQueued) return null
    const outcome = Promise.withResolvers<Done | null>()
    const over = Promise.withResolvers<void>()
    const leave = () => {
      // Node keeps a signal that is made of others for as long as somebody listens to it.
      unawaited.removeEventListener('abort', leave)
      outcome.resolve(null)
      over.resolve()
    }
    unawaited.addEventListener('abort', leave, { once: true })
    void limit(async () => {
      if (unawaited.aborted) return
      const done = work()
      outcome.resolve(done)
      await Promise.race([done.then(leave, leave), over.promise])
    })
    return outcome.promise
  }

  return { take }
}

export type Places = ReturnType<typeof createPlaces>
