/** Both clocks, handed in: `wallMs` can jump, `monotonicMs` can't and means nothing by itself. */
export type Clock = { wallMs: () => number; monotonicMs: () => number }

export const systemClock: Clock = { wallMs: Date.now, monotonicMs: () => performance.now() }

/** Does something later, unless it is called off by what comes back. */
export type After = (ms: number, run: () => void) => () => void

/** Keeps no process alive. */
export const systemAfter: After = (ms, run) => {
  const timer = setTimeout(run, ms).unref()
  return () => clearTimeout(timer)
}

export type Deadline = { at: Date; remainingMs: () => number; isPast: () => boolean }

/**
 * A moment `ms` from now. It is past when either clock says so: a machine that slept moves only one
 * of them (design §6, "Was it sent").
 */
export function createDeadline(clock: Clock, ms: number): Deadline {
  const wallEnd = clock.wallMs() + ms
  const monotonicEnd = clock.monotonicMs() + ms
  const remainingMs = () =>
    Math.max(0, Math.min(wallEnd - clock.wallMs(), monotonicEnd - clock.monotonicMs()))
  return { at: new Date(wallEnd), remainingMs, isPast: () => remainingMs() === 0 }
}

/** Aborts when the deadline is over. */
export const signalOf = ({ remainingMs }: Deadline) => AbortSignal.timeout(Math.ceil(remainingMs()))

/** What `work` comes to, or `late` once the deadline is over; the work itself goes on. */
export async function byDeadline<Done, Late>(
  deadline: Pick<Deadline, 'remainingMs'>,
  work: Promise<Done>,
  late: Late,
): Promise<Done | Late> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<Late>((resolve) => {
    timer = setTimeout(() => resolve(late), deadline.remainingMs())
  })
  const first = await Promise.race([work, over])
  clearTimeout(timer)
  return first
}
