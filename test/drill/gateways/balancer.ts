import { Agent } from 'undici'
import { type Asked, askAt, type Line } from '../kill/line.ts'

type Options = {
  /** What people type. */
  origin: string
  gateways: string[]
  /** How long an answer is waited for. */
  patienceMs: number
}

export type Balancer = Line & {
  /** Cuts the line of whoever posts this next, so long afterwards. */
  cut: (key: string, afterMs: number) => void
}

// nginx's own are ten seconds: half a drill.
const restMs = 500

/**
 * A balancer as nginx is one: each gateway in turn, the other one where one takes no connection, and whoever failed
 * is left in peace for a while. What may have arrived is never sent again, unless it only asks. And a page whose
 * answer is lost asks the other one.
 */
export function createBalancer({ origin, gateways, patienceMs }: Options): Balancer {
  // A connection each, as nginx keeps none by itself.
  const agent = new Agent({ pipelining: 0, headersTimeout: patienceMs, bodyTimeout: patienceMs })
  const restsUntil = new Map<string, number>()
  /** By a send's key, who was to answer when the answer was lost. */
  const lostAt = new Map<string, string>()
  const cuts = new Map<string, number>()
  let turns = 0

  function choose(key: string): string[] {
    const first = turns++ % gateways.length
    const inTurn = [...gateways.slice(first), ...gateways.slice(0, first)]
    const [lost, now] = [lostAt.get(key), performance.now()]
    lostAt.delete(key)
    const rank = (url: string) =>
      Number(url === lost) * 2 + Number(now < (restsUntil.get(url) ?? 0))
    return inTurn.toSorted((one, other) => rank(one) - rank(other))
  }

  /** The page's own connection ends: nobody is told, whatever comes of it. */
  function cutIn({ key, method, signal }: Asked): AbortSignal {
    const afterMs = method === 'POST' ? cuts.get(key) : undefined
    if (afterMs === undefined) return signal
    cuts.delete(key)
    return AbortSignal.any([signal, AbortSignal.timeout(afterMs)])
  }

  async function exchange(asked: Asked) {
    const { key, method, headers } = asked
    const signal = cutIn(asked)
    const there = { ...asked, signal, headers: { ...headers, origin, host: new URL(origin).host } }
    let failed: unknown
    for (const url of choose(key)) {
      try {
        return await askAt(url, there, agent)
      } catch (error) {
        failed = error
        if (!signal.aborted) restsUntil.set(url, performance.now() + restMs)
        if (isRefused(error)) continue
        lostAt.set(key, url)
        if (signal.aborted || method === 'POST') throw error
      }
    }
    throw failed
  }

  return {
    exchange,
    close: () => agent.close(),
    cut: (key: string, afterMs: number) => void cuts.set(key, afterMs),
  }
}

const isRefused = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
