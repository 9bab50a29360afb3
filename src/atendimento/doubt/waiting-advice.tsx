import { useEffect, useRef } from 'react'
import { NextTicket } from '../receipt/next-ticket.tsx'
import type { TicketOutcome } from '../send/outcome.ts'
import { wasHeard } from '../send/outcome-traits.ts'
import { TellCaller } from './tell-caller.tsx'
import styles from './waiting-advice.module.css'

type WaitingAdviceProps = { outcome: TicketOutcome }

/** While a send is looked into, which can take minutes: what to say on the phone, and the way on. */
export function WaitingAdvice({ outcome }: WaitingAdviceProps) {
  const wasSent = wasHeard(outcome)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // It comes up below what the person has just pressed, and often below what is to be seen.
    const isAtSubmit = document.activeElement?.matches('[type="submit"]') ?? false
    if (isAtSubmit) box.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={box} className={styles.advice}>
      <TellCaller wasSent={wasSent} />
      <p>
        Pode atender o próximo: este envio fica em “A conferir”, no alto do formulário.
        {!wasSent && ' Até saber, não feche esta aba: o texto pode estar só nela.'}
      </p>
      <NextTicket look="plain" />
    </div>
  )
}
