import { AsyncLocalStorage } from 'node:async_hooks'
import pino, { type DestinationStream, type Logger } from 'pino'

const currentRequest = new AsyncLocalStorage<{ id: string }>()

/**
 * Whatever this work logs carries the request's id: lines about HubSoft and the disk are written far
 * from where the request is at hand.
 */
export function withRequestId<Done>(id: string, work: () => Done): Done {
  return currentRequest.run({ id }, work)
}

type LogSettings = {
  level: pino.LevelWithSilent
  /** Standard error by default, in pino's own time, and at the end of the process at the latest. */
  destination?: DestinationStream
}

/** JSON lines, with what must not stand in them kept out (design §7, "Always on"). */
export function createLog({ level, destination = pino.destination(2) }: LogSettings): Logger {
  const options = {
    level,
    mixin: () => ({ ...currentRequest.getStore() }),
    serializers: { err: describeError },
    hooks: {
      logMethod(this: Logger, args: Parameters<pino.LogFn>, method: pino.LogFn) {
        const [first, said] = args
        // By itself pino takes the error's own message for the line's.
        const isSpeechless = said === undefined && carriesError(first)
        method.apply(this, isSpeechless ? [first, 'an error'] : args)
      },
    },
  }
  return pino(options, destination)
}

const carriesError = (logged: unknown) =>
  logged instanceof Error || (typeof logged === 'object' && logged !== null && 'err' in logged)

const deepestCause = 4

/**
 * What an error is and where it arose, without its message, which may quote what somebody typed:
 * `JSON.parse` does, and so does a database about a value.
 */
function describeError(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const { name, cause } = error
  const inner = error instanceof AggregateError ? error.errors : []
  const causes = [...inner.slice(0, deepestCause), ...(cause === undefined ? [] : [cause])]
  return {
    type: isWord(name) ? name : error.constructor.name,
    ...('code' in error && isWord(error.code) && { code: error.code }),
    // SQLite's own number: its `code` is the same for a full disk and a locked file.
    ...('errcode' in error && typeof error.errcode === 'number' && { errcode: error.errcode }),
    stack: framesOf(error),
    ...(causes.length > 0 &&
      depth < deepestCause && { causes: causes.map((one) => describeError(one, depth + 1)) }),
  }
}

const isWord = (value: unknown) => typeof value === 'string' && /^[\w$]{1,60}$/.test(value)

const frame =
  /^ {4}at (?:async )?(?:[\w$.<>[\] #]+ \()?(?:file:|node:|\/|[A-Z]:\\)[^\n]*:\d+:\d+\)?$/

/** "at send (file:///…/ticket-desk.ts:31:5)", a line each; none where the message can't be told apart. */
function framesOf({ stack, message }: Error): string[] {
  const start = stack?.indexOf(message) ?? -1
  if (stack === undefined || start < 0) return []
  return stack
    .slice(start + message.length)
    .split('\n')
    .filter((line) => frame.test(line))
    .map((line) => line.trim())
}

const minuteMs = 60_000

export type WarnRarely = (msg: string) => void

/** Warns of each thing once a minute at most, for what concerns every request. */
export function createWarnRarely(log: Logger, nowMs: () => number): WarnRarely {
  const saidMs = new Map<string, number>()
  return (msg) => {
    if (nowMs() - (saidMs.get(msg) ?? Number.NEGATIVE_INFINITY) < minuteMs) return
    saidMs.set(msg, nowMs())
    log.warn(msg)
  }
}
