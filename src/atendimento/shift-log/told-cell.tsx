import { useEffect, useRef, useState } from 'react'
import type { Canal } from '../../contract/canais.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import type { Opened } from '../send/outcome.ts'
import { useTimes } from '../send/use-times.ts'
import { sayWay } from './listed-send.ts'
import styles from './shift-log.module.css'
import { useTellCustomer } from './use-tell-customer.ts'

const ways = [
  ['telefone', 'telefone'],
  ['whatsapp', 'WhatsApp'],
  ['email', 'e-mail'],
] as const satisfies [Canal, string][]

type ToldCellProps = {
  chave: string
  /** As the gateway last said; null where they haven't it. */
  told: NonNullable<Opened['told']> | null
  opened: Opened
}

/** Whether the customer has the protocol, and by which way; until then, a way to note it. */
export function ToldCell({ chave, told, opened: { atendimento, enviado } }: ToldCellProps) {
  const { formatSince } = useTimes()
  const { note, hasFailed } = useTellCustomer(chave, told)
  const [wasNotedHere, setIsNotedHere] = useState(false)
  const undo = useRef<HTMLButtonElement>(null)
  const firstWay = useRef<HTMLButtonElement>(null)
  const isTold = told !== null
  // What was pressed is gone once it is noted, and must not take the focus with it.
  useEffect(() => {
    const next = isTold ? undo : firstWay
    if (wasNotedHere && document.activeElement === document.body) next.current?.focus()
  }, [wasNotedHere, isTold])
  function tell(canal: Canal | null) {
    setIsNotedHere(true)
    note(canal)
  }
  const mayHaveEmail = !enviado || enviado.email
  const ofProtocol = <VisuallyHidden>{`protocolo ${atendimento.protocolo}`}</VisuallyHidden>
  return (
    <>
      {told ? (
        <span>{`${sayWay[told.by]}, ${formatSince(told.at)}`}</span>
      ) : (
        <Badge tone="warning">Falta informar</Badge>
      )}
      <span role="status" className={styles.failed}>
        {hasFailed && ' Não consegui anotar. Tente de novo.'}
      </span>
      <div className={wasNotedHere || !told ? `${styles.note} ${styles.noted}` : styles.note}>
        {told && wasNotedHere && (
          <Button ref={undo} look="quiet" onClick={() => tell(null)}>
            Desfazer {ofProtocol}
          </Button>
        )}
        {!told &&
          ways
            .filter(([canal]) => canal !== 'email' || mayHaveEmail)
            .map(([canal, name], place) => (
              <Button
                key={canal}
                ref={place === 0 ? firstWay : undefined}
                look="chip"
                onClick={() => tell(canal)}
              >
                <VisuallyHidden>Informado por</VisuallyHidden> {name} {ofProtocol}
              </Button>
            ))}
      </div>
    </>
  )
}
