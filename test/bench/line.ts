import { connect, createServer, type Socket } from 'node:net'
import { listen } from '../process.ts'

/** As a TCP connection has it: what Chromium's own throttling leaves out. */
export type LineTraits = { roundTripMs: number; bytesPerMs: number }

export type Timing = { nowMs: () => number; after: (ms: number, run: () => void) => void }

const segmentBytes = 1460
/** How much a sender sends before it has heard of any of it (RFC 6928). */
const initialWindow = 10 * segmentBytes

const system: Timing = {
  nowMs: () => performance.now(),
  after: (ms, run) => setTimeout(run, ms),
}

/** What all connections share in one direction: a segment leaves when the one before it has. */
export function createWire({ bytesPerMs }: LineTraits, { nowMs }: Timing) {
  let freeAtMs = 0
  return {
    /** When its last byte is on its way. */
    leavesAtMs(bytes: number): number {
      freeAtMs = Math.max(freeAtMs, nowMs()) + bytes / bytesPerMs
      return freeAtMs
    },
  }
}

type Sending = {
  traits: LineTraits
  timing: Timing
  wire: ReturnType<typeof createWire>
  /** Not before the other end has answered. */
  opensAtMs?: number
  deliver: (segment: Buffer) => void
  onEnd: () => void
}

/**
 * One direction of a connection, without loss: a window of ten segments, and one more for each that is acknowledged
 * (slow start). It doesn't shrink while nothing is sent.
 */
export function createSender(sending: Sending) {
  const { traits, timing, wire, opensAtMs = 0, deliver, onEnd } = sending
  const { nowMs, after } = timing
  const halfWayMs = traits.roundTripMs / 2
  const waiting: Buffer[] = []
  const underWay: Buffer[] = []
  let [window, inFlight, lastArrivesAtMs] = [initialWindow, 0, 0]
  let [isOver, isEnded] = [false, false]

  function onAcknowledged(bytes: number) {
    inFlight -= bytes
    window += bytes
    pump()
  }
  function pump() {
    for (let next = waiting[0]; next && inFlight + next.length <= window; next = waiting[0]) {
      const segment = next
      waiting.shift()
      underWay.push(segment)
      inFlight += segment.length
      lastArrivesAtMs = wire.leavesAtMs(segment.length) + halfWayMs
      // A timer may be a millisecond early: whichever goes off brings the next one.
      after(lastArrivesAtMs - nowMs(), () => {
        const [first] = underWay.splice(0, 1)
        if (first) deliver(first)
      })
      after(lastArrivesAtMs + halfWayMs - nowMs(), () => onAcknowledged(segment.length))
    }
    if (!isOver || isEnded || waiting.length > 0) return
    isEnded = true
    after(Math.max(lastArrivesAtMs - nowMs(), halfWayMs) + 1, onEnd)
  }
  function later() {
    const ms = opensAtMs - nowMs()
    if (ms > 0) after(ms, pump)
    else pump()
  }
  return {
    send(bytes: Buffer) {
      for (let at = 0; at < bytes.length; at += segmentBytes) {
        waiting.push(bytes.subarray(at, at + segmentBytes))
      }
      later()
    },
    end() {
      isOver = true
      later()
    },
  }
}

/** A way to a server of this machine that is as long and as narrow as that. */
export async function startLine(port: number, traits: LineTraits) {
  const up = createWire(traits, system)
  const down = createWire(traits, system)
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect(port, '127.0.0.1')
    // SYN and SYN-ACK, which this machine exchanges at once.
    const opensAtMs = system.nowMs() + traits.roundTripMs
    join({ from: client, to: upstream, wire: up, opensAtMs })
    join({ from: upstream, to: client, wire: down, opensAtMs: 0 })
  })
  function join(way: Pick<Sending, 'wire'> & { from: Socket; to: Socket; opensAtMs: number }) {
    const { from, to, wire, opensAtMs } = way
    const sender = createSender({
      ...{ traits, timing: system, wire, opensAtMs },
      deliver: (segment) => to.write(segment),
      onEnd: () => to.end(),
    })
    from.setNoDelay().on('data', sender.send).on('end', sender.end)
    // A browser cuts what it doesn't want any more.
    from.on('error', () => to.destroy())
  }
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    stop: () => server.close(),
  }
}
