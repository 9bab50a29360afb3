import { setImmediate as turn } from 'node:timers/promises'

const beatMs = 100
/** In which what came on a connection is read, as is that it was hung up. */
const turns = 3

/** When all that has come by now on the connections that were taken is read. */
export async function untilRead() {
  for (let left = turns; left > 0; left -= 1) await turn()
}

/**
 * When what is read now may have come: a process that was stopped, kept busy or not ready yet reads late what came
 * meanwhile, as if it had come now.
 */
export function watchStandstill(nowMs = () => performance.now()) {
  let readByMs = nowMs()
  let beating: NodeJS.Timeout | undefined
  let [connections, isBeating] = [0, false]

  async function beat() {
    if (isBeating) return
    isBeating = true
    const ms = nowMs()
    // A turn takes one of those that wait: one that takes none is behind all of them.
    for (let taken = -1; taken !== connections; await turn()) taken = connections
    await untilRead()
    readByMs = ms
    isBeating = false
  }

  return {
    /** Of everybody who connects, once they are taken. */
    noteConnection() {
      connections += 1
    },
    /** Whoever came by now is answered, and from now on everybody as they are read. */
    serve() {
      void beat()
      beating = setInterval(beat, beatMs).unref()
    },
    /** At the earliest, by `performance.now`, which goes on while a process stands still. */
    earliestMs: () => readByMs,
    stop: () => clearInterval(beating),
  }
}

export type Standstill = ReturnType<typeof watchStandstill>
