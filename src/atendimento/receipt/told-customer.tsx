import { useId, useRef } from 'react'
import type { Canal } from '../../contract/canais.ts'
import { Button } from '../../ui/button.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import type { Opened } from '../send/outcome.ts'
import { useTimes } from '../send/use-desk.ts'
import { useTellCustomer } from '../shift-log/use-tell-customer.ts'
import styles from './told-customer.module.css'

type ToldCustomerProps = {
  chave: string
  told: Opened['told']
  /** Whether an e-mail was given, or nobody knows any more. */
  mayHaveEmail: boolean
}

const ways = [
  ['telefone', 'por telefone'],
  ['whatsapp', 'WhatsApp'],
  ['email', 'e-mail'],
] as const satisfies [Canal, string][]

/** By which way the customer got the protocol, where the attendant says so: no condition for going on (design A-15). */
export function ToldCustomer({ chave, told, mayHaveEmail }: ToldCustomerProps) {
  const labelId = useId()
  const { formatWhen } = useTimes()
  const chips = useRef(new Map<Canal, HTMLButtonElement>())
  const { note, hasFailed } = useTellCustomer(chave, told)
  const by = told?.by
  const shown = ways.filter(([canal]) => canal !== 'email' || mayHaveEmail || by === 'email')
  function undo() {
    // "Desfazer" goes once that is done, and must not take the focus with it.
    const [first = null] = chips.current.values()
    const chip = (by && chips.current.get(by)) ?? first
    chip?.focus()
    note(null)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend can't stand in a line with what it names
    <div role="group" aria-labelledby={labelId} className={styles.told}>
      <span id={labelId}>O cliente já tem o protocolo:</span>
      {shown.map(([canal, name]) => (
        <Button
          key={canal}
          look="chip"
          aria-pressed={by === canal}
          ref={(chip) => {
            if (chip) chips.current.set(canal, chip)
            else chips.current.delete(canal)
          }}
          onClick={() => note(by === canal ? null : canal)}
        >
          {name}
        </Button>
      ))}
      <span className={styles.said}>
        <span role="status" className={hasFailed ? styles.failed : undefined}>
          {hasFailed
            ? 'Não consegui anotar. Tente de novo.'
            : told && `Anotado ${formatWhen(told.at)}.`}
        </span>
        {told && (
          <Button look="quiet" onClick={undo}>
            Desfazer <VisuallyHidden>a anotação</VisuallyHidden>
          </Button>
        )}
      </span>
    </div>
  )
}
