import pLimit from 'p-limit'

/**
 * At most `most` pieces of work that somebody waits for at a time; the others queue.
 *
 * `unawaited` aborts once nobody waits any more: what still queues never begins and comes to null, and
 * what has begun goes on without its place.
 */
export function createPlaces(most: number) {
  const limit = pLimit(most)

  async function take<Done>(
    work: () => Promise<Done>,
    unawaited: AbortSignal,
  ): Promise<Done | null> {
    if (unawaited.aborted) return null
    const outcome = Promise.withResolvers<Done | null>()
    const over = Promise.withResolvers<void>()
    const leave = () => {
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
