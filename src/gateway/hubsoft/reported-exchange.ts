import type { Breaker } from './outage/breaker.ts'
import type { Health } from './outage/health.ts'
import type { Question } from './question.ts'
import type { Answered, Connection } from './wire/connection.ts'
import type { EarlyLine } from './wire/early-line.ts'

type Deps = { connection: Connection; breaker: Breaker; health: Health }

/** How an exchange may go. */
export type Way = {
  /** Ends it. */
  signal: AbortSignal
  /** Asked in the tick in which the head would be written. */
  mayStart?: () => boolean
  onStart?: () => void
  /** From when on silence counts, though an answer is still listened for; at its end where this isn't said. */
  unawaited?: AbortSignal
  /** A connection for the first that is asked in this way. */
  early?: EarlyLine
}

/** One request and its answer, with this token or none, of which health is told. */
export type ReportedExchange = <Said>(
  question: Question<Said>,
  token: string | null,
  way: Way,
) => Promise<Answered<Said> | null>

export function createReportedExchange({ connection, breaker, health }: Deps): ReportedExchange {
  return async (question, token, { unawaited, ...way }) => {
    const report = health.begin(question.route)
    let hasStarted = false
    // What an outage keeps from leaving says nothing of HubSoft.
    const untold = () => report(breaker.openSince() && !hasStarted ? 'not-started' : 'no-answer')
    unawaited?.addEventListener('abort', untold, { once: true })
    const answered = await connection.exchange({
      ...question,
      token,
      signal: way.signal,
      early: way.early,
      mayStart() {
        const isInTime = way.mayStart?.() ?? !way.signal.aborted
        if (!isInTime) report('not-started')
        return isInTime
      },
      onStart() {
        hasStarted = true
        way.onStart?.()
      },
    })
    report(answered?.answer ?? 'no-answer')
    return answered
  }
}
