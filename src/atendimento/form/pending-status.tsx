import { useEffect, useRef, useState } from 'react'
import type { TicketOutcome } from '../send/outcome.ts'
import { traitsOf } from '../send/outcome-traits.ts'
import type { PendingMessage } from './pending-message.ts'
import styles from './pending-status.module.css'

const tickMs = 500

/** Milliseconds since `kind` was last another; 0 in the first moment. */
function useElapsedMs(kind: string | undefined): number {
  const [elapsed, setElapsed] = useState({ kind, ms: 0 })
  useEffect(() => {
    const start = performance.now()
    const timer = setInterval(() => setElapsed({ kind, ms: performance.now() - start }), tickMs)
    return () => clearInterval(timer)
  }, [kind])
  return elapsed.kind === kind ? elapsed.ms : 0
}

type PendingStatusProps = {
  outcome: TicketOutcome | undefined
  sentAt: Date | undefined
  now: () => Date
  /** What is said while it is under way; undefined before that is loaded. */
  pendingMessage: PendingMessage | undefined
  /** Said when nothing is under way. */
  otherwise: string
}

/** The form's one live region, and beside it, for the eyes alone, how long it has been. */
export function PendingStatus(props: PendingStatusProps) {
  const { outcome, sentAt, now, pendingMessage, otherwise } = props
  const isUnderWay = outcome !== undefined && traitsOf(outcome).waitsFor !== undefined
  const elapsedMs = useElapsedMs(isUnderWay ? outcome?.kind : undefined)
  const message = isUnderWay ? (pendingMessage?.(outcome, elapsedMs) ?? '') : otherwise
  const seconds = sentAt ? Math.floor((now().getTime() - sentAt.getTime()) / 1000) : 0
  const box = useRef<HTMLDivElement>(null)
  const isSaid = message !== ''
  // Sent by key from a field far above, it would happen out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: again with the line's first word
  useEffect(() => {
    if (isUnderWay) box.current?.scrollIntoView({ block: 'nearest' })
  }, [isUnderWay, isSaid])
  return (
    <div ref={box} className={styles.status}>
      <div role="status" aria-live="polite" aria-atomic="true">
        {message}
      </div>
      {isUnderWay && seconds > 0 && <span aria-hidden="true">{`há ${seconds} s`}</span>}
    </div>
  )
}
