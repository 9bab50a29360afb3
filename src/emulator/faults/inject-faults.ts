import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { EmulatorContext, EmulatorHandler } from '../handler.ts'
import { distortedAnswer } from './distorted-answers.ts'
import type { FaultRoute, Faults } from './faults.ts'
import { refusedAnswer, replacedAnswer, turnedAwayAnswer } from './faulty-answers.ts'

type Deps = { faults: Faults; wait: (ms: number) => Promise<void> }

/** Answers as `handler` would, unless a fault was ordered for this request. */
export function withFaults(
  route: FaultRoute,
  handler: EmulatorHandler,
  { faults, wait }: Deps,
): EmulatorHandler {
  return async (c) => {
    const order = faults.take(route)
    if (!order) return handler(c)
    switch (order.fault) {
      case 'slow':
        await wait(order.ms)
        return handler(c)
      case 'slow-after': {
        const answer = await handler(c)
        await wait(order.ms)
        return answer
      }
      case 'reset-before':
        return resetConnection(c)
      case 'reset-after':
        await handler(c)
        return resetConnection(c)
      case 'stored-late':
        // Not awaited: the sender sees the connection drop before anything is stored.
        void wait(order.ms).then(() => handler(c))
        return resetConnection(c)
      case 'silent-before':
        return silence(c)
      case 'silent-after':
        await handler(c)
        return silence(c)
      case 'html':
      case 'empty':
      case 'stack-trace':
      case 'stack-trace-keys':
      case 'http-500':
      case 'http-502':
      case 'http-503':
        if (order.stored) await handler(c)
        return replacedAnswer(order.fault)
      case 'unauthorized':
      case 'forbidden':
      case 'too-many':
        return turnedAwayAnswer(order.fault, route)
      case 'refused':
      case 'refused-without-errors':
        return refusedAnswer(order.fault, order.msg)
      case 'refused-errors-array':
      case 'refused-errors-object':
      case 'validation-422':
        return refusedAnswer(order.fault)
      default:
        return distortedAnswer(order.fault, await handler(c))
    }
  }
}

/** Called in process there is no socket: the promise rejects, as a fetch over a lost one does. */
function resetConnection(c: EmulatorContext): Response {
  const socket = c.env?.incoming?.socket
  if (!socket) throw connectionLost()
  // Not destroy(): that closes politely (FIN), and no sender sees ECONNRESET.
  socket.resetAndDestroy()
  return RESPONSE_ALREADY_SENT
}

/** Never answers; ends when the sender gives up, which in process only its signal tells. */
function silence(c: EmulatorContext): Promise<Response> {
  const outgoing = c.env?.outgoing
  if (outgoing) {
    return new Promise((resolve) => outgoing.once('close', () => resolve(RESPONSE_ALREADY_SENT)))
  }
  const { signal } = c.req.raw
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}

function connectionLost(): TypeError {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  return new TypeError('fetch failed', { cause })
}
