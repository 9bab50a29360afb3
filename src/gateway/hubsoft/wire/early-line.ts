import type { Line } from './lines.ts'

/** A connection that is opened before it is known what will be asked on it, if anything. */
export type EarlyLine = {
  /** Hands it over, once; comes to null where it is spent, or no longer as good as a new one. */
  take: () => Promise<Line | null>
  /** It isn't needed; what was handed over stays. */
  close: () => void
}

// Servers close connections on which nobody asks, and a head that crosses with that is a send of which nobody knows.
const mostIdleMs = 1000

export function keepReady(line: Line): EarlyLine {
  const { socket, readyEvent } = line
  let [isReady, isHandedOver] = [false, false]
  let idle: NodeJS.Timeout | undefined

  /** Its end, and what comes unasked, which would be taken for an answer. */
  function spoil() {
    if (!isHandedOver) socket.destroy()
  }

  socket.once(readyEvent, () => {
    isReady = true
    idle = setTimeout(spoil, mostIdleMs)
  })
  for (const event of ['data', 'end', 'error']) socket.on(event, spoil)
  socket.once('close', () => clearTimeout(idle))

  return {
    async take() {
      // What has come in the meantime is heard first: in a turn that begins now, since this one has looked already.
      for (let turns = isReady ? 2 : 0; turns > 0; turns -= 1) await new Promise(setImmediate)
      if (isHandedOver || socket.destroyed) return null
      isHandedOver = true
      return { ...line, isReady }
    },
    close: spoil,
  }
}
