import { setImmediate as turn } from 'node:timers/promises'

const beatMs = 100
/** In which whoever has connected is accepted, and what they have sent is read, as is that they hung up. */
const turns = 3

/** When all that has come by now is read. */
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

  async function beat() {
    const ms = nowMs()
    await untilRead()
    readByMs = ms
  }

  return {
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
