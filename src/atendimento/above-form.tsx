import { Part } from '../ui/boundary.tsx'
import type { NotKnownTicketsProps } from './shift-log/not-known-tickets.tsx'
import { ShiftLogLink } from './shift-log/shift-log-link.tsx'
import { addressOf } from './ticket-address.ts'
import { useLaterScreens } from './use-later-screens.ts'

type AboveFormProps = NotKnownTicketsProps & {
  /** The key of the send whose form it is; null for one that wasn't sent. */
  chave: string | null
}

/** What else there is to know before the next ticket is opened, and the way to the rest of it. */
export function AboveForm({ chave, ...props }: AboveFormProps) {
  const { part } = useLaterScreens()
  return (
    <>
      {chave === null && part && (
        <Part>
          <part.NotKnownTickets {...props} />
        </Part>
      )}
      <p>{chave === null ? <ShiftLogLink /> : <ShiftLogLink from={addressOf(chave)} />}</p>
    </>
  )
}
