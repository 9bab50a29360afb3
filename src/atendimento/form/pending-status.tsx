import { useEffect, useRef, useState } from 'react'
import type { TicketOutcome } from '../send/outcome.ts'
import { traitsOf } from '../send/outcome-traits.ts'
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

/**
 * What is said while a send is under way, each sentence once.
 *
 * @param elapsedMs since the outcome became this kind
 * @see design A-14
 */
export function pendingMessage(outcome: TicketOutcome | undefined, elapsedMs: number): string {
  switch (outcome?.kind) {
    case 'sending':
    case 'sending-again':
      if (elapsedMs < 500) return ''
      if (elapsedMs < 4000) return 'Abrindo o atendimento no HubSoft…'
      if (elapsedMs < 10_000) {
        return 'Ainda abrindo. O HubSoft está demorando mais que o normal.'
      }
      return 'Continuo esperando a resposta. Não recarregue e não envie de novo.'
    case 'asking':
      return outcome.why === 'reload'
        ? 'Perguntando ao servidor o que houve com este envio…'
        : 'A resposta se perdeu. Estou perguntando ao servidor o que houve. Não envie de novo.'
    case 'pending':
      if (outcome.couldNotLook) {
        return 'Não consigo confirmar pela lista do HubSoft se o atendimento foi aberto; continuo tentando. Não envie de novo.'
      }
      return elapsedMs < 4000
        ? 'Sem resposta até agora. Estou conferindo no HubSoft se o atendimento foi aberto.'
        : 'Conferindo… Não envie de novo.'
    case 'unreachable':
      return 'Não consigo falar com o servidor. Pergunto de novo sozinho. Não envie de novo.'
    case 'not-told':
      return `${outcome.reason} Pergunto de novo sozinho. Não envie de novo.`
    case 'not-told-signed-out':
      return 'Entre de novo: depois pergunto sozinho. Não envie de novo.'
    case undefined:
    case 'unknown':
    case 'record-lost':
    case 'not-ours':
    case 'opened':
    case 'refused':
    case 'refused-in-doubt':
    case 'refused-again':
    case 'not-sent':
    case 'never-arrived':
    case 'rejected':
    case 'session-over':
    case 'key-spent':
      return ''
  }
}

type PendingStatusProps = {
  outcome: TicketOutcome | undefined
  sentAt: Date | undefined
  now: () => Date
  /** Said when nothing is under way. */
  otherwise: string
}

/** The form's one live region, and beside it, for the eyes alone, how long it has been. */
export function PendingStatus({ outcome, sentAt, now, otherwise }: PendingStatusProps) {
  const isUnderWay = outcome !== undefined && traitsOf(outcome).waitsFor !== undefined
  const elapsedMs = useElapsedMs(isUnderWay ? outcome?.kind : undefined)
  const message = isUnderWay ? pendingMessage(outcome, elapsedMs) : otherwise
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
