const beatMs = 250
/** Until what came while it stood still is read. */
const afterwardsMs = 300

/** By `performance.now`, which goes on while a process stands still. */
type Span = { fromMs: number; untilMs: number }

/**
 * When what is read now may have come: a process that was stopped, kept busy or not ready yet reads late what came
 * meanwhile, as if it had come now.
 */
export function watchStandstill(nowMs = () => performance.now()) {
  let beatAtMs = nowMs()
  let stood: Span = { fromMs: beatAtMs, untilMs: Number.POSITIVE_INFINITY }

  function beat() {
    const ms = nowMs()
    if (ms - beatAtMs > 2 * beatMs) stood = joined(stood, { fromMs: beatAtMs, untilMs: ms })
    beatAtMs = ms
  }

  const beating = setInterval(beat, beatMs).unref()
  return {
    /** Whoever came by now is answered, and from now on everybody at once. */
    serve() {
      const ms = nowMs()
      stood = { fromMs: ms, untilMs: ms }
    },
    /** At the earliest. */
    earliestMs(): number {
      beat()
      return beatAtMs - stood.untilMs < afterwardsMs ? stood.fromMs : beatAtMs
    },
    stop: () => clearInterval(beating),
  }
}

export type Standstill = ReturnType<typeof watchStandstill>

const joined = (earlier: Span, later: Span): Span =>
  later.fromMs - earlier.untilMs < afterwardsMs
    ? { fromMs: earlier.fromMs, untilMs: Math.max(earlier.untilMs, later.untilMs) }
    : later
