import { AsyncLocalStorage } from 'node:async_hooks'

/** Both clocks, handed in: `wallMs` can jump, `monotonicMs` can't and means nothing by itself. */
export type Clock = { wallMs: () => number; monotonicMs: () => number }

export const systemClock: Clock = { wallMs: Date.now, monotonicMs: () => performance.now() }

/** Does something later, unless it is called off by what comes back. */
export type After = (ms: number, run: () => void) => () => void

const asAtStart = AsyncLocalStorage.snapshot()

/**
 * Keeps no process alive. What is done later belongs to no request, whichever it was begun in: the log says
 * each one's id.
 */
export const systemAfter: After = (ms, run) => {
  const timer = setTimeout(asAtStart, ms, run).unref()
  return () => clearTimeout(timer)
}

/** Comes back after so long, or once it is to stop. */
export async function restFor(ms: number, after: After, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const over = () => resolve()
  const inTime = after(ms, over)
  stop.addEventListener('abort', over)
  await promise
  inTime()
  stop.removeEventListener('abort', over)
}

/**
 * The time by which sends are judged: what the wall clock said when the process began, and from then on as much
 * later as has really passed. So a step of the wall clock, forward or back, takes nothing from the time that
 * HubSoft is given to settle, and draws nothing out. What a former process wrote down is brought into this time
 * when it is taken over (`adopted`, in the journal). What people are told is the wall clock's.
 */
export function createSteadyNow({ wallMs, monotonicMs }: Clock): () => Date {
  const beganMs = wallMs() - monotonicMs()
  return () => new Date(beganMs + monotonicMs())
}

/** When that was by the wall clock as it is set now; what it differs by of itself is no step. */
export function createToWall({ wallMs }: Clock, now: () => Date): (steady: Date) => Date {
  return (steady) => {
    const stepMs = wallMs() - now().getTime()
    return Math.abs(stepMs) < 1000 ? steady : new Date(steady.getTime() + roundMs(stepMs))
  }
}

const roundMs = (ms: number) => 1000 * Math.round(ms / 1000)

export type Deadline = { remainingMs: () => number; isPast: () => boolean }

/**
 * A moment `ms` from now. It is past when either clock says so: a machine that slept moves only one
 * of them (design §6, "Was it sent").
 */
export function createDeadline(clock: Clock, ms: number): Deadline {
  const wallEnd = clock.wallMs() + ms
  const monotonicEnd = clock.monotonicMs() + ms
  const remainingMs = () =>
    Math.max(0, Math.min(wallEnd - clock.wallMs(), monotonicEnd - clock.monotonicMs()))
  return { remainingMs, isPast: () => remainingMs() === 0 }
}

/** Aborts when the deadline is over. */
export const signalOf = ({ remainingMs }: Deadline) => AbortSignal.timeout(Math.ceil(remainingMs()))

/** What `work` comes to, or `late` once the deadline is over; the work itself goes on. */
export function byDeadline<Done, Late>(
  deadline: Pick<Deadline, 'remainingMs'>,
  work: Promise<Done>,
  late: Late,
): Promise<Done | Late> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<Late>((resolve) => {
    timer = setTimeout(() => resolve(late), deadline.remainingMs())
  })
  return Promise.race([work, over]).finally(() => clearTimeout(timer))
}
