import { waysToTell } from '../../contract/canais.ts'
import { NoteChips } from '../../ui/note-chips.tsx'
import type { Opened } from '../send/outcome.ts'
import { useTimes } from '../send/use-times.ts'
import { useTellCustomer } from '../shift-log/use-tell-customer.ts'

type ToldCustomerProps = {
  chave: string
  told: Opened['told']
  /** Whether an e-mail was given, or nobody knows any more. */
  mayHaveEmail: boolean
}

/** By which way the customer got the protocol, where the attendant says so: no condition for going on (design A-15). */
export function ToldCustomer({ chave, told, mayHaveEmail }: ToldCustomerProps) {
  const { formatWhen } = useTimes()
  const { note, hasFailed } = useTellCustomer(chave, told)
  const by = told?.by
  return (
    <NoteChips
      label="O cliente já tem o protocolo:"
      ways={waysToTell.filter(([canal]) => canal !== 'email' || mayHaveEmail || by === 'email')}
      noted={by}
      said={told && `Anotado ${formatWhen(told.at)}.`}
      hasFailed={hasFailed}
      onNote={note}
    />
  )
}
